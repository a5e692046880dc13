package io.github.marketvolume.examples.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** A JavaScript library that is a Maven artifact, and so on the class path. */
record WebJar(String name, String version) {

  /** The library of this name, in the version that is there. */
  static WebJar named(String name) {
    Properties properties = new Properties();
    try (InputStream in = open("META-INF/maven/org.webjars.npm/" + name + "/pom.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new WebJar(name, properties.getProperty("version"));
  }

  /** The text of one of its files. */
  String text(String file) {
    try (InputStream in = open("META-INF/resources/webjars/" + name + "/" + version + "/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) {
    InputStream in = WebJar.class.getClassLoader().getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException(resource + " is not on the class path");
    }
    return in;
  }
}
