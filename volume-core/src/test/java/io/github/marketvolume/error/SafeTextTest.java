package io.github.marketvolume.error;

import static io.github.marketvolume.runners.SecretForms.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.runners.SecretForms;
import io.github.marketvolume.runners.SecretForms.Form;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

  static Stream<Form> locations() {
    return SecretForms.locations();
  }

  static List<String> texts() {
    return SecretForms.texts();
  }

  @ParameterizedTest
  @MethodSource("locations")
  void location_isShownWithoutItsSecret(Form form) {
    assertThat(SafeText.location(form.location())).isEqualTo(form.shown());
    assertThat(SafeText.location(form.shown())).as("shown again").isEqualTo(form.shown());
    assertThat(SafeText.line(form.shown())).as("in a text").isEqualTo(form.shown());
  }

  @ParameterizedTest
  @MethodSource("locations")
  void locationInATextOfOthers_isShownWithoutItsSecret(Form form) {
    for (String text :
        List.of(
            "%s: no such file; see https://example.org/a@b",
            "cannot open '%s': refused",
            "java.io.IOException: %s",
            "tried [%s, gs://bucket/other] twice",
            "(%s)\n\tat x.Y.z(Y.java:1)",
            "{\"url\": \"%s\"}")) {
      String said = text.formatted(form.location());
      assertThat(SafeText.line(said)).doesNotContain(SECRET);
      assertThat(SafeText.lines(said)).doesNotContain(SECRET);
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void secretOfAnotherKind_isNotShown(String text) {
    assertThat(SafeText.line(text)).doesNotContain(SECRET);
    assertThat(SafeText.lines("x " + text + "\n y")).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "prices.csv",
        "/data/raw/*.csv.gz",
        "/data/user@host/a.csv",
        "gs://bucket/raw/20??-*.csv",
        "gs://bucket/raw/{a,b}[0-9]#1.csv",
        "gs://bucket/raw@2024/prices.csv",
        "hdfs://name-node:8020/user@corp/prices.csv",
        "https://host:8080/prices@2x.csv",
        "abfss://container@account.dfs.core.windows.net/prices.csv",
        "file:///data/a:b@c/prices.csv",
        "file:/data/a:b@c.csv",
        "C:\\data\\a@b.csv",
        "out/token=abc/key=AAPL/part-0.parquet",
        "jdbc:duckdb:/data/prices.db",
        "project.dataset.table",
        "prices.csv:1204: Volume \"12e\" is not a whole number (rule volume-is-integer); row"
            + " rejected",
        "the column pass has 3 rows; key -> value, a token that ends",
        "12:30:05 bob@example.org",
      })
  void textWithoutASecret_isShownAsItIs(String text) {
    assertThat(SafeText.location(text)).isEqualTo(text);
    assertThat(SafeText.line(text)).isEqualTo(text);
    assertThat(SafeText.hasSecret(text)).isFalse();
  }

  @Test
  void hasSecret_isOfUrisAlone() {
    assertThat(SafeText.hasSecret("s3a://KEY:" + SECRET + "@bucket/out")).isTrue();
    assertThat(SafeText.hasSecret("https://host/out?sig=" + SECRET)).isTrue();
    assertThat(SafeText.hasSecret("/data/out?sig=1")).isFalse();
  }

  @Test
  void longTexts_takeNoLongTime() {
    for (String part : List.of("a", "a:", "a@", "://", "a:b@", "?a=", "\"token\": \"", "\\\"")) {
      String text = part.repeat(20_000);
      assertThat(SafeText.line(text)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x07, 0x08, 0x09, 0x0b, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0xa0, 0xad, 0x34f, 0x61c,
        0x115f, 0x1680, 0x180e, 0x2000, 0x200b, 0x200d, 0x200e, 0x2028, 0x2029, 0x202e, 0x202f,
        0x2060, 0x2066, 0x2800, 0x3000, 0x3164, 0xd800, 0xdfff, 0xe000, 0xfe0f, 0xfeff, 0xffa0,
        0xfff9, 0xffff, 0x1d173, 0xe0001, 0xe0100, 0xf0000, 0x10ffff
      })
  void invisibleCharacter_isEscaped(int character) {
    String text = "a" + new String(Character.toChars(character)) + "b";
    StringBuilder escaped = new StringBuilder("a");
    for (char c : Character.toChars(character)) {
      escaped.append(String.format("\\u%04x", (int) c));
    }
    assertThat(SafeText.isVisible(character)).isFalse();
    assertThat(SafeText.visible(text)).isEqualTo(escaped.append('b').toString());
  }

  @Test
  void everyCharacterOfALine_isTheSpaceOrVisible() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String shown = SafeText.line("x" + new String(Character.toChars(c)) + "y");
      assertThat(shown.codePoints().allMatch(s -> s == ' ' || SafeText.isVisible(s)))
          .as("U+%04X", c)
          .isTrue();
    }
  }

  @Test
  void lettersDigitsAndSigns_stay() {
    String text = "Ünïcode 株式 € ½ … ● 📈 BRK.B";
    assertThat(SafeText.visible(text)).isEqualTo(text);
  }

  @Test
  void line_joinsLines_andLinesKeepsThem() {
    assertThat(SafeText.line(" a \r\n\tb\u001b[2J\n")).isEqualTo("a b\\u001b[2J");
    assertThat(SafeText.lines("a\r\n\tb\u001b[2J\n")).isEqualTo("a\n\tb\\u001b[2J\n");
  }

  @ParameterizedTest
  @MethodSource("locations")
  void exceptionChain_hasNoSecret_whoeverPrintsIt(Form form) {
    IOException root = new IOException("cannot open " + form.location());
    root.addSuppressed(new IllegalStateException("closing " + form.location()));
    Throwable middle = new IllegalArgumentException(form.location(), root);
    VolumeException failure =
        new SourceException(form.location() + " cannot be read: " + root.getMessage(), middle);

    assertThat(trace(failure)).doesNotContain(SECRET);
    assertThat(trace(new RuntimeException(failure))).doesNotContain(SECRET);
    assertThat(failure.getMessage()).doesNotContain(SECRET);
    assertThat(failure.getCause())
        .hasToString("java.lang.IllegalArgumentException: " + SafeText.lines(form.location()));
    assertThat(failure.getCause().getStackTrace()).isEqualTo(middle.getStackTrace());
    assertThat(failure.getCause().getCause().getSuppressed()).hasSize(1);
  }

  @Test
  void causeWithoutASecret_isKept() {
    IOException cause = new IOException("no space left on device");
    assertThat(new SinkException("out cannot be written", cause).getCause()).isSameAs(cause);
  }

  @Test
  void circleOfCauses_ends() {
    Exception outer = new Exception("https://u:" + SECRET + "@h/");
    Exception inner = new Exception("inner", outer);
    outer.initCause(inner);
    assertThat(trace(new VolumeException("x", outer))).doesNotContain(SECRET);
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
