package io.github.marketvolume.gcp;

import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The contract against a server that others wrote; {@code second-opinion.sh} starts one. */
@EnabledIfSystemProperty(
    named = OtherBigQueryRestContractTest.ENDPOINT,
    matches = "http://.+",
    disabledReason = "no other server is named; second-opinion.sh starts one")
class OtherBigQueryRestContractTest extends BigQueryRestContract {

  static final String ENDPOINT = "volume.bigquery.endpoint";

  @Override
  String endpoint() {
    return System.getProperty(ENDPOINT);
  }

  @Override
  Map<Gap, String> gaps() {
    return Map.of(
        Gap.DUPLICATE_DATASET, "500 internalError",
        Gap.DUPLICATE_JOB, "400{\"error\":{\"errors\":[{\"reason\":\"jobInternalError\"",
        Gap.REASONS_OF_STATEMENTS, "jobInternalError",
        Gap.AMBIGUOUS_MERGES, "Expecting code to raise a throwable",
        Gap.REQUIRED_COLUMNS, "Expecting code to raise a throwable",
        Gap.PARQUET_LOADS, "of 2 rows 0 arrived",
        Gap.ARRAYS_OF_DATES, "IN UNNEST for argument types: DATE, ARRAY<STRING>",
        Gap.ALTERED_VIEWS, "Unrecognized name: s",
        Gap.COLUMNS_OF_DRY_RUNS, "Expecting actual not to be null");
  }
}
