package io.github.marketvolume.market;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.SafeText;
import java.io.Serializable;
import java.util.Collection;

/**
 * The symbol under which a security trades, such as {@code AAPL} or {@code BRK.B}: 1 to 32 visible
 * characters, kept exactly as given. Ordered by symbol.
 *
 * <p>A ticker is not text: {@code ticker.equals("AAPL")} is always false, as is {@code
 * Set.of("AAPL").contains(ticker)}, and the compiler does not object. Write {@code
 * ticker.is("AAPL")} or {@code ticker.isIn(symbols)}.
 *
 * <p>This is not an identity over time: a symbol that is reused for another company is the same
 * ticker here.
 *
 * @param symbol the symbol, without surrounding white space
 */
public record Ticker(String symbol) implements Comparable<Ticker>, Serializable {

  /** The longest symbol accepted, in characters. */
  public static final int MAX_LENGTH = 32;

  /** Stands for bytes that are not UTF-8. */
  private static final int REPLACEMENT = 0xfffd;

  public Ticker {
    Arguments.required(symbol, "symbol");
    if (!isValid(symbol)) {
      throw new IllegalArgumentException(
          "ticker \""
              + SafeText.visible(symbol)
              + "\" is not a symbol; give 1 to 32 visible characters without white space");
    }
  }

  public static Ticker of(String symbol) {
    return new Ticker(symbol);
  }

  /**
   * Whether {@code symbol} can be a ticker: 1 to 32 characters, all of them {@linkplain
   * SafeText#isVisible visible}. U+FFFD, which replaces bytes that are not UTF-8, is not allowed,
   * because two names that differ in such bytes would be one ticker.
   */
  public static boolean isValid(String symbol) {
    if (Arguments.required(symbol, "symbol").isEmpty() || symbol.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < symbol.length(); i++) {
      char c = symbol.charAt(i);
      if (c <= ' ' || c == 0x7f) {
        return false;
      }
      if (c > 0x7f) {
        return isVisible(symbol);
      }
    }
    return true;
  }

  private static boolean isVisible(String symbol) {
    return symbol.codePoints().allMatch(c -> c != REPLACEMENT && SafeText.isVisible(c));
  }

  /** Whether this is the ticker with this symbol, in the same case. */
  public boolean is(String other) {
    return symbol.equals(Arguments.required(other, "other"));
  }

  /** Whether this is the ticker with one of these symbols. */
  public boolean isIn(Collection<String> symbols) {
    return Arguments.required(symbols, "symbols").contains(symbol);
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
