package io.github.marketvolume.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.Runner;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.gcp.fake.bigquery.FakeBigQuery;
import io.github.marketvolume.local.LocalRunner;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBigQueryTest extends BigQueryContract {

  private FakeBigQuery service;

  @Override
  FakeBigQuery fake() {
    service = FakeBigQuery.start().dataset("p", "d", "US");
    return service;
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Override
  Runner runner(GoogleCloud to) {
    return to.on(LocalRunner.create());
  }

  @Test
  @DisplayName("a file of this machine that cannot be read is not said to be BigQuery's failure")
  void unreadable(@TempDir Path folder) {
    BigQueryJobs jobs = new BigQueryJobs(bigquery, "p", "", cloud.pause(), SinkException::new);
    Path absent = folder.resolve("rows.parquet");
    assertThatThrownBy(() -> jobs.load("p.d.t", "absent", absent, StagedTable.id(table)))
        .isInstanceOf(SinkException.class)
        .hasMessage(
            "p.d.t: %s, which has its rows, cannot be read: NoSuchFileException; run again"
                .formatted(absent));
    assertThat(service.calls()).as("nothing was asked").isEmpty();
    assertThatThrownBy(() -> jobs.load("p.d.t", "folder", folder, StagedTable.id(table)))
        .isInstanceOf(SinkException.class)
        .hasMessage(
            "p.d.t: %s, which has its rows, cannot be read: Is a directory; run again"
                .formatted(folder));
    assertThat(service.calls()).as("one upload was begun").hasSize(1);
  }
}
