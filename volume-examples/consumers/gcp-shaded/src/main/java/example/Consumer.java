package example;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.storage.v1.ReadSession;
import com.google.cloud.storage.StorageOptions;
import com.google.common.base.Objects;
import com.google.gson.Gson;
import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import io.github.marketvolume.BarsStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.gcp.BigQuerySink;
import io.github.marketvolume.gcp.DatasetRef;
import io.github.marketvolume.gcp.GcsObjectStore;
import io.github.marketvolume.gcp.GoogleCloud;
import io.github.marketvolume.gcp.TableCreation;
import io.github.marketvolume.io.ConsoleSink;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.local.LocalRunner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** Uses Google Cloud beside a Guava, a Protobuf and a Gson that are too old for Google's clients. */
public final class Consumer {

  private static final String CSV =
      """
      Date,Symbol,Adj Close,Close,High,Low,Open,Volume
      2020-01-06,AAA,10,10,10,10,10,100
      2020-01-07,AAA,10,10,10,10,10,120
      2020-01-08,AAA,10,10,10,10,10,500
      """;

  private Consumer() {}

  public static void main(String[] args) throws Exception {
    // A method that newer versions of Guava do not have.
    System.out.println(
        Objects.toStringHelper("beside")
            .add("guava", jarOf(Objects.class))
            .add("protobuf", jarOf(ByteString.class))
            .add("gson", jarOf(Gson.class)));
    System.out.println(ReadSession.getDescriptor().getFullName());

    DatasetRef market = DatasetRef.parse("consumer.market");
    BarsStage prices = BarsStage.from(CsvSource.at("gs://raw/prices.csv", CsvLayout.KAGGLE));
    VolumePipeline daily =
        VolumePipeline.named(
            "daily",
            prices
                .measure(VOLUME.mean().over(bars(2)).as("usual"))
                .into(
                    BigQuerySink.replaceMonths(market.table("ticker_daily"))
                        .creating(TableCreation.byMonthAndTicker())),
            prices.rejected().into(CsvSink.at("gs://lake/rejected")));
    System.out.println(daily.explain());

    try {
      daily.run(GoogleCloud.withDefaultCredentials().inProject("consumer").on(LocalRunner.create()));
    } catch (VolumeException e) {
      System.out.println(e.getMessage());
    }
    read(prices);
  }

  private static Path jarOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).getFileName();
  }

  /** Reads an object of a bucket that a server on this machine holds. */
  private static void read(BarsStage prices) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String object =
        "{\"kind\":\"storage#object\",\"bucket\":\"raw\",\"name\":\"prices.csv\",\"size\":\""
            + CSV.length()
            + "\",\"generation\":\"1\"}";
    server.createContext(
        "/",
        exchange -> {
          String uri = exchange.getRequestURI().toString();
          boolean media = uri.contains("alt=media") || uri.startsWith("/download");
          boolean list = exchange.getRequestURI().getPath().endsWith("/o");
          byte[] body =
              (media ? CSV : list ? "{\"items\":[" + object + "]}" : object).getBytes(UTF_8);
          exchange
              .getResponseHeaders()
              .set("Content-Type", media ? "text/csv" : "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      GcsObjectStore store =
          GcsObjectStore.of(
              StorageOptions.newBuilder()
                  .setHost("http://127.0.0.1:" + server.getAddress().getPort())
                  .setProjectId("consumer")
                  .setCredentials(NoCredentials.getInstance())
                  .build());
      VolumePipeline.named(
              "from a bucket",
              prices
                  .measure(VOLUME.mean().over(bars(2)).as("usual"))
                  .into(ConsoleSink.first(3)))
          .run(LocalRunner.create().with(store));
    } finally {
      server.stop(0);
    }
  }
}
