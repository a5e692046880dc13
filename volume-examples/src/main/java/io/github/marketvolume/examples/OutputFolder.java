package io.github.marketvolume.examples;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.io.ParquetSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The folder that a run writes: a folder of Parquet files for each output, and the run's report.
 *
 * @param path the folder, which need not exist
 * @param overwrites whether outputs that are there are replaced
 */
record OutputFolder(Path path, boolean overwrites) {

  private static final String REPORT = "run.json";

  /** Finds before any work whether the outputs can go here. */
  void check() {
    requireWritable(path);
    if (!overwrites) {
      Sp500Pipeline.outputNames().forEach(name -> requireAbsent(path.resolve(name)));
      requireAbsent(report());
    }
  }

  /** Fails unless this is a folder that can be written to, or could become one. */
  static void requireWritable(Path folder) {
    for (Path parent = folder.toAbsolutePath(); parent != null; parent = parent.getParent()) {
      if (Files.exists(parent)) {
        if (!Files.isDirectory(parent)) {
          throw new InvalidPlanException(
              parent + " is not a folder; choose another place with --output");
        }
        if (!Files.isWritable(parent)) {
          throw new InvalidPlanException(
              parent + " cannot be written to; choose another place with --output");
        }
        break;
      }
    }
  }

  /** Fails if there is something at this path. */
  static void requireAbsent(Path output) {
    if (Files.exists(output)) {
      throw new InvalidPlanException(
          output + " exists; add --overwrite to replace it, or choose another place with --output");
    }
  }

  /** The sink of one output. */
  ParquetSink sink(String name) {
    ParquetSink sink = ParquetSink.at(path.resolve(name).toString());
    return overwrites ? sink.replacingExisting() : sink;
  }

  /** The report's file. */
  Path report() {
    return path.resolve(REPORT);
  }

  /** Writes the report, whole or not at all. */
  void writeReport(String json) {
    // Not a temporary file: those only their owner may read.
    Path partial = path.resolve("." + REPORT + ".part");
    try {
      Files.writeString(partial, json);
      Files.move(partial, report(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new SinkException(
          report() + " could not be written, the outputs beside it are complete: " + e, e);
    }
  }
}
