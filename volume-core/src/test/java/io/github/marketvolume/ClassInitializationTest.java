package io.github.marketvolume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any class may be the first that a process initializes: an executor begins with what it is sent.
 * Where two initialize each other, one finds the other's constants null.
 */
class ClassInitializationTest {

  private static final Path CLASSES = Path.of("target/classes");

  static List<String> classes() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES.resolve("io/github/marketvolume"))) {
      return files
          .map(file -> CLASSES.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("classes")
  void classThatIsTheFirst_findsNoConstantMissing(String name) throws ReflectiveOperationException {
    Class<?> first = Class.forName(name, true, new OwnClasses());
    for (Field field : first.getDeclaredFields()) {
      int modifiers = field.getModifiers();
      if (Modifier.isStatic(modifiers)
          && Modifier.isFinal(modifiers)
          && !field.getType().isPrimitive()
          && !field.isSynthetic()) {
        field.setAccessible(true);
        assertThat(field.get(null)).as(name + "." + field.getName()).isNotNull();
      }
    }
  }

  /** Defines this library's classes anew, so that none of them is initialized yet. */
  private static final class OwnClasses extends ClassLoader {

    OwnClasses() {
      super(ClassInitializationTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.github.marketvolume.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      try (InputStream bytes = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (bytes == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] read = bytes.readAllBytes();
        return defineClass(name, read, 0, read.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
