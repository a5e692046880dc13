package io.github.marketvolume.examples;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test that {@code mvn verify} leaves out for its time, and {@code mvn verify -Pfull} runs. A
 * smaller test of the same kind is never marked so.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag(FullBuild.TAG)
public @interface FullBuild {

  /** What the POM leaves out. */
  String TAG = "full";
}
