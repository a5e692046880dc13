package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the command line prints: no secret of an option, with and without a stack trace. */
class SecretsTest {

  private static final String SECRET = "S3CR3T";

  @TempDir private Path folder;

  static Stream<String> locations() {
    return Stream.of(
        "s3a://KEY:" + SECRET + "@bucket/p.csv",
        "s3a://KEY:a/" + SECRET + "@bucket/p.csv",
        "gs://KEY:" + SECRET + "@bucket/p.csv",
        "https://user:pa:" + SECRET + ":@host/p.csv",
        "https://user:p%40" + SECRET + "@host/p.csv",
        "https://user:p " + SECRET + "@host/p.csv",
        "https://" + SECRET + "@host/p.csv",
        "https://user:" + SECRET + "@[::1]:1/p.csv",
        "https://host/p.csv?X-Goog-Signature=" + SECRET,
        "https://host/p.csv?sv=1&sig=" + SECRET,
        "https://host/%zz.csv?token=" + SECRET,
        "https://host/%00.csv?token=" + SECRET,
        "https://host/a b.csv?other=" + SECRET,
        "file://user:" + SECRET + "@host/%zz",
        "jdbc:sqlserver://host;password=" + SECRET,
        "user:" + SECRET + "@host");
  }

  static Stream<Arguments> commands() {
    List<Arguments> commands = new ArrayList<>();
    for (String location : locations().toList()) {
      for (List<String> options :
          List.of(
              List.of("run", "--input", location),
              List.of("run", "--runner", "local", "--input=" + location, "--output", "%s/out"),
              List.of("run", "--tickers", "1", "--output", location, "--threads", "0"),
              List.of("run", "--input", location, "--lake", location),
              List.of("run", "--tickers", "1", "--warehouse", location),
              List.of("run", "--tickers", "1", "--credentials", location, "--threads", "0"),
              List.of("run", "--runner", "spark", "--master", location),
              List.of("run", "--from", location),
              List.of("run", location),
              List.of("report", "--input", location, "--output", "%s/page.html"),
              List.of(location))) {
        commands.add(arguments(options));
      }
    }
    return commands.stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandThatFails_printsNoSecret(List<String> options) {
    for (String stacktrace : List.of("", "--stacktrace")) {
      List<String> args = new ArrayList<>();
      options.forEach(option -> args.add(option.replace("%s", folder.toString())));
      if (!stacktrace.isEmpty() && args.get(0).matches("run|report")) {
        args.add(stacktrace);
      }
      CommandLineRun run = CommandLineRun.of(args.toArray(String[]::new));
      assertThat(run.exitCode()).isNotZero();
      assertThat(run.out() + run.err()).doesNotContain(SECRET);
      assertThat(run.errorLines()).startsWith("sp500: ").doesNotContain("unexpected failure");
      if (!args.contains("--stacktrace")) {
        assertThat(run.errorLines()).hasLineCount(1);
      }
    }
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        arguments("--input", "file:%zz"),
        arguments("--input", "file:///data/%zz.csv"),
        arguments("--input", "file:///data/a%00b.csv"),
        arguments("--input", "file:prices.csv"),
        arguments("--input", "a\0b.csv"),
        arguments("--input", "a\u001b[2Jb.csv"),
        arguments("--input", "[a"),
        arguments("--input", "{a"),
        arguments("--output", "a\0b"),
        arguments("--scratch", "a\0b"),
        arguments("--credentials", "a\0b"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void aLocationThatCannotBeOne_isBadUsage(String option, String location) {
    CommandLineRun run = CommandLineRun.of("run", option, location);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("sp500: Invalid value for option '" + option + "'")
        .hasLineCount(1)
        .matches("[ -~]*\\R");
  }

  @Test
  void textOfTheInput_reachesTheTerminalEscaped() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a\u001b[2J\u200b.csv"), "Date,Sym\u009bbol,Volume\n2020-01-02,A,1\n");
    CommandLineRun run =
        CommandLineRun.of(
            "run",
            "--input",
            file.toString(),
            "--layout",
            "kaggle",
            "--output",
            folder.resolve("out").toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("a\\u001b[2J\\u200b.csv", "Sym\\u009bbol")
        .matches("(?s)[ -~\\n]*");
  }
}
