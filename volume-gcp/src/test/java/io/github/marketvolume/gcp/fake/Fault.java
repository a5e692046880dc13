package io.github.marketvolume.gcp.fake;

import java.time.Duration;

/**
 * What goes wrong with one request. A fault is a property of the wire: it works alike for every
 * operation of every fake, and over gRPC as the status code that belongs to the HTTP status.
 *
 * <p>Not an error of the fake's own: a table that is not there answers 404 without any fault.
 */
public final class Fault {

  public enum Kind {
    STATUS,
    CUT_BEFORE_ANSWER,
    CUT_MID_BODY,
    CUT_REQUEST,
    LOST_RESPONSE,
    SLOW
  }

  private final Kind kind;
  private final int status;
  private final String reason;
  private final String message;
  private final Duration delay;
  private final long bytes;

  private Fault(Kind kind, int status, String reason, String message, Duration delay, long bytes) {
    this.kind = kind;
    this.status = status;
    this.reason = reason;
    this.message = message;
    this.delay = delay;
    this.bytes = bytes;
  }

  /** Answers {@code status} without doing the work; gRPC: the code that belongs to it. */
  public static Fault status(int status, String reason, String message) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("a fault's status is 400 to 599, not " + status);
    }
    return new Fault(Kind.STATUS, status, reason, message, Duration.ZERO, 0);
  }

  /** 401 {@code authError}: the token has expired. */
  public static Fault unauthorized() {
    return status(401, "authError", "Invalid Credentials");
  }

  /** 403 {@code accessDenied}. */
  public static Fault accessDenied() {
    return status(403, "accessDenied", "Access Denied: the caller has no permission for this");
  }

  /**
   * 403 {@code accessDenied}, in BigQuery's words.
   *
   * @param table such as {@code p:d.t}
   * @param permission such as {@code bigquery.tables.get}
   */
  public static Fault accessDenied(String table, String permission) {
    return status(
        403,
        "accessDenied",
        "Access Denied: Table %s: Permission %s denied on table %s (or it may not exist)."
            .formatted(table, permission, table));
  }

  /** 403 {@code quotaExceeded}: not worth another try soon. */
  public static Fault quotaExceeded() {
    return status(403, "quotaExceeded", "Quota exceeded: too many operations on this resource");
  }

  /** 403 {@code rateLimitExceeded}: worth another try. */
  public static Fault rateLimitExceeded() {
    return status(403, "rateLimitExceeded", "Exceeded rate limits: too many requests");
  }

  /** 404 {@code notFound}. */
  public static Fault notFound() {
    return status(404, "notFound", "Not found");
  }

  /** 409 {@code conflict}. */
  public static Fault conflict() {
    return status(409, "conflict", "The request conflicts with another one");
  }

  /** 412 {@code conditionNotMet}. */
  public static Fault preconditionFailed() {
    return status(
        412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
  }

  /** 429 {@code rateLimitExceeded}. */
  public static Fault tooManyRequests() {
    return status(429, "rateLimitExceeded", "Too many requests; slow down");
  }

  /** 500 {@code backendError}. */
  public static Fault internalError() {
    return status(500, "backendError", "An internal error occurred");
  }

  /** 503 {@code backendError}. */
  public static Fault unavailable() {
    return status(503, "backendError", "The service is unavailable; try again");
  }

  /** Cuts the connection before the work and before any answer. */
  public static Fault cutBeforeAnswer() {
    return new Fault(Kind.CUT_BEFORE_ANSWER, 0, "", "", Duration.ZERO, 0);
  }

  /** Does the work, promises the whole answer, sends half of its body and cuts the connection. */
  public static Fault cutMidBody() {
    return new Fault(Kind.CUT_MID_BODY, 0, "", "", Duration.ZERO, 0);
  }

  /**
   * Cuts the connection when {@code bytes} bytes of the request's body are read. An upload keeps
   * what it was sent, in whole units of 256 KiB; over gRPC the same as {@link #cutBeforeAnswer()}.
   */
  public static Fault cutRequestAfter(long bytes) {
    return new Fault(Kind.CUT_REQUEST, 0, "", "", Duration.ZERO, bytes);
  }

  /** Does the work and cuts the connection before the answer: the caller cannot know. */
  public static Fault lostResponse() {
    return new Fault(Kind.LOST_RESPONSE, 0, "", "", Duration.ZERO, 0);
  }

  /** Waits before the work. */
  public static Fault slow(Duration delay) {
    return new Fault(Kind.SLOW, 0, "", "", delay, 0);
  }

  public Kind kind() {
    return kind;
  }

  public int status() {
    return status;
  }

  public String reason() {
    return reason;
  }

  public String message() {
    return message;
  }

  public Duration delay() {
    return delay;
  }

  public long bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return switch (kind) {
      case STATUS -> status + " " + reason;
      case SLOW -> "slow by " + delay;
      case CUT_REQUEST -> "request cut after " + bytes + " bytes";
      case CUT_BEFORE_ANSWER -> "cut before any answer";
      case CUT_MID_BODY -> "cut in the middle of the body";
      case LOST_RESPONSE -> "lost response";
    };
  }
}
