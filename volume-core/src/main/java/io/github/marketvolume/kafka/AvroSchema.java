package io.github.marketvolume.kafka;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.market.BarColumn;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a schema of Avro says of bars.
 *
 * @param fields the fields of the record in the order in which they are written
 */
record AvroSchema(List<Field> fields) implements Serializable {

  /**
   * A field of the record.
   *
   * @param column the column of bars that it is; null where it is another and passed over
   * @param isUnion whether the value begins with the place of its branch
   * @param branches the types that the value may be of
   */
  record Field(@Nullable BarColumn column, boolean isUnion, List<Branch> branches)
      implements Serializable {}

  /**
   * A type of a field.
   *
   * @param schema the type itself
   * @param kind what its values are to bars
   * @param scale of decimals, how many digits are behind the point
   */
  record Branch(Schema schema, Kind kind, int scale) implements Serializable {}

  /** What values are to bars. */
  enum Kind {
    NULL,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    DECIMAL,
    DATE,
    TEXT,
    PASSED_OVER
  }

  private static final List<Kind> DATES = List.of(Kind.NULL, Kind.DATE, Kind.TEXT);
  private static final List<Kind> TEXTS = List.of(Kind.NULL, Kind.TEXT);
  private static final List<Kind> NUMBERS =
      List.of(Kind.NULL, Kind.INT, Kind.LONG, Kind.FLOAT, Kind.DOUBLE, Kind.DECIMAL);

  /**
   * Reads a schema.
   *
   * @param file its name in messages
   * @throws InvalidPlanException if it is not the schema of a bar
   */
  static AvroSchema parse(String file, String text) {
    Schema schema;
    try {
      schema = new Schema.Parser().parse(text);
    } catch (AvroRuntimeException e) {
      throw new InvalidPlanException(
          file + " is not a schema of Avro: " + Failures.reason(e) + "; name a file .avsc", e);
    }
    if (schema.getType() != Schema.Type.RECORD) {
      throw new InvalidPlanException(
          file + " is a schema of " + schema.getType().getName() + "; give that of a record");
    }
    Map<String, BarColumn> columns = new HashMap<>();
    Arrays.stream(BarColumn.values()).forEach(each -> columns.put(each.columnName(), each));
    List<Field> fields = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      fields.add(field(file, field, columns.remove(field.name())));
    }
    for (BarColumn column : List.of(BarColumn.TRADE_DATE, BarColumn.VOLUME)) {
      if (columns.containsValue(column)) {
        throw new InvalidPlanException(
            file + " has no field " + column.columnName() + "; every bar needs one");
      }
    }
    return new AvroSchema(List.copyOf(fields));
  }

  private static Field field(String file, Schema.Field field, @Nullable BarColumn column) {
    boolean isUnion = field.schema().getType() == Schema.Type.UNION;
    List<Branch> branches =
        (isUnion ? field.schema().getTypes() : List.of(field.schema()))
            .stream().map(type -> branch(type, column)).toList();
    if (column != null) {
      List<Kind> allowed =
          switch (column.unit()) {
            case DATE -> DATES;
            case SYMBOL -> TEXTS;
            default -> NUMBERS;
          };
      for (Branch branch : branches) {
        if (!allowed.contains(branch.kind())) {
          throw new InvalidPlanException(
              file
                  + ": the field "
                  + field.name()
                  + " is of type "
                  + nameOf(branch.schema())
                  + "; it may be "
                  + switch (column.unit()) {
                    case DATE -> "of the logical type date, or a string";
                    case SYMBOL -> "a string";
                    default -> "int, long, float, double or decimal";
                  });
        }
      }
    }
    return new Field(column, isUnion, branches);
  }

  private static String nameOf(Schema type) {
    return type.getLogicalType() == null
        ? type.getType().getName()
        : type.getLogicalType().getName();
  }

  private static Branch branch(Schema type, @Nullable BarColumn column) {
    if (column == null) {
      return new Branch(type, Kind.PASSED_OVER, 0);
    }
    if (type.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return new Branch(type, Kind.DECIMAL, decimal.getScale());
    }
    boolean isPlain = type.getLogicalType() == null;
    Kind kind =
        switch (type.getType()) {
          case NULL -> Kind.NULL;
          case INT ->
              type.getLogicalType() instanceof LogicalTypes.Date
                  ? Kind.DATE
                  : isPlain ? Kind.INT : Kind.PASSED_OVER;
          case LONG -> isPlain ? Kind.LONG : Kind.PASSED_OVER;
          case FLOAT -> Kind.FLOAT;
          case DOUBLE -> Kind.DOUBLE;
          case STRING -> Kind.TEXT;
          default -> Kind.PASSED_OVER;
        };
    return new Branch(type, kind, 0);
  }
}
