package io.github.marketvolume.spark;

import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.intake.CsvTexts;
import io.github.marketvolume.intake.Rejection;
import io.github.marketvolume.spark.hadoop.HadoopFiles;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Rejected rows with the columns of their schema: with the places that they have in their files,
 * and with the texts that are still to be fetched from there. Rows that come in the order of their
 * positions take one pass over each split.
 */
final class LocatedRows implements Iterator<Row> {

  private final Iterator<Rejection> rows;
  private final Places places;
  private @Nullable CsvTexts texts;
  private int textsOf;

  /**
   * Where rows are.
   *
   * @param splits the splits of the files; none where the source is not text
   * @param origins the files of a source that is not text, by the numbers of their parts; none
   *     where rows have no file
   * @param linesBefore how many lines of its file come before a split, or rows of its source
   * @param files where the files are
   * @param described the source in words, where it is not text
   * @param charset the charset of a source that is text
   */
  record Places(
      List<CsvSplit> splits,
      List<String> origins,
      Map<Integer, Long> linesBefore,
      HadoopFiles files,
      String described,
      String charset)
      implements Serializable {}

  LocatedRows(Iterator<Rejection> rows, Places places) {
    this.rows = rows;
    this.places = places;
    org.apache.spark.TaskContext task = org.apache.spark.TaskContext.get();
    if (task != null) {
      TaskCompletionListener ended = context -> close();
      task.addTaskCompletionListener(ended);
    }
  }

  @Override
  public boolean hasNext() {
    if (rows.hasNext()) {
      return true;
    }
    close();
    return false;
  }

  @Override
  public Row next() {
    Rejection row = rows.next();
    int split = CsvSplit.splitOf(row.position());
    long line = CsvSplit.lineOf(row.position());
    String origin =
        !places.splits().isEmpty()
            ? places.files().input(places.splits().get(split).location()).shown()
            : places.origins().isEmpty() ? places.described() : places.origins().get(split);
    Long number =
        line == 0 ? null : Long.valueOf(line + places.linesBefore().getOrDefault(split, 0L));
    String text = row.text() == null ? text(split, line) : row.text();
    return RowFactory.create(
        origin, number, row.rule(), row.reason(), text.isEmpty() ? null : text);
  }

  private String text(int number, long line) {
    CsvSplit split = places.splits().get(number);
    try {
      if (texts == null || textsOf != number || texts.isBeyond(line)) {
        close();
        texts = new CsvTexts(split, places.files().input(split.location()), places.charset());
        textsOf = number;
      }
      return texts.text(line);
    } catch (IOException e) {
      throw new SourceException(
          SafeText.location(split.location())
              + " cannot be read again: "
              + Failures.reason(split.location(), e),
          e);
    }
  }

  private void close() {
    CsvTexts open = texts;
    texts = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It was only read, and all that was wanted of it was found.
      }
    }
  }
}
