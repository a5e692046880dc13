package io.github.marketvolume.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.junit.jupiter.api.Test;

class NotebookKernelTest {

  @Test
  void everyImportIsOfSomethingThatIsThere() throws IOException {
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      shell.addToClasspath(System.getProperty("java.class.path"));
      List<String> imports = NotebookKernel.imports();

      assertThat(imports).hasSizeGreaterThan(10);
      assertThat(imports)
          .allSatisfy(
              line -> assertThat(shell.eval(line).get(0).status()).isEqualTo(Snippet.Status.VALID));
    }
  }
}
