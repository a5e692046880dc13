package io.github.marketvolume.market;

/** A row that belongs to one ticker. */
public interface Listed {

  Ticker ticker();
}
