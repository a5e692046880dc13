package io.github.marketvolume.gcp.fake.wire;

import io.grpc.Status;

/** Which gRPC status goes with which HTTP status. */
public final class GrpcCodes {

  private GrpcCodes() {}

  public static Status.Code of(int status, String reason) {
    return switch (status) {
      case 400 -> Status.Code.INVALID_ARGUMENT;
      case 401 -> Status.Code.UNAUTHENTICATED;
      case 403 ->
          reason.equals("accessDenied") || reason.equals("forbidden")
              ? Status.Code.PERMISSION_DENIED
              : Status.Code.RESOURCE_EXHAUSTED;
      case 404 -> Status.Code.NOT_FOUND;
      case 409 -> reason.equals("conflict") ? Status.Code.ABORTED : Status.Code.ALREADY_EXISTS;
      case 412 -> Status.Code.FAILED_PRECONDITION;
      case 416 -> Status.Code.OUT_OF_RANGE;
      case 429 -> Status.Code.RESOURCE_EXHAUSTED;
      case 500 -> Status.Code.INTERNAL;
      case 501 -> Status.Code.UNIMPLEMENTED;
      case 503 -> Status.Code.UNAVAILABLE;
      case 504 -> Status.Code.DEADLINE_EXCEEDED;
      default -> Status.Code.UNKNOWN;
    };
  }
}
