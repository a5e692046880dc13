package io.github.marketvolume.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Bars by column, and what is written of them. */
class BarColumnsTest {

  @Property
  void someDays_areThoseOfAllDays(
      @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> sizes,
      @ForAll @IntRange(min = -9, max = 50) int first,
      @ForAll @IntRange(min = -9, max = 50) int last) {
    List<byte[]> written = new ArrayList<>();
    int day = 0;
    for (int size : sizes) {
      BarColumns bars = new BarColumns(0);
      for (int i = 0; i < size; i++) {
        RawBar bar = new RawBar();
        bar.ticker("A");
        bar.epochDay(day);
        bar.set(size % 2 == 0 ? BarColumn.CLOSE : BarColumn.VOLUME, day + 0.5);
        bars.add(bar, 100 + day);
        day += 2;
      }
      written.add(bars.toBytes());
    }
    BarColumns all = BarColumns.ofBytes(written);
    all.dropAfter(last);
    all.dropBefore(first, 0);

    BarColumns some = BarColumns.ofBytes(written, first, last);

    assertThat(values(some)).isEqualTo(values(all));
    assertThat(values(BarColumns.ofBytes(written, Integer.MIN_VALUE, Integer.MAX_VALUE)))
        .isEqualTo(values(BarColumns.ofBytes(written)));
  }

  private static List<Object> values(BarColumns bars) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.toBar("A", i);
      values.add(List.of(LocalDate.ofEpochDay(bars.epochDay(i)), bars.position(i), bar));
    }
    return values;
  }
}
