package io.github.marketvolume.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.error.VolumeException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found of what a class path declares, some of which cannot be loaded. */
class ProvidersTest {

  /** What is provided. */
  public interface Tool {
    String use();
  }

  /** One that works. */
  public static final class Hammer implements Tool {
    @Override
    public String use() {
      return "nails";
    }
  }

  /** Another one that works. */
  public static final class Saw implements Tool {
    @Override
    public String use() {
      return "wood";
    }
  }

  /** Another one for what there is one for already. */
  public static final class Stone implements Tool {
    @Override
    public String use() {
      return "nails";
    }
  }

  /** What a library has that is not on the class path. */
  static class Motor {
    final String voltage = "12 V";
  }

  /** What its constructor needs is missing. */
  public static final class Drill implements Tool {

    private final String voltage = new Motor().voltage;

    @Override
    public String use() {
      return "holes at " + voltage;
    }
  }

  /** What it is a kind of is missing, so that there is no class at all. */
  public static final class Mixer extends Motor implements Tool {
    @Override
    public String use() {
      return "paint at " + voltage;
    }
  }

  /** What it is for needs what is missing. */
  public static final class Fan implements Tool {
    @Override
    public String use() {
      return "air at " + new Motor().voltage;
    }
  }

  /** Refuses to be made. */
  public static final class Stubborn implements Tool {

    public Stubborn() {
      throw new IllegalStateException("not today");
    }

    @Override
    public String use() {
      return "";
    }
  }

  /** Not what its file says that it is. */
  public static final class Apple {}

  /** Loads what is above anew, from folders or jars that declare it, without the motor. */
  private static final class Loader extends ClassLoader {

    private final List<Path> places;
    private final boolean hasMotor;

    Loader(boolean hasMotor, List<Path> places) {
      super(ProvidersTest.class.getClassLoader());
      this.hasMotor = hasMotor;
      this.places = places;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      List<URL> found = new ArrayList<>();
      for (Path place : places) {
        found.add(
            Files.isDirectory(place)
                ? place.resolve(name).toUri().toURL()
                : new URL("jar:" + place.toUri() + "!/" + name));
      }
      return Collections.enumeration(found);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(ProvidersTest.class.getName() + "$")
          || name.equals(Tool.class.getName())) {
        return super.loadClass(name, resolve);
      }
      if (!hasMotor && name.equals(Motor.class.getName())) {
        throw new ClassNotFoundException(name);
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

  private static final String FILE = "META-INF/services/" + Tool.class.getName();

  @TempDir private Path folder;

  private Path declaring(String name, String... lines) throws IOException {
    Path file = folder.resolve(name).resolve(FILE);
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
    return folder.resolve(name);
  }

  private Path jar(String name, String... lines) throws IOException {
    Path jar = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(FILE));
      out.write((String.join("\n", lines) + "\n").getBytes(UTF_8));
    }
    return jar;
  }

  private static Providers<String, Tool> installed(ClassLoader loader) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return Providers.installed(Tool.class, Tool::use);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Providers<String, Tool> installed(Path... places) {
    return installed(new Loader(false, List.of(places)));
  }

  private static VolumeException missing(Providers<String, Tool> tools) {
    return tools.missing("a.txt: nothing makes holes", "add the module that does");
  }

  private static String name(Class<?> type) {
    return type.getName();
  }

  @Test
  @DisplayName("where all work, what is missing is missing in the plan")
  void allWork() throws IOException {
    Providers<String, Tool> tools =
        installed(declaring("one", name(Hammer.class), "# a comment", name(Saw.class) + " # more"));
    assertThat(tools.working()).containsOnlyKeys("nails", "wood");
    assertThat(tools.anyBroken()).isFalse();
    assertThat(missing(tools))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage("a.txt: nothing makes holes; add the module that does");
  }

  @Test
  @DisplayName("one that cannot be loaded, wherever it stands, keeps no other from use")
  void someWork() throws IOException {
    for (Class<?> broken :
        List.of(Drill.class, Mixer.class, Fan.class, Stubborn.class, Apple.class)) {
      String name = broken.getSimpleName();
      Path first = declaring(name + "1", name(broken), name(Hammer.class));
      Path second = declaring(name + "2", name(Saw.class), "no.such.Tool");
      Providers<String, Tool> tools = installed(first, second);
      assertThat(tools.working()).as(name).containsOnlyKeys("nails", "wood");
      assertThat(tools.anyBroken()).as(name).isTrue();
    }
  }

