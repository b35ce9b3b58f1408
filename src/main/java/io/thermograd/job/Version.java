package io.thermograd.job;

/** Which program this is. */
final class Version {
  private Version() {}

  /** The version in the jar's manifest; {@code development} outside a jar. */
  static String ofProgram() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** The program and what it runs on. */
  static String text() {
    return "thermograd "
        + ofProgram()
        + " (Spark "
        + org.apache.spark.package$.MODULE$.SPARK_VERSION()
        + ", Java "
        + Runtime.version()
        + ")";
  }
}
