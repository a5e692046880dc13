package io.github.marketvolume.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation shows is what the library does. */
class SnippetsTest {

  static Stream<Page> pages() {
    return Page.all().stream().filter(PageProgram::isNeededFor);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void snippetsCompileWithoutWarningAndPrintWhatThePageSays(Page page) throws IOException {
    new PageProgram(page).check();
  }

  @Test
  void thePagesWithSnippetsAreTheReadmeAndTheGuide() {
    assertThat(pages()).extracting(Page::name).contains("README.md", "docs/guide.md");
  }

  @Test
  void aSnippetThatDoesNotCompileIsFoundByItsLine() {
    assertThatThrownBy(
            () -> check("# Page", "", "```java", "int one = 1;", "int two = oen;", "```"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("page.md:5: ")
        .hasMessageContaining("oen");
  }

  @Test
  void aSnippetThatIsNotRunMustCompileToo() {
    assertThatThrownBy(() -> check("```java no-run", "int two = oen;", "```"))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("page.md:2: ");
  }

  @Test
  void aWarningIsAFailure() {
    assertThatThrownBy(() -> check("```java", "java.util.List raw = null;", "```"))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("page.md:2: ");
  }

  @Test
  void aSnippetThatFailsIsFoundByItsLine() {
    assertThatThrownBy(
            () -> check("```java", "int zero = 0;", "```", "```java", "int x = 1 / zero;", "```"))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("page.md:5: the snippet fails")
        .hasRootCauseInstanceOf(ArithmeticException.class);
  }

  @Test
  void whatASnippetPrintsIsComparedWithTheTextBelowIt() throws IOException {
    List<String> page =
        List.of("```java", "System.out.println(\"a\\nb\");", "```", "", "```text", "a", "b", "```");
    check(page.toArray(String[]::new));

    List<String> wrong = page.stream().map(line -> line.equals("b") ? "c" : line).toList();
    assertThatThrownBy(() -> check(wrong.toArray(String[]::new)))
        .isInstanceOf(AssertionError.class)
        .hasMessage("page.md:6: the snippet prints something else:\na\nb");
  }

  @Test
  void aTextThatNoSnippetPrintsIsAFailure() {
    assertThatThrownBy(() -> check("```java", "```", "so it prints", "```text", "a", "```"))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("page.md:4: no snippet prints this");
  }

  @Test
  void aSnippetThatIsNotRunDoesNotRun() throws IOException {
    check("```java no-run", "System.exit(1);", "```");
  }

  private static void check(String... lines) throws IOException {
    new PageProgram(new Page("page.md", List.of(lines))).check();
  }
}
