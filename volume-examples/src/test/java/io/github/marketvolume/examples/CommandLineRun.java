package io.github.marketvolume.examples;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * A run of the command line in this process.
 *
 * @param exitCode what the process would exit with
 * @param out what it printed on standard output
 * @param err what it printed on standard error
 */
record CommandLineRun(int exitCode, String out, String err) {

  static CommandLineRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Sp500.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }

  /** What it said on standard error besides its progress. */
  String errorLines() {
    StringBuilder lines = new StringBuilder();
    err.lines()
        .filter(line -> !line.matches(" *\\d+\\.\\d s  .*"))
        .forEach(line -> lines.append(line).append('\n'));
    return lines.toString();
  }
}
