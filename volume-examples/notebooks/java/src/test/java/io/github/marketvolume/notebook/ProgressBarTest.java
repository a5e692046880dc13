package io.github.marketvolume.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

  private final Set<String> ids = new HashSet<>();
  private final List<String> lines = new ArrayList<>();
  private final ProgressBar bar =
      new ProgressBar(
          "spikes",
          (id, look) -> {
            ids.add(id);
            lines.add(look.text());
          });

  @Test
  void aRunIsOneLineThatChanges() {
    bar.begins("read");
    bar.begins("write");
    bar.end("3 rows read");

    assertThat(ids).hasSize(1);
    assertThat(lines).hasSize(3);
    assertThat(lines.subList(0, 2)).containsExactly("spikes: read", "spikes: write");
    assertThat(lines.get(2)).matches("spikes: 3 rows read in \\d+\\.\\d\\d s");
  }

  @Test
  void advancesAreNotShownMoreOftenThanAnEyeSees() throws InterruptedException {
    bar.begins("read");
    for (int i = 1; i <= 1000; i++) {
      bar.advances("read", i / 2000.0);
    }
    Thread.sleep(150);
    bar.advances("read", 0.75);

    assertThat(lines).hasSizeLessThan(50).endsWith("spikes: read 75 %");
  }

  @Test
  void nothingIsShownAfterTheEnd() {
    bar.end("stopped");
    bar.begins("write");

    assertThat(lines).hasSize(1);
  }
}
