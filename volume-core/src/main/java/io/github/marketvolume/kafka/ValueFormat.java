package io.github.marketvolume.kafka;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.intake.BarGate;
import io.github.marketvolume.intake.BarReceiver;
import io.github.marketvolume.intake.Breach;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.quality.BarRules;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Collectors;

/**
 * How the values of a topic's records are written. The record's key, as UTF-8, is the ticker of a
 * value that has none; a key that differs from the value's ticker is an error of the record. An
 * immutable value.
 */
public final class ValueFormat implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String name;
  private final Opening opening;

  /** Makes a reader for a receiver. */
  private interface Opening extends Serializable {

    ValueReader open(BarReceiver.Gated gated);
  }

  private ValueFormat(String name, Opening opening) {
    this.name = name;
    this.opening = opening;
  }

  /**
   * One JSON object for each bar, with fields named as the columns of outputs: {@code trade_date},
   * a text such as {@code "2020-01-06"}, and {@code volume} are required; {@code ticker}, {@code
   * open}, {@code high}, {@code low}, {@code close}, {@code adj_close}, {@code split_coefficient},
   * {@code vwap} and {@code trades} may be left out. Numbers are JSON's, or texts of them; null is
   * missing. Other fields are ignored.
   */
  public static ValueFormat json() {
    return new ValueFormat("JSON", JsonValues::new);
  }

  /**
   * One line of CSV for each bar, without a header: the columns of a layout in the usual order of
   * bars, which is {@link CsvLayout#expectedHeaders}.
   */
  public static ValueFormat csv(CsvLayout layout) {
    Arguments.required(layout, "layout");
    String quotedHeader =
        layout.expectedHeaders().stream()
            .map(header -> '"' + header + '"')
            .collect(Collectors.joining(String.valueOf(layout.delimiter())));
    return csv(layout, quotedHeader);
  }

  /**
   * One line of CSV for each bar, in the columns of a header that is not sent.
   *
   * @param header the line that names the columns, as it would be in a file of the layout
   * @throws InvalidPlanException if the header does not fit the layout
   */
  public static ValueFormat csv(CsvLayout layout, String header) {
    Arguments.required(layout, "layout");
    Arguments.required(header, "header");
    ValueFormat format =
        new ValueFormat(
            "CSV of the " + layout.name() + " layout",
            gated -> new CsvValues(layout, header, gated));
    format.tryOut();
    return format;
  }

  /**
   * One record of Avro for each bar, in its binary form, without a header and without the id of a
   * registry. The schema's fields are named as those of {@link #json}; numbers are int, long,
   * float, double or decimal, dates of the logical type date or texts, and each may be a union with
   * null. Other fields are ignored.
   *
   * @param schema the file of the schema that the values were written by, {@code .avsc}
   * @throws InvalidPlanException if the file cannot be read, or is not the schema of a bar
   * @throws io.github.marketvolume.error.MissingDependencyException if Avro is not on the class
   *     path
   */
  public static ValueFormat avro(Path schema) {
    Arguments.required(schema, "schema");
    OptionalLibraries.requireAvro();
    String text;
    try {
      text = Files.readString(schema);
    } catch (IOException e) {
      throw new InvalidPlanException(
          "cannot read the schema "
              + schema
              + ": "
              + Failures.reason(schema.toString(), e)
              + "; name a file .avsc",
          e);
    }
    AvroSchema fields = AvroSchema.parse(schema.toString(), text);
    return new ValueFormat("Avro", gated -> new AvroValues(fields, gated));
  }

  /** Fails if there can be no reader of this format. */
  private void tryOut() {
    BarGate gate = new BarGate(BarRules.standard(), LocalDate.EPOCH);
    ValueReader reader = open(new BarReceiver.Gated(gate, new Nobody()));
    assert reader != null;
  }

  /** Takes no rows, as nothing is read. */
  private record Nobody() implements BarReceiver {

    @Override
    public void accepted(RawBar bar, long line) {
      throw new IllegalStateException("nothing is read");
    }

    @Override
    public void rejected(long line, Breach breach, String text) {
      throw new IllegalStateException("nothing is read");
    }
  }

  /** A reader of this format. */
  ValueReader open(BarReceiver.Gated gated) {
    return opening.open(gated);
  }

  /** The format in words, such as {@code JSON}. */
  @Override
  public String toString() {
    return name;
  }
}