  @Test
  @DisplayName("what is missing is said with the provider, the jar, the class and the remedy")
  void inWords() throws IOException {
    Path jar = jar("drills-1.2.jar", name(Drill.class) + "  #  org.example:drills with its motor");
    MissingDependencyException failure = (MissingDependencyException) missing(installed(jar));
    assertThat(failure)
        .hasMessage(
            "a.txt: nothing makes holes, and "
                + name(Drill.class)
                + " of drills-1.2.jar cannot be loaded: class "
                + name(Motor.class)
                + " is missing; add org.example:drills with its motor; or add the module that"
                + " does");
    assertThat(failure).hasCauseInstanceOf(NoClassDefFoundError.class);
  }

  @Test
  @DisplayName("the reason is that of the provider, whatever the JDK says of it")
  void reasons() throws IOException {
    String motor = "class " + name(Motor.class) + " is missing";
    assertReason(Mixer.class, motor);
    assertReason(Fan.class, motor);
    assertReason(Stubborn.class, "not today");
    assertReason(Apple.class, "Cannot cast " + name(Apple.class) + " to " + name(Tool.class));
  }

  private void assertReason(Class<?> provider, String reason) throws IOException {
    Path place = declaring(provider.getSimpleName(), name(provider));
    assertThat(missing(installed(place)))
        .hasMessage(
            "a.txt: nothing makes holes, and "
                + name(provider)
                + " of "
                + place
                + " cannot be loaded: "
                + reason
                + "; add what "
                + place
                + " depends on to the class path; or add the module that does");
  }

  @Test
  @DisplayName("several are told of in one line, and one remedy once")
  void several() throws IOException {
    Path jar = jar("all.jar", name(Drill.class) + " # motors", name(Mixer.class) + " # motors");
    Path other = jar("other.jar", "no.such.Tool # tools");
    String motor = " of all.jar cannot be loaded: class " + name(Motor.class) + " is missing";
    assertThat(missing(installed(jar, other)))
        .hasMessage(
            "a.txt: nothing makes holes, and "
                + name(Drill.class)
                + motor
                + ", and "
                + name(Mixer.class)
                + motor
                + ", and no.such.Tool of other.jar cannot be loaded: class no.such.Tool is missing;"
                + " add motors, and tools; or add the module that does");
  }

  @Test
  @DisplayName("one that two jars declare is found once, in the first")
  void twice() throws IOException {
    Path plain = jar("plain.jar", name(Hammer.class), name(Drill.class) + " # motors");
    Path shaded = jar("shaded.jar", name(Hammer.class), name(Drill.class) + " # other motors");
    assertThat(missing(installed(plain, shaded)).getMessage())
        .containsOnlyOnce(name(Drill.class))
        .contains("plain.jar")
        .endsWith("; add motors; or add the module that does");
    Providers<String, Tool> whole = installed(new Loader(true, List.of(plain, shaded)));
    assertThat(whole.working()).containsOnlyKeys("nails", "holes at 12 V");
    assertThat(whole.anyBroken()).isFalse();
  }

  @Test
  @DisplayName("of two for the same the later one counts, and one that is given before all")
  void replaced() throws IOException {
    Providers<String, Tool> tools =
        installed(declaring("one", name(Hammer.class), name(Stone.class), name(Drill.class)));
    assertThat(tools.working().get("nails").getClass().getName()).isEqualTo(name(Stone.class));
    Tool given = new Hammer();
    assertThat(tools.with(given).working()).containsOnlyKeys("nails").containsValue(given);
    assertThat(tools.with(given).anyBroken()).isTrue();
  }

  @Test
  @DisplayName("files that cannot be read are told of, and end the search")
  void unreadable() {
    Providers<String, Tool> tools =
        installed(
            new ClassLoader(ProvidersTest.class.getClassLoader()) {
              @Override
              public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("the disk is on fire");
              }
            });
    assertThat(tools.working()).isEmpty();
    assertThat(missing(tools))
        .hasMessage(
            "a.txt: nothing makes holes, and a provider of Tool cannot be loaded: the disk is on"
                + " fire; add what it depends on to the class path; or add the module that does");
  }

  @Test
  @DisplayName("a thread without a class loader has that of the system")
  void noLoader() {
    assertThat(installed((ClassLoader) null).working()).isEmpty();
    assertThat(installed((ClassLoader) null).anyBroken()).isFalse();
  }
}
