package io.github.marketvolume.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.Bars;
import java.util.AbstractList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplaySystem;

/** Through the kernel's own door. */
class VolumeDisplayProviderTest {

  private static DisplayData shown(Object value) {
    return DisplaySystem.inst().render(value);
  }

  @Test
  void theKernelFindsIt() {
    DisplayData data =
        shown(BarsStage.from(InMemoryBars.of(Bars.of(BarSeries.of("AAA").volumes(1)))));

    assertThat(data.data()).containsOnlyKeys("text/html", "text/plain");
    assertThat(data.data().get("text/plain").toString()).startsWith("stage\n");
  }

  @Test
  void otherCollectionsLookAsTheKernelShowsThem() {
    assertThat(shown(List.of(1, 2)).data().values().toString()).contains("1", "2");
  }

  @Test
  void whatCannotBeDrawnIsALineOfText() {
    assertThat(shown(Chart.titled("A")).data())
        .containsOnlyKeys("text/plain")
        .containsEntry(
            "text/plain",
            "this Chart cannot be shown: the chart \"A\" has no value to draw;"
                + " add line(...), bars(...) or marks(...)");
  }

  @Test
  void anErrorDoesNotReachTheKernel() {
    List<String> broken =
        new AbstractList<>() {
          @Override
          public String get(int index) {
            throw new StackOverflowError();
          }

          @Override
          public int size() {
            return 1;
          }
        };

    assertThat(shown(broken).data())
        .containsEntry(
            "text/plain", "this Collection cannot be shown: java.lang.StackOverflowError");
  }
}
