package io.github.marketvolume.gcp.fake.bigquery.sql;

import java.util.Locale;

/**
 * A word of GoogleSQL.
 *
 * @param text as meant: names without backticks, strings without quotes and escapes
 * @param start where it begins in the statement
 */
public record Token(Kind kind, String text, int start, int end) {

  enum Kind {
    WORD,
    QUOTED,
    STRING,
    NUMBER,
    PARAMETER,
    SYMBOL
  }

  public boolean word(String... any) {
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

  public boolean symbol(String any) {
    return kind == Kind.SYMBOL && text.equals(any);
  }

  boolean name() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }

  public String upper() {
    return text.toUpperCase(Locale.ROOT);
  }
}
