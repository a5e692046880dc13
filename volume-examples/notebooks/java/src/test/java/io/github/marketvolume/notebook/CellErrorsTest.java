package io.github.marketvolume.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.junit.jupiter.api.Test;

class CellErrorsTest {

  private static List<String> errorOf(String cell) {
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      EvalException thrown = (EvalException) shell.eval(cell).get(0).exception();
      return CellErrors.lines(
          thrown,
          id -> shell.snippets().filter(s -> s.id().equals(id)).map(Snippet::source).findAny());
    }
  }

  @Test
  void theLibrarysErrorIsOneLine_andTheLineOfTheCell() {
    assertThat(
            errorOf(
                """
                int flag() {
                  throw new io.github.marketvolume.error.InvalidPlanException("measure it first");
                }
                """
                    .replace("int flag() {", "if (true) {")))
        .containsExactly(
            "\u001b[1;31mInvalidPlanException: measure it first\u001b[0m",
            "  in the cell: throw new io.github.marketvolume.error"
                + ".InvalidPlanException(\"measure it first\");");
  }

  @Test
  void anotherErrorHasTheFramesDownToTheCell() {
    List<String> lines = errorOf("Integer.parseInt(\"x\")");

    assertThat(lines.get(0))
        .isEqualTo("\u001b[1;31mNumberFormatException: For input string: \"x\"\u001b[0m");
    assertThat(lines).anyMatch(line -> line.contains("Integer.parseInt(Integer.java"));
    assertThat(lines).hasSizeLessThanOrEqualTo(10);
    assertThat(lines.get(lines.size() - 1)).isEqualTo("  in the cell: Integer.parseInt(\"x\")");
  }

  @Test
  void noSecret_andNoCharacterThatATerminalObeys_isShown() {
    List<String> lines =
        errorOf(
            "throw new IllegalStateException(\"no nohow://KEY:S3CR3T@host/ \" + (char) 27 + (char)"
                + " 0x9b);");

    assertThat(lines).noneMatch(line -> line.contains("S3CR3T"));
    assertThat(lines.get(0)).contains("no nohow://***@host/ ");
    assertThat(lines.get(lines.size() - 1)).contains("nohow://***@host/");
    assertThat(Html.escaped("<b>\u001b\u200b\nhttps://u:S3CR3T@h/"))
        .isEqualTo("&lt;b&gt;\\u001b\\u200b\nhttps://***@h/");
  }
}
