package io.github.marketvolume.gcp.fake.bigquery.stream;

import com.google.cloud.bigquery.storage.v1.BigQueryReadGrpc;
import com.google.cloud.bigquery.storage.v1.CreateReadSessionRequest;
import com.google.cloud.bigquery.storage.v1.DataFormat;
import com.google.cloud.bigquery.storage.v1.ReadRowsRequest;
import com.google.cloud.bigquery.storage.v1.ReadRowsResponse;
import com.google.cloud.bigquery.storage.v1.ReadSession;
import com.google.cloud.bigquery.storage.v1.ReadStream;
import com.google.cloud.bigquery.storage.v1.SplitReadStreamRequest;
import com.google.cloud.bigquery.storage.v1.SplitReadStreamResponse;
import com.google.protobuf.Timestamp;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Catalog;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Engine;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Table;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableSchema;
import io.github.marketvolume.gcp.fake.bigquery.sql.SqlScope;
import io.github.marketvolume.gcp.fake.bigquery.sql.SqlTranslator;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** {@code BigQueryRead}: a session is a snapshot of the rows that it was asked for. */
public final class ReadService extends BigQueryReadGrpc.BigQueryReadImplBase {

  private static final int ROWS_OF_RESPONSE = 500;
  private static final int STREAMS = 2;

  private record Stream(
      String relation, TableSchema columns, DataFormat format, long from, long to) {}

  private final Catalog catalog;
  private final GrpcCalls calls;
  private final Map<String, Stream> streams = new ConcurrentHashMap<>();

  public ReadService(Catalog catalog, GrpcCalls calls) {
    this.catalog = catalog;
    this.calls = calls;
  }

  @Override
  public void createReadSession(
      CreateReadSessionRequest request, StreamObserver<ReadSession> observer) {
    calls.answer(observer, () -> create(request));
  }

  private ReadSession create(CreateReadSessionRequest request) throws SQLException {
    ReadSession wanted = request.getReadSession();
    if (wanted.hasTableModifiers() && wanted.getTableModifiers().hasSnapshotTime()) {
      throw ApiException.notServed("a read session at a snapshot time");
    }
    if (wanted.getReadOptions().hasSamplePercentage()) {
      throw ApiException.notServed("a read session of a sample");
    }
    Table table = catalog.table(ResourceNames.table(wanted.getTable()));
    if (table.view()) {
      throw ApiException.invalid(
          "request failed: non-table entities cannot be read with the storage API");
    }
    TableSchema columns = table.schema().select(wanted.getReadOptions().getSelectedFieldsList());
    String restriction = wanted.getReadOptions().getRowRestriction();
    SqlScope scope = SqlScope.plain(catalog, table.name().project());
    String where =
        restriction.isBlank() ? "" : " WHERE " + SqlTranslator.translate(restriction, scope);
    Engine engine = catalog.engine();
    String relation = engine.newRelation();
    engine.update(
        "CREATE TABLE %s AS SELECT %s FROM %s%s ORDER BY rowid"
            .formatted(relation, columns.columns(), table.relation(), where));
    long rows = engine.number("SELECT count(*) FROM " + relation);
    String name =
        "projects/%s/locations/%s/sessions/%s"
            .formatted(
                table.name().project(),
                table.location().toLowerCase(Locale.ROOT),
                UUID.randomUUID());
    ReadSession.Builder session =
        wanted.toBuilder()
            .setName(name)
            .setEstimatedRowCount(rows)
            .setEstimatedTotalBytesScanned(catalog.bytes(table, columns))
            .setExpireTime(
                Timestamp.newBuilder().setSeconds(System.currentTimeMillis() / 1000 + 21_600));
    try (RowEncoder encoder = encoder(wanted.getDataFormat(), columns)) {
      encoder.schema(session);
    }
    int most = request.getMaxStreamCount() == 0 ? STREAMS : request.getMaxStreamCount();
    long count = Math.min(Math.min(most, STREAMS), rows);
    for (long i = 0; i < count; i++) {
      String stream = name + "/streams/" + i;
      streams.put(
          stream,
          new Stream(
              relation, columns, wanted.getDataFormat(), rows * i / count, rows * (i + 1) / count));
      session.addStreams(ReadStream.newBuilder().setName(stream));
    }
    return session.build();
  }

  private static RowEncoder encoder(DataFormat format, TableSchema columns) {
    return switch (format) {
      case ARROW -> new ArrowEncoder(columns);
      case AVRO -> new AvroEncoder(columns);
      default -> throw ApiException.invalid("Unknown data format: " + format);
    };
  }

  @Override
  public void readRows(ReadRowsRequest request, StreamObserver<ReadRowsResponse> observer) {
    ServerCallStreamObserver<ReadRowsResponse> server =
        (ServerCallStreamObserver<ReadRowsResponse>) observer;
    try {
      Stream stream = streams.get(request.getReadStream());
      if (stream == null) {
        throw ApiException.notFound("Not found: stream " + request.getReadStream());
      }
      long at = stream.from() + request.getOffset();
      if (at > stream.to()) {
        throw new ApiException(
            416, "outOfRange", "There are fewer rows than the offset " + request.getOffset());
      }
      try (RowEncoder encoder = encoder(stream.format(), stream.columns())) {
        boolean first = true;
        while (at < stream.to() && !server.isCancelled()) {
          long end = Math.min(at + ROWS_OF_RESPONSE, stream.to());
          ReadRowsResponse response = rows(stream, encoder, at, end);
          if (first) {
            response = withSchema(response, encoder);
            first = false;
          }
          while (!server.isReady() && !server.isCancelled()) {
            Thread.onSpinWait();
            LockSupport.parkNanos(100_000);
          }
          server.onNext(response);
          at = end;
        }
      }
      server.onCompleted();
    } catch (SQLException | RuntimeException e) {
      if (!server.isCancelled()) {
        server.onError(calls.failure(e));
      }
    }
  }

  private static ReadRowsResponse withSchema(ReadRowsResponse response, RowEncoder encoder) {
    ReadSession.Builder session = ReadSession.newBuilder();
    encoder.schema(session);
    ReadRowsResponse.Builder builder = response.toBuilder();
    if (session.hasArrowSchema()) {
      builder.setArrowSchema(session.getArrowSchema());
    } else {
      builder.setAvroSchema(session.getAvroSchema());
    }
    return builder.build();
  }

  private ReadRowsResponse rows(Stream stream, RowEncoder encoder, long from, long to)
      throws SQLException {
    catalog
        .engine()
        .read(
            "SELECT %s FROM %s WHERE rowid >= %d AND rowid < %d ORDER BY rowid"
                .formatted(RowEncoder.columns(stream.columns()), stream.relation(), from, to),
            encoder::add);
    return encoder.batch();
  }

  @Override
  public void splitReadStream(
      SplitReadStreamRequest request, StreamObserver<SplitReadStreamResponse> observer) {
    // An empty answer says that the stream cannot be split.
    calls.answer(observer, SplitReadStreamResponse::getDefaultInstance);
  }
}
