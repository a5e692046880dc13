package io.github.marketvolume.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.files.ParquetFooter;
import io.github.marketvolume.intake.FolderValues;
import io.github.marketvolume.intake.ParquetFiles;
import io.github.marketvolume.io.ParquetLayout;
import io.github.marketvolume.runners.DuckDbQueries;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files, which DuckDB wrote, say of the days of their bars. */
class ParquetExtentTest {

  private static final int DAY = (int) LocalDate.of(2024, 1, 31).toEpochDay();
  private static final String DAYS =
      " from (values (date '2024-02-05'), (date '2024-01-31'), (null)) t(day)";

  @TempDir private Path folder;

  private record Local(Path path) implements InputFile {

    @Override
    public String location() {
      return path.toString();
    }

    @Override
    public long length() throws IOException {
      return Files.size(path);
    }

    @Override
    public InputStream open(long offset) throws IOException {
      InputStream in = Files.newInputStream(path);
      in.skipNBytes(offset);
      return in;
    }
  }

  private ParquetExtent extent(String name, String columns, ParquetLayout layout)
      throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    DuckDbQueries.writeParquet(
        file.toString(), "select " + columns + ", 'A' ticker, 1::bigint volume" + DAYS);
    ParquetFooter footer = ParquetFooter.of(name, ParquetFooter.head(new Local(file)));
    List<ParquetFiles.Described> files =
        List.of(
            new ParquetFiles.Described(
                name, footer, FolderValues.of(folder.toString(), file.toString(), layout)));
    return ParquetExtent.of(files, ParquetFiles.group(files, Set.of(), layout), List.of(77L))
        .get(0);
  }

  private static ParquetLayout layout() {
    return ParquetLayout.named("own").date("d").ticker("ticker").volume("volume");
  }

  @Test
  void dates_areThoseOfTheStatistics() throws IOException {
    assertThat(extent("a.parquet", "day as Trade_Date", null))
        .isEqualTo(new ParquetExtent(DAY, DAY + 5, 3, 77));
  }

  @Test
  void folders_areNamedByADate() throws IOException {
    assertThat(extent("trade_date=2024-01-31/a.parquet", "1 as other", null))
        .isEqualTo(new ParquetExtent(DAY, DAY, 3, 77));
  }

  @Test
  void timestamps_areWithinADayOfTheirs() throws IOException {
    ParquetLayout inTokyo = layout().zone(ZoneId.of("Asia/Tokyo"));
    assertThat(extent("b.parquet", "(day::varchar || ' 12:00:00+00')::timestamptz as d", inTokyo))
        .isEqualTo(new ParquetExtent(DAY - 1, DAY + 6, 3, 77));
    assertThat(extent("c.parquet", "day::timestamp_ns as d", layout()))
        .isEqualTo(new ParquetExtent(DAY - 1, DAY + 6, 3, 77));
  }

  @Test
  void textsAndMissingDates_areOfAnyDay() throws IOException {
    ParquetExtent any = new ParquetExtent(Integer.MIN_VALUE, Integer.MAX_VALUE, 3, 77);
    assertThat(extent("d.parquet", "day::varchar as d", layout())).isEqualTo(any);
    assertThat(extent("e.parquet", "null::date as trade_date", null)).isEqualTo(any);
  }
}
