package io.github.marketvolume.gcp.fake.bigquery.stream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.bigquery.storage.v1.AvroRows;
import com.google.cloud.bigquery.storage.v1.AvroSchema;
import com.google.cloud.bigquery.storage.v1.ReadRowsResponse;
import com.google.cloud.bigquery.storage.v1.ReadSession;
import com.google.protobuf.ByteString;
import io.github.marketvolume.gcp.fake.bigquery.catalog.FieldType;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableSchema;
import io.github.marketvolume.gcp.fake.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Rows as blocks of Avro. */
final class AvroEncoder implements RowEncoder {

  private final TableSchema columns;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
  private int rows;

  AvroEncoder(TableSchema columns) {
    this.columns = columns;
  }

  @Override
  public void schema(ReadSession.Builder session) {
    ObjectNode record = Json.object().put("type", "record").put("name", "__root__");
    ArrayNode fields = record.putArray("fields");
    for (TableSchema.Field field : columns.fields()) {
      ObjectNode json = fields.addObject().put("name", field.name());
      if (field.required()) {
        json.set("type", type(field.type()));
      } else {
        json.putArray("type").add("null").add(type(field.type()));
      }
    }
    session.setAvroSchema(
        AvroSchema.newBuilder().setSchema(new String(Json.bytes(record), StandardCharsets.UTF_8)));
  }

  private static ObjectNode type(FieldType type) {
    ObjectNode json = Json.object();
    return switch (type) {
      case STRING -> json.put("type", "string");
      case INT64 -> json.put("type", "long");
      case FLOAT64 -> json.put("type", "double");
      case BOOL -> json.put("type", "boolean");
      case DATE -> json.put("type", "int").put("logicalType", "date");
      case TIMESTAMP -> json.put("type", "long").put("logicalType", "timestamp-micros");
      case NUMERIC ->
          json.put("type", "bytes")
              .put("logicalType", "decimal")
              .put("precision", 38)
              .put("scale", 9);
      case BYTES -> json.put("type", "bytes");
    };
  }

  @Override
  public void add(ResultSet row) throws SQLException {
    try {
      for (int i = 0; i < columns.fields().size(); i++) {
        TableSchema.Field field = columns.fields().get(i);
        boolean none = row.getObject(i + 1) == null;
        if (!field.required()) {
          encoder.writeIndex(none ? 0 : 1);
        }
        if (none) {
          encoder.writeNull();
          continue;
        }
        switch (field.type()) {
          case STRING -> encoder.writeString(row.getString(i + 1));
          case INT64, TIMESTAMP -> encoder.writeLong(row.getLong(i + 1));
          case FLOAT64 -> encoder.writeDouble(row.getDouble(i + 1));
          case BOOL -> encoder.writeBoolean(row.getBoolean(i + 1));
          case DATE -> encoder.writeInt(row.getInt(i + 1));
          case NUMERIC ->
              encoder.writeBytes(
                  row.getBigDecimal(i + 1).setScale(9).unscaledValue().toByteArray());
          case BYTES -> encoder.writeBytes(row.getBytes(i + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rows++;
  }

  @Override
  public ReadRowsResponse batch() {
    try {
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ReadRowsResponse response =
        ReadRowsResponse.newBuilder()
            .setRowCount(rows)
            .setAvroRows(
                AvroRows.newBuilder()
                    .setSerializedBinaryRows(ByteString.copyFrom(out.toByteArray())))
            .build();
    out.reset();
    rows = 0;
    return response;
  }

  @Override
  public void close() {}
}
