package io.github.marketvolume.files;

import io.github.marketvolume.error.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a Parquet file says of its columns and rows: the beginning of its footer, which is a {@code
 * FileMetaData} of the format's {@code parquet.thrift} in Thrift's compact protocol. Both runners
 * ask it, so that they take the same file for the same thing; the rows are read by their engines.
 */
public final class ParquetFooter {

  /** What most footers fit into, so that one request reads them. */
  private static final int TAIL = 64 << 10;

  /** The length of the footer and the four letters after it. */
  private static final int TRAILER = 8;

  private static final String MAGIC = "PAR1";
  private static final String ENCRYPTED_MAGIC = "PARE";

  private static final int OPTIONAL_OR_REQUIRED_BELOW = 2;

  private final long rows;
  private final List<ParquetColumn> columns;

  private ParquetFooter(long rows, List<ParquetColumn> columns) {
    this.rows = rows;
    this.columns = List.copyOf(columns);
  }

  /** How many rows the file has. */
  public long rows() {
    return rows;
  }

  /** The columns at the top level, in the order of the file. */
  public List<ParquetColumn> columns() {
    return columns;
  }

  /**
   * Reads the part of a file that {@link #of} understands.
   *
   * @throws IOException if the file cannot be read
   * @throws SourceException if it is not a whole Parquet file
   */
  public static byte[] head(InputFile file) throws IOException {
    try {
      return wholeHead(file);
    } catch (UnfitFileException e) {
      throw unfit(file.location(), e);
    }
  }

  private static byte[] wholeHead(InputFile file) throws IOException {
    long length = file.length();
    if (length == 0) {
      throw new UnfitFileException("is empty, so it is not a Parquet file");
    }
    byte[] tail = read(file, Math.max(0, length - TAIL), (int) Math.min(length, TAIL));
    int magicAt = Math.max(0, tail.length - MAGIC.length());
    String magic = new String(tail, magicAt, tail.length - magicAt, StandardCharsets.ISO_8859_1);
    if (magic.equals(ENCRYPTED_MAGIC)) {
      throw new UnfitFileException("is an encrypted Parquet file, which cannot be read");
    }
    if (!magic.equals(MAGIC) || length < TRAILER + MAGIC.length()) {
      throw new UnfitFileException(
          "is not a Parquet file, or it is cut off: it does not end with the letters " + MAGIC);
    }
    int size = 0;
    for (int i = 1; i <= 4; i++) {
      size = (size << 8) | (tail[tail.length - 4 - i] & 0xff);
    }
    if (size < 0 || size > length - TRAILER - MAGIC.length()) {
      throw damaged();
    }
    byte[] footer =
        size + TRAILER <= tail.length
            ? Arrays.copyOfRange(tail, tail.length - TRAILER - size, tail.length - TRAILER)
            : read(file, length - TRAILER - size, size);
    Parser parser = new Parser(footer);
    parser.parse();
    return Arrays.copyOf(footer, parser.at);
  }

