package io.github.marketvolume.notebook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.channels.LoopThread;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.RapaioKernel;
import org.rapaio.org.zeromq.SocketType;
import org.rapaio.org.zeromq.ZContext;
import org.rapaio.org.zeromq.ZMQ;

class KernelLoopsTest {

  private static final long MILLIS_TO_CLOSE = 500;

  private PrintStream errors;

  /** ZeroMQ's threads print it when a socket is closed before they have heard of that. */
  @BeforeEach
  void keepQuiet() {
    errors = System.err;
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, US_ASCII));
  }

  @AfterEach
  void speakAgain() throws InterruptedException {
    Thread.sleep(MILLIS_TO_CLOSE);
    System.setErr(errors);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aLoopThatHasEndedBeginsAgain_untilTheKernelShutsDown() throws Exception {
    List<Integer> ports = freePorts(5);
    Channels channels =
        new Channels(
            new ConnectionProperties(
                ports.get(0),
                ports.get(1),
                "tcp",
                "hmac-sha256",
                ports.get(2),
                ports.get(3),
                "127.0.0.1",
                ports.get(4),
                ""));
    RapaioKernel kernel = new RapaioKernel();
    Thread running =
        new Thread(
            () -> {
              try {
                KernelLoops.of(channels).run(kernel);
              } catch (ReflectiveOperationException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    running.start();
    try (ZContext context = new ZContext()) {
      ZMQ.Socket heart = context.createSocket(SocketType.REQ);
      heart.connect("tcp://127.0.0.1:" + ports.get(3));
      assertThat(beat(heart, "first")).isEqualTo("first");
      for (int i = 0; i < 20; i++) {
        loopOf(channels, "heartbeat").shutdown();
        assertThat(beat(heart, "again " + i)).isEqualTo("again " + i);
      }
    }
    channels.markForShutdown();
    channels.close();
    running.join();
  }

  private static String beat(ZMQ.Socket heart, String text) {
    heart.send(text.getBytes(US_ASCII));
    return new String(heart.recv(), US_ASCII);
  }

  private static LoopThread loopOf(Channels channels, String name)
      throws ReflectiveOperationException {
    Field channel = Channels.class.getDeclaredField(name);
    channel.setAccessible(true);
    Field loop = channel.get(channels).getClass().getDeclaredField("loopThread");
    loop.setAccessible(true);
    return (LoopThread) loop.get(channel.get(channels));
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }
}
