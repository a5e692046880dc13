package io.github.marketvolume.publish;

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
  private static final String JOURNAL = "marketvolume-journal 2";

  /** Of a run that did not write down what its targets hold. */
  private static final String JOURNAL_WITHOUT_FILES = "marketvolume-journal 1";

  private static final String OUTPUT = "marketvolume-output 1";
  private static final String END = "end";

  private PublicationText() {}

  /**
   * The reservation of one target by one run.
   *
   * @param token unique to the run, as its name need not be; part of the temporary names
   * @param since when the target was reserved
   * @param target the absolute path of the target
   * @param journal the absolute path of the journal that the run commits by
   * @param lock the absolute path of the file that the run holds locked; empty where the store has
   *     no locks
   */
  record Pending(
      String run,
      String token,
      HostProcess process,
      Instant since,
      String target,
      String journal,
      Optional<String> lock) {

    String print() {
      Lines lines = new Lines(PENDING);
      lines.add("run", run);
      lines.add("token", token);
      lines.add("host", process.host());
      lines.add("pid", Long.toString(process.pid()));
      process.started().ifPresent(started -> lines.add("started", started.toString()));
      process.jvm().ifPresent(jvm -> lines.add("jvm", jvm));
      lines.add("since", since.toString());
      lines.add("target", target);
      lines.add("journal", journal);
      lock.ifPresent(path -> lines.add("lock", path));
      return lines.print();
    }

    static Pending parse(String text) throws IOException {
      Map<String, String> values = new LinkedHashMap<>();
      for (Map.Entry<String, String> line : Lines.parse(PENDING, text)) {
        values.put(line.getKey(), line.getValue());
      }
      String run = required(values, "run");
      String token = required(values, "token");
      String host = required(values, "host");
      String pid = required(values, "pid");
      String since = required(values, "since");
      String target = required(values, "target");
      String journal = required(values, "journal");
      try {
        return new Pending(
            run,
            token,
            new HostProcess(
                host,
                Long.parseLong(pid),
                Optional.ofNullable(values.get("started")).map(Instant::parse),
                Optional.ofNullable(values.get("jvm"))),
            Instant.parse(since),
            target,
            journal,
            Optional.ofNullable(values.get("lock")));
      } catch (NumberFormatException | DateTimeException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    private static String required(Map<String, String> values, String key) throws IOException {
      String value = values.get(key);
      if (value == null) {
        throw new IOException("it has no line '" + key + "='");
      }
      return value;
    }
  }

  /**
   * A file of a target.
   *
   * @param name its path below the target, with {@code /} between the parts; empty for a target
   *     that is a file itself
   * @param size in bytes
   * @param checksum of its end, as the store makes it; {@code -} where the store makes none
   */
  record Content(String name, long size, String checksum) {

    private static final String KEY = "file";

    private void addTo(Lines lines) {
      lines.add(KEY, size + " " + checksum + " " + name);
    }

    private static Content parse(String value) throws IOException {
      String[] parts = value.split(" ", 3);
      try {
        if (parts.length == 3) {
          return new Content(parts[2], Long.parseLong(parts[0]), parts[1]);
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new IOException("its line 'file=" + value + "' has no size, checksum and name");
    }
  }

  /**
   * What a run has put into one folder; lies in that folder.
   *
   * @param files all of it, but for this text
   */
  record Manifest(String run, List<Content> files) {

    Manifest {
      files = List.copyOf(files);
    }

    String print() {
      Lines lines = new Lines(OUTPUT);
      lines.add("run", run);
      files.forEach(file -> file.addTo(lines));
      return lines.print();
    }

    static Manifest parse(String text) throws IOException {
      String run = null;
      List<Content> files = new ArrayList<>();
      for (Map.Entry<String, String> line : Lines.parse(OUTPUT, text)) {
        switch (line.getKey()) {
          case "run" -> run = line.getValue();
          case Content.KEY -> files.add(Content.parse(line.getValue()));
          default -> throw new IOException("it has an unknown line '" + line.getKey() + "='");
        }
      }
      if (run == null) {
        throw new IOException("it has no line 'run='");
      }
      return new Manifest(run, files);
    }
  }

  /**
   * A target in a journal.
   *
   * @param path its absolute path
   * @param replaces whether it had content before
   * @param files what it is to hold; empty if that was not written down
   */
  record Target(String path, boolean replaces, List<Content> files) {

    Target {
      files = List.copyOf(files);
    }
  }

  /**
   * The decision of one run to publish.
   *
   * @param targets all of them, the one beside which the journal lies first
   */
  record Journal(String token, List<Target> targets) {

    Journal {
      targets = List.copyOf(targets);
    }

    String print() {
      Lines lines = new Lines(JOURNAL);
      lines.add("token", token);
      for (Target target : targets) {
        lines.add("target", target.path());
        lines.add("replaces", Boolean.toString(target.replaces()));
        target.files().forEach(file -> file.addTo(lines));
      }
      return lines.print();
    }

    static Journal parse(String text) throws IOException {
      String header = text.startsWith(JOURNAL_WITHOUT_FILES) ? JOURNAL_WITHOUT_FILES : JOURNAL;
      String token = null;
      List<Target> targets = new ArrayList<>();
      for (Map.Entry<String, String> line : Lines.parse(header, text)) {
        String value = line.getValue();
        Target last = targets.isEmpty() ? null : targets.get(targets.size() - 1);
        if (line.getKey().equals("token")) {
          token = value;
        } else if (line.getKey().equals("target")) {
          targets.add(new Target(value, false, List.of()));
        } else if (line.getKey().equals("replaces") && last != null) {
          targets.set(
              targets.size() - 1,
              new Target(last.path(), Boolean.parseBoolean(value), last.files()));
        } else if (line.getKey().equals(Content.KEY) && last != null) {
          List<Content> files = new ArrayList<>(last.files());
          files.add(Content.parse(value));
          targets.set(targets.size() - 1, new Target(last.path(), last.replaces(), files));
        } else {
          throw new IOException("it has an unknown line '" + line.getKey() + "='");
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
