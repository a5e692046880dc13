package io.github.marketvolume.gcp;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;

/** What BigQuery says went wrong, in the words of who uses it, and what to do; one line each. */
final class BigQueryWords {

  private BigQueryWords() {}

  /** What went wrong with a request for something. */
  static String of(String what, BigQueryException e) {
    BigQueryError error = e.getError();
    String reason = error == null || error.getReason() == null ? "" : error.getReason();
    String said =
        error == null || error.getMessage() == null ? firstLine(e) : line(error.getMessage());
    return of(what, reason.isEmpty() ? reasonOf(e.getCode()) : reason, said);
  }

  /** What went wrong with a job about something. */
  static String of(String what, BigQueryError error) {
    String reason = error.getReason() == null ? "" : error.getReason();
    return of(what, reason, error.getMessage() == null ? reason : line(error.getMessage()));
  }

  /** What went wrong with a request of the Storage API. */
  static String of(String what, ApiException e) {
    return of(what, e.getStatusCode().getCode(), firstLine(e));
  }

  /** What went wrong with a request of the Storage API, of which the status and a text are left. */
  static String of(String what, StatusCode.Code code, String said) {
    return of(
        what,
        switch (code) {
          case UNAUTHENTICATED -> "authError";
          case PERMISSION_DENIED -> "accessDenied";
          case NOT_FOUND -> "notFound";
          case RESOURCE_EXHAUSTED -> "quotaExceeded";
          case INVALID_ARGUMENT -> "invalid";
          default -> "";
        },
        said);
  }

  private static String reasonOf(int status) {
    return switch (status) {
      case 401 -> "authError";
      case 403 -> "accessDenied";
      case 404 -> "notFound";
      case 429 -> "rateLimitExceeded";
      default -> "";
    };
  }

  private static String of(String what, String reason, String said) {
    // A token that was given can not be renewed, which is how the client learns that it is not
    // valid.
    return switch (said.contains("does not support refreshing") ? "authError" : reason) {
      case "authError", "required" ->
          what
              + ": there are no valid credentials; run 'gcloud auth application-default login', or"
              + " name a key with GOOGLE_APPLICATION_CREDENTIALS";
      case "accessDenied" ->
          what + ": permission is missing: " + said + "; grant it to the account, or use another";
      case "notFound" ->
          // Of what a statement names the service says so too where it is not there at all.
          said.contains("not found in location")
              ? what
                  + " needs what does not exist, or is in another location: "
                  + said
                  + "; check its name, and use datasets of one location"
              : what + " does not exist: " + said + "; check its name and project";
      case "quotaExceeded", "rateLimitExceeded", "jobRateLimitExceeded" ->
          what + ": a quota of BigQuery is used up: " + said + "; run again later, or raise it";
      case "invalid", "invalidQuery" -> what + ": BigQuery refuses it: " + said;
      default -> what + ": BigQuery failed: " + said + "; run again later";
    };
  }

  /** The first line of what an exception says. */
  static String firstLine(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : line(message);
  }

  private static String line(String message) {
    return message.strip().lines().findFirst().orElse("");
  }
}