  private static byte[] read(InputFile file, long offset, int length) throws IOException {
    try (InputStream in = file.open(offset)) {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new UnfitFileException("is shorter than it was when it was found");
      }
      return bytes;
    }
  }

  /**
   * Understands what {@link #head} read.
   *
   * @param file the file as messages call it
   * @throws SourceException if it is damaged
   */
  public static ParquetFooter of(String file, byte[] head) {
    try {
      return new Parser(head).parse();
    } catch (UnfitFileException e) {
      throw unfit(file, e);
    }
  }

  private static SourceException unfit(String file, UnfitFileException problem) {
    return new SourceException(
        file + " " + problem.getMessage() + "; mend or remove it, or read CSV with a CsvSource",
        problem);
  }

  private static UnfitFileException damaged() {
    return new UnfitFileException("is a damaged Parquet file: its footer cannot be read");
  }

  /** Reads the first fields of the footer: the schema and the number of rows. */
  private static final class Parser {

    private static final int STOP = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int MAP = 11;
    private static final int STRUCT = 12;
    private static final int UUID = 13;

    private static final int MAX_DEPTH = 64;

    private static final long MILLIS = 1_000;
    private static final long MICROS = 1_000_000;
    private static final long NANOS = 1_000_000_000;

    private final byte[] bytes;
    private int at;

    Parser(byte[] bytes) {
      this.bytes = bytes;
    }

    ParquetFooter parse() throws UnfitFileException {
      List<Element> elements = null;
      int id = 0;
      for (int header = next(); header != STOP; header = next()) {
        id = fieldId(header, id);
        if (id == 2) {
          elements = elements();
        } else if (id == 3) {
          long rows = number();
          if (elements == null || elements.isEmpty() || rows < 0) {
            throw damaged();
          }
          return new ParquetFooter(rows, columns(elements));
        } else {
          skip(header & 0xf, 0);
        }
      }
      throw damaged();
    }

    /** The elements that are children of the first one. */
    private static List<ParquetColumn> columns(List<Element> elements) throws UnfitFileException {
      List<ParquetColumn> columns = new ArrayList<>();
      int place = 1;
      for (int child = 0; child < elements.get(0).children; child++) {
        if (place >= elements.size()) {
          throw damaged();
        }
        Element element = elements.get(place);
        columns.add(new ParquetColumn(element.name, element.typeName(), element.ticksPerSecond()));
        for (long open = 1; open > 0; open--) {
          if (place >= elements.size()) {
            throw damaged();
          }
          open += elements.get(place).children;
          place++;
        }
      }
      return columns;
    }

    private List<Element> elements() throws UnfitFileException {
      int header = next();
      long size = header >> 4 == 15 ? varint() : header >> 4;
      List<Element> elements = new ArrayList<>();
      for (long i = 0; i < size; i++) {
        elements.add(element());
      }
      return elements;
    }

    private Element element() throws UnfitFileException {
      Element element = new Element();
      int id = 0;
      for (int header = next(); header != STOP; header = next()) {
        id = fieldId(header, id);
        switch (id) {
          case 1 -> element.type = (int) number();
          case 3 -> element.isRepeated = number() == OPTIONAL_OR_REQUIRED_BELOW;
          case 4 -> element.name = text();
          case 5 -> element.children = (int) Math.max(0, number());
          case 6 -> element.converted = (int) number();
          case 7 -> element.scale = (int) number();
          case 8 -> element.precision = (int) number();
          case 10 -> logicalType(element);
          default -> skip(header & 0xf, 0);
        }
      }
      return element;
    }

    /** A union: the one field that is set says which type, and holds what it is made of. */
    private void logicalType(Element element) throws UnfitFileException {
      int id = 0;
      for (int header = next(); header != STOP; header = next()) {
        id = fieldId(header, id);
        element.logical = id;
        int inner = 0;
        for (int field = next(); field != STOP; field = next()) {
          inner = fieldId(field, inner);
          int type = field & 0xf;
          if (id == Element.TIMESTAMP && inner == 1) {
            element.isInstant = type == TRUE;
          } else if (id == Element.TIMESTAMP && inner == 2 && type == STRUCT) {
            element.ticks = timeUnit();
          } else if (id == Element.INTEGER && inner == 1) {
            element.bits = (byte) next();
          } else if (id == Element.INTEGER && inner == 2) {
            element.isUnsigned = type == FALSE;
          } else if (id == Element.DECIMAL && inner == 1) {
            element.scale = (int) number();
          } else if (id == Element.DECIMAL && inner == 2) {
            element.precision = (int) number();
          } else {
            skip(type, 0);
          }
        }
      }
    }

    /** A union of empty structs: milliseconds, microseconds or nanoseconds. */
    private long timeUnit() throws UnfitFileException {
      long ticks = 0;
      int id = 0;
      for (int header = next(); header != STOP; header = next()) {
        id = fieldId(header, id);
        ticks = id == 1 ? MILLIS : id == 2 ? MICROS : NANOS;
        skip(header & 0xf, 0);
      }
      return ticks;
    }

    private int fieldId(int header, int last) throws UnfitFileException {
      int delta = header >> 4;
      return delta == 0 ? (int) number() : last + delta;
    }

    private int next() throws UnfitFileException {
      if (at >= bytes.length) {
        throw damaged();
      }
      return bytes[at++] & 0xff;
    }

    private long varint() throws UnfitFileException {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        int b = next();
        value |= (long) (b & 0x7f) << shift;
        if (b < 0x80) {
          return value;
        }
      }
      throw damaged();
    }

    private long number() throws UnfitFileException {
      long value = varint();
      return value >>> 1 ^ -(value & 1);
    }

    private String text() throws UnfitFileException {
      int length = length();
      String text = new String(bytes, at, length, StandardCharsets.UTF_8);
      at += length;
      return text;
    }

    private int length() throws UnfitFileException {
      long length = varint();
      if (length < 0 || length > bytes.length - at) {
        throw damaged();
      }
      return (int) length;
    }

    private void skip(int type, int depth) throws UnfitFileException {
      if (depth > MAX_DEPTH) {
        throw damaged();
      }
      switch (type) {
        case TRUE, FALSE -> {} // the header is the value
        case BYTE -> next();
        case 4, 5, 6 -> varint();
        case DOUBLE -> skipBytes(8);
        case UUID -> skipBytes(16);
        case BINARY -> skipBytes(length());
        case LIST, SET -> {
          int header = next();
          long size = header >> 4 == 15 ? varint() : header >> 4;
          skipElements(size, header & 0xf, depth);
        }
        case MAP -> {
          long size = varint();
          int types = size == 0 ? 0 : next();
          for (long i = 0; i < size; i++) {
            skipElements(1, types >> 4, depth);
            skipElements(1, types & 0xf, depth);
          }
        }
        case STRUCT -> {
          int id = 0;
          for (int header = next(); header != STOP; header = next()) {
            id = fieldId(header, id);
            skip(header & 0xf, depth + 1);
          }
        }
        default -> throw damaged();
      }
    }

    private void skipElements(long size, int type, int depth) throws UnfitFileException {
      for (long i = 0; i < size; i++) {
        if (type == TRUE || type == FALSE) {
          next(); // in a container a boolean is a byte
        } else {
          skip(type, depth + 1);
        }
      }
    }

    private void skipBytes(int count) throws UnfitFileException {
      if (count > bytes.length - at) {
        throw damaged();
      }
      at += count;
    }
  }

  /** A {@code SchemaElement}: a physical type, and an annotation, in the old way or the new one. */
  private static final class Element {

    // LogicalType
    static final int DECIMAL = 5;
    static final int TIMESTAMP = 8;
    static final int INTEGER = 10;

    String name = "";
    int type = -1;
    int children;
    boolean isRepeated;
    int converted = -1;
    int logical = -1;
    int scale;
    int precision;
    boolean isInstant;
    long ticks;
    int bits;
    boolean isUnsigned;

    long ticksPerSecond() {
      if (ticks == 0 && logical < 0) {
        return converted == 9 ? Parser.MILLIS : converted == 10 ? Parser.MICROS : 0;
      }
      return ticks;
    }

    /** The type in the words of SQL, which are those of Spark where it has one. */
    String typeName() {
      if (isRepeated || logical == 3 || (children > 0 && converted == 3)) {
        return "array";
      }
      if (logical == 2 || (children > 0 && (converted == 1 || converted == 2))) {
        return "map";
      }
      if (type < 0) {
        return logical == 16 ? "variant" : "struct";
      }
      return switch (logical) {
        case 1, 4, 12 -> "string";
        case DECIMAL -> decimal();
        case 6 -> "date";
        case 7 -> "time";
        case TIMESTAMP -> isInstant ? ParquetColumn.INSTANT : ParquetColumn.LOCAL_TIME;
        case INTEGER -> integer(bits, isUnsigned);
        case 11 -> ParquetColumn.NOTHING;
        case 13 -> "binary";
        case 14 -> "uuid";
        case 15 -> "float16";
        case 17 -> "geometry";
        case 18 -> "geography";
        default -> convertedName();
      };
    }

    private String convertedName() {
      return switch (converted) {
        case 0, 4, 19 -> "string";
        case 5 -> decimal();
        case 6 -> "date";
        case 7, 8 -> "time";
        case 9, 10 -> ParquetColumn.INSTANT;
        case 11, 12, 13, 14 -> integer(8 << (converted - 11), true);
        case 15, 16, 17, 18 -> integer(8 << (converted - 15), false);
        case 21 -> "interval";
        default -> physicalName();
      };
    }

    private String physicalName() {
      return switch (type) {
        case 0 -> "boolean";
        case 1 -> "int";
        case 2 -> "bigint";
        case 3 -> ParquetColumn.INSTANT; // of 96 bits
        case 4 -> "float";
        case 5 -> "double";
        default -> "binary";
      };
    }

    private String decimal() {
      return "decimal(" + precision + "," + scale + ")";
    }

    private static String integer(int bits, boolean unsigned) {
      String signed =
          switch (bits) {
            case 8 -> "tinyint";
            case 16 -> "smallint";
            case 32 -> "int";
            default -> "bigint";
          };
      return unsigned ? "unsigned " + signed : signed;
    }
  }
}
