package io.github.marketvolume.gcp.fake.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which operation a method and a path stand for. */
public final class Router {

  /** Does the work of one operation. */
  public interface Handler {
    Response handle(Request request) throws IOException;
  }

  /** An operation that a request asks for, and the request with the variables of its path. */
  record Match(String operation, Handler handler, Request request) {}

  private record Route(String method, List<String> path, String operation, Handler handler) {

    Optional<Map<String, String>> match(Request request) {
      List<String> segments = request.segments();
      if (!method.equals(request.method()) || segments.size() != path.size()) {
        return Optional.empty();
      }
      Map<String, String> variables = new LinkedHashMap<>();
      for (int i = 0; i < path.size(); i++) {
        String part = path.get(i);
        if (part.startsWith("{")) {
          variables.put(part.substring(1, part.length() - 1), segments.get(i));
        } else if (!part.equals(segments.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(variables);
    }
  }

  private final List<Route> routes = new ArrayList<>();

  /**
   * Adds an operation.
   *
   * @param path such as {@code /b/{bucket}/o}; a variable takes one segment
   */
  public void add(String method, String path, String operation, Handler handler) {
    routes.add(new Route(method, List.of(path.substring(1).split("/", -1)), operation, handler));
  }

  Optional<Match> match(Request request) {
    for (Route route : routes) {
      Optional<Map<String, String>> variables = route.match(request);
      if (variables.isPresent()) {
        return Optional.of(
            new Match(route.operation(), route.handler(), request.bind(variables.get())));
      }
    }
    return Optional.empty();
  }
}
