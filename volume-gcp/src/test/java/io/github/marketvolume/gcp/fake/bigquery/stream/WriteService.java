package io.github.marketvolume.gcp.fake.bigquery.stream;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsRequest;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteGrpc;
import com.google.cloud.bigquery.storage.v1.CreateWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.FinalizeWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.FinalizeWriteStreamResponse;
import com.google.cloud.bigquery.storage.v1.GetWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import com.google.protobuf.Timestamp;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Catalog;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Engine;
import io.github.marketvolume.gcp.fake.bigquery.catalog.FieldType;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Table;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableName;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableSchema;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code BigQueryWrite}: streams of rows, seen when they are committed. */
public final class WriteService extends BigQueryWriteGrpc.BigQueryWriteImplBase {

  private static final String DEFAULT = "_default";

  /** A stream, guarded by the catalog; rows of a pending one are in a relation of their own. */
  private static final class Stream {
    final String name;
    final TableName table;
    final WriteStream.Type type;
    final String relation;
    long rows;
    boolean finalized;
    boolean committed;

    Stream(String name, TableName table, WriteStream.Type type, String relation) {
      this.name = name;
      this.table = table;
      this.type = type;
      this.relation = relation;
    }
  }

  private final Catalog catalog;
  private final Engine engine;
  private final GrpcCalls calls;
  private final Map<String, Stream> streams = new HashMap<>();

  public WriteService(Catalog catalog, GrpcCalls calls) {
    this.catalog = catalog;
    this.engine = catalog.engine();
    this.calls = calls;
  }

  @Override
  public void createWriteStream(
      CreateWriteStreamRequest request, StreamObserver<WriteStream> observer) {
    calls.answer(
        observer,
        () -> {
          WriteStream.Type type = request.getWriteStream().getType();
          if (type != WriteStream.Type.PENDING && type != WriteStream.Type.COMMITTED) {
            throw ApiException.notServed("a write stream of the type " + type);
          }
          TableName name = ResourceNames.table(request.getParent());
          Table table = catalog.table(name);
          String relation = "";
          if (type == WriteStream.Type.PENDING) {
            relation = engine.newRelation();
            engine.createTable(relation, table.schema());
          }
          String id = ResourceNames.of(name) + "/streams/" + UUID.randomUUID();
          Stream stream = new Stream(id, name, type, relation);
          streams.put(id, stream);
          return resource(stream);
        });
  }

  @Override
  public void getWriteStream(GetWriteStreamRequest request, StreamObserver<WriteStream> observer) {
    calls.answer(observer, () -> resource(stream(request.getName())));
  }

  private Stream stream(String name) {
    if (name.endsWith("/" + DEFAULT)) {
      TableName table = ResourceNames.table(name);
      catalog.table(table);
      return new Stream(name, table, WriteStream.Type.COMMITTED, "");
    }
    Stream stream = streams.get(name);
    if (stream == null) {
      throw ApiException.notFound("Requested entity was not found. Entity: " + name);
    }
    return stream;
  }

  private WriteStream resource(Stream stream) {
    Table table = catalog.table(stream.table);
    com.google.cloud.bigquery.storage.v1.TableSchema.Builder schema =
        com.google.cloud.bigquery.storage.v1.TableSchema.newBuilder();
    for (TableSchema.Field field : table.schema().fields()) {
      schema.addFields(
          TableFieldSchema.newBuilder()
              .setName(field.name())
              .setType(TableFieldSchema.Type.valueOf(grpcName(field.type())))
              .setMode(
                  field.required()
                      ? TableFieldSchema.Mode.REQUIRED
                      : TableFieldSchema.Mode.NULLABLE));
    }
    return WriteStream.newBuilder()
        .setName(stream.name)
        .setType(stream.type)
        .setLocation(table.location())
        .setWriteMode(WriteStream.WriteMode.INSERT)
        .setCreateTime(Timestamp.newBuilder().setSeconds(System.currentTimeMillis() / 1000))
        .setTableSchema(schema)
        .build();
  }

  private static String grpcName(FieldType type) {
    return switch (type) {
      case FLOAT64 -> "DOUBLE";
      default -> type.name();
    };
  }

  @Override
  public StreamObserver<AppendRowsRequest> appendRows(StreamObserver<AppendRowsResponse> observer) {
    return new StreamObserver<>() {
      private String name = "";
      private AppendRowsRequest.ProtoData last = AppendRowsRequest.ProtoData.getDefaultInstance();

      @Override
      public void onNext(AppendRowsRequest request) {
        try {
          if (!request.getWriteStream().isEmpty()) {
            name = request.getWriteStream();
          }
          if (request.hasArrowRows()) {
            throw ApiException.notServed("AppendRows of Arrow");
          }
          if (request.getProtoRows().hasWriterSchema()) {
            last = request.getProtoRows();
          }
          synchronized (catalog) {
            observer.onNext(append(name, request, last));
          }
        } catch (SQLException | RuntimeException e) {
          observer.onError(calls.failure(e));
        }
      }

      @Override
      public void onError(Throwable cause) {
        // The writer has gone; what it appended stays.
      }

      @Override
      public void onCompleted() {
        observer.onCompleted();
      }
    };
  }

