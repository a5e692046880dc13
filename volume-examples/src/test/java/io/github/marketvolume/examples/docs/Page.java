package io.github.marketvolume.examples.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

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

  /** Every page in Markdown of the project, by name. */
  static List<Page> all() {
    Path root = root();
    List<Page> pages = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              String name = folder.getFileName().toString();
              // What tools and builds keep for themselves.
              boolean isOurs = folder.equals(root) || !name.startsWith(".");
              return isOurs && !name.equals("target") && !name.equals("node_modules")
                  ? FileVisitResult.CONTINUE
                  : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.toString().endsWith(".md")) {
                pages.add(read(root, file));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pages.sort(Comparator.comparing(Page::name));
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

  /** The anchor that a heading gets on the usual Markdown hosts. */
  static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
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
