package io.github.marketvolume.gcp.fake.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An answer other than success, as the JSON services of Google Cloud word it. */
public final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String reason;

  public ApiException(int status, String reason, String message) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  public static ApiException invalid(String message) {
    return new ApiException(400, "invalid", message);
  }

  public static ApiException invalidQuery(String message) {
    return new ApiException(400, "invalidQuery", message);
  }

  public static ApiException notFound(String message) {
    return new ApiException(404, "notFound", message);
  }

  public static ApiException duplicate(String message) {
    return new ApiException(409, "duplicate", message);
  }

  public static ApiException conditionNotMet() {
    return new ApiException(
        412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
  }

  /** What a real service may well do and the fake does not. */
  public static ApiException notServed(String what) {
    return new ApiException(501, "notImplemented", "The fake does not serve this: " + what);
  }

  public int status() {
    return status;
  }

  public String reason() {
    return reason;
  }

  public boolean notServed() {
    return status == 501;
  }

  /** The error as a job carries it. */
  public ObjectNode errorProto() {
    return JsonNodeFactory.instance.objectNode().put("reason", reason).put("message", getMessage());
  }

  public Response response() {
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
