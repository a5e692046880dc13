package io.github.marketvolume.error;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Checks arguments where they are given, so that a mistake is not found during a run. */
public final class Arguments {

  private Arguments() {}

  /**
   * The argument itself.
   *
   * @param name the name of the parameter
   * @throws NullPointerException if it is null
   */
  public static <T> T required(T argument, String name) {
    if (argument == null) {
      throw new NullPointerException(name + " is null; give a value");
    }
    return argument;
  }

  /**
   * The arguments as an immutable list.
   *
   * @param name the name of the parameter
   * @throws NullPointerException if there is a null
   */
  public static <T> List<T> list(T[] arguments, String name) {
    return List.copyOf(requiredAll(Arrays.asList(required(arguments, name)), name));
  }

  /**
   * The collection itself.
   *
   * @param name the name of the parameter
   * @throws NullPointerException if it is null or has a null
   */
  public static <C extends Collection<?>> C requiredAll(C arguments, String name) {
    int place = 0;
    for (Object argument : required(arguments, name)) {
      place++;
      required(argument, name + "[" + (place - 1) + "]");
    }
    return arguments;
  }
}
