package io.github.marketvolume;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.marketvolume.io.ConsoleSink;
import java.util.Arrays;
import java.util.stream.Stream;

/** The house plan: who may know whom. */
@AnalyzeClasses(
    packages = "io.github.marketvolume",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String BASE = "io.github.marketvolume";

  /** What only the Spark runner may know. */
  private static final String[] SPARK_AND_ITS_OWN = {
    "org.apache.spark..", "org.apache.hadoop..", "org.apache.parquet..", "scala.."
  };

  private static final String[] DUCKDB_AND_ITS_USER = {"local", "local.duckdb"};

  private static final String[] BELOW_ROOT = {
    "calendar", "market", "metric", "group", "quality", "io", "ledger", "plan", "kernel", "error"
  };

  /** What runners share, public for them only. */
  private static final String[] ROOMS_OF_RUNNERS = {
    "failure",
    "files",
    "attendance",
    "intake",
    "membership",
    "period",
    "series",
    "rows",
    "days",
    "publish",
    "run",
    "memory",
    "update"
  };

  private static final String[] BELOW_RUN = {
    "", "failure", "files", "intake", "series", "rows", "days", "publish"
  };

  @ArchTest static final ArchRule ERROR = knows("error");
  @ArchTest static final ArchRule KERNEL = knows("kernel");
  @ArchTest static final ArchRule CALENDAR = knows("calendar", "error");
  @ArchTest static final ArchRule MARKET = knows("market", "calendar", "error");

  @ArchTest static final ArchRule METRIC = knows("metric", "market", "calendar", "kernel", "error");

  @ArchTest static final ArchRule GROUP = knows("group", "market", "metric", "error");

  @ArchTest static final ArchRule EVALUATION = knows("evaluation", "market", "metric", "kernel");

  @ArchTest static final ArchRule QUALITY = knows("quality", "market", "calendar", "error");
  @ArchTest static final ArchRule IO = knows("io", "market", "error");
  @ArchTest static final ArchRule LEDGER = knows("ledger", "error");

  @ArchTest
  static final ArchRule PLAN =
      knows("plan", "calendar", "market", "metric", "group", "quality", "io", "error", "kernel");

  @ArchTest static final ArchRule ROOT = knows("", BELOW_ROOT);
  @ArchTest static final ArchRule FAILURE = knows("failure", "error");
  @ArchTest static final ArchRule FILES = knows("files", "failure", "io", "market", "error");

  @ArchTest static final ArchRule ATTENDANCE = knows("attendance", "calendar", "quality", "error");

  @ArchTest
  static final ArchRule INTAKE =
      knows("intake", and(BELOW_ROOT, "", "failure", "files", "attendance"));

  @ArchTest
  static final ArchRule MEMBERSHIP =
      knows("membership", and(BELOW_ROOT, "", "failure", "files", "intake"));

  @ArchTest static final ArchRule PERIOD = knows("period", and(BELOW_ROOT, "attendance", "intake"));

  @ArchTest
  static final ArchRule SERIES =
      knows("series", and(BELOW_ROOT, "failure", "files", "intake", "period"));

  @ArchTest
  static final ArchRule ROWS =
      knows("rows", and(BELOW_ROOT, "failure", "files", "intake", "series"));

  @ArchTest static final ArchRule PUBLISH = knows("publish", "failure", "io", "market", "error");
  @ArchTest static final ArchRule RUN = knows("run", and(BELOW_ROOT, BELOW_RUN));
  @ArchTest static final ArchRule SPARK_SPI = knows("spark.spi", "market", "io", "error");

  @ArchTest
  static final ArchRule SPARK =
      knows(
          "spark",
          and(
              and(BELOW_ROOT, ROOMS_OF_RUNNERS),
              "",
              "spark.spi",
              "spark.hadoop",
              "spark.stream",
              "jdbc",
              "kafka"));

  @ArchTest
  static final ArchRule SPARK_STREAM =
      knows("spark.stream", "", "failure", "kafka", "io", "market", "error");

  @ArchTest
  static final ArchRule SPARK_HADOOP =
      knows("spark.hadoop", "failure", "files", "publish", "io", "error");

  @ArchTest static final ArchRule LOCAL_SPI = knows("local.spi", "market", "io", "error");

  @ArchTest
  static final ArchRule JDBC =
      knows("jdbc", "market", "io", "error", "failure", "intake", "local.spi");

  @ArchTest
  static final ArchRule DAYS = knows("days", and(BELOW_ROOT, "", "intake", "series", "rows"));

  @ArchTest
  static final ArchRule LIVE =
      knows("live", and(BELOW_ROOT, "", "intake", "series", "rows", "days"));

  @ArchTest
  static final ArchRule KAFKA =
      knows("kafka", "market", "quality", "io", "error", "failure", "files", "intake");

  @ArchTest
  static final ArchRule LOCAL =
      knows(
          "local", and(and(BELOW_ROOT, ROOMS_OF_RUNNERS), "", "live", "local.spi", "local.duckdb"));

  @ArchTest static final ArchRule MEMORY = knows("memory", "run", "error");

  @ArchTest
  static final ArchRule UPDATE = knows("update", and(and(BELOW_ROOT, BELOW_RUN), "run", "memory"));

  @ArchTest
  static final ArchRule LOCAL_DUCKDB =
      knows("local.duckdb", "rows", "run", "membership", "files", "failure", "io", "error");

  @ArchTest
  static final ArchRule TESTING = knows("testing", and(and(BELOW_ROOT, ROOMS_OF_RUNNERS), ""));

  @ArchTest
  static final ArchRule ONLY_TIES_OF_THE_KERNEL =
      noClasses()
          .that(resideInAnyPackage(BASE, BASE + ".plan"))
          .should()
          .dependOnClassesThat(
              resideInAPackage(BASE + ".kernel")
                  .and(not(DescribedPredicate.describe("ranking ties", ArchitectureTest::isTies))))
          .because("a plan says what is computed, and the tie rule is the one word for it there");

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching(BASE + ".(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule SPARK_IN_ITS_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage(BASE + ".spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SPARK_AND_ITS_OWN);

  @ArchTest
  static final ArchRule DUCKDB_IN_ITS_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackages(packagesOf(DUCKDB_AND_ITS_USER))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.duckdb..");

  @ArchTest
  static final ArchRule KAFKA_AND_AVRO_IN_THEIR_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage(BASE + ".kafka")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..");

  @ArchTest
  static final ArchRule API_SPEAKS_OF_NO_INTERNALS =
      classes()
          .that()
          .resideOutsideOfPackages(
              packagesOf(and(ROOMS_OF_RUNNERS, "plan", "local.duckdb", "spark.hadoop")))
          .and()
          .arePublic()
          .should(
              haveNoPublicMemberThatMentions(
                  packagesOf(and(ROOMS_OF_RUNNERS, "local.duckdb", "spark.hadoop"))));

  @ArchTest
  static final ArchRule NO_PRINTING =
      noClasses()
          .that()
          .doNotBelongToAnyOf(ConsoleSink.class)
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule NO_NAMES_OF_SPARK =
      classes().that().areTopLevelClasses().should().haveNameNotMatching(".*\\.(Row|Column)");

  @ArchTest
  static final ArchRule SEALED_HIERARCHIES_IN_ONE_PACKAGE =
      classes().should(permitSubclassesOfTheirPackageOnly());

  /** A package that may know these others, besides itself and what is not ours. */
  private static ArchRule knows(String name, String... others) {
    String[] allowed =
        Stream.concat(Stream.of(name), Arrays.stream(others))
            .map(ArchitectureTest::packageOf)
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(packageOf(name))
        .should()
        .dependOnClassesThat(resideInAPackage(BASE + "..").and(not(resideInAnyPackage(allowed))));
  }

  private static String packageOf(String name) {
    return name.isEmpty() ? BASE : BASE + "." + name;
  }

  private static String[] and(String[] names, String... more) {
    return Stream.concat(Arrays.stream(names), Arrays.stream(more)).toArray(String[]::new);
  }

  private static boolean isTies(JavaClass type) {
    return type.getFullName().equals(BASE + ".kernel.Ranking$Ties");
  }

  private static String[] packagesOf(String[] names) {
    return Arrays.stream(names).map(ArchitectureTest::packageOf).toArray(String[]::new);
  }

  private static ArchCondition<JavaClass> haveNoPublicMemberThatMentions(String[] packages) {
    DescribedPredicate<JavaClass> internal = resideInAnyPackage(packages);
    return new ArchCondition<>(
        "have no public member that mentions " + String.join(", ", packages)) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getMembers().stream()
            .filter(ArchitectureTest::isVisible)
            .filter(member -> member.getAllInvolvedRawTypes().stream().anyMatch(internal))
            .forEach(
                member ->
                    events.add(
                        SimpleConditionEvent.violated(
                            type, member.getFullName() + " mentions an internal class")));
      }
    };
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static ArchCondition<JavaClass> permitSubclassesOfTheirPackageOnly() {
    return new ArchCondition<>("permit subclasses of their package only") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Class<?> reflected = type.reflect();
        if (!reflected.isSealed()) {
          return;
        }
        for (Class<?> permitted : reflected.getPermittedSubclasses()) {
          if (!permitted.getPackage().equals(reflected.getPackage())) {
            events.add(
                SimpleConditionEvent.violated(
                    type, reflected.getName() + " permits " + permitted.getName()));
          }
        }
      }
    };
  }
}
