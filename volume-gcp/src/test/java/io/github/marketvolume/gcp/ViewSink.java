package io.github.marketvolume.gcp;

import io.github.marketvolume.io.Sink;

/** Rows as a view, replaced when a run succeeds. */
record ViewSink(String view) implements Sink<Object> {

  @Override
  public String describe() {
    return "view " + view;
  }
}
