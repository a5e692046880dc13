package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run says of prices that do not fit the sessions of an exchange. */
class CalendarOptionTest {

  private static final String BEYOND =
      "are not all in the coverage of the calendar NYSE, 1999-01-01 to 2030-12-31; the days beyond"
          + " it have no kind and no effect, no rule judges them, and their Mondays to Fridays"
          + " count as sessions";

  private static final String CUT =
      "1 ticker has a bar on the last day, 2024-05-07, and 2 have one on 2024-05-06; it may not be"
          + " complete: read it again later, or end with the day before";

  @TempDir private Path folder;

  private int runs;

  /** The warnings of a run over prices of two tickers, without the source. */
  private List<String> warnings(List<String> days, String... options) throws IOException {
    return warnings(days, days, options);
  }

  private List<String> warnings(List<String> days, List<String> daysOfOther, String... options)
      throws IOException {
    StringBuilder csv = new StringBuilder("Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n");
    days.forEach(day -> csv.append(day).append(",SAP,5,5,5,5,5,100\n"));
    daysOfOther.forEach(day -> csv.append(day).append(",SIE,5,5,5,5,5,100\n"));
    Path input = folder.resolve("prices-" + runs + ".csv");
    Files.writeString(input, csv);
    Path output = folder.resolve("out-" + runs++);
    List<String> arguments =
        new ArrayList<>(List.of("run", "--input", input + "", "--output", output + ""));
    arguments.addAll(List.of(options));
    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> warnings =
        run.out()
            .lines()
            .filter(line -> line.startsWith("warning: "))
            .map(line -> line.replaceFirst("^warning: .* \\(CSV, kaggle layout\\): ", ""))
            .toList();
    String json = Files.readString(output.resolve("run.json"));
    warnings.forEach(warning -> assertThat(json).contains(warning));
    return warnings;
  }

  private static List<String> days(String first, int count) {
    List<String> days = new ArrayList<>();
    for (LocalDate day = LocalDate.parse(first); days.size() < count; day = day.plusDays(1)) {
      if (day.getDayOfWeek().getValue() <= 5) {
        days.add(day.toString());
      }
    }
    return days;
  }

  @Test
  void pricesOfTheExchange_causeNoWarning() throws IOException {
    assertThat(warnings(days("2024-05-06", 10))).isEmpty();
  }

  @Test
  void pricesOfAnotherExchange_runWithLinesThatHelp() throws IOException {
    List<String> days = days("2024-05-20", 10); // with Memorial Day, on which Xetra trades
    days.remove("2024-05-23");
    assertThat(warnings(days))
        .containsExactly(
            "2 bars are on 1 day without a session of NYSE: 2024-05-27 (Memorial Day); check the"
                + " dates, or state the calendar of their exchange",
            "no ticker has a bar on 1 session of NYSE: 2024-05-23; add these days, or state the"
                + " calendar of the bars' exchange");
    assertThat(warnings(days, "--calendar", "data")).isEmpty();
    assertThat(warnings(days, "--calendar", "none")).isEmpty();
  }

  @Test
  void pricesBeforeTheCoverage_runWithOneLine() throws IOException {
    assertThat(warnings(days("1962-11-19", 10)))
        .containsExactly("bars from 1962-11-19 to 1962-11-30 " + BEYOND);
    assertThat(warnings(days("1962-11-19", 10), "--calendar", "data")).isEmpty();
  }

  @Test
  void gapsAndALastDayThatIsCutOff_areSaid() throws IOException {
    List<String> days = days("2024-04-29", 7);
    List<String> fewer = new ArrayList<>(days);
    fewer.remove("2024-05-02");
    fewer.remove("2024-05-07");
    assertThat(warnings(days, fewer))
        .containsExactly(
            "1 bar is missing on 1 session of NYSE on which most tickers have one, of SIE on"
                + " 2024-05-02; add them, unless trading was halted",
            CUT);
    assertThat(warnings(days, fewer, "--calendar", "data"))
        .containsExactly(
            "1 bar is missing on 1 day on which most tickers have one, of SIE on 2024-05-02; add"
                + " them, unless trading was halted",
            CUT);
    assertThat(warnings(days, fewer, "--calendar", "none")).isEmpty();
    assertThat(warnings(days, fewer, "--to", "2024-05-06")).hasSize(1);
  }
}
