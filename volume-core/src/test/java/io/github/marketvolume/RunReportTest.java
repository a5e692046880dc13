package io.github.marketvolume;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a report reads, for people and for programs. */
class RunReportTest {

  private static final RunReport REPORT =
      RunReport.builder()
          .pipeline("sp500 \"daily\"")
          .runId("run-1")
          .runner("Spark 3.5.7 on local[2]")
          .startedAt(Instant.parse("2021-02-05T21:00:00Z"))
          .duration(Duration.ofMillis(12_345))
          .addInputs(
              new RunReport.Input(
                  "prices.csv (CSV, kaggle layout)",
                  1_346_015,
                  1_346_000,
                  5,
                  Map.of("volume-is-integer", 7L, "date-is-valid", 3L),
                  Map.of("open-is-in-range", 2L)))
          .addInputs(new RunReport.Input("memory", 0, 0, 0, Map.of(), Map.of()))
          .addGroups(new RunReport.Groups("sector, from sectors.csv (CSV)", 505, 504, 11, "ab12"))
          .addOutputs(new RunReport.Written("out/daily (Parquet)", 1_346_000))
          .addPhases(new RunReport.Phase("read and check prices.csv", Duration.ofMillis(9_870)))
          .addPhases(new RunReport.Phase("publish", Duration.ofMillis(5)))
          .addWarnings("the table is old")
          .plan("pipeline sp500\n  read prices.csv")
          .build();

  @Test
  @DisplayName("sums are over all inputs")
  void sums() {
    assertThat(REPORT.rowsRead()).isEqualTo(1_346_015);
    assertThat(REPORT.rowsRejected()).isEqualTo(10);
  }

  @Test
  @DisplayName("the table tells rows, then seconds, then warnings")
  void table() {
    assertThat(REPORT.toTable())
        .isEqualTo(
            """
            what                      rows  detail
            read                 1,346,015  prices.csv (CSV, kaggle layout)
            accepted             1,346,000
            duplicates dropped           5
            rejected                     3  date-is-valid
            rejected                     7  volume-is-integer
            kept with a warning          2  open-is-in-range
            read                         0  memory
            accepted                     0
            memberships read           505  sector, from sectors.csv (CSV)
            written              1,346,000  out/daily (Parquet)

            phase                      seconds
            read and check prices.csv   9.8700
            publish                     0.0050
            all                        12.3450
            warning: the table is old\
            """);
  }

  @Test
  @DisplayName("the JSON object has the same, and another program reads it")
  void json() throws SQLException {
    assertThat(REPORT.toJson())
        .isEqualTo(
            """
            {
              "pipeline" : "sp500 \\"daily\\"",
              "run_id" : "run-1",
              "runner" : "Spark 3.5.7 on local[2]",
              "started_at" : "2021-02-05T21:00:00Z",
              "seconds" : 12.345,
              "inputs" : [ {
                "source" : "prices.csv (CSV, kaggle layout)",
                "rows_read" : 1346015,
                "rows_accepted" : 1346000,
                "rows_rejected" : 10,
                "duplicates_dropped" : 5,
                "rejected_by_rule" : {
                  "date-is-valid" : 3,
                  "volume-is-integer" : 7
                },
                "warned_by_rule" : {
                  "open-is-in-range" : 2
                }
              }, {
                "source" : "memory",
                "rows_read" : 0,
                "rows_accepted" : 0,
                "rows_rejected" : 0,
                "duplicates_dropped" : 0,
                "rejected_by_rule" : { },
                "warned_by_rule" : { }
              } ],
              "groups" : [ {
                "grouping" : "sector, from sectors.csv (CSV)",
                "rows" : 505,
                "tickers" : 504,
                "groups" : 11,
                "sha256" : "ab12"
              } ],
              "outputs" : [ {
                "sink" : "out/daily (Parquet)",
                "rows" : 1346000
              } ],
              "phases" : [ {
                "name" : "read and check prices.csv",
                "seconds" : 9.87
              }, {
                "name" : "publish",
                "seconds" : 0.005
              } ],
              "warnings" : [ "the table is old" ],
              "plan" : "pipeline sp500\\n  read prices.csv"
            }
            """);
    for (String path :
        List.of(
            "$.pipeline=sp500 \"daily\"",
            "$.inputs[0].rejected_by_rule.volume-is-integer=7",
            "$.inputs[0].rows_rejected=10",
            "$.outputs[0].rows=1346000",
            "$.plan=pipeline sp500\n  read prices.csv")) {
      String[] parts = path.split("=", 2);
      assertThat(extract(parts[0].replace("volume-is-integer", "\"volume-is-integer\"")))
          .isEqualTo(parts[1]);
    }
  }

