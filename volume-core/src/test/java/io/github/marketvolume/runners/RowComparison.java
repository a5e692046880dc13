package io.github.marketvolume.runners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.marketvolume.Stage;
import java.util.List;

/** Compares rows: decimal numbers to 1e-9 of their size, everything else exactly. */
final class RowComparison {

  private static final double RELATIVE = 1e-9;
  private static final double ABSOLUTE = 1e-12;

  private RowComparison() {}

  static void assertSame(List<List<Object>> expected, List<List<Object>> actual, Stage<?> stage) {
    List<String> names = stage.plan().schema().names();
    assertThat(actual.size()).as("rows of %s", names).isEqualTo(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      for (int c = 0; c < names.size(); c++) {
        if (!same(expected.get(i).get(c), actual.get(i).get(c))) {
          fail(
              "row %d, column %s: expected %s but was %s%n%s%n%s%n%s",
              i,
              names.get(c),
              expected.get(i).get(c),
              actual.get(i).get(c),
              expected.get(i),
              actual.get(i),
              stage.explain());
        }
      }
    }
  }

  private static boolean same(Object expected, Object actual) {
    if (expected instanceof Double e && actual instanceof Double a) {
      return Math.abs(e - a) <= Math.max(ABSOLUTE, RELATIVE * Math.max(Math.abs(e), Math.abs(a)));
    }
    return expected == null ? actual == null : expected.equals(actual);
  }
}
