package io.github.marketvolume.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.failure.Failures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the class path, or the user, provides of one kind, by what it is for: adapters by the class
 * of their descriptors, object stores by their schemes. A provider that cannot be loaded, for lack
 * of a library for one, keeps no other from use, and no run from going on that has no need of it.
 * An immutable value.
 *
 * @param <K> what a provider is for
 * @param <P> the kind of provider
 */
public final class Providers<K, P> {

  /** Where looking ends: after an error the JDK may, or may not, go on to the next provider. */
  private static final int MOST_ERRORS = 100;

  private final Function<? super P, ? extends K> key;
  private final Map<K, P> working;
  private final List<Broken> broken;

  /**
   * A provider that cannot be loaded.
   *
   * @param what its class and where it comes from, in words
   * @param remedy what to do
   */
  private record Broken(String what, Throwable cause, String remedy) {

    String inWords() {
      return what + " cannot be loaded: " + Failures.reason(cause);
    }
  }

  private Providers(Function<? super P, ? extends K> key, Map<K, P> working, List<Broken> broken) {
    this.key = key;
    this.working = Collections.unmodifiableMap(working);
    this.broken = List.copyOf(broken);
  }

  /**
   * Those that {@link ServiceLoader} finds by the thread's context class loader. Of two that are
   * for the same, the later one counts.
   *
   * @param key what a provider is for
   */
  public static <K, P> Providers<K, P> installed(
      Class<? super P> type, Function<? super P, ? extends K> key) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context == null ? ClassLoader.getSystemClassLoader() : context;
    Map<K, P> working = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    List<Throwable> errors = new ArrayList<>();
    Iterator<? super P> all = ServiceLoader.load(type, context).iterator();
    while (errors.size() < MOST_ERRORS) {
      try {
        if (!all.hasNext()) {
          break;
        }
        @SuppressWarnings("unchecked") // what the raw type of P stands for
        P provider = (P) all.next();
        working.put(Objects.requireNonNull(key.apply(provider)), provider);
        names.add(provider.getClass().getName());
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        errors.add(e);
      }
    }
    return new Providers<>(
        key, working, errors.isEmpty() ? List.of() : broken(type, key, loader, names, errors));
  }

  /** The same with one more, instead of the one that may be for the same. */
  public Providers<K, P> with(P provider) {
    Map<K, P> more = new LinkedHashMap<>(working);
    more.put(key.apply(provider), provider);
    return new Providers<>(key, more, broken);
  }

  /** Those that can be used, by what they are for. */
  public Map<K, P> working() {
    return working;
  }

  /** Whether one is there that cannot be loaded, so that what it is for is not known. */
  public boolean anyBroken() {
    return !broken.isEmpty();
  }

  /**
   * The failure of a run that needs a provider which does not work.
   *
   * @param lack what is missing, where
   * @param remedy what to do if it is none of the broken ones that is needed
   */
  public VolumeException missing(String lack, String remedy) {
    if (broken.isEmpty()) {
      return new InvalidPlanException(lack + "; " + remedy);
    }
    return new MissingDependencyException(
        lack + ", and " + brokenInWords() + "; or " + remedy, broken.get(0).cause());
  }

  /** Which ones cannot be loaded, why, and what to do. */
  public String brokenInWords() {
    return broken.stream().map(Broken::inWords).collect(Collectors.joining(", and "))
        + "; add "
        + broken.stream().map(Broken::remedy).distinct().collect(Collectors.joining(", and "));
  }

  // ------------------------------------------------------------------------------ What is broken

  /** A line of a file in {@code META-INF/services}. */
  private record Declared(String provider, String comment, URL file) {

    /** The jar or the folder that has the file. */
    String place() {
      String path = file.getPath().replaceFirst("!?/META-INF/services/[^/]*$", "");
      return path.endsWith(".jar") ? path.substring(path.lastIndexOf('/') + 1) : path;
    }
  }

  /** Finds out which providers the errors are of: those of the JDK do not always say. */
  private static <P> List<Broken> broken(
      Class<? super P> type,
      Function<? super P, ?> key,
      ClassLoader loader,
      Set<String> working,
      List<Throwable> errors) {
    List<Broken> broken = new ArrayList<>();
    for (Declared declared : declared(type, loader)) {
      if (!working.contains(declared.provider())) {
        Throwable cause = tryToLoad(declared.provider(), type, key, loader);
        if (cause != null) {
          String place = declared.place();
          broken.add(
              new Broken(
                  declared.provider() + " of " + place,
                  cause,
                  declared.comment().isEmpty()
                      ? "what " + place + " depends on to the class path"
                      : declared.comment()));
        }
      }
    }
    if (broken.isEmpty()) {
      Throwable error = errors.get(0);
      Throwable cause = error.getCause() == null ? error : error.getCause();
      broken.add(
          new Broken(
              "a provider of " + type.getSimpleName(),
              cause,
              "what it depends on to the class path"));
    }
    return broken;
  }

  /** What keeps a class from being a provider; null for nothing. */
  private static <P> @Nullable Throwable tryToLoad(
      String name, Class<? super P> type, Function<? super P, ?> key, ClassLoader loader) {
    try {
      Object made = Class.forName(name, false, loader).getConstructor().newInstance();
      @SuppressWarnings("unchecked") // what the raw type of P stands for
      P provider = (P) type.cast(made);
      Objects.requireNonNull(key.apply(provider));
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      return e;
    }
  }

  /** Each provider that files declare, once, with the file that the class loader finds first. */
  private static Set<Declared> declared(Class<?> type, ClassLoader loader) {
    Map<String, Declared> declared = new LinkedHashMap<>();
    try {
      for (URL file :
          Collections.list(loader.getResources("META-INF/services/" + type.getName()))) {
        for (String line : lines(file)) {
          int hash = line.indexOf('#');
          String name = (hash < 0 ? line : line.substring(0, hash)).strip();
          String comment = hash < 0 ? "" : line.substring(hash + 1).strip();
          if (!name.isEmpty()) {
            declared.putIfAbsent(name, new Declared(name, comment, file));
          }
        }
      }
    } catch (IOException e) {
      return Set.of(); // the JDK could not read them either, and said so
    }
    return new LinkedHashSet<>(declared.values());
  }

  private static List<String> lines(URL file) throws IOException {
    URLConnection connection = file.openConnection();
    connection.setUseCaches(false); // a cached jar would stay open
    try (InputStream in = connection.getInputStream();
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      return reader.lines().toList();
    }
  }
}
