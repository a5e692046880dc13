package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.error.InvalidPlanException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class LakeTest {

  private static final Lake LAKE = new Lake("gs://lake");

  private final Progress progress = new Progress(new PrintWriter(new StringWriter()), false);

  @Test
  void whatIsInTheCloud_staysWhereItIs() {
    assertThat(LAKE.keep(List.of("gs://other/prices.csv"), null, progress))
        .containsExactly("gs://other/prices.csv");
  }

  @Test
  void aUrlThatIsNone_isRefused_andNotShown() {
    assertThatThrownBy(
            () -> LAKE.keep(List.of("https://example.org/a b?key=s3cret"), null, progress))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage("an --input is not a URL such as https://example.org/prices.csv.gz");
  }
}
