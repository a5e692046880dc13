package example;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.StorageOptions;
import com.sun.net.httpserver.HttpServer;
import io.github.marketvolume.BarsStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.gcp.GcsObjectStore;
import io.github.marketvolume.io.ConsoleSink;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.local.LocalRunner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Reads an object of a bucket that a server on this machine holds. */
public final class Consumer {

  private static final String CSV =
      "Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n2020-01-06,AAA,10,10,10,10,10,100\n";

  private Consumer() {}

  public static void main(String[] args) throws IOException {
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
      BarsStage prices = BarsStage.from(CsvSource.at("gs://raw/prices.csv", CsvLayout.KAGGLE));
      VolumePipeline.named("from a bucket", prices.into(ConsoleSink.first(3)))
          .run(LocalRunner.create().with(store));
    } finally {
      server.stop(0);
    }
  }
}
