package io.github.marketvolume.engine;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The text of the files by which runs of different processes, and different versions, know of each
 * other: a first line with the kind and the version, lines {@code key=value}, and a last line
 * {@code end}, without which a file is not whole. In a value, a backslash and line breaks are
 * escaped.
 */
final class PublicationText {

  private static final String PENDING = "marketvolume-pending 1";
  private static final String JOURNAL = "marketvolume-journal 1";
  private static final String END = "end";

  private PublicationText() {}

  /**
   * The reservation of one target by one run.
   *
   * @param token unique to the run, as its name need not be; part of the temporary names
   * @param since when the target was reserved
   * @param target the absolute path of the target
   * @param journal the absolute path of the journal that the run commits by
   */
  record Pending(
      String run, String token, HostProcess process, Instant since, String target, String journal) {

    String print() {
      Lines lines = new Lines(PENDING);
      lines.add("run", run);
      lines.add("token", token);
      lines.add("host", process.host());
      lines.add("pid", Long.toString(process.pid()));
      process.started().ifPresent(started -> lines.add("started", started.toString()));
      lines.add("since", since.toString());
      lines.add("target", target);
      lines.add("journal", journal);
      return lines.print();
    }

    static Pending parse(String text) throws IOException {
      Map<String, String> values = new LinkedHashMap<>();
      for (Map.Entry<String, String> line : Lines.parse(PENDING, text)) {
        values.put(line.getKey(), line.getValue());
      }
      for (String key : List.of("run", "token", "host", "pid", "since", "target", "journal")) {
        if (!values.containsKey(key)) {
          throw new IOException("it has no line '" + key + "='");
        }
      }
      try {
        return new Pending(
            values.get("run"),
            values.get("token"),
            new HostProcess(
                values.get("host"),
                Long.parseLong(values.get("pid")),
                Optional.ofNullable(values.get("started")).map(Instant::parse)),
            Instant.parse(values.get("since")),
            values.get("target"),
            values.get("journal"));
      } catch (NumberFormatException | DateTimeException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }

  /**
   * The decision of one run to publish.
   *
   * @param targets the absolute paths of all its targets, the one beside which the journal lies
   *     first
   */
  record Journal(String token, List<String> targets) {

    Journal {
      targets = List.copyOf(targets);
    }

    String print() {
      Lines lines = new Lines(JOURNAL);
      lines.add("token", token);
      targets.forEach(target -> lines.add("target", target));
      return lines.print();
    }

    static Journal parse(String text) throws IOException {
      String token = null;
      List<String> targets = new ArrayList<>();
      for (Map.Entry<String, String> line : Lines.parse(JOURNAL, text)) {
        switch (line.getKey()) {
          case "token" -> token = line.getValue();
          case "target" -> targets.add(line.getValue());
          default -> throw new IOException("it has an unknown line '" + line.getKey() + "='");
        }
      }
      if (token == null || targets.isEmpty()) {
        throw new IOException("it lacks a token or a target");
      }
      return new Journal(token, targets);
    }
  }

  private static final class Lines {

    private final StringBuilder text = new StringBuilder();

    Lines(String header) {
      text.append(header).append('\n');
    }

    void add(String key, String value) {
      text.append(key)
          .append('=')
          .append(value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"))
          .append('\n');
    }

    String print() {
      return text + END + "\n";
    }

    static List<Map.Entry<String, String>> parse(String header, String text) throws IOException {
      String[] lines = text.split("\n", 0);
      if (!lines[0].equals(header)) {
        throw new IOException("its first line is not '" + header + "'");
      }
      if (!lines[lines.length - 1].equals(END)) {
        throw new IOException("its last line is not '" + END + "'");
      }
      List<Map.Entry<String, String>> values = new ArrayList<>();
      for (int i = 1; i < lines.length - 1; i++) {
        int equals = lines[i].indexOf('=');
        if (equals < 0) {
          throw new IOException("its line " + (i + 1) + " has no '='");
        }
        values.add(
            Map.entry(lines[i].substring(0, equals), unescaped(lines[i].substring(equals + 1))));
      }
      return values;
    }

    private static String unescaped(String value) {
      StringBuilder plain = new StringBuilder();
      boolean escaped = false;
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == '\\' && !escaped) {
          escaped = true;
          continue;
        }
        plain.append(escaped && c == 'n' ? '\n' : escaped && c == 'r' ? '\r' : c);
        escaped = false;
      }
      return plain.toString();
    }
  }
}
