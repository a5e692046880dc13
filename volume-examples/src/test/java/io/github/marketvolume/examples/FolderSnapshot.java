package io.github.marketvolume.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a folder holds: each file's path, and a digest of its bytes. */
record FolderSnapshot(Map<String, String> digests) {

  /** The files in the outputs of a run, and no others that lie beside them. */
  static FolderSnapshot ofOutputs(Path output) {
    Map<String, String> digests = new TreeMap<>();
    Stream.concat(Sp500Pipeline.outputNames().stream(), Stream.of("run.json"))
        .forEach(name -> digests.putAll(of(output.resolve(name)).digests()));
    return new FolderSnapshot(digests);
  }

  /** All files in the folder and those below it; a file that vanishes meanwhile is left out. */
  static FolderSnapshot of(Path folder) {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        digests.put(path.toString(), digest(path));
      }
    } catch (NoSuchFileException e) {
      return of(folder);
    } catch (UncheckedIOException e) { // what the walk throws
      if (e.getCause() instanceof NoSuchFileException) {
        return of(folder);
      }
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new FolderSnapshot(digests);
  }

  private static String digest(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return new BigInteger(1, digest).toString(16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
