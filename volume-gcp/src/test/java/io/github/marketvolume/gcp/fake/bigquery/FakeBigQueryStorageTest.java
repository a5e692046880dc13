package io.github.marketvolume.gcp.fake.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.core.ApiFuture;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsRequest;
import com.google.cloud.bigquery.storage.v1.BigQueryReadClient;
import com.google.cloud.bigquery.storage.v1.BigQueryReadSettings;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteSettings;
import com.google.cloud.bigquery.storage.v1.CreateReadSessionRequest;
import com.google.cloud.bigquery.storage.v1.DataFormat;
import com.google.cloud.bigquery.storage.v1.Exceptions;
import com.google.cloud.bigquery.storage.v1.JsonStreamWriter;
import com.google.cloud.bigquery.storage.v1.ReadRowsRequest;
import com.google.cloud.bigquery.storage.v1.ReadRowsResponse;
import com.google.cloud.bigquery.storage.v1.ReadSession;
import com.google.cloud.bigquery.storage.v1.ReadStream;
import com.google.cloud.bigquery.storage.v1.TableName;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import io.github.marketvolume.gcp.fake.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the unmodified client of the BigQuery Storage API sees, without TLS. */
class FakeBigQueryStorageTest {

  private static final String TABLE = TableName.of("p", "d", "t").toString();

  private FakeBigQuery fake;
  private BigQuery bigquery;
  private BigQueryReadClient reader;
  private BigQueryWriteClient writer;

  @BeforeEach
  void start() throws Exception {
    fake = FakeBigQuery.start().dataset("p", "d", "US");
    bigquery = FakeBigQueryTest.client(fake);
    reader =
        BigQueryReadClient.create(
            BigQueryReadSettings.newBuilder()
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setTransportChannelProvider(
                    channel(BigQueryReadSettings.defaultGrpcTransportProviderBuilder()))
                .build());
    writer =
        BigQueryWriteClient.create(
            BigQueryWriteSettings.newBuilder()
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setTransportChannelProvider(
                    channel(BigQueryWriteSettings.defaultGrpcTransportProviderBuilder()))
                .build());
    query(
        "CREATE TABLE d.t AS SELECT DATE '2020-01-06' AS day, 'A' AS ticker, 5 AS volume, 1.5 AS"
            + " price, TIMESTAMP '2020-01-06 10:00:00+00' AS at, NUMERIC '1.25' AS n, TRUE AS b");
  }

  @AfterEach
  void stop() {
    assertThat(fake.unexpected()).isEmpty();
    reader.close();
    writer.close();
    fake.close();
  }

  private InstantiatingGrpcChannelProvider channel(
      InstantiatingGrpcChannelProvider.Builder builder) {
    return builder
        .setEndpoint(fake.plaintextStorageEndpoint())
        .setChannelConfigurator(channel -> channel.usePlaintext())
        .build();
  }

  private List<String> query(String sql) throws InterruptedException {
    List<String> rows = new ArrayList<>();
    bigquery
        .query(QueryJobConfiguration.of(sql))
        .iterateAll()
        .forEach(row -> rows.add(String.valueOf(row.get(0).getValue())));
    return rows;
  }

  private ReadSession session(DataFormat format, String restriction, String... fields) {
    ReadSession.TableReadOptions.Builder options =
        ReadSession.TableReadOptions.newBuilder().setRowRestriction(restriction);
    options.addAllSelectedFields(List.of(fields));
    return reader.createReadSession(
        CreateReadSessionRequest.newBuilder()
            .setParent("projects/p")
            .setMaxStreamCount(4)
            .setReadSession(
                ReadSession.newBuilder()
                    .setTable(TABLE)
                    .setDataFormat(format)
                    .setReadOptions(options))
            .build());
  }

  private List<String> avro(ReadSession session) throws Exception {
    Schema schema = new Schema.Parser().parse(session.getAvroSchema().getSchema());
    GenericDatumReader<GenericRecord> records = new GenericDatumReader<>(schema);
    List<String> rows = new ArrayList<>();
    for (ReadStream stream : session.getStreamsList()) {
      for (ReadRowsResponse response :
          reader
              .readRowsCallable()
              .call(ReadRowsRequest.newBuilder().setReadStream(stream.getName()).build())) {
        BinaryDecoder decoder =
            DecoderFactory.get()
                .binaryDecoder(
                    response.getAvroRows().getSerializedBinaryRows().toByteArray(), null);
        while (!decoder.isEnd()) {
          rows.add(records.read(null, decoder).toString());
        }
      }
    }
    return rows;
  }

  @Test
  @DisplayName("a session has the columns and the rows that it was asked for")
  void read() throws Exception {
    query("INSERT d.t (day, ticker, volume) VALUES ('2020-02-03', 'B', 7)");
    ReadSession session = session(DataFormat.AVRO, "day >= DATE '2020-02-01'", "volume", "ticker");
    assertThat(avro(session)).containsExactly("{\"ticker\": \"B\", \"volume\": 7}");
    assertThat(session.getEstimatedRowCount()).isEqualTo(1);
    assertThat(avro(session(DataFormat.AVRO, "", "day", "at", "b")))
        .containsExactly(
            "{\"day\": 18267, \"at\": 1578304800000000, \"b\": true}",
            "{\"day\": 18295, \"at\": null, \"b\": null}");
    assertThat(session(DataFormat.ARROW, "").getArrowSchema().getSerializedSchema()).isNotEmpty();
  }

