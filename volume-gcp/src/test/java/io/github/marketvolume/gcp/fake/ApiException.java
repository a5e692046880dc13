package io.github.marketvolume.gcp.fake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An answer other than success, as the JSON services of Google Cloud word it. */
final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String reason;

  ApiException(int status, String reason, String message) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  static ApiException invalid(String message) {
    return new ApiException(400, "invalid", message);
  }

  static ApiException invalidQuery(String message) {
    return new ApiException(400, "invalidQuery", message);
  }

  static ApiException notFound(String message) {
    return new ApiException(404, "notFound", message);
  }

  static ApiException duplicate(String message) {
    return new ApiException(409, "duplicate", message);
  }

  static ApiException conditionNotMet() {
    return new ApiException(
        412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
  }

  /** What a real service may well do and the fake does not. */
  static ApiException notServed(String what) {
    return new ApiException(501, "notImplemented", "The fake does not serve this: " + what);
  }

  int status() {
    return status;
  }

  String reason() {
    return reason;
  }

  boolean notServed() {
    return status == 501;
  }

  /** The error as a job carries it. */
  ObjectNode errorProto() {
    return JsonNodeFactory.instance.objectNode().put("reason", reason).put("message", getMessage());
  }

  Response response() {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.put("code", status).put("message", getMessage());
    error
        .putArray("errors")
        .addObject()
        .put("message", getMessage())
        .put("domain", "global")
        .put("reason", reason);
    String grpcStatus = GrpcCodes.of(status, reason).name();
    error.put("status", grpcStatus);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("error", error);
    return Response.json(status, body);
  }
}
