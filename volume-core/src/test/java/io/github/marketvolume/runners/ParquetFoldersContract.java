package io.github.marketvolume.runners;

import static io.github.marketvolume.runners.DuckDbQueries.writeParquet;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.quality.BarRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a runner makes of folders of files that other systems wrote: which files it reads, how it
 * unites their columns, and what it takes from the names of folders.
 */
public abstract class ParquetFoldersContract {

  private static final String BAR = "date '2024-01-02' trade_date, 'AAA' ticker, ";
  private static final String AAA = "AAA 2024-01-02 - 1";

  @TempDir private Path folder;

  /** The runner that reads. */
  protected abstract Runner runner();

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private Path file(String name) {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** Writes a file with the columns of a query. */
  private void parquet(String name, String columns) {
    writeParquet(file(name).toString(), "select " + columns);
  }

  /** Writes a file with the bar that is read as {@link #AAA}. */
  private void bar(String name) {
    parquet(name, BAR + "1::bigint volume");
  }

  private List<String> read(String... names) {
    return bars(ParquetSource.at(Stream.of(names).map(this::at).toArray(String[]::new)));
  }

  private List<String> bars(Source<Bar> source) {
    return BarsStage.from(source)
        .checkedBy(BarRules.standard().withoutLimits())
        .collect(runner())
        .stream()
        .map(
            bar ->
                "%s %s %s %s"
                    .formatted(
                        bar.ticker(),
                        bar.tradeDate(),
                        bar.close().isPresent() ? bar.close().getAsDouble() : "-",
                        bar.volume().isPresent() ? bar.volume().getAsLong() : "-"))
        .toList();
  }

  private List<String> rejected(String name) {
    return BarsStage.from(ParquetSource.at(at(name))).rejected().collect(runner()).stream()
        .map(RejectedRow::describe)
        .map(text -> text.replace(folder + "/", ""))
        .toList();
  }

  private void assertRefused(Source<Bar> source, String message) {
    assertThatThrownBy(() -> bars(source)).isInstanceOf(SourceException.class).hasMessage(message);
    assertThatThrownBy(
            () ->
                VolumePipeline.named("test", BarsStage.from(source).into(new InMemorySink<>()))
                    .run(runner()))
        .isInstanceOf(SourceException.class)
        .hasMessage(message);
  }

  @Test
  @DisplayName("names of columns are case-insensitive")
  void namesWithoutCase() {
    parquet(
        "d/a.parquet",
        "2.0::double \"Close\", 2 volume, 'AAA' ticker, date '2024-01-02' trade_date");
    parquet(
        "d/b.parquet",
        "date '2024-01-03' \"TRADE_DATE\", 'AAA' \"TICKER\", 3::bigint \"Volume\", 3::double"
            + " \"CLOSE\"");
    assertThat(read("d/b.parquet")).containsExactly("AAA 2024-01-03 3.0 3");
    assertThat(read("d")).containsExactly("AAA 2024-01-02 2.0 2", "AAA 2024-01-03 3.0 3");
  }

  @Test
  @DisplayName("two columns that differ only in case are an error that names the file")
  void columnsThatDifferOnlyInCase() throws IOException {
    bar("d/a.parquet");
    parquet("d/b.parquet", BAR + "1::bigint volume, 2 xolume, 3 note, 4 nose");
    Path file = folder.resolve("d/b.parquet");
    rename(file, "nose", "NOTE"); // as DuckDB would not write it
    assertThat(read("d/b.parquet")).as("a column that no bar has").containsExactly(AAA);
    rename(file, "xolume", "VOLUME");
    assertRefused(
        ParquetSource.at(at("d")),
        file + ": column volume is there twice, as volume and as VOLUME; rename one of them");
  }

  private static void rename(Path file, String column, String name) throws IOException {
    String content = new String(Files.readAllBytes(file), ISO_8859_1);
    Files.write(file, content.replace(column, name).getBytes(ISO_8859_1));
  }

  static Stream<Arguments> mixedTypes() {
    return Stream.of(
            "bigint", "integer", "smallint", "double", "float", "decimal(18,4)", "uinteger")
        .flatMap(
            first ->
                Stream.of("double", "float", "decimal(9,1)", "decimal(38,10)")
                    .flatMap(
                        second ->
                            Stream.of(
                                Arguments.of("a", first, "b", second),
                                Arguments.of("b", first, "a", second))));
  }

  @ParameterizedTest
  @MethodSource("mixedTypes")
  @DisplayName("numbers of files with different types are those of each file alone")
  void mixedTypes(String whole, String wholeType, String mixed, String mixedType) {
    parquet("d/" + whole + ".parquet", BAR + "100::" + wholeType + " volume");
    parquet(
        "d/" + mixed + ".parquet",
        "date '2024-02-01' + i::int trade_date, 'AAA' ticker, v::"
            + mixedType
            + " volume from (values (0, 7), (1, 100.5), (2, null)) rows(i, v)");
    assertThat(read("d"))
        .containsExactly("AAA 2024-01-02 - 100", "AAA 2024-02-01 - 7", "AAA 2024-02-03 - -");
    assertThat(rejected("d"))
        .containsExactly(
            "d/" + mixed + ".parquet: volume 100.5 is not a whole number (rule volume-is-integer)");
  }

  @Test
  @DisplayName("NaN in one file is missing, whatever the other files hold")
  void mixedTypesWithNan() {
    parquet("d/a.parquet", BAR + "100::bigint volume, 1::integer as close");
    parquet(
        "d/b.parquet",
        "date '2024-02-01' trade_date, 'AAA' ticker, 'nan'::double volume, 2.5::float as close");
    assertThat(read("d")).containsExactly("AAA 2024-01-02 1.0 100", "AAA 2024-02-01 2.5 -");
  }

  @Test
  @DisplayName("a decimal number of many digits is the nearest double")
  void longDecimals() {
    List<String> numbers =
        List.of("123.456789012345678901", "0.300000000000000001", "99999999.999999999999999999");
    for (int i = 0; i < numbers.size(); i++) {
      parquet(
          "d/" + i + ".parquet",
          "date '2024-01-01' + %d trade_date, 'AAA' ticker, 1 volume, '%s'::decimal(38, 18) as close"
              .formatted(i, numbers.get(i)));
    }
    assertThat(read("d"))
        .containsExactly(
            "AAA 2024-01-01 " + Double.parseDouble(numbers.get(0)) + " 1",
            "AAA 2024-01-02 " + Double.parseDouble(numbers.get(1)) + " 1",
            "AAA 2024-01-03 " + Double.parseDouble(numbers.get(2)) + " 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  @DisplayName("prices that only some files have are missing in the others, in any order")
  void optionalColumns(String without) {
    String with = without.equals("a") ? "b" : "a";
    parquet("d/" + without + ".parquet", BAR + "1::bigint volume");
    parquet(
        "d/" + with + ".parquet",
        "2.5::double as close, 'odd' note, [1] list, {'a': time '10:00:00'} nested,"
            + " 2::bigint volume, 'AAA' ticker, date '2024-01-03' trade_date");
    assertThat(read("d")).containsExactly(AAA, "AAA 2024-01-03 2.5 2");
  }

  @Test
  @DisplayName("further columns may have any names")
  void oddColumns() {
    parquet("d/a.parquet", BAR + "1.5 volume, 7 file_index, 8 filename, 9 \"a.b `c\", 0 _metadata");
    parquet("d/b.parquet", BAR + "2.5 volume, 5 file_index, 6 file_path, 9 \"a.b `c\"");
    assertThat(rejected("d"))
        .containsExactlyInAnyOrder(
            "d/a.parquet: volume 1.5 is not a whole number (rule volume-is-integer)",
            "d/b.parquet: volume 2.5 is not a whole number (rule volume-is-integer)");
  }

  static Stream<Arguments> unfitColumns() {
    return Stream.of(
        Arguments.of(
            "date '2024-01-02' trade_date, 'AAA' ticker",
            "column volume is missing; it must be of type number, or describe the files by a"
                + " ParquetLayout"),
        Arguments.of(
            "timestamp '2024-01-02 00:00:00' trade_date, 'AAA' ticker, 1 volume",
            "column trade_date is of type timestamp_ntz; it must be of type date, or describe the"
                + " files by a ParquetLayout"),
        Arguments.of(
            "'2024-01-02' trade_date, 'AAA' ticker, 1 volume",
            "column trade_date is of type string; it must be of type date, or describe the files by"
                + " a ParquetLayout"),
        Arguments.of(
            BAR + "1 volume, '2' as close",
            "column close is of type string; it must be of type number"),
        Arguments.of(
            BAR + "[1] volume", "column volume is of type array; it must be of type number"),
        Arguments.of(
            BAR + "{'v': 1} volume", "column volume is of type struct; it must be of type number"),
        Arguments.of(
            BAR + "map {1: 2} volume", "column volume is of type map; it must be of type number"),
        Arguments.of(
            BAR + "time '10:00:00' volume",
            "column volume is of type time; it must be of type number"));
  }

  @ParameterizedTest
  @MethodSource("unfitColumns")
  @DisplayName("a column of another type in one of the files is an error that names it")
  void unfitColumnInOneFile(String columns, String problem) {
    bar("d/a.parquet");
    parquet("d/b.parquet", columns);
    assertRefused(ParquetSource.at(at("d")), at("d/b.parquet") + ": " + problem);
  }

  @Test
  @DisplayName("one folder of a partitioned dataset has its ticker, for every form of location")
  void onePartition() {
    String columns = "date '2024-01-02' trade_date, 1::bigint volume";
    parquet("d/ticker=AAA/p.parquet", columns);
    parquet("d/ticker=BBB/p.parquet", columns);
    for (String location :
        List.of("d/ticker=AAA", "d/ticker=A*", "d/*A*/p.parquet", "d/ticker=AAA/p.parquet")) {
      assertThat(read(location)).as(location).containsExactly(AAA);
    }
    assertThat(read("d")).containsExactly(AAA, "BBB 2024-01-02 - 1");
    assertThat(read("d/*/*.parquet")).containsExactly(AAA, "BBB 2024-01-02 - 1");

    parquet("e/ticker=AAA/trade_date=2024-01-02/p.parquet", "1::bigint volume");
    for (String location :
        List.of("e", "e/ticker=AAA", "e/ticker=AAA/trade_date=2024-01-02", "e/*/*/p.parquet")) {
      assertThat(read(location)).as(location).containsExactly(AAA);
    }
  }

  @Test
  @DisplayName(
      "a column of the file counts more than a folder, and one above the location not at all")
  void foldersAbove() {
    bar("v/ticker=ALL/daily/a.parquet");
    bar("v/ticker=ALL/volume=raw/b.parquet");
    for (String location : List.of("v", "v/ticker=ALL", "v/ticker=ALL/*", "v/ticker=ALL/daily")) {
      assertThat(read(location)).as(location).containsExactly(AAA);
    }
    parquet("w/ticker=ALL/daily/a.parquet", "date '2024-01-02' trade_date, 1 volume");
    assertRefused(
        ParquetSource.at(at("w/ticker=ALL/daily")),
        at("w/ticker=ALL/daily/a.parquet")
            + ": column ticker is missing; it must be of type string, or describe the files by a"
            + " ParquetLayout");
    assertThat(read("w")).as("below the location").containsExactly("ALL 2024-01-02 - 1");
  }

  @Test
  @DisplayName("a folder of a file without the column, and a file with it, are read together")
  void mixedLayout() {
    parquet("d/ticker=AAA/p.parquet", "date '2024-01-02' trade_date, 1::bigint volume");
    parquet("d/x/Ticker=BBB/q.parquet", "date '2024-01-02' trade_date, 2::integer volume");
    parquet("d/r.parquet", "3::bigint volume, 'CCC' ticker, date '2024-01-02' trade_date");
    assertThat(read("d")).containsExactly(AAA, "BBB 2024-01-02 - 2", "CCC 2024-01-02 - 3");
  }

  @Test
  @DisplayName("values of folders are texts, dates and numbers, with their escapes")
  void folderValues() {
    String day = "date '2024-01-02' trade_date, ";
    parquet("d/ticker=%C3%89CO/a.parquet", day + "1 volume");
    parquet("d/ticker=ÉCO2/a.parquet", day + "1 volume");
    parquet("d/ticker=%E8%8C%85台/a.parquet", day + "1 volume");
    parquet("d/ticker=100%25/a.parquet", day + "1 volume");
    parquet("d/ticker=5%/a.parquet", day + "1 volume");
    parquet("d/ticker=__HIVE_DEFAULT_PARTITION__/a.parquet", day + "1 volume");
    parquet("d/ticker=%5F_HIVE_DEFAULT_PARTITION__/a.parquet", day + "1 volume");
    parquet("d/ticker=null/volume=7/close=1.5E0/a.parquet", day + "1 x");
    parquet("d/ticker=X/trade_date=__HIVE_DEFAULT_PARTITION__/a.parquet", "1 volume");
    assertThat(read("d"))
        .containsExactlyInAnyOrder(
            "ÉCO 2024-01-02 - 1",
            "ÉCO2 2024-01-02 - 1",
            "茅台 2024-01-02 - 1",
            "100% 2024-01-02 - 1",
            "5% 2024-01-02 - 1",
            "__HIVE_DEFAULT_PARTITION__ 2024-01-02 - 1",
            "null 2024-01-02 1.5 7");
    assertThat(rejected("d"))
        .containsExactlyInAnyOrder(
            "d/ticker=X/trade_date=__HIVE_DEFAULT_PARTITION__/a.parquet: there is no date (rule"
                + " date-is-present)",
            "d/ticker=__HIVE_DEFAULT_PARTITION__/a.parquet: there is no ticker (rule"
                + " ticker-is-present)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trade_date=2024-13-01", "trade_date=20240102", "trade_date="})
  @DisplayName("a folder that is not named by a date is an error that names it")
  void noDate(String name) {
    parquet("d/" + name + "/a.parquet", "'AAA' ticker, 1 volume");
    assertRefused(
        ParquetSource.at(at("d")),
        at("d/" + name + "/a.parquet")
            + ": the folder "
            + name
            + " is not named by a date such as 2020-01-31; rename it, or put the column into the"
            + " file");
  }

  @Test
  @DisplayName("a file without rows contributes none, whatever its columns")
  void noRows() {
    parquet("d/a.parquet", BAR + "1 volume where false");
    bar("d/b.parquet");
    parquet("d/c.parquet", "'x' note where false");
    assertThat(read("d")).containsExactly(AAA);
    assertThat(read("d/a.parquet")).isEmpty();
    assertThat(read("d/c.parquet", "d/a.parquet")).isEmpty();
  }

  @Test
  @DisplayName("a file that is empty, cut off or something else is an error that names it")
  void unfitFiles() throws IOException {
    bar("d/a.parquet");
    byte[] whole = Files.readAllBytes(folder.resolve("d/a.parquet"));
    Path file = folder.resolve("d/b.parquet");
    String isNone =
        " is not a Parquet file, or it is cut off: it does not end with the letters PAR1";
    String advice = "; mend or remove it, or read CSV with a CsvSource";
    ParquetSource source = ParquetSource.at(at("d"));
    for (int length : new int[] {1, 4, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefused(source, file + isNone + advice);
    }
    Files.write(file, new byte[0]);
    assertRefused(source, file + " is empty, so it is not a Parquet file" + advice);
    Files.writeString(file, "PAR1");
    assertRefused(source, file + isNone + advice);
    Files.writeString(file, "PAR1" + "\0".repeat(20) + "PARE");
    assertRefused(source, file + " is an encrypted Parquet file, which cannot be read" + advice);
    String damaged = " is a damaged Parquet file: its footer cannot be read";
    Files.writeString(file, "PAR1" + "\0".repeat(20) + "\7\0\0\0PAR1");
    assertRefused(source, file + damaged + advice);
    Files.writeString(file, "PAR1" + "\0".repeat(20) + "\7\0\0\7PAR1");
    assertRefused(source, file + damaged + advice);
    Files.delete(file);
    Files.writeString(file("d/notes.txt"), "Date,Volume\n");
    assertRefused(source, at("d/notes.txt") + isNone + advice);
  }

  @Test
  @DisplayName("a file whose rows are damaged is an error that names it, even among others")
  void damagedRows() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      parquet(
          "d/" + name + ".parquet",
          "date '2000-01-01' + i::int trade_date, 'AAA' ticker, hash(i) % 1000000 volume"
              + " from range(5000) rows(i)");
    }
    Path file = folder.resolve("d/b.parquet");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 4, bytes.length / 2, (byte) 0x5a);
    Files.write(file, bytes);
    assertThatThrownBy(() -> read("d"))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(file + " cannot be read: ")
        .message()
        .doesNotContain("\n");
  }

  @Test
  @DisplayName("subfolders are read, except hidden ones")
  void nested() throws IOException {
    parquet("d/2023/a.parquet", "date '2023-01-03' trade_date, 'AAA' ticker, 5 volume");
    bar("d/2024/q1/a.parquet");
    Files.writeString(file("d/_SUCCESS"), "");
    Files.writeString(file("d/2024/.a.parquet.crc"), "x");
    Files.writeString(file("d/_temporary/0/part.parquet"), "x");
    Files.writeString(file("d/_staged=1/part.parquet"), "x");
    assertThat(read("d")).containsExactly("AAA 2023-01-03 - 5", AAA);
    assertThat(read("d/20*")).containsExactly("AAA 2023-01-03 - 5", AAA);
  }

  @Test
  @DisplayName("names may have any characters, in a folder and where a location names them")
  void oddNames() {
    List<String> names =
        List.of("[x]", "{a,b}", "a*b?", "100% #1", "a=b", "a b", "é 茅", "it's", "a\\b", "+&;");
    for (int i = 0; i < names.size(); i++) {
      parquet(
          "d/%s/%s.parquet".formatted(names.get(i), names.get(i)),
          BAR + (i + 1) + " volume, " + i + " note");
    }
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      List<String> bar = List.of("AAA 2024-01-02 - " + (i + 1));
      assertThat(read("d/" + name)).as(name).isEqualTo(bar);
      assertThat(read("d/" + name + "/" + name + ".parquet")).as(name).isEqualTo(bar);
      assertThat(read("d/" + name + "/*.parquet")).as(name).isEqualTo(bar);
    }
    assertThat(rejected("d"))
        .as("all bars conflict: each is told of with its file")
        .hasSize(names.size())
        .allMatch(text -> names.stream().anyMatch(n -> text.startsWith("d/" + n + "/" + n + ".")));
  }

