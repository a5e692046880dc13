package io.github.marketvolume.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.testing.ReferenceRunner;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rejected rows that a source brings with it. */
class RejectedBeforeTest {

  private static final RejectedRow ROW =
      RejectedRow.builder().rule("value-is-json").reason("no JSON").origin("topic").line(7).build();

  private record Feed() implements RowSource<Bar> {

    @Override
    public Iterator<Bar> rows(ReadRequest request, RunContext context) {
      LocalDate day = LocalDate.parse("2020-01-06");
      return List.of(Bar.of("A", day, 1), Bar.of("B", day, 2), Bar.of("C", day, -1)).iterator();
    }

    @Override
    public List<RejectedRow> rejected() {
      return List.of(ROW);
    }

    @Override
    public String describe() {
      return "a feed";
    }
  }

  @Test
  void rows_areToldWithTheOthersAndCounted() {
    BarsStage bars = BarsStage.from(new Feed());
    InMemorySink<RejectedRow> rejected = new InMemorySink<>();
    RunReport report =
        VolumePipeline.named(
                "feed", bars.rejected().into(rejected), bars.into(new InMemorySink<>()))
            .run(LocalRunner.create());
    assertThat(rejected.rows()).hasSize(2).contains(ROW);
    assertThat(report.inputs().get(0).rowsRead()).isEqualTo(4);
    assertThat(report.inputs().get(0).rowsAccepted()).isEqualTo(2);
    assertThat(report.inputs().get(0).rejectedByRule()).containsEntry("value-is-json", 1L);
    assertThat(LocalRunner.create().collect(bars.rejected())).isEqualTo(rejected.rows());
  }

  @Test
  void otherRunners_refuseThem() {
    assertThatThrownBy(() -> ReferenceRunner.create().collect(BarsStage.from(new Feed())))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "a feed has rejected rows of its own, which the reference runner does not take; run"
                + " with LocalRunner");
  }
}