  @Test
  @DisplayName("of a source that was read in part, files, rows and bytes are told")
  void pruned() {
    RunReport report =
        RunReport.builder()
            .from(REPORT)
            .inputs(
                List.of(
                    REPORT.inputs().get(1).of(new RunReport.Pruned(8, 268, 70, 9_000, 100, 2_000))))
            .build();
    assertThat(report.toTable())
        .contains("\nof all rows           9,000  in 8 of 268 files, 100 of 2,000 bytes\n");
    assertThat(report.toJson())
        .contains(
            """
                "warned_by_rule" : { },
                "pruned" : {
                  "files" : 8,
                  "files_in_all" : 268,
                  "rows" : 70,
                  "rows_in_all" : 9000,
                  "bytes" : 100,
                  "bytes_in_all" : 2000
                }
            """);
  }

  private static String extract(String path) throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        PreparedStatement statement =
            duckdb.prepareStatement("select json_extract_string(?::json, ?)")) {
      statement.setString(1, REPORT.toJson());
      statement.setString(2, path);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getString(1);
      }
    }
  }

  private static RunReport updated(RunReport.Updated updated) {
    return RunReport.builder()
        .pipeline("p")
        .runId("run-2")
        .runner("r")
        .startedAt(Instant.parse("2021-02-05T21:00:00Z"))
        .duration(Duration.ofMillis(10))
        .updated(updated)
        .plan("pipeline p")
        .build();
  }

  @Test
  @DisplayName("an update tells what was new, and from which month on it wrote")
  void update() {
    RunReport report =
        updated(
            new RunReport.Updated(
                true,
                true,
                Optional.of(LocalDate.of(2021, 2, 1)),
                1_500,
                2,
                3,
                4,
                List.of(LocalDate.of(2021, 2, 2)),
                List.of(LocalDate.of(2021, 2, 3), LocalDate.of(2021, 2, 4))));
    assertThat(report.toTable().lines().map(line -> line.replaceAll(" +", " ").strip()))
        .containsSequence("new bars 1,500", "corrected bars 2", "removed bars 3", "known bars 4");
    assertThat(report.toJson())
        .contains(
            """
              "update" : {
                "published" : true,
                "resumed" : true,
                "first_month" : "2021-02",
                "bars_added" : 1500,
                "bars_changed" : 2,
                "bars_removed" : 3,
                "bars_repeated" : 4,
                "days_missing" : [ "2021-02-02" ],
                "days_partial" : [ "2021-02-03", "2021-02-04" ]
              },
            """);
  }

  @Test
  @DisplayName("an update without anything new says so")
  void nothingNew() {
    RunReport report =
        updated(
            new RunReport.Updated(
                false, false, Optional.empty(), 0, 0, 0, 9, List.of(), List.of()));
    assertThat(report.toTable()).contains("nothing is new").doesNotContain("removed bars");
    assertThat(report.toJson())
        .contains("\"published\" : false", "\"days_missing\" : [ ]")
        .doesNotContain("first_month");
    assertThat(REPORT.toJson()).doesNotContain("\"update\"");
  }
}
