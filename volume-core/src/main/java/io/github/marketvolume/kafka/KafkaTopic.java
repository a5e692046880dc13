package io.github.marketvolume.kafka;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.quality.BarRules;
import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A topic of bars: its brokers, its name, how its values are written, and the properties of the
 * client that reads it. An immutable value.
 *
 * <p>Values are JSON and checked by {@link BarRules#standard()} unless told otherwise. Properties
 * may be secrets; no text of this library shows their values.
 */
public final class KafkaTopic implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final String SCHEME = "kafka://";

  private static final Pattern LOCATION = Pattern.compile("kafka://([^/]*)/([^/]*)");

  private static final Pattern SERVER =
      Pattern.compile("([A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}\\]):(\\d{1,5})");

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  /** What is between the words of a property's value. */
  private static final Pattern WORD = Pattern.compile("[\\s\"'=;,]+");

  /** A part of a property's value that is in quotes, as a password is in one of JAAS. */
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  private static final int LAST_PORT = 65_535;

  /** Properties by which a feed keeps its promises. */
  private static final Set<String> OWN_PROPERTIES =
      Set.of(
          "bootstrap.servers",
          "group.id",
          "group.instance.id",
          "group.protocol",
          "enable.auto.commit",
          "auto.offset.reset",
          "allow.auto.create.topics",
          "isolation.level",
          "key.deserializer",
          "value.deserializer");

  private final String servers;
  private final String name;
  private final ValueFormat format;
  private final BarRules rules;
  private final Map<String, String> properties;

  private KafkaTopic(
      String servers,
      String name,
      ValueFormat format,
      BarRules rules,
      Map<String, String> properties) {
    this.servers = servers;
    this.name = name;
    this.format = format;
    this.rules = rules;
    this.properties = Map.copyOf(properties);
  }

  /**
   * A topic by its brokers and its name.
   *
   * @param servers the brokers that are asked first, each as {@code HOST:PORT}, separated by commas
   * @throws InvalidPlanException if one of them, or the name, cannot be one
   */
  public static KafkaTopic at(String servers, String topic) {
    Arguments.required(servers, "servers");
    Arguments.required(topic, "topic");
    for (String server : servers.split(",", -1)) {
      Matcher parts = SERVER.matcher(server);
      if (!parts.matches() || Integer.parseInt(parts.group(2)) > LAST_PORT) {
        throw new InvalidPlanException(
            "\""
                + SafeText.location(SCHEME + server)
                + "\" does not name a broker; write HOST:PORT, several with commas between, and"
                + " give credentials by with(...) or withProperties(...)");
      }
    }
    if (!NAME.matcher(topic).matches() || topic.matches("\\.{1,2}")) {
      throw new InvalidPlanException(
          "\""
              + SafeText.line(topic)
              + "\" cannot be the name of a topic; it has 1 to 249 letters, digits, dots,"
              + " underscores and hyphens");
    }
    return new KafkaTopic(servers, topic, ValueFormat.json(), BarRules.standard(), Map.of());
  }

  /**
   * A topic by one text, {@code kafka://HOST:PORT[,HOST:PORT]/TOPIC}.
   *
   * @throws InvalidPlanException if the text is not of this form
   */
  public static KafkaTopic parse(String location) {
    Matcher parts = LOCATION.matcher(Arguments.required(location, "location"));
    if (!parts.matches()) {
      throw new InvalidPlanException(
          "\""
              + SafeText.location(location)
              + "\" is not the location of a topic; write kafka://HOST:PORT/TOPIC");
    }
    return at(parts.group(1), parts.group(2));
  }

  /** How the values are written. */
  public KafkaTopic values(ValueFormat valueFormat) {
    return new KafkaTopic(
        servers, name, Arguments.required(valueFormat, "valueFormat"), rules, properties);
  }

  /** Checks the bars by these rules instead. */
  public KafkaTopic checkedBy(BarRules barRules) {
    return new KafkaTopic(
        servers, name, format, Arguments.required(barRules, "barRules"), properties);
  }

  /**
   * A property of Kafka's client, such as {@code security.protocol}.
   *
   * @throws InvalidPlanException if it is one that a feed sets itself, such as {@code group.id}
   */
  public KafkaTopic with(String property, String value) {
    return with(
        Map.of(Arguments.required(property, "property"), Arguments.required(value, "value")));
  }

  /**
   * Properties of Kafka's client, as a file says them in the form of {@link Properties}; it is read
   * now.
   *
   * @throws InvalidPlanException if the file cannot be read, or has one that a feed sets itself
   */
  public KafkaTopic withProperties(Path file) {
    Arguments.required(file, "file");
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      read.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      String reason =
          e instanceof IllegalArgumentException ? "an escape in it is wrong" : Failures.reason(e);
      throw new InvalidPlanException( // without the cause, which may quote a secret
          "cannot read the properties " + file + ": " + Failures.without(file.toString(), reason));
    }
    Map<String, String> added = new TreeMap<>();
    read.stringPropertyNames().forEach(each -> added.put(each, read.getProperty(each)));
    return with(added);
  }

  private KafkaTopic with(Map<String, String> added) {
    for (String property : added.keySet()) {
      if (OWN_PROPERTIES.contains(property)) {
        throw new InvalidPlanException(
            describe() + ": a feed sets the property " + property + " itself; leave it out");
      }
    }
    Map<String, String> all = new LinkedHashMap<>(properties);
    all.putAll(added);
    return new KafkaTopic(servers, name, format, rules, all);
  }

  /** The name of the topic. */
  public String name() {
    return name;
  }

  /** The topic as one text, {@code kafka://HOST:PORT/TOPIC}, without properties. */
  public String describe() {
    return SCHEME + servers + "/" + name;
  }

  /** The same topic without properties, which tasks on other machines need not know. */
  public KafkaTopic withoutProperties() {
    return new KafkaTopic(servers, name, format, rules, Map.of());
  }

  /** The brokers that are asked first, separated by commas. */
  public String servers() {
    return servers;
  }

  ValueFormat format() {
    return format;
  }

  BarRules rules() {
    return rules;
  }

  /** The properties of the client, by name; their values may be secrets. */
  public Map<String, String> properties() {
    return properties;
  }

  /** A text of the client without the values of properties, any of which may be a secret. */
  String withoutValues(String text) {
    return without(
        text,
        properties.values().stream()
            .flatMap(
                value ->
                    Stream.concat(
                        Stream.of(value),
                        QUOTED.matcher(value).results().map(quoted -> quoted.group(1)))));
  }

  /** The same without the words in these values either, for a text that complains of one. */
  String withoutWords(String text) {
    return without(withoutValues(text), properties.values().stream().flatMap(WORD::splitAsStream));
  }

  private static String without(String text, Stream<String> secrets) {
    String safe = text;
    for (String secret :
        secrets
            .filter(each -> each.strip().length() > 2)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList()) {
      safe = safe.replace(secret, "***");
    }
    return safe;
  }

  @Override
  public String toString() {
    return describe();
  }
}
