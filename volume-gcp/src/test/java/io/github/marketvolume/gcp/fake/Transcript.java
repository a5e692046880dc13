package io.github.marketvolume.gcp.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What came in at one fake, what it did not understand, and what is to go wrong. */
public final class Transcript {

  private final List<Call> calls = new ArrayList<>();
  private final List<String> unexpected = new ArrayList<>();
  private final Faults faults = new Faults();

  public Faults faults() {
    return faults;
  }

  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  public synchronized List<String> unexpected() {
    return List.copyOf(unexpected);
  }

  /** Writes a request down and says what is to go wrong with it. */
  public synchronized Optional<Fault> arrive(Call call) {
    calls.add(call);
    return faults.next(call.operation());
  }

  /** Writes down that the fake does not serve something, for a test to see. */
  public synchronized void notServed(String what) {
    unexpected.add(what);
  }
}
