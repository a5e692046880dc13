import static io.github.marketvolume.metric.BarMetrics.VOLUME;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Output;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.CalendarPeriod;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/**
 * A leaderboard of each month from January 2010 on, each an output of its own with its own range of dates, in one
 * pipeline; or one output of each month. Prints how often its file was read. Arguments: {@code --runner} and local, the
 * number of threads, the CSV file, a folder for the outputs or memory, and the number of months or each.
 */
public final class MonthsJob {

  private static final YearMonth FIRST = YearMonth.of(2010, 1);

  private MonthsJob() {}

  public static void main(String[] args) {
    BarsStage prices = BarsStage.from(CsvSource.at(args[3], CsvLayout.KAGGLE));
    List<Output<?>> outputs = new ArrayList<>();
    if (args[5].equals("each")) {
      outputs.add(
          prices
              .leaderboard(VOLUME.total(), VOLUME.max())
              .each(CalendarPeriod.MONTH)
              .into(sink(args[4], "each")));
    }
    for (int month = 0; month < (args[5].equals("each") ? 0 : Integer.parseInt(args[5])); month++) {
      YearMonth of = FIRST.plusMonths(month);
      outputs.add(
          prices
              .between(of.atDay(1), of.atEndOfMonth())
              .leaderboard(VOLUME.total(), VOLUME.max())
              .into(sink(args[4], of.toString())));
    }
    RunReport report =
        new VolumePipeline("months", outputs)
            .run(LocalRunner.create().withThreads(Integer.parseInt(args[2])));
    System.out.println(
        report.phases().stream().filter(phase -> phase.name().startsWith("read and check")).count()
            + " "
            + report.outputs().stream().mapToLong(RunReport.Written::rows).sum());
  }

  private static Sink<Object> sink(String output, String name) {
    return output.equals("memory") ? new InMemorySink<>() : CsvSink.at(output + "/" + name);
  }
}
