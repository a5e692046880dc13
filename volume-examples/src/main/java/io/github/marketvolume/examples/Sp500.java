package io.github.marketvolume.examples;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.VolumeException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The command line of the S&amp;P 500 application. Results go to standard output; progress and
 * errors, one line each, to standard error. The exit code is 0 on success, 1 when a run failed and
 * 2 on bad usage.
 */
@Command(
    name = "sp500",
    mixinStandardHelpOptions = true,
    versionProvider = Sp500.Version.class,
    subcommands = {
      RunCommand.class,
      UpdateCommand.class,
      WatchCommand.class,
      StateCommand.class,
      SyntheticCommand.class,
      ReportCommand.class,
      ShocksCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    header = "Daily volume anomalies of the S&P 500, from prices in CSV files to Parquet.",
    footerHeading = "%nGetting started:%n",
    footer = {
      "  sp500 run             a whole run on synthetic prices, without any data",
      "  sp500 run --help      what a run reads, does and writes",
      "  sp500 update --help   brings that run up to date with new days",
      "  sp500 watch --help    does so by itself, as prices arrive in a folder or from Kafka",
      "  sp500 synthetic       synthetic prices as files, to try updates with",
      "  sp500 report          a page with figures of that run, for a browser",
      "  sp500 shocks --help   finds market shocks by volume, and says how good the alarms are"
    })
public final class Sp500 {

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure.")
  private boolean stacktrace;

  private Sp500() {}

  public static void main(String[] args) {
    // Not a plain return: what an engine leaves running must not keep the process alive.
    System.exit(run(printer(System.out), printer(System.err), args));
  }

  private static PrintWriter printer(PrintStream terminal) {
    return new PrintWriter(terminal, true, Charset.defaultCharset());
  }

  /** Runs the command line and returns the exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    Sp500 sp500 = new Sp500();
    CommandLine commandLine =
        new CommandLine(sp500)
            .setOut(out)
            .setErr(err)
            .setUsageHelpWidth(100)
            .setParameterExceptionHandler(
                (e, unused) -> {
                  err.println(line(e.getMessage()) + "; see " + help(e.getCommandLine()));
                  return ExitCode.USAGE;
                })
            .setExecutionExceptionHandler((e, unused, result) -> sp500.report(e, err));
    try {
      return commandLine.execute(args);
    } catch (OutOfMemoryError e) {
      return sp500.report(
          new VolumeException("out of memory; give the run more, such as SP500_HEAP=8g", e), err);
    }
  }

  private int report(Exception failure, PrintWriter err) {
    err.println(
        line(
            failure instanceof VolumeException
                ? failure.getMessage()
                : "unexpected failure: " + failure + "; add --stacktrace to see where it arose"));
    if (stacktrace) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      err.print(SafeText.lines(trace.toString()));
      err.flush();
    }
    return failure instanceof InvalidPlanException ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  private static String line(String message) {
    return "sp500: " + SafeText.line(message);
  }

  private static String help(CommandLine command) {
    return command.getCommandSpec().qualifiedName() + " --help";
  }

  /** The version of the jar, as its manifest has it. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Sp500.class.getPackage().getImplementationVersion();
      return new String[] {"sp500 " + (version == null ? "(development build)" : version)};
    }
  }
}
