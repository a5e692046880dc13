package io.github.marketvolume.gcp;

import io.github.marketvolume.Runner;
import io.github.marketvolume.gcp.fake.Fault;
import io.github.marketvolume.gcp.fake.bigquery.FakeBigQuery;
import io.github.marketvolume.spark.SparkRunner;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Spark's connectors make most of the calls, in tasks, and in their own way. */
@FullBuild
class SparkFaultMatrixTest extends FaultMatrixContract {

  private static SparkSession spark;

  @BeforeAll
  static void start() {
    FakeBigQuery.trustInThisProcess();
    spark = TestSpark.session("faults");
    TestSpark.useStorage(spark, gcs);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Override
  String name() {
    return "SparkRunner";
  }

  @Override
  Runner runner(FakeBigQuery bigQuery) {
    return cloud(bigQuery, bigQuery.storageEndpoint()).on(SparkRunner.on(spark));
  }

  /** One of each kind, since a run takes a second. */
  @Override
  Map<String, Fault> faults() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("403", Fault.accessDenied());
    faults.put("503", Fault.unavailable());
    faults.put("cut before the answer", Fault.cutBeforeAnswer());
    faults.put("answer lost", Fault.lostResponse());
    return faults;
  }

  @Override
  boolean isRegular() {
    return false;
  }

  /**
   * Each call of a table that all four ways make has each fault in one of them; one of a folder has
   * one fault.
   */
  @Override
  int oneIn() {
    return 4;
  }
}
