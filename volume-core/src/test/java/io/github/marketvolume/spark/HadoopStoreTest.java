package io.github.marketvolume.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.publish.LocalStore;
import io.github.marketvolume.spark.hadoop.HadoopFiles;
import io.github.marketvolume.spark.hadoop.HadoopStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How Spark's store names the folders of this machine. */
class HadoopStoreTest {

  @TempDir private Path folder;

  @Test
  @DisplayName("a folder of this machine has one name, whichever runner writes it")
  void oneName() throws IOException {
    HadoopStore store = new HadoopStore(new HadoopFiles(new Configuration()));
    String out = folder.resolve("my out").toString();
    assertThat(store.qualify(out)).isEqualTo(new LocalStore().qualify(out));
    assertThat(store.qualify("file:" + out)).isEqualTo(new LocalStore().qualify(out));
    assertThat(store.qualify("out")).isEqualTo(new LocalStore().qualify("out"));
  }

  @Test
  @DisplayName("where a plain path is elsewhere, a folder of this machine has its scheme")
  void plainPathsElsewhere() throws IOException {
    Configuration elsewhere = new Configuration();
    elsewhere.set("fs.defaultFS", "hdfs://cluster:8020");
    HadoopStore store = new HadoopStore(new HadoopFiles(elsewhere));
    String out = folder.resolve("out").toString();
    assertThat(store.qualify("file:" + out)).isEqualTo("file:" + new LocalStore().qualify(out));
  }

  @Test
  @DisplayName("a file of this machine gets a second name, whichever way it is called")
  void link() throws IOException {
    HadoopStore store = new HadoopStore(new HadoopFiles(new Configuration()));
    Files.writeString(folder.resolve("a"), "text");
    store.link("file:" + folder.resolve("a"), folder.resolve("b").toString());
    assertThat(Files.isSameFile(folder.resolve("a"), folder.resolve("b"))).isTrue();
    Files.delete(folder.resolve("a"));
    assertThat(folder.resolve("b")).hasContent("text");
  }
}