  private AppendRowsResponse append(
      String name, AppendRowsRequest request, AppendRowsRequest.ProtoData schema)
      throws SQLException {
    Stream stream = stream(name);
    Table table = catalog.table(stream.table);
    if (stream.finalized) {
      return error(
          stream,
          Status.Code.INVALID_ARGUMENT,
          StorageErrorCode.STREAM_FINALIZED,
          "Stream has been finalized and cannot be appended");
    }
    boolean offsets = !name.endsWith("/" + DEFAULT);
    if (request.hasOffset() && offsets && request.getOffset().getValue() != stream.rows) {
      boolean before = request.getOffset().getValue() < stream.rows;
      return error(
          stream,
          before ? Status.Code.ALREADY_EXISTS : Status.Code.OUT_OF_RANGE,
          before ? StorageErrorCode.OFFSET_ALREADY_EXISTS : StorageErrorCode.OFFSET_OUT_OF_RANGE,
          "The offset is %s stream, expected offset %d, received %d"
              .formatted(
                  before ? "within" : "beyond", stream.rows, request.getOffset().getValue()));
    }
    List<List<String>> rows = new ArrayList<>();
    try {
      ProtoDecoder decoder = new ProtoDecoder(schema.getWriterSchema(), table.schema());
      for (ByteString row : request.getProtoRows().getRows().getSerializedRowsList()) {
        rows.add(decoder.decode(row));
      }
    } catch (ApiException e) {
      return error(
          stream,
          Status.Code.INVALID_ARGUMENT,
          StorageErrorCode.SCHEMA_MISMATCH_EXTRA_FIELDS,
          e.getMessage());
    }
    boolean pending = stream.type == WriteStream.Type.PENDING;
    engine.append(pending ? stream.relation : table.relation(), table.schema(), rows);
    if (!pending) {
      table.touch();
    }
    AppendRowsResponse.AppendResult.Builder result = AppendRowsResponse.AppendResult.newBuilder();
    if (offsets) {
      result.setOffset(Int64Value.of(stream.rows));
    }
    stream.rows += rows.size();
    return AppendRowsResponse.newBuilder()
        .setAppendResult(result)
        .setWriteStream(stream.name)
        .build();
  }

  private static AppendRowsResponse error(
      Stream stream, Status.Code code, StorageErrorCode detail, String message) {
    return AppendRowsResponse.newBuilder()
        .setWriteStream(stream.name)
        .setError(
            com.google.rpc.Status.newBuilder()
                .setCode(code.value())
                .setMessage(message + " Entity: " + stream.name)
                .addDetails(Any.pack(storageError(stream.name, detail, message))))
        .build();
  }

  private static StorageError storageError(String entity, StorageErrorCode code, String message) {
    return StorageError.newBuilder()
        .setCode(code)
        .setEntity(entity)
        .setErrorMessage(message)
        .build();
  }

  @Override
  public void finalizeWriteStream(
      FinalizeWriteStreamRequest request, StreamObserver<FinalizeWriteStreamResponse> observer) {
    calls.answer(
        observer,
        () -> {
          Stream stream = stream(request.getName());
          stream.finalized = true;
          return FinalizeWriteStreamResponse.newBuilder().setRowCount(stream.rows).build();
        });
  }

  @Override
  public void batchCommitWriteStreams(
      BatchCommitWriteStreamsRequest request,
      StreamObserver<BatchCommitWriteStreamsResponse> observer) {
    calls.answer(observer, () -> commit(request));
  }

  private BatchCommitWriteStreamsResponse commit(BatchCommitWriteStreamsRequest request)
      throws SQLException {
    Table table = catalog.table(ResourceNames.table(request.getParent()));
    BatchCommitWriteStreamsResponse.Builder answer = BatchCommitWriteStreamsResponse.newBuilder();
    List<Stream> all = new ArrayList<>();
    for (String name : request.getWriteStreamsList()) {
      Stream stream = streams.get(name);
      if (stream == null) {
        answer.addStreamErrors(
            storageError(name, StorageErrorCode.STREAM_NOT_FOUND, "Stream is not found"));
      } else if (stream.committed) {
        answer.addStreamErrors(
            storageError(
                name, StorageErrorCode.STREAM_ALREADY_COMMITTED, "Stream is already committed"));
      } else if (!stream.finalized) {
        answer.addStreamErrors(
            storageError(name, StorageErrorCode.INVALID_STREAM_STATE, "Stream is not finalized"));
      } else if (stream.type != WriteStream.Type.PENDING) {
        answer.addStreamErrors(
            storageError(name, StorageErrorCode.INVALID_STREAM_TYPE, "Stream is not pending"));
      } else {
        all.add(stream);
      }
    }
    if (answer.getStreamErrorsCount() > 0) {
      return answer.build();
    }
    engine.transaction(
        () -> {
          long rows = 0;
          for (Stream stream : all) {
            rows +=
                engine.update(
                    "INSERT INTO %s BY NAME SELECT * FROM %s ORDER BY rowid"
                        .formatted(table.relation(), stream.relation));
          }
          return rows;
        });
    for (Stream stream : all) {
      stream.committed = true;
      engine.drop(stream.relation);
    }
    table.touch();
    long millis = System.currentTimeMillis();
    return answer
        .setCommitTime(
            Timestamp.newBuilder()
                .setSeconds(millis / 1000)
                .setNanos((int) (millis % 1000) * 1_000_000))
        .build();
  }
}
