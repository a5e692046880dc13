package io.github.marketvolume.runners;

import static io.github.marketvolume.runners.DuckDbQueries.query;
import static io.github.marketvolume.runners.SecretForms.SECRET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.ProgressListener;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.ConsoleSink;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.FolderSink;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.runners.SecretForms.Form;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.Bars;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a runner shows of locations and texts that it is given: no secret and no character that a
 * terminal obeys, in a plan, a report, progress, an error, and whatever an exception prints.
 */
public abstract class SafetyContract {

  private static final CsvLayout LAYOUT =
      CsvLayout.named("plain").date("d").ticker("t").volume("v");

  /** The runner that is shown to do so, telling how it goes on. */
  protected abstract Runner runner(ProgressListener listener);

  @TempDir private Path folder;

  private final List<String> shown = new ArrayList<>();

  static Stream<Form> locations() {
    return SecretForms.locations();
  }

  static Stream<Form> uris() {
    return SecretForms.locations().filter(form -> SafeText.hasSecret(form.location()));
  }

  private void failing(VolumePipeline pipeline) {
    Throwable failure = catchThrowable(() -> pipeline.run(runner(shown::add)));
    assertThat(failure).isInstanceOf(VolumeException.class);
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    shown.addAll(List.of(failure.getMessage(), failure.toString(), trace.toString()));
    assertThat(failure.getMessage()).isEqualTo(SafeText.line(failure.getMessage()));
  }

  @ParameterizedTest
  @MethodSource("locations")
  @DisplayName("a source that cannot be read shows no secret of its location")
  void failingSource(Form form) {
    for (Source<Bar> source :
        List.of(CsvSource.at(form.location(), LAYOUT), ParquetSource.at(form.location()))) {
      BarsStage bars = BarsStage.from(source);
      VolumePipeline pipeline = VolumePipeline.named("p", bars.into(new InMemorySink<>()));
      shown.addAll(List.of(source.describe(), source.toString(), bars.explain(), bars.toString()));
      shown.addAll(List.of(pipeline.explain(), pipeline.toString(), bars.plan().toString()));
      assertThat(source.describe()).contains(form.shown());
      failing(pipeline);
    }
    assertThat(shown).noneMatch(text -> text.contains(SECRET));
  }

  @ParameterizedTest
  @MethodSource("uris")
  @DisplayName("a sink whose location has a secret is refused before any work, without showing it")
  void refusedSink(Form form) {
    for (FolderSink sink :
        List.of(
            CsvSink.at(form.location()),
            ParquetSink.at(form.location()).replacingExisting().partitionedBy("ticker"))) {
      VolumePipeline pipeline =
          VolumePipeline.named("p", BarsStage.from(new Named("x")).into(sink));
      shown.addAll(List.of(sink.describe(), sink.toString(), pipeline.explain()));
      shown.add(pipeline.toString());
      assertThat(sink.describe()).contains(form.shown());
      assertThat(catchThrowable(() -> pipeline.run(runner(shown::add))))
          .isInstanceOf(InvalidPlanException.class)
          .hasMessage(
              form.shown()
                  + ": the location of an output must have no user-info, query or token, for a run"
                  + " writes it down beside the output; configure the credentials of its store"
                  + " instead");
      failing(pipeline);
    }
    assertThat(shown).noneMatch(text -> text.contains(SECRET));
  }

  /** A source of somebody else's that shows and warns of its location as it is. */
  private record Named(String location) implements RowSource<Bar> {

    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Bar> rows(ReadRequest request, RunContext context) {
      if (location.startsWith("fail ")) {
        throw new IllegalStateException("cannot open " + location, new IOException(location));
      }
      context.warn("slow: " + location);
      return Bars.of(BarSeries.of("AAA").volumes(1, 2)).iterator();
    }

    @Override
    public String describe() {
      return "bars of " + location;
    }
  }

