package io.github.marketvolume.gcp.fake;

import java.util.Locale;

/**
 * A word of GoogleSQL.
 *
 * @param text as meant: names without backticks, strings without quotes and escapes
 * @param start where it begins in the statement
 */
record Token(Kind kind, String text, int start, int end) {

  enum Kind {
    WORD,
    QUOTED,
    STRING,
    NUMBER,
    PARAMETER,
    SYMBOL
  }

  boolean word(String... any) {
    if (kind != Kind.WORD) {
      return false;
    }
    for (String one : any) {
      if (text.equalsIgnoreCase(one)) {
        return true;
      }
    }
    return false;
  }

  boolean symbol(String any) {
    return kind == Kind.SYMBOL && text.equals(any);
  }

  boolean name() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }

  String upper() {
    return text.toUpperCase(Locale.ROOT);
  }
}
