package io.github.marketvolume.intake;

import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.files.BytesFile;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.io.CsvFiles;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.market.BarColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Which layout a header has. */
class LayoutDetectionTest {

  private static final CsvLayout MINE =
      CsvLayout.named("mine").date("Date").ticker("Code").close("Close").volume("Volume");
  private static final CsvLayout SEMICOLONS =
      CsvLayout.named("semicolons").date("Date").volume("Volume").delimiter(';');
  private static final String MEND = "; mend or remove it, or quarantine unreadable files";

  private static final Set<BarColumn> KEYS =
      Set.of(BarColumn.TRADE_DATE, BarColumn.TICKER, BarColumn.VOLUME);

  /** All names that vendors' layouts know, and some that none does. */
  @Provide
  Arbitrary<List<String>> headers() {
    List<String> names = new ArrayList<>(List.of("Code", "Note", "dividend_amount", "x"));
    for (CsvLayout layout : CsvLayout.VENDORS) {
      names.addAll(layout.headers().values());
    }
    return Arbitraries.of(names.stream().distinct().toList())
        .list()
        .uniqueElements()
        .ofMinSize(1)
        .ofMaxSize(14);
  }

  @Property(tries = 5000)
  void aHeaderHasTheLayoutThatTheDefinitionSays(@ForAll("headers") List<String> header) {
    List<CsvLayout> candidates = new ArrayList<>(CsvLayout.VENDORS);
    candidates.add(MINE);
    Map<Long, List<CsvLayout>> byColumns =
        candidates.stream()
            .filter(
                layout ->
                    layout.headers().entrySet().stream()
                        .filter(column -> KEYS.contains(column.getKey()))
                        .allMatch(column -> header.contains(column.getValue())))
            .collect(
                Collectors.groupingBy(
                    layout -> layout.headers().values().stream().filter(header::contains).count()));
    List<CsvLayout> best =
        byColumns.entrySet().stream()
            .max(Map.Entry.comparingByKey())
            .map(Map.Entry::getValue)
            .orElse(List.of());
    CsvFiles files = CsvFiles.at("in").among(candidates.toArray(CsvLayout[]::new));
    InputFile file = file("a.csv", String.join(",", header));
    if (best.size() == 1) {
      CsvLayout found = LayoutDetection.detect(files, List.of(file)).layout();
      Map<BarColumn, String> expected =
          best.get(0).headers().entrySet().stream()
              .filter(
                  column ->
                      header.contains(column.getValue())
                          || column.getKey() == BarColumn.SPLIT_COEFFICIENT)
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      assertThat(found.name()).startsWith(best.get(0).name());
      assertThat(found.headers()).isEqualTo(expected);
      assertThat(found.basis()).isEqualTo(best.get(0).basis());
    } else {
      assertThatThrownBy(() -> LayoutDetection.detect(files, List.of(file)))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining(best.isEmpty() ? " fits no layout: found " : " alike; name one");
    }
  }

  @Property(tries = 1000)
  void aVendorsHeaderIsKnownInAnyOrderAndWithFurtherColumns(
      @ForAll @From("vendors") CsvLayout vendor, @ForAll Random random) {
    List<String> header = new ArrayList<>(vendor.headers().values());
    for (int i = random.nextInt(5); i > 0; i--) {
      header.add("extra " + i);
    }
    Collections.shuffle(header, random);
    assertThat(detect(file("a.csv", String.join(",", header)))).isEqualTo(vendor);
  }

  @Provide
  Arbitrary<CsvLayout> vendors() {
    return Arbitraries.of(CsvLayout.VENDORS);
  }

  @Example
  void ofTwoLayoutsThatFit_theOneThatNamesMoreIsTaken() {
    assertThat(detect(file("a.csv", "Date,Symbol,Volume")))
        .matches(l -> l.name().startsWith("kag"));
    assertThat(detect(file("a.csv", "Date,Volume"))).matches(l -> l.name().startsWith("yahoo"));
  }