  @Test
  @DisplayName("a session is a snapshot in streams; a cut stream is read on from its offset")
  void streams() throws Exception {
    for (int i = 0; i < 12; i++) {
      query("INSERT d.t SELECT * FROM d.t");
    }
    ReadSession session = session(DataFormat.AVRO, "", "volume");
    query("DELETE FROM d.t WHERE TRUE");
    assertThat(session.getStreamsCount()).isEqualTo(2);
    fake.faults().at("BigQueryRead.ReadRows", 1, Fault.cutMidBody());
    assertThat(avro(session)).hasSize(4096);
    assertThat(fake.calls())
        .filteredOn(call -> call.operation().equals("BigQueryRead.ReadRows"))
        .hasSize(3);
    assertThat(avro(session(DataFormat.AVRO, "", "volume"))).isEmpty();
  }

  @Test
  @DisplayName("what is missing or denied has its status code")
  void errors() {
    fake.faults().at("BigQueryRead.CreateReadSession", 1, Fault.accessDenied());
    assertThatThrownBy(() -> session(DataFormat.AVRO, ""))
        .isInstanceOfSatisfying(
            ApiException.class,
            e ->
                assertThat(e.getStatusCode().getCode())
                    .isEqualTo(StatusCode.Code.PERMISSION_DENIED));
    assertThatThrownBy(
            () ->
                writer.createWriteStream(
                    TableName.of("p", "d", "no"),
                    WriteStream.newBuilder().setType(WriteStream.Type.PENDING).build()))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> assertThat(e.getStatusCode().getCode()).isEqualTo(StatusCode.Code.NOT_FOUND))
        .hasMessageContaining("Not found: Table p:d.no");
  }

  private static JSONArray row(String ticker, long volume) {
    return new JSONArray()
        .put(new JSONObject().put("ticker", ticker).put("volume", volume).put("day", "2020-03-02"));
  }

  @Test
  @DisplayName("pending rows are seen when committed, and offsets are kept in order")
  void write() throws Exception {
    WriteStream stream =
        writer.createWriteStream(
            TABLE, WriteStream.newBuilder().setType(WriteStream.Type.PENDING).build());
    try (JsonStreamWriter rows = JsonStreamWriter.newBuilder(stream.getName(), writer).build()) {
      assertThat(rows.append(row("X", 1), 0).get().getAppendResult().getOffset().getValue())
          .isZero();
      assertThat(rows.append(row("Y", 2), 1).get().getAppendResult().getOffset().getValue())
          .isEqualTo(1);
      ApiFuture<AppendRowsResponse> again = rows.append(row("Y", 2), 1);
      assertThatThrownBy(again::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(Exceptions.OffsetAlreadyExists.class);
    }
    assertThat(query("SELECT COUNT(*) FROM d.t")).containsExactly("1");
    BatchCommitWriteStreamsRequest commit =
        BatchCommitWriteStreamsRequest.newBuilder()
            .setParent(TABLE)
            .addWriteStreams(stream.getName())
            .build();
    assertThat(writer.batchCommitWriteStreams(commit).getStreamErrorsCount()).isEqualTo(1);
    assertThat(writer.finalizeWriteStream(stream.getName()).getRowCount()).isEqualTo(2);
    assertThat(writer.batchCommitWriteStreams(commit).hasCommitTime()).isTrue();
    assertThat(query("SELECT ticker FROM d.t ORDER BY volume")).containsExactly("X", "Y", "A");
    assertThat(writer.batchCommitWriteStreams(commit).getStreamErrors(0).getErrorMessage())
        .isEqualTo("Stream is already committed");
  }

  @Test
  @DisplayName("a lost answer to a commit: the rows are there")
  void lost() throws Exception {
    WriteStream stream =
        writer.createWriteStream(
            TABLE, WriteStream.newBuilder().setType(WriteStream.Type.PENDING).build());
    try (JsonStreamWriter rows = JsonStreamWriter.newBuilder(stream.getName(), writer).build()) {
      rows.append(row("X", 1), 0).get();
    }
    writer.finalizeWriteStream(stream.getName());
    fake.faults().at("BigQueryWrite.BatchCommitWriteStreams", 1, Fault.lostResponse());
    var answer = writer.batchCommitWriteStreams(commit(stream));
    assertThat(answer.getStreamErrors(0).getErrorMessage())
        .as("the client tries again by itself")
        .isEqualTo("Stream is already committed");
    assertThat(query("SELECT COUNT(*) FROM d.t")).containsExactly("2");
  }

  private static BatchCommitWriteStreamsRequest commit(WriteStream stream) {
    return BatchCommitWriteStreamsRequest.newBuilder()
        .setParent(TABLE)
        .addWriteStreams(stream.getName())
        .build();
  }
}
