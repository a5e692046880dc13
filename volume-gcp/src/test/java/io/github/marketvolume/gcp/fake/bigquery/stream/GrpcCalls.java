package io.github.marketvolume.gcp.fake.bigquery.stream;

import io.github.marketvolume.gcp.fake.Transcript;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Catalog;
import io.github.marketvolume.gcp.fake.bigquery.catalog.EngineErrors;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.github.marketvolume.gcp.fake.wire.GrpcCodes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.sql.SQLException;

/** Answers calls, and says what went wrong with them as gRPC does. */
public final class GrpcCalls {

  /** Work that has one answer. */
  interface Work<A> {
    A run() throws SQLException;
  }

  private final Catalog catalog;
  private final Transcript transcript;

  public GrpcCalls(Catalog catalog, Transcript transcript) {
    this.catalog = catalog;
    this.transcript = transcript;
  }

  <A> void answer(StreamObserver<A> observer, Work<A> work) {
    A answer;
    try {
      synchronized (catalog) {
        answer = work.run();
      }
    } catch (SQLException | RuntimeException e) {
      observer.onError(failure(e));
      return;
    }
    observer.onNext(answer);
    observer.onCompleted();
  }

  StatusRuntimeException failure(Exception e) {
    ApiException worded;
    if (e instanceof ApiException api) {
      worded = api;
    } else if (e instanceof SQLException sql) {
      worded = EngineErrors.of(sql, "a request");
    } else {
      worded = ApiException.notServed("a request that broke the fake: " + e);
    }
    if (worded.notServed()) {
      transcript.notServed(worded.getMessage());
    }
    return Status.fromCode(GrpcCodes.of(worded.status(), worded.reason()))
        .withDescription(worded.getMessage())
        .asRuntimeException();
  }
}
