package io.github.marketvolume.examples.report;

import io.github.marketvolume.kernel.SplitAdjustment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The bars of a market, as small as they can be sent.
 *
 * <p>A ticker's rows stand one after another, one for each day of the market's calendar from the
 * ticker's first to its last; a day on which it has no bar is a row without a volume. The columns
 * are cut into planes, the lowest bytes of all rows, then the next, and so on, which is what makes
 * them compress: volumes in hundreds of shares and what is left over, closes as 32-bit floats whose
 * bits are given as the change from the row before, a byte for each flag, the scores of the flagged
 * rows, in the order of these, and, where the run has them, the parts of these scores that are the
 * stock's own.
 */
final class VolumeHistory {

  /** So many hundreds of shares are a lot; most volumes are whole lots. */
  private static final int LOT = 100;

  /** A ticker's rows: from this place of the calendar, so many. */
  record Span(int start, int length) {}

  /**
   * From this row of the ticker on, its volume is multiplied by this factor; 0 where that is
   * unknown, and the adjusted volume missing.
   */
  record Step(int row, double factor) {}

  private final int[] days;
  private final boolean raw;
  private final boolean hasOwnScores;
  private final List<String> tickers;
  private final List<Span> spans;
  private final List<List<Step>> steps;
  private final long[] volumes;
  private final float[] closes;
  private final boolean[] flags;
  private final float[] scores;
  private final float[] ownScores;

  private VolumeHistory(Builder rows) {
    days = rows.days;
    raw = rows.raw;
    hasOwnScores = rows.hasOwnScores;
    tickers = List.copyOf(rows.tickers);
    spans = List.copyOf(rows.spans);
    steps = List.copyOf(rows.steps);
    volumes = Arrays.copyOf(rows.volumes, rows.size);
    closes = Arrays.copyOf(rows.closes, rows.size);
    flags = Arrays.copyOf(rows.flags, rows.size);
    scores = Arrays.copyOf(rows.scores, rows.flagged);
    ownScores = Arrays.copyOf(rows.ownScores, hasOwnScores ? rows.flagged : 0);
  }

  /** The calendar: all days of the market, in days since 1970-01-01, ascending. */
  int[] days() {
    return days;
  }

  /** Whether volumes are as traded. */
  boolean raw() {
    return raw;
  }

  /** Whether the run tells of its anomalies how much of their scores is the stock's own. */
  boolean hasOwnScores() {
    return hasOwnScores;
  }

  /** The tickers, in the order of their rows. */
  List<String> tickers() {
    return tickers;
  }

  /** The rows of each ticker. */
  List<Span> spans() {
    return spans;
  }

  /** Where the adjustment of each ticker for splits changes; of a ticker without any, empty. */
  List<List<Step>> steps() {
    return steps;
  }

  /** The volume of each row, in shares, 0 where missing. */
  long[] volumes() {
    return volumes;
  }

  /** The close of each row, 0 where missing. */
  float[] closes() {
    return closes;
  }

  /** Whether each row is flagged. */
  boolean[] flags() {
    return flags;
  }

  /** The scores of the flagged rows. */
  float[] scores() {
    return scores;
  }

  /** The stock's own parts of {@link #scores()}, NaN where missing; none if the run has none. */
  float[] ownScores() {
    return ownScores;
  }

