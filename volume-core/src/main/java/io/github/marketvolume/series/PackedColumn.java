package io.github.marketvolume.series;

import java.nio.ByteBuffer;

/**
 * A column in bytes, as few for a value as lose nothing: whole numbers such as ranks, flags and
 * most volumes take 1, 2 or 4, any others 8.
 */
final class PackedColumn {

  /** What stands for a missing value among whole numbers. */
  private static final byte NO_BYTE = Byte.MIN_VALUE;

  private static final short NO_SHORT = Short.MIN_VALUE;
  private static final int NO_INT = Integer.MIN_VALUE;

  private PackedColumn() {}

  /** How many bytes a value takes. */
  static int width(double[] column, int from, int to) {
    int largest = 0;
    for (int i = from; i < to; i++) {
      double value = column[i];
      if (Double.isNaN(value)) {
        continue;
      }
      int whole = (int) value;
      boolean isNegativeZero = whole == 0 && 1 / value < 0;
      if (whole != value || whole == NO_INT || isNegativeZero) {
        return Double.BYTES;
      }
      largest = Math.max(largest, Math.abs(whole));
    }
    if (largest <= Byte.MAX_VALUE) {
      return Byte.BYTES;
    }
    return largest <= Short.MAX_VALUE ? Short.BYTES : Integer.BYTES;
  }

  /** Appends values. */
  static void put(ByteBuffer bytes, int width, double[] column, int from, int to) {
    switch (width) {
      case Byte.BYTES -> {
        for (int i = from; i < to; i++) {
          bytes.put(Double.isNaN(column[i]) ? NO_BYTE : (byte) column[i]);
        }
      }
      case Short.BYTES -> {
        for (int i = from; i < to; i++) {
          bytes.putShort(Double.isNaN(column[i]) ? NO_SHORT : (short) column[i]);
        }
      }
      case Integer.BYTES -> {
        for (int i = from; i < to; i++) {
          bytes.putInt(Double.isNaN(column[i]) ? NO_INT : (int) column[i]);
        }
      }
      default -> {
        bytes.asDoubleBuffer().put(column, from, to - from);
        bytes.position(bytes.position() + (to - from) * Double.BYTES);
      }
    }
  }

  /** Reads values back, as many as the column has room for. */
  static void get(ByteBuffer bytes, int width, double[] column) {
    switch (width) {
      case Byte.BYTES -> {
        for (int i = 0; i < column.length; i++) {
          byte whole = bytes.get();
          column[i] = whole == NO_BYTE ? Double.NaN : whole;
        }
      }
      case Short.BYTES -> {
        for (int i = 0; i < column.length; i++) {
          short whole = bytes.getShort();
          column[i] = whole == NO_SHORT ? Double.NaN : whole;
        }
      }
      case Integer.BYTES -> {
        for (int i = 0; i < column.length; i++) {
          int whole = bytes.getInt();
          column[i] = whole == NO_INT ? Double.NaN : whole;
        }
      }
      default -> {
        bytes.asDoubleBuffer().get(column);
        bytes.position(bytes.position() + column.length * Double.BYTES);
      }
    }
  }
}
