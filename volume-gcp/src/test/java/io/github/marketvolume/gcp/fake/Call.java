package io.github.marketvolume.gcp.fake;

/**
 * One request that a fake was sent, written down when it came in, before any fault.
 *
 * @param operation the operation's name, such as {@code storage.objects.insert} or {@code
 *     BigQueryRead.ReadRows}; {@code unknown} for a request that the fake does not serve
 * @param method the HTTP method that counts (after {@code X-HTTP-Method-Override}), or {@code GRPC}
 * @param target the path and query as sent, or the resource that a gRPC request names
 */
public record Call(String operation, String method, String target) {

  @Override
  public String toString() {
    return operation + " " + method + " " + target;
  }
}
