# Sourced by the wrappers beside it: builds what is missing and finds Spark.
# Sets thermograd (the checkout), jar (the job) and SPARK_HOME.
thermograd=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jar=$thermograd/target/thermograd.jar

stop() { printf '%s\n' "$@" >&2; exit 2; }

find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; else java=$(command -v java || true); fi
  [ -x "${java:-}" ] || stop "Problem: Java was not found." \
    "Cause: neither JAVA_HOME nor PATH leads to a java." \
    "Remedy: install a JDK 17 or newer (Debian: apt-get install openjdk-17-jdk-headless) and set JAVA_HOME."
}

# The job is built when it isn't there, or when a source is newer than it.
build_if_missing() {
  local newer
  if [ -f "$jar" ] && [ -d "$thermograd/target/spark/jars" ]; then
    newer=$(find "$thermograd/pom.xml" "$thermograd/src/main" -newer "$jar" -print -quit)
    [ -n "$newer" ] || return 0
  fi
  command -v mvn >/dev/null || stop "Problem: the job is not built yet, and Maven was not found." \
    "Cause: no mvn in PATH." "Remedy: install Maven 3.8 or newer (Debian: apt-get install maven)."
  echo "Building Thermograd (once; the first build downloads Spark, some 350 MB) ..." >&2
  (cd "$thermograd" && mvn -B -q -DskipTests -Dspotless.check.skip=true package) >&2 ||
    stop "Problem: the build failed." "Cause: Maven's message above." "Remedy: fix it, then run this again."
}

# A real SPARK_HOME takes precedence over the jars that the build brought.
find_spark() {
  if [ -z "${SPARK_HOME:-}" ]; then
    own_spark=yes
    SPARK_HOME=$thermograd/target/spark
    # Who runs the job, such as a service's user, may not be who built it.
    if ! diff -rq "$thermograd/submit/spark-home/bin" "$SPARK_HOME/bin" >/dev/null 2>&1; then
      mkdir -p "$SPARK_HOME/bin"
      cp -f "$thermograd"/submit/spark-home/bin/* "$SPARK_HOME/bin/"
    fi
  else
    own_spark=no
    [ -x "$SPARK_HOME/bin/spark-submit" ] || stop "Problem: SPARK_HOME holds no Spark." \
      "Cause: $SPARK_HOME/bin/spark-submit is missing." "Remedy: correct SPARK_HOME, or unset it to use the Spark that the build brings."
  fi
  export SPARK_HOME
}

# Java decodes the names of files as the locale says; under cron that is often ASCII.
[ "$(locale charmap 2>/dev/null || true)" = UTF-8 ] || export LC_ALL=C.UTF-8

find_java
build_if_missing
find_spark
