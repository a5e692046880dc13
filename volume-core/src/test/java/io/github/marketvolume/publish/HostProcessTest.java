package io.github.marketvolume.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.marketvolume.publish.HostProcess.Life;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostProcessTest {

  private static final HostProcess SELF = HostProcess.current();

  private Process sleeper;

  @BeforeEach
  void startAnother() throws Exception {
    sleeper = new ProcessBuilder("sleep", "60").start();
  }

  @AfterEach
  void endIt() throws Exception {
    sleeper.destroy();
    sleeper.waitFor();
  }

  private Life lifeOf(long pid, Optional<Instant> started) {
    return SELF.lifeOf(new HostProcess(SELF.host(), pid, started));
  }

  @Test
  void lifeOf_self() {
    assertEquals(Life.RUNS, SELF.lifeOf(SELF));
  }

  @Test
  void lifeOf_predecessorWithTheSameNumber() {
    assertEquals(Life.ENDED, lifeOf(SELF.pid(), SELF.started().map(at -> at.minusMillis(10))));
  }

  @Test
  void lifeOf_anotherThatRunsUntilItEnds() throws Exception {
    Optional<Instant> started = sleeper.info().startInstant();
    assertEquals(Life.RUNS, lifeOf(sleeper.pid(), started));
    sleeper.destroy();
    sleeper.waitFor();
    assertEquals(Life.ENDED, lifeOf(sleeper.pid(), started));
  }

  @Test
  void lifeOf_startsThatDifferByAClockCorrectionAreOne() {
    Instant started = sleeper.info().startInstant().orElseThrow();
    assertEquals(Life.RUNS, lifeOf(sleeper.pid(), Optional.of(started.plusSeconds(2))));
    assertEquals(Life.RUNS, lifeOf(sleeper.pid(), Optional.empty()));
  }

  @Test
  void lifeOf_aNumberThatWasGivenAgain() {
    Instant started = sleeper.info().startInstant().orElseThrow();
    assertEquals(Life.ENDED, lifeOf(sleeper.pid(), Optional.of(started.minusSeconds(3600))));
  }

  @Test
  void lifeOf_anotherHost() {
    assertEquals(Life.UNKNOWN, SELF.lifeOf(new HostProcess("beta", SELF.pid(), SELF.started())));
  }
}
