package io.github.marketvolume.files;

import io.github.marketvolume.error.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a Parquet file says of its columns and rows: the beginning of its footer, which is a {@code
 * FileMetaData} of the format's {@code parquet.thrift} in Thrift's compact protocol. Both runners
 * ask it, so that they take the same file for the same thing; the rows are read by their engines.
 *
 * <p>The statistics of its row groups are optional: where they are missing or cannot be understood,
 * the file is as one without them.
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
  private final Map<String, Range> ranges;

  private ParquetFooter(long rows, List<ParquetColumn> columns, Map<String, Range> ranges) {
    this.rows = rows;
    this.columns = List.copyOf(columns);
    this.ranges = Map.copyOf(ranges);
  }

  /** The smallest and the largest whole number of a column, as the file stores them. */
  public record Range(long least, long most) {

    private Range and(Range other) {
      return new Range(Math.min(least, other.least), Math.max(most, other.most));
    }
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
   * The range of a column's values, as statistics tell it: of a date in days from 1970-01-01, of a
   * timestamp in its ticks.
   *
   * @param column as the file spells it
   * @return empty where a row group has no statistics of the column, or the column is not stored as
   *     whole numbers
   */
  public Optional<Range> range(String column) {
    return Optional.ofNullable(ranges.get(column));
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

  /** Reads the first fields of the footer: the schema, the number of rows, and the row groups. */
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

    /** The field of the row groups, and the number of fields of their columns' statistics. */
    private static final int ROW_GROUPS = 4;

    private static final int STATISTICS = 7;

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
          return new ParquetFooter(rows, columns(elements), ranges(id));
        } else {
          skip(header & 0xf, 0);
        }
      }
      throw damaged();
    }

    /** The ranges that the row groups tell of, which come next; none where they do not. */
    private Map<String, Range> ranges(int id) {
      int end = at;
      try {
        if (at < bytes.length) {
          int header = next();
          if (fieldId(header, id) == ROW_GROUPS && (header & 0xf) == LIST) {
            return rowGroups();
          }
        }
      } catch (UnfitFileException e) {
        // The engine that reads the rows says what is wrong with them.
      }
      at = end;
      return Map.of();
    }

    private Map<String, Range> rowGroups() throws UnfitFileException {
      Map<String, Range> ranges = null;
      long size = listSize();
      for (long group = 0; group < size; group++) {
        Map<String, Range> ofGroup = rowGroup();
        if (ranges != null) {
          ofGroup.keySet().retainAll(ranges.keySet());
          for (Map.Entry<String, Range> before : ranges.entrySet()) {
            ofGroup.computeIfPresent(
                before.getKey(), (column, range) -> range.and(before.getValue()));
          }
        }
        ranges = ofGroup;
      }
      return ranges == null ? Map.of() : ranges;
    }

    private long listSize() throws UnfitFileException {
      int header = next();
      return header >> 4 == 15 ? varint() : header >> 4;
    }

    private Map<String, Range> rowGroup() throws UnfitFileException {
      Map<String, Range> ranges = new HashMap<>();
      int id = 0;
      for (int header = next(); header != STOP; header = next()) {
        id = fieldId(header, id);
        if (id == 1) {
          long size = listSize();
          for (long chunk = 0; chunk < size; chunk++) {
            columnChunk(ranges);
          }
        } else {
          skip(header & 0xf, 0);
        }
      }
      return ranges;
    }

    private void columnChunk(Map<String, Range> ranges) throws UnfitFileException {
      int id = 0;
      for (int header = next(); header != STOP; header = next()) {
        id = fieldId(header, id);
        if (id == 3) {
          columnMetaData(ranges);
        } else {
          skip(header & 0xf, 0);
        }
      }
    }

    private void columnMetaData(Map<String, Range> ranges) throws UnfitFileException {
      long type = -1;
      String name = null;
      Range range = null;
      int id = 0;
      for (int header = next(); header != STOP; header = next()) {
        id = fieldId(header, id);
        switch (id) {
          case 1 -> type = number();
          case 3 -> name = path();
          case 12 -> range = statistics();
          default -> skip(header & 0xf, 0);
        }
      }
      if ((type == Element.INT32 || type == Element.INT64) && name != null && range != null) {
        ranges.put(name, range);
      }
    }

    /** The name of a column at the top level; null for another. */
    private @Nullable String path() throws UnfitFileException {
      long size = listSize();
      String first = null;
      for (long i = 0; i < size; i++) {
        String part = text();
        first = i == 0 ? part : null;
      }
      return first;
    }

    /** The newer fields of the smallest and the largest value, or else the older ones. */
    private @Nullable Range statistics() throws UnfitFileException {
      @Nullable Long[] values = new Long[STATISTICS];
      int id = 0;
      for (int header = next(); header != STOP; header = next()) {
        id = fieldId(header, id);
        if (id > 0 && id < STATISTICS && (header & 0xf) == BINARY) {
          values[id] = wholeNumber();
        } else {
          skip(header & 0xf, 0);
        }
      }
      Long least = values[6] == null ? values[2] : values[6];
      Long most = values[5] == null ? values[1] : values[5];
      return least == null || most == null || least > most ? null : new Range(least, most);
    }

    /** A whole number of 32 or 64 bits, the lowest byte first; null where it is something else. */
    private @Nullable Long wholeNumber() throws UnfitFileException {
      int length = length();
      Long value = null;
      if (length == Integer.BYTES || length == Long.BYTES) {
        ByteBuffer number = ByteBuffer.wrap(bytes, at, length).order(ByteOrder.LITTLE_ENDIAN);
        value = length == Integer.BYTES ? (Long) (long) number.getInt() : (Long) number.getLong();
      }
      at += length;
      return value;
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
      long size = listSize();
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

    // Type
    static final int INT32 = 1;
    static final int INT64 = 2;

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