  @Test
  @DisplayName("many files, and files of different columns, are read whole")
  void manyFiles() {
    for (int i = 0; i < 40; i++) {
      parquet(
          "d/" + i % 3 + "/" + i + ".parquet",
          "date '2024-01-01' + %d trade_date, 'AAA' ticker, 1::%s volume"
              .formatted(i, i % 20 == 7 ? "double" : "bigint"));
    }
    assertThat(read("d")).hasSize(40);
    assertThat(read("d/0")).hasSize(14);
    for (int i = 0; i < 40; i++) {
      parquet("e/ticker=T" + i + "/0.parquet", "date '2024-01-01' trade_date, 1 volume");
    }
    assertThat(read("e")).hasSize(40).contains("T7 2024-01-01 - 1");
  }

  @Test
  @DisplayName("links to files and folders are followed")
  void links() throws IOException {
    parquet("elsewhere/a.parquet", "date '2024-01-03' trade_date, 'AAA' ticker, 2 volume");
    bar("d/a.parquet");
    Files.createSymbolicLink(folder.resolve("d/link.parquet"), Path.of("../elsewhere/a.parquet"));
    Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("d"));
    assertThat(read("d")).containsExactly(AAA, "AAA 2024-01-03 - 2");
    assertThat(read("linked")).containsExactly(AAA, "AAA 2024-01-03 - 2");
    assertThat(read("d/link.parquet")).containsExactly("AAA 2024-01-03 - 2");
    Files.delete(folder.resolve("d/link.parquet"));
    Files.createSymbolicLink(folder.resolve("d/below"), folder.resolve("elsewhere"));
    assertThat(read("d")).containsExactly(AAA, "AAA 2024-01-03 - 2");
  }

  @Test
  @Timeout(60)
  @DisplayName("a link back to a folder above is not followed")
  void linkLoops() throws IOException {
    bar("d/sub/a.parquet");
    Files.createSymbolicLink(folder.resolve("d/sub/loop"), Path.of(".."));
    Files.createSymbolicLink(folder.resolve("d/sub/self"), Path.of("."));
    Files.createDirectories(folder.resolve("d/other"));
    Files.createSymbolicLink(folder.resolve("d/other/sub"), folder.resolve("d/sub"));
    Files.createSymbolicLink(folder.resolve("d/sub/other"), folder.resolve("d/other"));
    assertThat(read("d")).containsExactly(AAA);
    assertThat(read("d/sub/loop/sub")).containsExactly(AAA);
  }

  @Test
  @DisplayName("a broken link is an error that names it, for CSV too")
  void brokenLinks() throws IOException {
    bar("d/a.parquet");
    Path link = folder.resolve("d/b.parquet");
    Files.createSymbolicLink(link, Path.of("nowhere.parquet"));
    String message =
        link + " is a link to nowhere.parquet, which cannot be found; mend or remove it";
    for (String location : List.of("d", "d/b.parquet", "d/*.parquet")) {
      assertRefused(ParquetSource.at(at(location)), message);
    }
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("b.parquet"));
    assertRefused(
        ParquetSource.at(at("d")),
        link + " is a link to b.parquet, which cannot be found; mend or remove it");

    Files.writeString(
        file("csv/A.csv"), "Date,Open,High,Low,Close,Adj Close,Volume\n2020-01-06,,,,,,1\n", UTF_8);
    Files.createSymbolicLink(folder.resolve("csv/B.csv"), folder.resolve("csv/A.csv"));
    CsvSource csv = CsvSource.at(at("csv"), CsvLayout.YAHOO);
    assertThat(bars(csv)).containsExactly("A 2020-01-06 - 1", "B 2020-01-06 - 1");
    Path broken = folder.resolve("csv/C.csv");
    Files.createSymbolicLink(broken, Path.of("gone.csv"));
    assertRefused(csv, broken + " is a link to gone.csv, which cannot be found; mend or remove it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_delta_log", ".hoodie"})
  @DisplayName("a table whose files are not all valid is refused; its files may be named")
  void tables(String log) throws IOException {
    bar("d/t/a.parquet");
    Files.writeString(file("d/t/" + log + "/0.json"), "{}");
    assertRefused(
        ParquetSource.at(at("d")),
        at("d/t")
            + " is a table ("
            + log
            + "), whose files may hold rows that were deleted; read it by a program for such"
            + " tables, or name its files by a glob");
    assertThat(read("d/t/*.parquet")).containsExactly(AAA);
  }
}
