package io.github.marketvolume.gcp.fake.bigquery.stream;

import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.marketvolume.gcp.fake.bigquery.catalog.FieldType;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableSchema;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Rows that a writer spelled as protocol buffers, as text for the engine. */
final class ProtoDecoder {

  private final Descriptor descriptor;
  private final TableSchema schema;
  private final FieldDescriptor[] fields;

  ProtoDecoder(ProtoSchema writer, TableSchema schema) {
    try {
      FileDescriptorProto file =
          FileDescriptorProto.newBuilder()
              .setName("rows.proto")
              .addMessageType(writer.getProtoDescriptor())
              .build();
      this.descriptor =
          FileDescriptor.buildFrom(file, new FileDescriptor[0]).getMessageTypes().get(0);
    } catch (DescriptorValidationException e) {
      throw ApiException.invalid("Invalid proto schema: " + e.getMessage());
    }
    this.schema = schema;
    this.fields = new FieldDescriptor[schema.fields().size()];
    for (FieldDescriptor field : descriptor.getFields()) {
      int at = -1;
      for (int i = 0; i < fields.length; i++) {
        if (schema.fields().get(i).name().equalsIgnoreCase(field.getName())) {
          at = i;
        }
      }
      if (at < 0) {
        throw ApiException.invalid(
            "Input schema has more fields than BigQuery schema, extra fields: '"
                + field.getName()
                + "'");
      }
      fields[at] = field;
    }
  }

  List<String> decode(ByteString bytes) {
    DynamicMessage message;
    try {
      message = DynamicMessage.parseFrom(descriptor, bytes);
    } catch (InvalidProtocolBufferException e) {
      throw ApiException.invalid("Rows cannot be parsed: " + e.getMessage());
    }
    List<String> row = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      FieldDescriptor field = fields[i];
      boolean there = field != null && (!field.hasPresence() || message.hasField(field));
      TableSchema.Field column = schema.fields().get(i);
      if (!there && column.required()) {
        throw ApiException.invalid("Required field is missing: " + column.name());
      }
      row.add(there ? text(column.type(), message.getField(field)) : null);
    }
    return row;
  }

  private static String text(FieldType type, Object value) {
    if (type == FieldType.DATE && value instanceof Integer days) {
      return LocalDate.ofEpochDay(days).toString();
    }
    if (type == FieldType.TIMESTAMP && value instanceof Long micros) {
      return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
    if (value instanceof ByteString bytes) {
      return type == FieldType.NUMERIC
          ? numeric(bytes.toByteArray()).toPlainString()
          : Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
    return value.toString();
  }

  /** Little-endian two's complement, in units of 10^-9. */
  private static BigDecimal numeric(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[bytes.length - 1 - i] = bytes[i];
    }
    return new BigDecimal(new BigInteger(reversed), 9);
  }
}