  @Example
  void aTieIsAnErrorThatNamesTheCandidates() {
    assertRefused(
        CsvFiles.at("in").among(CsvLayout.KAGGLE, CsvLayout.YAHOO, MINE),
        "a.csv fits the layouts kaggle and mine alike; name one of them",
        file("a.csv", "Date,Symbol,Code,Volume"));
  }

  @Example
  void candidatesMayHaveSeparatorsOfTheirOwn() {
    CsvFiles files = CsvFiles.at("in").among(CsvLayout.YAHOO, SEMICOLONS);
    assertThat(LayoutDetection.detect(files, List.of(file("a.csv", "Date;Volume"))).layout())
        .isEqualTo(SEMICOLONS);
  }

  @Example
  void candidatesMayHaveLeadingLinesAndCharsetsOfTheirOwn() {
    CsvLayout below = MINE.leadingLines(3);
    CsvLayout utf16 = SEMICOLONS.charset("UTF-16");
    CsvFiles files = CsvFiles.at("in").among(below, utf16, CsvLayout.YAHOO);
    InputFile leading = file("a.csv", "1\n2\n3\nDate,Code,Close,Volume");
    InputFile wide = new BytesFile("a.csv", "Date;Volume\n".getBytes(UTF_16));
    assertThat(LayoutDetection.detect(files, List.of(leading)).layout()).isEqualTo(below);
    assertThat(LayoutDetection.detect(files, List.of(wide)).layout()).isEqualTo(utf16);
    assertThat(LayoutDetection.detect(files, List.of(file("a.csv", "Date,Volume"))).layout())
        .matches(layout -> layout.name().startsWith("yahoo"));
  }

  @Example
  void aHeaderThatIsThereTwice_isTheLayoutsThatDoesNotReadIt() {
    assertThat(detect(file("a.csv", "date,Name,Name,Date,Volume")).name()).startsWith("yahoo");
  }

  @Example
  void aHeaderMayBeQuotedMarkedAndPacked() {
    assertThat(detect(file("a.csv", "\ufeff\"date\", \"volume\" ,Name,open,high,low,close\r")))
        .isEqualTo(CsvLayout.FIVE_YEAR);
    InputFile packed =
        new BytesFile("a.csv.gz", BytesFile.gzip("date,open,high,low,close,volume,Name\n"));
    assertThat(detect(packed)).isEqualTo(CsvLayout.FIVE_YEAR);
  }

  @Example
  void splitCoefficientsThatAreNotThere_areNotPassedOver() {
    CsvLayout found = detect(file("IBM.csv", "timestamp,open,high,low,close,volume"));
    assertThat(found.headers()).containsKey(BarColumn.SPLIT_COEFFICIENT);
    assertThat(found.headers()).doesNotContainKey(BarColumn.ADJ_CLOSE);
  }

  @Example
  void aPriceThatOneFileHas_isALayoutsColumn() {
    CsvLayout found =
        detect(file("a.csv", "Date,Volume,Close"), file("b.csv", "Date,Volume,Open,Close"));
    assertThat(found.expectedHeaders()).containsExactly("Date", "Open", "Close", "Volume");
    assertThat(found.name()).isEqualTo("yahoo without High,Low,Adj Close");
  }

  @Example
  void filesOfTwoLayouts_areNamed() {
    assertRefused(
        CsvFiles.at("in"),
        "b.csv fits the yahoo layout, and d.csv the kaggle layout; give files of one layout at a"
            + " time",
        file("b.csv", "Date,Volume"),
        file("c.csv", "Date,Volume,Close"),
        file("d.csv", "Date,Volume,Symbol"));
  }

