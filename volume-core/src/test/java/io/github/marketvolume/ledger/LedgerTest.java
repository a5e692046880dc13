package io.github.marketvolume.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.ledger.Ledger.Day;
import io.github.marketvolume.ledger.Ledger.Run;
import io.github.marketvolume.ledger.Ledger.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store tells of the outputs beside it, and as which text. */
class LedgerTest {

  private static final LocalDate MONDAY = LocalDate.of(2021, 3, 1);

  private static final Run FIRST =
      new Run("run-1", Instant.parse("2021-03-02T21:00:00Z"), "a \"file\"", 30, 0, 0, 0, 2);
  private static final Run SECOND =
      new Run("run-2", Instant.parse("2021-03-03T21:00:00.5Z"), "b", 1, 2, 3, 1L << 40, 0);

  private static Ledger ledger(Optional<String> position) {
    NavigableMap<LocalDate, Day> days = new TreeMap<>();
    days.put(MONDAY, new Day(10, "run-1"));
    days.put(MONDAY.plusDays(1), new Day(0, ""));
    days.put(MONDAY.plusDays(2), new Day(8, "run-2"));
    return new Ledger(
        "a1b2",
        "0.1.0",
        List.of(FIRST, SECOND),
        days,
        new TreeMap<>(
            Map.of(
                "daily",
                new TreeMap<>(Map.of("2021-02.parquet", "run-1", "2021-03.parquet", "run-2")),
                "shocks",
                new TreeMap<>())),
        new TreeSet<>(List.of(MONDAY)),
        position);
  }

