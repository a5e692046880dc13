package io.github.marketvolume.failure;

import io.github.marketvolume.error.SafeText;

/** Text of an input as a message quotes it: short, and on one line whatever it holds. */
public final class Excerpt {

  private static final int MAX_LENGTH = 200;

  private Excerpt() {}

  /** As much of a text as a message quotes. */
  public static String of(String text) {
    int[] characters = text.codePoints().limit(MAX_LENGTH + 1L).toArray();
    String shown = new String(characters, 0, Math.min(characters.length, MAX_LENGTH));
    return SafeText.visible(shown) + (characters.length > MAX_LENGTH ? "…" : "");
  }
}
