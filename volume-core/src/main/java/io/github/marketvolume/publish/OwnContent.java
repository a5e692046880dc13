package io.github.marketvolume.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.marketvolume.publish.PublicationText.Manifest;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells what runs have written from what is foreign. Only folders without anything foreign are
 * replaced, since replacing deletes.
 */
final class OwnContent {

  /** Lists the files that a run has put into the folder, and lies there itself. */
  static final String MANIFEST = ".marketvolume";

  /** Hadoop's mark of a complete folder. */
  private static final String SUCCESS = "_SUCCESS";

  /** Where Hadoop keeps the checksums of a file. */
  private static final Pattern CHECKSUMS = Pattern.compile("(.*/)?\\.([^/]+)\\.crc");

  /** Names of files from before there were manifests: of this library's writer, and of Spark's. */
  private static final Pattern FILE_OF_0_1 =
      Pattern.compile(
          "([^/=]+=[^/]*/)*part-(\\d+(-\\d+)?|\\d{5}-[0-9a-f-]{36}[-.]c\\d{3}(\\.\\w+)?)"
              + "\\.(parquet|csv)");

  private static final Set<String> REPORT_FIELDS =
      Set.of("pipeline", "run_id", "started_at", "inputs", "outputs", "plan");

  private OwnContent() {}

  /**
   * The first thing in a folder, by name, that no run has put there, or that somebody changed
   * since; empty if there is none.
   *
   * @param content everything in the folder
   */
  static Optional<String> foreign(Store store, String folder, List<StoreEntry> content)
      throws IOException {
    Optional<Map<String, Long>> listed = Optional.empty();
    if (content.stream().anyMatch(entry -> entry.name().equals(MANIFEST))) {
      String text = store.read(folder + "/" + MANIFEST);
      try {
        Map<String, Long> sizes = new HashMap<>();
        Manifest.parse(text).files().forEach(file -> sizes.put(file.name(), file.size()));
        listed = Optional.of(sizes);
      } catch (IOException e) {
        return Optional.of(MANIFEST); // no run wrote that
      }
    }
    return firstForeign(content, listed);
  }

  private static Optional<String> firstForeign(
      List<StoreEntry> content, Optional<Map<String, Long>> listed) {
    Set<String> parents = new HashSet<>();
    listed.ifPresent(sizes -> sizes.keySet().forEach(name -> addParents(name, parents)));
    content.stream()
        .filter(entry -> isOwnFile(entry, listed))
        .forEach(entry -> addParents(entry.name(), parents));
    return content.stream()
        .filter(
            entry ->
                entry.kind() == StoreEntry.Kind.FOLDER
                    ? !parents.contains(entry.name())
                    : !isOwnFile(entry, listed))
        .map(StoreEntry::name)
        .sorted()
        .findFirst();
  }

  private static void addParents(String name, Set<String> parents) {
    int end = name.lastIndexOf('/');
    while (end > 0 && parents.add(name.substring(0, end))) {
      end = name.lastIndexOf('/', end - 1);
    }
  }

  private static boolean isOwnFile(StoreEntry entry, Optional<Map<String, Long>> listed) {
    if (entry.kind() != StoreEntry.Kind.FILE) {
      return false;
    }
    Matcher checksums = CHECKSUMS.matcher(entry.name());
    if (checksums.matches()) {
      String folder = checksums.group(1) == null ? "" : checksums.group(1);
      return isOwnName(folder + checksums.group(2), listed);
    }
    return isOwnName(entry.name(), listed)
        && (listed.isEmpty()
            || listed.get().getOrDefault(entry.name(), entry.size()) == entry.size());
  }

  private static boolean isOwnName(String name, Optional<Map<String, Long>> listed) {
    return name.equals(MANIFEST)
        || name.equals(SUCCESS)
        || (listed.isPresent()
            ? listed.get().containsKey(name)
            : FILE_OF_0_1.matcher(name).matches());
  }

  /** Whether a text is the report of a run, as {@code RunReport.toJson()} writes it. */
  static boolean isReport(String text) {
    Set<String> missing = new HashSet<>(REPORT_FIELDS);
    try (JsonParser json = new JsonFactory().createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        missing.remove(json.currentName());
        json.nextToken();
        json.skipChildren();
      }
      return json.currentToken() == JsonToken.END_OBJECT && missing.isEmpty();
    } catch (IOException e) {
      return false;
    }
  }
}
