package io.github.marketvolume.gcp.fake.wire;

import io.github.marketvolume.gcp.fake.Transcript;
import io.grpc.BindableService;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptors;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The gRPC side of a fake, on a port with TLS and on one without. */
public final class GrpcWire implements AutoCloseable {

  private static final int MOST_BYTES = 64 << 20;

  private final ExecutorService threads;
  private final Server tls;
  private final Server plain;

  public GrpcWire(Transcript transcript, List<BindableService> services) throws IOException {
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "fake-grpc");
              thread.setDaemon(true);
              return thread;
            });
    this.tls =
        start(
            TlsServerCredentials.newBuilder().keyManager(Certificate.get().keys()).build(),
            transcript,
            services);
    this.plain = start(InsecureServerCredentials.create(), transcript, services);
  }

  private Server start(
      ServerCredentials credentials, Transcript transcript, List<BindableService> services)
      throws IOException {
    ServerBuilder<?> builder =
        Grpc.newServerBuilderForPort(0, credentials)
            .executor(threads)
            .maxInboundMessageSize(MOST_BYTES);
    for (BindableService service : services) {
      builder.addService(ServerInterceptors.intercept(service, new GrpcFaults(transcript)));
    }
    return builder.build().start();
  }

  public String endpoint() {
    return "localhost:" + tls.getPort();
  }

  public String plaintextEndpoint() {
    return "localhost:" + plain.getPort();
  }

  @Override
  public void close() {
    tls.shutdownNow();
    plain.shutdownNow();
    threads.shutdownNow();
  }
}
