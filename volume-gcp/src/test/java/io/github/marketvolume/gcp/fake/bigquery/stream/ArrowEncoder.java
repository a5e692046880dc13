package io.github.marketvolume.gcp.fake.bigquery.stream;

import com.google.cloud.bigquery.storage.v1.ArrowRecordBatch;
import com.google.cloud.bigquery.storage.v1.ArrowSchema;
import com.google.cloud.bigquery.storage.v1.ReadRowsResponse;
import com.google.cloud.bigquery.storage.v1.ReadSession;
import com.google.protobuf.ByteString;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows as Arrow record batches. */
final class ArrowEncoder implements RowEncoder {

  private final TableSchema columns;
  private final Schema schema;
  private final BufferAllocator allocator = new RootAllocator();
  private final VectorSchemaRoot root;
  private int rows;

  ArrowEncoder(TableSchema columns) {
    this.columns = columns;
    List<Field> fields = new ArrayList<>();
    for (TableSchema.Field field : columns.fields()) {
      FieldType type = new FieldType(!field.required(), type(field.type()), null);
      fields.add(new Field(field.name(), type, List.of()));
    }
    this.schema = new Schema(fields);
    this.root = VectorSchemaRoot.create(schema, allocator);
  }

  private static ArrowType type(io.github.marketvolume.gcp.fake.bigquery.catalog.FieldType type) {
    return switch (type) {
      case STRING -> new ArrowType.Utf8();
      case INT64 -> new ArrowType.Int(64, true);
      case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case BOOL -> new ArrowType.Bool();
      case DATE -> new ArrowType.Date(DateUnit.DAY);
      case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
      case NUMERIC -> new ArrowType.Decimal(38, 9, 128);
      case BYTES -> new ArrowType.Binary();
    };
  }

  @Override
  public void schema(ReadSession.Builder session) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      MessageSerializer.serialize(new WriteChannel(Channels.newChannel(out)), schema);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    session.setArrowSchema(
        ArrowSchema.newBuilder().setSerializedSchema(ByteString.copyFrom(out.toByteArray())));
  }

  @Override
  public void add(ResultSet row) throws SQLException {
    for (int i = 0; i < columns.fields().size(); i++) {
      FieldVector vector = root.getVector(i);
      if (row.getObject(i + 1) == null) {
        vector.setNull(rows);
        continue;
      }
      switch (columns.fields().get(i).type()) {
        case STRING ->
            ((VarCharVector) vector)
                .setSafe(rows, row.getString(i + 1).getBytes(StandardCharsets.UTF_8));
        case INT64 -> ((BigIntVector) vector).setSafe(rows, row.getLong(i + 1));
        case FLOAT64 -> ((Float8Vector) vector).setSafe(rows, row.getDouble(i + 1));
        case BOOL -> ((BitVector) vector).setSafe(rows, row.getBoolean(i + 1) ? 1 : 0);
        case DATE -> ((DateDayVector) vector).setSafe(rows, row.getInt(i + 1));
        case TIMESTAMP -> ((TimeStampMicroTZVector) vector).setSafe(rows, row.getLong(i + 1));
        case NUMERIC ->
            ((DecimalVector) vector).setSafe(rows, row.getBigDecimal(i + 1).setScale(9));
        case BYTES -> ((VarBinaryVector) vector).setSafe(rows, row.getBytes(i + 1));
      }
    }
    rows++;
  }

  @Override
  public ReadRowsResponse batch() {
    root.setRowCount(rows);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (org.apache.arrow.vector.ipc.message.ArrowRecordBatch batch =
        new VectorUnloader(root).getRecordBatch()) {
      MessageSerializer.serialize(new WriteChannel(Channels.newChannel(out)), batch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ReadRowsResponse response =
        ReadRowsResponse.newBuilder()
            .setRowCount(rows)
            .setArrowRecordBatch(
                ArrowRecordBatch.newBuilder()
                    .setSerializedRecordBatch(ByteString.copyFrom(out.toByteArray())))
            .build();
    root.clear();
    rows = 0;
    return response;
  }

  @Override
  public void close() {
    root.close();
    allocator.close();
  }
}
