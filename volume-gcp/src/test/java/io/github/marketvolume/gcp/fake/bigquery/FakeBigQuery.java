package io.github.marketvolume.gcp.fake.bigquery;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.github.marketvolume.gcp.fake.Call;
import io.github.marketvolume.gcp.fake.Faults;
import io.github.marketvolume.gcp.fake.Transcript;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Catalog;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Engine;
import io.github.marketvolume.gcp.fake.bigquery.stream.GrpcCalls;
import io.github.marketvolume.gcp.fake.bigquery.stream.ReadService;
import io.github.marketvolume.gcp.fake.bigquery.stream.WriteService;
import io.github.marketvolume.gcp.fake.storage.FakeGcs;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.github.marketvolume.gcp.fake.wire.Certificate;
import io.github.marketvolume.gcp.fake.wire.GrpcWire;
import io.github.marketvolume.gcp.fake.wire.HttpWire;
import io.github.marketvolume.gcp.fake.wire.Json;
import io.github.marketvolume.gcp.fake.wire.ResumableUploads;
import io.github.marketvolume.gcp.fake.wire.Router;
import io.github.marketvolume.gcp.fake.wire.Spool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * BigQuery on this machine: its REST API over plain HTTP and its Storage API over gRPC, each on a
 * free port of the loopback interface. An embedded database holds the rows, in a file that is gone
 * when it is closed.
 *
 * <p>Not a full BigQuery: of GoogleSQL it knows the shapes that the package says. What it does not
 * know it answers with 501, names it, and keeps it in {@link #unexpected()}.
 */
public final class FakeBigQuery implements AutoCloseable {

  private final Transcript transcript = new Transcript();
  private final Spool spool;
  private final Engine engine;
  private final Catalog catalog;
  private final Jobs jobs;
  private final HttpWire wire;
  private final GrpcWire storage;

  private FakeBigQuery(Optional<FakeGcs> gcs) throws IOException, SQLException {
    this.spool = new Spool("fake-bigquery-");
    this.engine = new Engine(spool.newFile(".db").toString());
    this.catalog = new Catalog(engine);
    this.jobs = new Jobs(catalog, gcs);
    Router router = new Router();
    new BqDatasets(catalog, this::endpoint).addTo(router);
    new BqTables(catalog, this::endpoint).addTo(router);
    new BqTableData(catalog).addTo(router);
    new BqJobs(jobs, catalog, spool, new ResumableUploads(spool), this::endpoint).addTo(router);
    this.wire = new HttpWire(router, transcript);
    GrpcCalls calls = new GrpcCalls(catalog, transcript);
    this.storage =
        new GrpcWire(
            transcript, List.of(new ReadService(catalog, calls), new WriteService(catalog, calls)));
  }

  /** Starts one that has no storage for {@code gs://} URIs. */
  public static FakeBigQuery start() {
    return start(Optional.empty());
  }

  /**
   * Starts one that loads from, and extracts to, {@code gcs}, which stays the caller's to close.
   */
  public static FakeBigQuery start(FakeGcs gcs) {
    return start(Optional.of(gcs));
  }

  private static FakeBigQuery start(Optional<FakeGcs> gcs) {
    try {
      return new FakeBigQuery(gcs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException("the engine does not start", e);
    }
  }

  /** Where its REST API listens, such as {@code http://localhost:40123}. */
  public String endpoint() {
    return wire.endpoint();
  }

  /** Where its Storage API listens with TLS, such as {@code localhost:40124}. */
  public String storageEndpoint() {
    return storage.endpoint();
  }

  /** Where the same listens without TLS, for a client that can be told so. */
  public String plaintextStorageEndpoint() {
    return storage.plaintextEndpoint();
  }

  /** A PKCS12 trust store with the certificate of {@link #storageEndpoint()}, one per process. */
  public static Path trustStore() {
    return Certificate.get().trustStore();
  }

  /** The password of {@link #trustStore()}. */
  public static String trustStorePassword() {
    return Certificate.PASSWORD;
  }

  /**
   * Lets this process trust the certificate, by the system properties {@code javax.net.ssl.*}. A
   * process reads them once: call this before its first TLS connection.
   */
  public static void trustInThisProcess() {
    System.setProperty("javax.net.ssl.trustStore", trustStore().toString());
    System.setProperty("javax.net.ssl.trustStorePassword", trustStorePassword());
    System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
  }

  /** Makes a dataset at {@code location}, such as {@code US} or {@code europe-west1}. */
  @CanIgnoreReturnValue
  public FakeBigQuery dataset(String project, String dataset, String location) {
    catalog.createDataset(project, dataset, location, Json.object());
    return this;
  }

  /** Lets the next job be accepted and fail, as {@code quotaExceeded} or {@code backendError}. */
  public void failNextJob(String reason, String message) {
    jobs.fail(new ApiException(400, reason, message));
  }

  /** What is to go wrong, over HTTP and gRPC alike. */
  public Faults faults() {
    return transcript.faults();
  }

  /** All requests so far, in order. */
  public List<Call> calls() {
    return transcript.calls();
  }

  /** What it was asked and does not serve; a test asserts that this is empty. */
  public List<String> unexpected() {
    return transcript.unexpected();
  }

  @Override
  public void close() {
    wire.close();
    storage.close();
    engine.close();
    spool.close();
  }
}
