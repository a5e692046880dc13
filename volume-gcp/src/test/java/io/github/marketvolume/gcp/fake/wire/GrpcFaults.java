package io.github.marketvolume.gcp.fake.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.github.marketvolume.gcp.fake.Call;
import io.github.marketvolume.gcp.fake.Fault;
import io.github.marketvolume.gcp.fake.Transcript;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes each request message down and lets its fault happen. A cut connection is what a client
 * makes of one: the call ends with {@code UNAVAILABLE}.
 */
final class GrpcFaults implements ServerInterceptor {

  private static final Status CUT =
      Status.UNAVAILABLE.withDescription("Network closed for unknown reason");

  private final Transcript transcript;

  GrpcFaults(Transcript transcript) {
    this.transcript = transcript;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String full = call.getMethodDescriptor().getFullMethodName();
    String operation = full.substring(full.lastIndexOf('.') + 1).replace('/', '.');
    FaultyCall<Q, A> faulty = new FaultyCall<>(call);
    return new SimpleForwardingServerCallListener<Q>(next.startCall(faulty, headers)) {
      @Override
      public void onMessage(Q message) {
        if (faulty.dropped) {
          return;
        }
        Optional<Fault> fault = transcript.arrive(new Call(operation, "GRPC", resource(message)));
        if (fault.isPresent() && !faulty.begin(fault.get())) {
          return;
        }
        super.onMessage(message);
      }

      @Override
      public void onHalfClose() {
        if (!faulty.dropped) {
          super.onHalfClose();
        }
      }
    };
  }

  /** The first text of a message that names a resource. */
  private static String resource(Object message) {
    if (message instanceof Message proto) {
      for (FieldDescriptor field : proto.getDescriptorForType().getFields()) {
        if (field.getJavaType() == FieldDescriptor.JavaType.STRING
            && !field.isRepeated()
            && !proto.getField(field).toString().isEmpty()) {
          return proto.getField(field).toString();
        }
      }
    }
    return "";
  }

  private static final class FaultyCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private volatile boolean dropped;
    private volatile boolean lost;
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private volatile boolean halved;

    FaultyCall(ServerCall<Q, A> call) {
      super(call);
    }

    /** Whether the message is to be worked on. */
    boolean begin(Fault fault) {
      switch (fault.kind()) {
        case STATUS -> {
          drop(Status.fromCode(toCode(fault)).withDescription(fault.message()));
          return false;
        }
        case CUT_BEFORE_ANSWER, CUT_REQUEST -> {
          drop(CUT);
          return false;
        }
        case SLOW -> {
          try {
            Thread.sleep(fault.delay().toMillis());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
        case LOST_RESPONSE -> lost = true;
        case CUT_MID_BODY -> {
          halved = true;
          left.set(1);
        }
      }
      return true;
    }

    private static Status.Code toCode(Fault fault) {
      return GrpcCodes.of(fault.status(), fault.reason());
    }

    private synchronized void drop(Status status) {
      if (!dropped) {
        dropped = true;
        super.close(status, new Metadata());
      }
    }

    @Override
    public void sendHeaders(Metadata headers) {
      if (!dropped) {
        super.sendHeaders(headers);
      }
    }

    @Override
    public void sendMessage(A message) {
      if (lost || left.get() == 0) {
        drop(CUT);
      }
      if (!dropped) {
        left.decrementAndGet();
        super.sendMessage(message);
      }
    }

    @Override
    public boolean isReady() {
      return dropped || super.isReady();
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (lost || halved) {
        drop(CUT);
      }
      if (!dropped) {
        super.close(status, trailers);
      }
    }
  }
}
