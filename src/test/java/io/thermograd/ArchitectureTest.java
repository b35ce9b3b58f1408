package io.thermograd;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** The table of packages in docs/architecture.md, enforced. */
@AnalyzeClasses(packages = "io.thermograd", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.thermograd.";

  /** Features from left to right: each may use those left of it. */
  private static final List<String> FEATURES =
      List.of(
          "trace",
          "moments",
          "incremental",
          "signal",
          "equilibrium",
          "decay",
          "verdict",
          "cohort",
          "alerts",
          "report");

  @ArchTest
  static final ArchRule featuresUseOnlyWhatIsLeftOfThem =
      CompositeArchRule.of(
          FEATURES.stream()
              .<ArchRule>map(
                  feature ->
                      noClasses()
                          .that()
                          .resideInAPackage(ROOT + feature + "..")
                          .should()
                          .dependOnClassesThat(are(rightOf(FEATURES.indexOf(feature))))
                          .allowEmptyShould(true))
              .toList());

  @ArchTest
  static final ArchRule storeAndSimulateUseOnlyTheTrace =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "store..", ROOT + "simulate..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              FEATURES.stream().skip(1).map(f -> ROOT + f + "..").toArray(String[]::new));

  @ArchTest
  static final ArchRule jobIsImportedByNobody =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "job..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "job..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.thermograd.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule mathematicsKnowsNoSpark =
      noClasses()
          .that()
          .resideOutsideOfPackages("..spark..", ROOT + "store..", ROOT + "job..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..", "org.apache.hadoop..");

  @ArchTest
  static final ArchRule sparkInternalsStayInTheHotLoopAndTheRecordSource =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "moments.spark..", ROOT + "trace.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark.sql.catalyst..",
              "org.apache.spark.sql.execution..",
              "org.apache.spark.sql.classic..");

  @ArchTest
  static final ArchRule sessionsAreBuiltOnlyByTheJob =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "job..")
          .should()
          .callMethod(org.apache.spark.sql.SparkSession.class, "builder");

  @ArchTest
  static final ArchRule noMasterInCode =
      noClasses()
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "a session builder's master(..)",
                  (JavaAccess<?> call) ->
                      call.getTarget().getName().equals("master")
                          && call.getTargetOwner().getName().contains("SparkSession")));

  @ArchTest
  static final ArchRule noClassIsARagbag =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Common")
          .orShould()
          .haveSimpleNameEndingWith("Manager");

  @ArchTest
  static final ArchRule onlyTheJobPrintsAndReadsTheClock =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "job..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC");

  @ArchTest
  static final ArchRule noUnseededRandomness =
      noClasses()
          .should()
          .callMethod(Math.class, "random")
          .orShould()
          .callConstructor(Random.class)
          .orShould()
          .callConstructor(java.util.SplittableRandom.class);

  @ArchTest
  static final ArchRule tablesLiveBesideTheirFeature =
      classes()
          .that()
          .haveSimpleNameEndingWith("Table")
          .and()
          .resideOutsideOfPackages(ROOT + "report..", ROOT + "job..", ROOT + "store..")
          .should()
          .resideInAPackage("..spark..");

  private static DescribedPredicate<JavaClass> rightOf(int feature) {
    List<String> right = FEATURES.subList(feature + 1, FEATURES.size());
    return DescribedPredicate.describe(
        "right of " + FEATURES.get(feature),
        type -> right.stream().anyMatch(f -> type.getPackageName().startsWith(ROOT + f)));
  }
}
