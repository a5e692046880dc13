package io.github.marketvolume.examples.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param name the path from the root of the project
 * @param lines the text, in Markdown
 */
record Page(String name, List<String> lines) {

  private static final String FENCE = "```";

  /**
   * A fenced block.
   *
   * @param info what stands behind the opening fence: the language, and what else is to be known
   * @param firstLine the page's line that holds the first of {@code lines}, from 1
   */
  record Block(String info, int firstLine, List<String> lines) {

    int endLine() {
      return firstLine + lines.size();
    }
  }

  /** The root of the project. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("CHANGELOG.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** README.md, CHANGELOG.md and everything in docs. */
  static List<Page> all() {
    Path root = root();
    List<Page> pages = new ArrayList<>();
    try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
      Stream.concat(
              Stream.of(root.resolve("README.md"), root.resolve("CHANGELOG.md")), docs.sorted())
          .filter(path -> path.toString().endsWith(".md"))
          .forEach(path -> pages.add(read(root, path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pages;
  }

  private static Page read(Path root, Path path) {
    try {
      String name = root.relativize(path).toString().replace('\\', '/');
      return new Page(name, Files.readAllLines(path, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fenced blocks, in order. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(FENCE)) {
        int end = i + 1;
        while (end < lines.size() && !lines.get(end).equals(FENCE)) {
          end++;
        }
        if (end == lines.size()) {
          throw new AssertionError(at(i + 1) + "the block is not closed");
        }
        blocks.add(
            new Block(
                lines.get(i).substring(FENCE.length()).strip(), i + 2, lines.subList(i + 1, end)));
        i = end;
      }
    }
    return blocks;
  }

  /** The text without its fenced blocks, whose lines are left empty. */
  List<String> prose() {
    List<String> prose = new ArrayList<>(lines);
    for (Block block : blocks()) {
      for (int line = block.firstLine() - 1; line <= block.endLine(); line++) {
        prose.set(line - 1, "");
      }
    }
    return prose;
  }

  /** The beginning of a message about a line. */
  String at(int line) {
    return name + ":" + line + ": ";
  }

  @Override
  public String toString() {
    return name;
  }
}
