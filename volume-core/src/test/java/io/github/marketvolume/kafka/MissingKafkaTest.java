package io.github.marketvolume.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.error.VolumeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Topics where the clients of Kafka, or Avro, are not on the class path. */
class MissingKafkaTest {

  /** Loads this library anew, as if some libraries were not there. */
  private static final class Without extends ClassLoader {

    private final String missing;

    Without(String missing) {
      super(MissingKafkaTest.class.getClassLoader());
      this.missing = missing;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(missing)) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.github.marketvolume.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** What is run by classes that cannot see a library. */
  public static final class Program {

    private Program() {}

    /** Opens a feed of values in JSON, or of Avro; says how that ended. */
    public static String run(String format) {
      try {
        KafkaTopic topic = KafkaTopic.at("127.0.0.1:1", "bars").values(ValueFormat.json());
        if (format.equals("avro")) {
          topic = topic.values(ValueFormat.avro(Path.of("bar.avsc")));
        }
        KafkaFeed.open(topic, Optional.empty()).close();
        return "opened";
      } catch (VolumeException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
      }
    }
  }

  private static String run(String missing, String format) throws ReflectiveOperationException {
    return (String)
        new Without(missing)
            .loadClass(Program.class.getName())
            .getMethod("run", String.class)
            .invoke(null, format);
  }

  private static String versionOf(Class<?> type) {
    return type.getProtectionDomain()
        .getCodeSource()
        .getLocation()
        .getPath()
        .replaceFirst(".*-([0-9.]+)\\.jar", "$1");
  }

  @Test
  @DisplayName("without Kafka's clients a feed says which artifact to add")
  void noKafka() throws ReflectiveOperationException {
    assertThat(run("org.apache.kafka.", "json"))
        .isEqualTo(
            "MissingDependencyException: a topic of Kafka needs its clients of version 4: add"
                + " org.apache.kafka:kafka-clients:"
                + versionOf(Consumer.class)
                + " to the class path");
  }

  @Test
  @DisplayName("without Avro its format says which artifact to add, and other formats are read")
  void noAvro() throws ReflectiveOperationException {
    assertThat(run("org.apache.avro.", "avro"))
        .isEqualTo(
            "MissingDependencyException: values in Avro need its library: add org.apache.avro:avro:"
                + versionOf(Schema.class)
                + " to the class path, or write them as JSON or CSV");
    assertThat(run("org.apache.avro.", "json")).isEqualTo("opened");
  }
}
