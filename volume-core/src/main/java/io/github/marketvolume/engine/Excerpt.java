package io.github.marketvolume.engine;

import java.util.Locale;

/** Text of an input as a message quotes it: short, and on one line whatever it holds. */
final class Excerpt {

  private static final int MAX_LENGTH = 200;

  private Excerpt() {}

  static String of(String text) {
    StringBuilder shown = new StringBuilder();
    int[] characters = text.codePoints().limit(MAX_LENGTH + 1L).toArray();
    for (int i = 0; i < characters.length && i < MAX_LENGTH; i++) {
      int c = characters[i];
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        shown.append(String.format(Locale.ROOT, "\\u%04x", c));
      } else {
        shown.appendCodePoint(c);
      }
    }
    return characters.length > MAX_LENGTH ? shown.append('…').toString() : shown.toString();
  }
}