  /** How many planes the lots need. */
  int lotPlanes() {
    long most = Arrays.stream(volumes).max().orElse(0) / LOT;
    return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(most) + 7) / 8);
  }

  /** The columns, cut into planes and packed by gzip. */
  byte[] packed() {
    int rows = volumes.length;
    ByteArrayOutputStream packed = new ByteArrayOutputStream(6 * rows + 1024);
    try (GZIPOutputStream gzip = new BestGzip(packed)) {
      for (int plane = 0; plane < lotPlanes(); plane++) {
        byte[] bytes = new byte[rows];
        for (int i = 0; i < rows; i++) {
          bytes[i] = (byte) ((volumes[i] / LOT) >>> (8 * plane));
        }
        gzip.write(bytes);
      }
      byte[] odd = new byte[rows];
      for (int i = 0; i < rows; i++) {
        odd[i] = (byte) (volumes[i] % LOT);
      }
      gzip.write(odd);
      writeFloats(closes, gzip);
      byte[] flagBytes = new byte[rows];
      for (int i = 0; i < rows; i++) {
        flagBytes[i] = (byte) (flags[i] ? 1 : 0);
      }
      gzip.write(flagBytes);
      writeFloats(scores, gzip);
      writeFloats(ownScores, gzip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static void writeFloats(float[] values, GZIPOutputStream gzip) throws IOException {
    for (int plane = 0; plane < Float.BYTES; plane++) {
      byte[] bytes = new byte[values.length];
      int before = 0;
      for (int i = 0; i < values.length; i++) {
        int bits = Float.floatToIntBits(values[i]);
        bytes[i] = (byte) ((bits - before) >>> (8 * plane));
        before = bits;
      }
      gzip.write(bytes);
    }
  }

  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(ByteArrayOutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  /** Takes the rows of a market, by ticker and date. */
  static final class Builder {

    private final int[] days;
    private final boolean raw;
    private final boolean hasOwnScores;
    private final List<String> tickers = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();
    private final List<List<Step>> steps = new ArrayList<>();
    private long[] volumes = new long[1 << 16];
    private float[] closes = new float[1 << 16];
    private boolean[] flags = new boolean[1 << 16];
    private double[] coefficients = new double[1 << 16];
    private float[] scores = new float[1 << 10];
    private float[] ownScores = new float[1 << 10];
    private int size;
    private int flagged;
    private int first;
    private int start;

    Builder(int[] days, boolean raw, boolean hasOwnScores) {
      this.days = days;
      this.raw = raw;
      this.hasOwnScores = hasOwnScores;
    }

    /**
     * Adds a row.
     *
     * @param day in days since 1970-01-01, one of the calendar's
     * @param volume 0 where missing
     * @param close NaN where missing
     * @param score NaN where missing
     * @param ownScore the part of the score that is the stock's own, NaN where missing
     * @param splitCoefficient NaN where there was no split
     */
    void add(
        String ticker,
        int day,
        long volume,
        double close,
        boolean flag,
        double score,
        double ownScore,
        double splitCoefficient) {
      int place = Arrays.binarySearch(days, day);
      if (tickers.isEmpty() || !tickers.get(tickers.size() - 1).equals(ticker)) {
        endTicker();
        tickers.add(ticker);
        start = place;
        first = size;
      }
      int gap = place - start - (size - first);
      for (int i = 0; i < gap; i++) {
        addRow(0, 0, false, Double.NaN);
      }
      addRow(volume, Double.isNaN(close) ? 0 : (float) close, flag, splitCoefficient);
      if (flag) {
        if (flagged == scores.length) {
          scores = Arrays.copyOf(scores, 2 * flagged);
          ownScores = Arrays.copyOf(ownScores, 2 * flagged);
        }
        ownScores[flagged] = nearestFloat(ownScore);
        scores[flagged++] = nearestFloat(score);
      }
    }

    /** A float has no room for scores beyond 3.4e38, which are shown as that. */
    private static float nearestFloat(double score) {
      return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, score));
    }

    private void addRow(long volume, float close, boolean flag, double coefficient) {
      if (size == volumes.length) {
        volumes = Arrays.copyOf(volumes, 2 * size);
        closes = Arrays.copyOf(closes, 2 * size);
        flags = Arrays.copyOf(flags, 2 * size);
        coefficients = Arrays.copyOf(coefficients, 2 * size);
      }
      volumes[size] = volume;
      closes[size] = close;
      flags[size] = flag;
      coefficients[size] = coefficient;
      size++;
    }

    private void endTicker() {
      if (tickers.isEmpty()) {
        return;
      }
      int rows = size - first;
      spans.add(new Span(start, rows));
      double[] factors =
          SplitAdjustment.factors(Arrays.copyOfRange(coefficients, first, size), rows);
      List<Step> changes = new ArrayList<>();
      double before = 1;
      for (int row = 0; row < rows; row++) {
        double factor = Double.isNaN(factors[row]) ? 0 : factors[row];
        if (factor != before) {
          before = factor;
          changes.add(new Step(row, before));
        }
      }
      steps.add(List.copyOf(changes));
    }

    VolumeHistory build() {
      endTicker();
      return new VolumeHistory(this);
    }
  }
}
