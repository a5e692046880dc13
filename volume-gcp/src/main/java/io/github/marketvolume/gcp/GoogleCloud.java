package io.github.marketvolume.gcp;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.ViewDefinition;
import com.google.cloud.bigquery.storage.v1.BigQueryReadClient;
import com.google.cloud.bigquery.storage.v1.BigQueryReadSettings;
import com.google.cloud.storage.StorageOptions;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.spark.SparkRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who asks Google Cloud, and at whose cost: credentials, the project that pays, and where the
 * services are. A runner that was told of it by {@link #on(LocalRunner)} or {@link
 * #on(SparkRunner)} reads and writes BigQuery and Cloud Storage with it; a runner that was not uses
 * the application default credentials. It holds secrets and shows none. An immutable value, safe
 * for many threads.
 */
public final class GoogleCloud {

  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  /** What a header of HTTP can hold as one word. */
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  private interface Access {

    Credentials credentials() throws IOException;

    /** What the connectors of Spark are told of it. */
    Map<String, String> connectorOptions();
  }

  private final Access access;
  private final String project;
  private final Endpoints endpoints;

  /**
   * Where the services are, each empty for Google's own, and how requests are repeated; null for
   * Google's own way.
   */
  private record Endpoints(
      String bigQuery,
      String bigQueryStorage,
      boolean plaintext,
      String storage,
      @Nullable RetrySettings retry) {
    static final Endpoints GOOGLE = new Endpoints("", "", false, "", null);
  }

  private GoogleCloud(Access access, String project, Endpoints endpoints) {
    this.access = access;
    this.project = project;
    this.endpoints = endpoints;
  }

  /** With the application default credentials, and the project that the environment names. */
  public static GoogleCloud withDefaultCredentials() {
    return new GoogleCloud(
        new Access() {
          @Override
          public Credentials credentials() throws IOException {
            return GoogleCredentials.getApplicationDefault().createScoped(SCOPE);
          }

          @Override
          public Map<String, String> connectorOptions() {
            return Map.of();
          }
        },
        "",
        Endpoints.GOOGLE);
  }

  /**
   * With the key of a service account, in a file that every machine of the run has.
   *
   * @throws InvalidPlanException if the file is not there or is not a key; the message names the
   *     file and shows nothing of it
   */
  public static GoogleCloud withKeyFile(Path file) {
    CredentialsFile.key(file); // or says now what is wrong with it
    return new GoogleCloud(
        new Access() {
          @Override
          public Credentials credentials() {
            return CredentialsFile.key(file).createScoped(SCOPE);
          }

          @Override
          public Map<String, String> connectorOptions() {
            return Map.of("credentialsFile", file.toString());
          }
        },
        "",
        Endpoints.GOOGLE);
  }

  /**
   * With the key of a service account, or an access token, in a file; a key is JSON, and a token is
   * one line.
   *
   * @throws InvalidPlanException if the file is not there or has neither; the message names the
   *     file and shows nothing of it
   */
  public static GoogleCloud withCredentialsFile(Path file) {
    String text = CredentialsFile.text(file);
    if (text.startsWith("{")) {
      return withKeyFile(file);
    }
    if (!TOKEN.matcher(text).matches()) {
      throw new InvalidPlanException(
          file
              + " has neither a service account's key, which is JSON, nor an access token, which is"
              + " one line without spaces; leave out everything else");
    }
    return withAccessToken(text);
  }

  /**
   * With an access token, which is good for an hour or so.
   *
   * @throws InvalidPlanException if it is empty, or has other characters than a token can have; the
   *     message does not show it
   */
  public static GoogleCloud withAccessToken(String token) {
    if (!TOKEN.matcher(token).matches()) {
      throw new InvalidPlanException(
          "the access token is empty, or has spaces, line ends or other characters that a token"
              + " cannot have; give the token alone");
    }
    return new GoogleCloud(
        new Access() {
          @Override
          public Credentials credentials() {
            return GoogleCredentials.create(AccessToken.newBuilder().setTokenValue(token).build());
          }

          @Override
          public Map<String, String> connectorOptions() {
            return Map.of("gcpAccessToken", token);
          }
        },
        "",
        Endpoints.GOOGLE);
  }

  /** The same at the cost of this project, which jobs and requests are charged to. */
  public GoogleCloud inProject(String id) {
    return new GoogleCloud(access, id, endpoints);
  }

  /** The same with BigQuery, and its Storage API, at other places than Google's. */
  public GoogleCloud withBigQueryAt(String url, String storageHostAndPort) {
    return new GoogleCloud(
        access,
        project,
        new Endpoints(url, storageHostAndPort, false, endpoints.storage, endpoints.retry));
  }

  /** The same with Cloud Storage at another place than Google's. */
  public GoogleCloud withStorageAt(String url) {
    return new GoogleCloud(
        access,
        project,
        new Endpoints(
            endpoints.bigQuery,
            endpoints.bigQueryStorage,
            endpoints.plaintext,
            url,
            endpoints.retry));
  }

  /** The same without TLS to the Storage API, and requests repeated in another way; for tests. */
  GoogleCloud withPlaintext(RetrySettings retry) {
    return new GoogleCloud(
        access,
        project,
        new Endpoints(
            endpoints.bigQuery, endpoints.bigQueryStorage, true, endpoints.storage, retry));
  }

  /** The runner with adapters for BigQuery and Cloud Storage that ask as this says. */
  public LocalRunner on(LocalRunner runner) {
    return runner
        .with(new LocalBigQuerySource(this))
        .with(new LocalBigQuerySink(this))
        .with(store());
  }

  /**
   * The runner with adapters for BigQuery and Cloud Storage that ask as this says. What tasks read
   * and write in Cloud Storage goes by Hadoop's file system, which has settings of its own.
   */
  public SparkRunner on(SparkRunner runner) {
    return runner
        .with(new SparkBigQuerySource(this))
        .with(new SparkBigQuerySink(this))
        .with(store());
  }

  /** Cloud Storage, for what is no pipeline: an upload to the lake. */
  public GcsObjectStore store() {
    return GcsObjectStore.of(this::storageOptions);
  }

  /**
   * Makes a view, or gives the view of this name another statement.
   *
   * @param sql one statement in GoogleSQL, which is sent as it is
   * @throws io.github.marketvolume.error.SinkException if it cannot
   */
  public void putView(TableRef view, String sql, String description) {
    BigQuery client = bigQuery();
    TableInfo info =
        TableInfo.newBuilder(
                StagedTable.id(view), ViewDefinition.newBuilder(sql).setUseLegacySql(false).build())
            .setDescription(description)
            .build();
    try {
      Table there = client.getTable(StagedTable.id(view));
      if (there == null) {
        client.create(info);
      } else if (there.getDefinition() instanceof ViewDefinition) {
        client.update(info);
      } else {
        throw new SinkException(view + " is a table, not a view; name another");
      }
    } catch (BigQueryException e) {
      throw new SinkException(BigQueryWords.of(view.toString(), e), e);
    }
  }

  private StorageOptions storageOptions() {
    StorageOptions.Builder options = StorageOptions.newBuilder().setCredentials(credentials());
    if (!endpoints.storage.isEmpty()) {
      options.setHost(endpoints.storage);
    }
    if (endpoints.retry != null) {
      options.setRetrySettings(endpoints.retry);
    }
    if (!project.isEmpty()) {
      options.setProjectId(project);
    }
    return options.build();
  }

  /** A client of BigQuery. */
  BigQuery bigQuery() {
    BigQueryOptions.Builder options = BigQueryOptions.newBuilder().setCredentials(credentials());
    if (!endpoints.bigQuery.isEmpty()) {
      options.setHost(endpoints.bigQuery);
    }
    if (!project.isEmpty()) {
      options.setProjectId(project);
    }
    if (endpoints.retry != null) {
      options.setRetrySettings(endpoints.retry);
    }
    try {
      return options.build().getService();
    } catch (IllegalArgumentException e) {
      throw new VolumeException(
          "no project is known to pay for BigQuery; name it with inProject(...), or set"
              + " GOOGLE_CLOUD_PROJECT",
          e);
    }
  }

  /** A client of BigQuery's Storage API for reading; the caller closes it. */
  BigQueryReadClient readClient() throws IOException {
    BigQueryReadSettings.Builder settings =
        BigQueryReadSettings.newBuilder()
            .setCredentialsProvider(FixedCredentialsProvider.create(credentials()));
    InstantiatingGrpcChannelProvider.Builder channel =
        BigQueryReadSettings.defaultGrpcTransportProviderBuilder();
    if (!endpoints.bigQueryStorage.isEmpty()) {
      channel.setEndpoint(endpoints.bigQueryStorage);
    }
    if (endpoints.plaintext) {
      channel.setChannelConfigurator(builder -> builder.usePlaintext());
      settings.setCredentialsProvider(NoCredentialsProvider.create());
    }
    return BigQueryReadClient.create(settings.setTransportChannelProvider(channel.build()).build());
  }

  /** How long to wait before something is asked again. */
  Duration pause() {
    return endpoints.retry == null
        ? Duration.ofSeconds(1)
        : endpoints.retry.getInitialRetryDelayDuration();
  }

  /** What Spark's connector of BigQuery is told. */
  Map<String, String> connectorOptions() {
    Map<String, String> options = new LinkedHashMap<>(access.connectorOptions());
    if (!project.isEmpty()) {
      options.put("parentProject", project);
    }
    if (!endpoints.bigQuery.isEmpty()) {
      options.put("bigQueryHttpEndpoint", endpoints.bigQuery);
    }
    if (!endpoints.bigQueryStorage.isEmpty()) {
      options.put("bigQueryStorageGrpcEndpoint", endpoints.bigQueryStorage);
    }
    return options;
  }

  private Credentials credentials() {
    try {
      return access.credentials();
    } catch (IOException e) {
      // What it was caused by may quote the file that the environment names.
      throw new VolumeException(
          "there are no usable credentials of Google Cloud: "
              + withoutQuotation(e)
              + "; run 'gcloud auth application-default login', or name a key");
    }
  }

  private static String withoutQuotation(IOException e) {
    String said = BigQueryWords.firstLine(e);
    if (e.getCause() == null || e.getCause().getMessage() == null) {
      return said;
    }
    String reason = BigQueryWords.firstLine(e.getCause());
    return reason.startsWith("File does not exist")
        ? said
        : said.replace(reason, "it is not a key that can be used");
  }

  @Override
  public String toString() {
    return "GoogleCloud" + (project.isEmpty() ? "" : " in project " + project);
  }
}