  @Test
  @DisplayName("the report of a run shows no secret of a source's description")
  void report() {
    String all = SecretForms.locations().map(Form::location).collect(Collectors.joining("\n"));
    BarsStage bars = BarsStage.from(new Named(all));
    RunReport report =
        VolumePipeline.named("p", bars.into(new InMemorySink<>())).run(runner(shown::add));
    shown.addAll(List.of(report.toJson(), report.toTable(), report.toString(), report.plan()));
    shown.addAll(List.of(bars.explain(), report.inputs().toString()));
    assertThat(report.warnings()).isNotEmpty();
    assertThat(report.rowsRead()).isEqualTo(2);
    failing(
        VolumePipeline.named(
            "p", BarsStage.from(new Named("fail " + all)).into(new InMemorySink<>())));
    assertThat(shown).noneMatch(text -> text.contains(SECRET));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\0b.csv",
        "file:%zz",
        "file:///x/%zz.csv",
        "file:///x/a%00b.csv",
        "file:x.csv",
        "file:%",
        "[",
        "{a",
        "x/**[",
        "file://",
        "mem:",
        "a\u001b[2Jb.csv",
        "file:///x/a\nb.csv"
      })
  @DisplayName("an invalid location is an error in one line")
  void noLocation(String location) {
    failing(
        VolumePipeline.named(
            "p", BarsStage.from(CsvSource.at(location, LAYOUT)).into(new InMemorySink<>())));
    failing(
        VolumePipeline.named(
            "p", BarsStage.from(ParquetSource.at(location)).into(new InMemorySink<>())));
  }

  @Test
  @DisplayName("an invalid name of an output folder is an error in one line")
  void noFolder() {
    failing(VolumePipeline.named("p", BarsStage.from(new Named("x")).into(CsvSink.at("a\0b"))));
    failing(VolumePipeline.named("p", BarsStage.from(new Named("x")).into(ParquetSink.at("a\0b"))));
  }

  private BarsStage csv(byte[]... tickers) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.write("d,t,v\n".getBytes(UTF_8));
    for (byte[] ticker : tickers) {
      text.write("2020-01-06,".getBytes(UTF_8));
      text.write(ticker);
      text.write(",5\n".getBytes(UTF_8));
    }
    Path file = Files.write(folder.resolve("a.csv"), text.toByteArray());
    return BarsStage.from(CsvSource.at(file.toString(), LAYOUT))
        .checkedBy(BarRules.standard().withoutLimits());
  }

  @Test
  @DisplayName("a ticker with a control or an invisible character is rejected, and shown escaped")
  void invisibleTickers() throws IOException {
    String[] invisible = {
      "\u0001", "\u0007", "\u001b[2J", "\u007f", "\u009b1m", "\u0085", "\u00a0", "\u00ad", "\u200b",
      "\u200e", "\u202e", "\u2028", "\u2060", "\u3000", "\u3164", "\ufeff", "\ufffd", "\ue000",
      "\ufe0f", "\udb40\udc41"
    };
    byte[][] tickers = new byte[invisible.length + 2][];
    for (int i = 0; i < invisible.length; i++) {
      tickers[i] = ("A" + invisible[i] + "B").getBytes(UTF_8);
    }
    tickers[invisible.length] = "ÜB.株".getBytes(UTF_8);
    tickers[invisible.length + 1] = "BRK.B".getBytes(UTF_8);
    BarsStage bars = csv(tickers);

    assertThat(bars.collect(runner(shown::add)))
        .extracting(bar -> bar.ticker().symbol())
        .containsExactly("BRK.B", "ÜB.株");
    List<RejectedRow> rejected = bars.rejected().collect(runner(shown::add));
    assertThat(rejected).hasSize(invisible.length);
    for (RejectedRow row : rejected) {
      assertThat(row.rule()).isEqualTo("ticker-is-valid");
      assertThat(row.reason()).isEqualTo(SafeText.line(row.reason()));
      assertThat(row.describe()).isEqualTo(SafeText.line(row.describe()));
    }
    assertThat(rejected.get(2).reason())
        .isEqualTo("ticker \"A\\u001b[2JB\" is not 1 to 32 visible characters without white space");
  }

  @Test
  @DisplayName("two tickers of different bytes that are not UTF-8 are not one ticker")
  void bytesThatAreNotText() throws IOException {
    BarsStage bars =
        csv(new byte[] {'A', (byte) 0xff}, new byte[] {'A', (byte) 0xfe}, "A".getBytes(UTF_8));
    assertThat(bars.collect(runner(shown::add)))
        .extracting(bar -> bar.ticker().symbol())
        .containsExactly("A");
    assertThat(bars.rejected().collect(runner(shown::add)))
        .extracting(RejectedRow::rule)
        .containsExactly("ticker-is-valid", "ticker-is-valid");
  }

  @Test
  @DisplayName("the console shows texts of rows without characters that a terminal obeys")
  void console() throws IOException {
    BarsStage bars =
        csv("A\u001b]0;x\u0007".getBytes(UTF_8), "B\u009b\u200b\u00a0".getBytes(UTF_8));
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      VolumePipeline.named("p", bars.rejected().into(ConsoleSink.first(10)))
          .run(runner(shown::add));
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(UTF_8))
        .contains("A\\u001b]0;x\\u0007", "B\\u009b\\u200b\\u00a0")
        .isEqualTo(SafeText.lines(printed.toString(UTF_8)));
  }

  @Test
  @DisplayName("a CSV sink guards texts that a spreadsheet would compute, on demand")
  void formulas() throws IOException {
    BarsStage bars =
        csv(
            "=1+1".getBytes(UTF_8),
            "+A".getBytes(UTF_8),
            "-A".getBytes(UTF_8),
            "@A".getBytes(UTF_8),
            "A=B".getBytes(UTF_8),
            "'A".getBytes(UTF_8));
    String plain = folder.resolve("plain").toString();
    String guarded = folder.resolve("guarded").toString();
    VolumePipeline.named(
            "p", bars.into(CsvSink.at(plain)), bars.into(CsvSink.at(guarded).guardingFormulas()))
        .run(runner(shown::add));
    String tickers = "select ticker from read_csv('%s/*.csv', all_varchar=true) order by ticker";
    assertThat(query(tickers, plain)).containsExactly("'A", "+A", "-A", "=1+1", "@A", "A=B");
    assertThat(query(tickers, guarded)).containsExactly("'+A", "'-A", "'=1+1", "'@A", "'A", "A=B");
    assertThat(query("select volume from read_csv('%s/*.csv', all_varchar=true)", guarded))
        .containsOnly("5");
  }
}
