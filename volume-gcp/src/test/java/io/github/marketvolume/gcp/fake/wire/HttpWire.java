package io.github.marketvolume.gcp.fake.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.marketvolume.gcp.fake.Call;
import io.github.marketvolume.gcp.fake.Fault;
import io.github.marketvolume.gcp.fake.Transcript;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** The HTTP side of a fake: takes requests in, lets faults happen, sends answers out. */
public final class HttpWire implements AutoCloseable {

  static {
    // Else every answer waits 40 ms for the acknowledgement of its own headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final Router router;
  private final Transcript transcript;

  public HttpWire(Router router, Transcript transcript) throws IOException {
    this.router = router;
    this.transcript = transcript;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "fake-http");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  public String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try {
      answer(request(exchange), (response, cutMidBody) -> send(exchange, response, cutMidBody));
    } catch (CutException e) {
      // Closing without an answer drops the connection.
    } finally {
      exchange.close();
    }
  }

  private static Request request(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    String method = headers.getOrDefault("x-http-method-override", exchange.getRequestMethod());
    InputStream body = exchange.getRequestBody();
    if (headers.getOrDefault("content-encoding", "").equals("gzip")) {
      body = new GZIPInputStream(body);
    }
    return new Request(method, exchange.getRequestURI().toString(), headers, body);
  }

  /** Takes an answer. */
  public interface Sender {
    void send(Response response, boolean cutMidBody) throws IOException;
  }

  /** Answers a request, which came on its own or as a part of a batch. */
  public void answer(Request request, Sender sender) throws IOException {
    Optional<Router.Match> match = router.match(request);
    Call call =
        new Call(
            match.map(Router.Match::operation).orElse("unknown"),
            request.method(),
            request.target());
    Optional<Fault> fault = transcript.arrive(call);
    Fault.Kind kind = fault.map(Fault::kind).orElse(null);
    if (kind == Fault.Kind.SLOW) {
      sleep(fault.get().delay().toMillis());
    } else if (kind == Fault.Kind.CUT_BEFORE_ANSWER) {
      throw new CutException();
    } else if (kind == Fault.Kind.STATUS) {
      // A client that is still sending would take an early answer for a broken connection.
      request.body().transferTo(OutputStream.nullOutputStream());
      Fault status = fault.get();
      sender.send(
          new ApiException(status.status(), status.reason(), status.message()).response(), false);
      return;
    } else if (kind == Fault.Kind.CUT_REQUEST) {
      match = router.match(request.cutAfter(fault.get().bytes()));
    }
    Response response = work(call, match);
    if (kind == Fault.Kind.LOST_RESPONSE || kind == Fault.Kind.CUT_REQUEST) {
      throw new CutException();
    }
    sender.send(response, kind == Fault.Kind.CUT_MID_BODY);
  }

  private Response work(Call call, Optional<Router.Match> match) throws IOException {
    try {
      Router.Match found = match.orElseThrow(() -> ApiException.notServed(call.toString()));
      return found.handler().handle(found.request());
    } catch (ApiException e) {
      if (e.notServed()) {
        transcript.notServed(e.getMessage());
      }
      return e.response();
    } catch (RuntimeException e) {
      transcript.notServed(call + " broke the fake: " + e);
      return new ApiException(501, "notImplemented", call + " broke the fake: " + e).response();
    }
  }

  private static void send(HttpExchange exchange, Response response, boolean cutMidBody)
      throws IOException {
    response.headers().forEach(exchange.getResponseHeaders()::set);
    // A 304 never has a body.
    if (response.length() == 0 || response.status() == 304) {
      if (cutMidBody) {
        throw new CutException();
      }
      exchange.sendResponseHeaders(response.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(response.status(), response.length());
    OutputStream out = exchange.getResponseBody();
    response.body().writeTo(cutMidBody ? new Half(out, response.length() / 2) : out);
  }

  private static void sleep(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CutException();
    }
  }

  /** Lets half of a body through and breaks. */
  private static final class Half extends OutputStream {
    private final OutputStream out;
    private long left;

    Half(OutputStream out, long left) {
      this.out = out;
      this.left = left;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int some = (int) Math.min(length, left);
      out.write(bytes, offset, some);
      left -= some;
      if (left == 0) {
        out.flush();
        throw new CutException();
      }
    }
  }
}
