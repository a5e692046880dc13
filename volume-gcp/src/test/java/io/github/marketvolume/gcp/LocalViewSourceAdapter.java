package io.github.marketvolume.gcp;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.local.spi.BarCursor;
import io.github.marketvolume.local.spi.LocalInput;
import io.github.marketvolume.local.spi.LocalSourceAdapter;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Reads a {@link ViewSource}, no further than is asked for; services name it. */
public final class LocalViewSourceAdapter implements LocalSourceAdapter<ViewSource> {

  private final String prefix;

  /** Reads the view that a descriptor names. */
  public LocalViewSourceAdapter() {
    this("");
  }

  LocalViewSourceAdapter(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public Class<ViewSource> descriptorType() {
    return ViewSource.class;
  }

  @Override
  public LocalInput open(ViewSource source, ReadRequest request, RunContext context) {
    String view = prefix + source.view();
    List<Bar> bars = LocalViews.IN_MEMORY.get(view);
    if (bars == null && !Files.exists(LocalViews.file(view))) {
      throw new SourceException("there is no " + source.describe() + "; create it first");
    }
    context.warn("read " + view + " " + shown(request.from()) + " to " + shown(request.to()));
    if (bars == null) {
      return new LocalInput.ParquetFiles(List.of(LocalViews.file(view)));
    }
    return new LocalInput.Rows(
        () -> new Cursor(bars.stream().filter(bar -> isWanted(bar, request)).iterator()));
  }

  private static boolean isWanted(Bar bar, ReadRequest request) {
    return request.from().stream().noneMatch(from -> bar.tradeDate().isBefore(from));
  }

  private static String shown(Optional<LocalDate> date) {
    return date.map(LocalDate::toString).orElse("any");
  }

  /** Goes through bars; they have a volume and no prices. */
  private static final class Cursor implements BarCursor {

    private final Iterator<Bar> bars;
    private Bar bar;

    Cursor(Iterator<Bar> bars) {
      this.bars = bars;
    }

    @Override
    public boolean next() {
      bar = bars.hasNext() ? bars.next() : null;
      return bar != null;
    }

    @Override
    public String ticker() {
      return bar.ticker().toString();
    }

    @Override
    public int epochDay() {
      return Math.toIntExact(bar.tradeDate().toEpochDay());
    }

    @Override
    public double value(BarColumn column) {
      return column == BarColumn.VOLUME ? bar.volume().orElseThrow() : Double.NaN;
    }

    @Override
    public void close() {
      bar = null;
    }
  }
}
