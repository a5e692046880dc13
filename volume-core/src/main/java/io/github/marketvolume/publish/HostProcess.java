package io.github.marketvolume.publish;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A process of a host, told apart from others of the same number by when it started and by a name
 * that it gave itself: processes in containers of one host name can have one number.
 *
 * @param started when it started, where the platform tells
 * @param jvm the name that the process gave itself; empty for one that gave itself none
 */
record HostProcess(String host, long pid, Optional<Instant> started, Optional<String> jvm) {

  /** Where the name of this process is kept: a system property, as class loaders share those. */
  private static final String NAME = "io.github.marketvolume.process";

  /** What is known of a process. */
  enum Life {
    RUNS,
    ENDED,
    /** It is on another host, so that nobody here can tell. */
    UNKNOWN
  }

  /**
   * A platform may derive the start from the clock of the day, so that two observers of one process
   * differ by what the clock was corrected in between.
   */
  private static final Duration CLOCK_CORRECTION = Duration.ofMinutes(1);

  private static final HostProcess CURRENT =
      new HostProcess(
          hostName(),
          ProcessHandle.current().pid(),
          ProcessHandle.current().info().startInstant(),
          Optional.of(
              (String)
                  System.getProperties()
                      .computeIfAbsent(NAME, name -> UUID.randomUUID().toString())));

  HostProcess(String host, long pid, Optional<Instant> started) {
    this(host, pid, started, Optional.empty());
  }

  /** The process that runs this code. */
  static HostProcess current() {
    return CURRENT;
  }

  /** Whether another process still runs, as seen from this one. */
  Life lifeOf(HostProcess other) {
    if (equals(other)) {
      return Life.RUNS;
    }
    if (!host.equals(other.host)) {
      return Life.UNKNOWN;
    }
    // In a container that was started again a run often has the number of its predecessor.
    if (pid == other.pid) {
      return Life.ENDED;
    }
    return ProcessHandle.of(other.pid)
            .filter(ProcessHandle::isAlive)
            .filter(handle -> sameStart(handle.info().startInstant(), other.started))
            .isPresent()
        ? Life.RUNS
        : Life.ENDED;
  }

  /** Two unknown or close starts are the same: when in doubt a process lives. */
  private static boolean sameStart(Optional<Instant> one, Optional<Instant> other) {
    return one.isEmpty()
        || other.isEmpty()
        || Duration.between(one.get(), other.get()).abs().compareTo(CLOCK_CORRECTION) <= 0;
  }

  /**
   * A host without a name gets one that no other has, so that its runs are never taken for dead.
   */
  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unnamed-" + UUID.randomUUID();
    }
  }
}