  @Example
  void aFileThatIsNotCsv_isToldAsWhenItIsRead() {
    InputFile good = file("a.csv", "Date,Volume");
    Map<String, String> problems =
        Map.of(
            "<html></html>", "is a web page or XML, not CSV",
            "{}", "is a JSON text, not CSV",
            "PAR1", "is a Parquet file, not CSV");
    problems.forEach(
        (line, problem) -> {
          assertRefused(CsvFiles.at("in"), "b.csv " + problem + MEND, good, file("b.csv", line));
          assertThat(
                  LayoutDetection.detect(
                          CsvFiles.at("in").quarantiningUnreadableFiles(),
                          List.of(good, file("b.csv", line)))
                      .layout()
                      .name())
              .startsWith("yahoo");
        });
    assertRefused(
        CsvFiles.at("in"), "b.csv is empty" + MEND, good, new BytesFile("b.csv", new byte[0]));
    assertRefused(
        CsvFiles.at("in").quarantiningUnreadableFiles(),
        "b.csv is a JSON text, not CSV, and no other file has a layout; mend the files",
        file("b.csv", "{}"),
        file("c.csv", "<a/>"));
  }

  @Example
  void aFileThatIsQuarantinedWhenItIsRead_needsNoLayoutOfTheOthers() {
    byte[] packed = BytesFile.gzip("Date,Symbol,Volume\n" + "2020-01-06,A,5\n".repeat(100_000));
    InputFile cut = new BytesFile("b.csv.gz", Arrays.copyOf(packed, packed.length / 2));
    InputFile good = BytesFile.of("a.csv", "Date,Volume\n2020-01-06,5\n");
    CsvFiles quarantining = CsvFiles.at("in").quarantiningUnreadableFiles();
    assertThat(LayoutDetection.detect(quarantining, List.of(good, cut)).layout().name())
        .startsWith("yahoo");
    assertRefused(
        CsvFiles.at("in"),
        "a.csv fits the yahoo layout, and b.csv.gz the kaggle layout; give files of one layout at"
            + " a time",
        good,
        cut);
  }

  @Example
  void manyFiles_areReadInTheirOrder() {
    List<InputFile> files = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      files.add(file(String.format("%03d.csv", i), i < 150 ? "Date,Volume" : "odd," + i));
    }
    assertThatThrownBy(() -> LayoutDetection.detect(CsvFiles.at("in"), files))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("150.csv fits no layout: found odd,150; ");
  }

  @Example
  void theBetterLayout_namesMoreOfTheHeader() {
    InputFile kaggle = file("a.csv", String.join(",", CsvLayout.KAGGLE.expectedHeaders()));
    assertThat(LayoutDetection.better(CsvLayout.YAHOO, kaggle)).contains("kaggle");
    assertThat(LayoutDetection.better(CsvLayout.KAGGLE, kaggle)).isEqualTo(Optional.empty());
    InputFile yahoo = file("a.csv", String.join(",", CsvLayout.YAHOO.expectedHeaders()));
    assertThat(LayoutDetection.better(CsvLayout.YAHOO, yahoo)).isEmpty();
    assertThat(LayoutDetection.better(MINE, yahoo)).contains("yahoo");
    assertThat(LayoutDetection.better(MINE, file("a.csv", "when,what"))).isEmpty();
    assertThat(LayoutDetection.better(MINE, file("a.csv", "{}"))).isEmpty();
  }

  @Example
  void candidatesAreChecked() {
    assertThatThrownBy(() -> CsvFiles.at("in").among())
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage("there is no layout to choose from; give one at least");
    assertThatThrownBy(() -> CsvFiles.at("in").among(CsvLayout.named("own").date("d")))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "layout own lacks a date or a volume; declare both with date(...) and volume(...)");
    assertThatThrownBy(() -> MINE.without(Set.of(BarColumn.VOLUME)))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "layout mine cannot do without Volume; only prices and optional columns may be"
                + " missing");
  }

  private static InputFile file(String name, String header) {
    return BytesFile.of(name, header + "\n");
  }

  private static CsvLayout detect(InputFile... files) {
    CsvSource found = LayoutDetection.detect(CsvFiles.at("in"), List.of(files));
    assertThat(found.locations()).containsExactly("in");
    return found.layout();
  }

  private static void assertRefused(CsvFiles files, String message, InputFile... found) {
    assertThatThrownBy(() -> LayoutDetection.detect(files, List.of(found)))
        .isInstanceOf(SourceException.class)
        .hasMessage(message);
  }
}