  @Test
  @DisplayName("the text is read as it was written")
  void roundTrip() {
    for (Optional<String> position : List.of(Optional.<String>empty(), Optional.of("offset 7"))) {
      Ledger ledger = ledger(position);
      assertThat(Ledger.parse(ledger.toJson(), "ledger.json")).isEqualTo(ledger);
    }
    Ledger none =
        new Ledger(
            "a1b2",
            "0.1.0",
            List.of(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeSet<>(),
            Optional.empty());
    assertThat(Ledger.parse(none.toJson(), "ledger.json")).isEqualTo(none);
  }

  @Test
  @DisplayName("the text has a line for each day, with its state, bars and the place of its run")
  void text() {
    assertThat(ledger(Optional.of("offset 7")).toJson().lines().map(String::strip))
        .startsWith("{", "\"version\" : 1,")
        .contains("\"position\" : \"offset 7\",", "\"states\" : [ \"2021-03-01\" ],")
        .contains("\"2021-03-01\" : [ \"complete\", 10, 0 ],")
        .contains("\"2021-03-02\" : [ \"missing\", 0, -1 ],")
        .contains("\"2021-03-03\" : [ \"partial\", 8, 1 ]")
        .contains("\"2021-02.parquet\" : 0,", "\"2021-03.parquet\" : 1");
  }

  @Test
  @DisplayName("fields that a later version adds are passed over")
  void unknownFields() {
    Ledger ledger = ledger(Optional.empty());
    String text = ledger.toJson().replace("\"plan\"", "\"new\" : { \"a\" : [ 1 ] }, \"plan\"");
    assertThat(Ledger.parse(text, "ledger.json")).isEqualTo(ledger);
  }

  @ParameterizedTest
  @CsvSource({"8, PARTIAL", "9, COMPLETE", "10, COMPLETE", "0, MISSING", "99, COMPLETE"})
  @DisplayName("a day with fewer than nine tenths of the median of the days before is incomplete")
  void state(int bars, State state) {
    NavigableMap<LocalDate, Day> days = new TreeMap<>();
    int[] before = {1, 1, 10, 30, 0, 10, 10, 2};
    for (int i = 0; i < before.length; i++) {
      days.put(MONDAY.plusDays(i), new Day(before[i], "run-1"));
    }
    LocalDate date = MONDAY.plusDays(before.length);
    days.put(date, new Day(bars, "run-1"));
    Ledger ledger =
        new Ledger(
            "a", "b", List.of(FIRST), days, new TreeMap<>(), new TreeSet<>(), Optional.empty());
    assertThat(ledger.state(date)).contains(state);
    assertThat(ledger.state(MONDAY)).as("nothing to compare with").contains(State.COMPLETE);
    assertThat(ledger.state(date.plusDays(1))).isEmpty();
    assertThat(ledger.lastDay()).contains(bars == 0 ? date.minusDays(1) : date);
  }

  @Test
  @DisplayName("a ledger knows its runs")
  void runs() {
    Ledger ledger = ledger(Optional.empty());
    assertThat(ledger.lastRun()).contains(SECOND);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|it names no plan",
        "[]|it has START_ARRAY where START_OBJECT belongs",
        "{\"version\":2}|its version is 2, not 1",
        "{\"plan\":\"a\"}|its version is 0, not 1",
        "{\"version\":1,\"plan\":\"a\",\"days\":{\"2021-03-01\":[\"complete\",1,0]}}"
            + "|it names a run that it does not list",
        "{\"version\":1,\"plan\":\"a\",\"files\":{\"daily\":{\"a\":3}}}"
            + "|it names a run that it does not list",
        "{\"version\":1,\"plan\":\"a\",\"days\":{\"2021-03-01\":7}}"
            + "|it has VALUE_NUMBER_INT where START_ARRAY belongs",
        "{\"version\":1,\"plan\":\"a\",\"states\":[\"x\"]}"
            + "|Text 'x' could not be parsed at index 0"
      })
  @DisplayName("another text is refused in one line")
  void otherTexts(String text, String reason) {
    assertThatThrownBy(() -> Ledger.parse(text, "s/ledger.json"))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "s/ledger.json is not a ledger that this library reads ("
                + reason
                + "); run over the whole input again, into an empty store");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 60, 100, 200, 400, 600, 700})
  @DisplayName("a text that ends too early is refused, wherever it ends")
  void brokenText(int length) {
    String text = ledger(Optional.empty()).toJson();
    assertThat(text.length()).isGreaterThan(length);
    assertThatThrownBy(() -> Ledger.parse(text.substring(0, length), "ledger.json"))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("ledger.json is not a ledger that this library reads (")
        .message()
        .hasLineCount(1);
  }

  @Test
  @DisplayName("a ledger is found in its store, and none where there is none")
  void find(@TempDir Path folder) throws IOException {
    RunStore store = RunStore.at(folder.toString());
    assertThat(Ledger.find(store)).isEmpty();
    Files.createDirectories(folder.resolve("ledger"));
    Files.writeString(folder.resolve("ledger/ledger.json"), ledger(Optional.empty()).toJson());
    assertThat(Ledger.find(store)).contains(ledger(Optional.empty()));
    Files.delete(folder.resolve("ledger/ledger.json"));
    Files.createDirectory(folder.resolve("ledger/ledger.json"));
    assertThatThrownBy(() -> Ledger.find(store))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(folder.resolve("ledger/ledger.json") + " cannot be read: ");
  }

  @Test
  @DisplayName("a store is a value that says in words what it is")
  void store() {
    RunStore store = RunStore.at("s/");
    assertThat(store).isEqualTo(RunStore.at("s/"));
    assertThat(store.bars()).isEqualTo("s/bars");
    assertThat(store.ledger()).isEqualTo("s/ledger");
    assertThat(store).hasToString("RunStore[s/]");
    assertThat(store.rebuilding().withCompleteInput().withPosition("7"))
        .hasToString("RunStore[s/, REBUILD, with complete input, at 7]");
    assertThat(store.requiringRun().withCompleteInput().withPosition("7").rebuilding())
        .hasToString("RunStore[s/, REBUILD, with complete input, of a run, at 7]");
    assertThat(store.requiringRun().startingOver()).isEqualTo(store.startingOver());
    assertThat(RunStore.at("gs://b/s?token=secret").startingOver().toString())
        .doesNotContain("secret");
    assertThatThrownBy(() -> RunStore.at(" "))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage("a store of runs needs a folder; give its path or URI");
  }
}
