package io.github.marketvolume.gcp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** This module, its tests too, stands where any user's module stands. */
@AnalyzeClasses(packages = "io.github.marketvolume.gcp")
class GcpArchitectureTest {

  @ArchTest
  static final ArchRule SEES_PUBLIC_API_ONLY =
      noClasses()
          .that()
          .resideInAPackage("io.github.marketvolume.gcp..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.github.marketvolume.failure..",
              "io.github.marketvolume.files..",
              "io.github.marketvolume.attendance..",
              "io.github.marketvolume.intake..",
              "io.github.marketvolume.kernel..",
              "io.github.marketvolume.local.duckdb..",
              "io.github.marketvolume.plan..",
              "io.github.marketvolume.publish..",
              "io.github.marketvolume.rows..",
              "io.github.marketvolume.run..",
              "io.github.marketvolume.series..");
}
