package io.github.marketvolume.kafka;

/** Reads the values of records in one format; what becomes of each is told to a receiver. */
interface ValueReader {

  /**
   * Reads one value.
   *
   * @param value not null
   * @param ticker that of the record's key, for a value that has none; empty for none
   * @param offset the number that the receiver is given
   */
  void read(byte[] value, String ticker, long offset);
}
