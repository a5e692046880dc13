package io.github.marketvolume.local;

import static io.github.marketvolume.local.UpdatedFolders.FIRST;
import static io.github.marketvolume.local.UpdatedFolders.LAST;
import static io.github.marketvolume.local.UpdatedFolders.market;
import static io.github.marketvolume.local.UpdatedFolders.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.Output;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.RowSink;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.market.Bar;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A first run that is killed when all is staged and nothing committed, and the update after it. */
class KilledFirstRunTest {

  private static final LocalDate LAST_BUT_ONE = LAST.minusDays(1);
  private static final int KILLED = 137;

  @TempDir private Path temp;
  private Path folder;
  private UpdatedFolders folders;

  /** Runs over the history, and ends as if it was killed. */
  public static final class Program {

    private Program() {}

    public static void main(String[] args) {
      UpdatedFolders folders = new UpdatedFolders(Path.of(args[0]));
      VolumePipeline all = folders.pipeline(stage(market(FIRST, LAST_BUT_ONE)));
      List<Output<?>> outputs = new ArrayList<>(all.outputs());
      outputs.add(stage(market(FIRST, LAST_BUT_ONE)).into(new Killing()));
      folders.update(new VolumePipeline(all.name(), outputs, all.report()));
    }
  }

  /** Ends the process when outputs are about to be published. */
  private record Killing() implements RowSink<Bar> {

    @Override
    public <T extends Bar> StagedOutput stage(
        Iterator<T> rows, Schema<T> schema, RunContext context) {
      return new StagedOutput() {
        @Override
        public long rows() {
          return 0;
        }

        @Override
        public void publish() {
          Runtime.getRuntime().halt(KILLED);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public String describe() {
      return "a sink that kills";
    }
  }

  @BeforeEach
  void killFirstRun() throws IOException, InterruptedException {
    folder = Files.createDirectories(temp.toRealPath().resolve("out"));
    folders = new UpdatedFolders(folder);
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                path,
                Program.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(temp.resolve("log"))).isEqualTo(KILLED);
    assertThat(names(folders.at("state"))).as("a ledger on its way").anyMatch(this::isOfALedger);
    assertThat(folders.at("state/ledger")).doesNotExist();
  }

  private boolean isOfALedger(String name) {
    return name.startsWith(".ledger.");
  }

  private static List<String> names(Path of) {
    File[] files = of.toFile().listFiles();
    return files == null ? List.of() : Arrays.stream(files).map(File::getName).toList();
  }

  @Test
  @DisplayName("an update that requires a run is refused, and a whole run can follow")
  void requiringRun() {
    assertThatThrownBy(() -> folders.update(market(LAST, LAST), folders.store().requiringRun()))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            folders.at("state")
                + " has no ledger of a run to update; run over the whole history first");
    for (String name : UpdatedFolders.OUTPUTS) {
      assertThat(folders.at(name)).doesNotExist();
    }
    assertThat(names(folders.at("state"))).as("of the ledger").noneMatch(this::isOfALedger);
    folders.update(market(FIRST, LAST_BUT_ONE));
    folders.update(market(LAST, LAST), folders.store().requiringRun());
    folders.requireThoseOf(market());
  }

  @Test
  @DisplayName("any other update is a first one")
  void firstUpdate() {
    folders.update(market());
    folders.requireThoseOf(market());
  }
}
