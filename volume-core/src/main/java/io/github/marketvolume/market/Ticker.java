package io.github.marketvolume.market;

import java.io.Serializable;

/**
 * The symbol under which a security trades, such as {@code AAPL} or {@code BRK.B}: 1 to 32 visible
 * characters, kept exactly as given. Ordered by symbol.
 *
 * <p>This is not an identity over time: a symbol that is reused for another company is the same
 * ticker here.
 *
 * @param symbol the symbol, without surrounding white space
 */
public record Ticker(String symbol) implements Comparable<Ticker>, Serializable {

  /** The longest symbol accepted, in characters. */
  public static final int MAX_LENGTH = 32;

  public Ticker {
    if (!isValid(symbol)) {
      throw new IllegalArgumentException(
          "ticker \"" + symbol + "\" is not a symbol; give 1 to 32 characters without white space");
    }
  }

  public static Ticker of(String symbol) {
    return new Ticker(symbol);
  }

  /**
   * Whether {@code symbol} can be a ticker: 1 to 32 characters, none of them white space or
   * control.
   */
  public static boolean isValid(String symbol) {
    if (symbol.isEmpty() || symbol.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < symbol.length(); i++) {
      char c = symbol.charAt(i);
      if (c <= ' ' || c == 0x7f || Character.isWhitespace(c)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(Ticker other) {
    return symbol.compareTo(other.symbol);
  }

  @Override
  public String toString() {
    return symbol;
  }
}
