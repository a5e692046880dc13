package io.github.marketvolume.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation points at within the project is there. */
class LinksTest {

  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern WEB = Pattern.compile("https?://.*");

  /** A path in the project as prose and commands have it, from its root. */
  private static final Pattern PATH =
      Pattern.compile(
          "(?<![\\w./-])(?:volume-(?:core|gcp|examples)|docs|terraform|\\.ci)/[\\w./-]*\\w");

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** A program in the page's own folder, started on a line of its own. */
  private static final Pattern COMMAND = Pattern.compile("^\\$ \\./(\\S+)");

  static Stream<Page> pages() {
    return Page.all().stream();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadSomewhere(Page page) {
    assertThat(brokenLinks(page)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void pathsExist(Page page) {
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < page.lines().size(); i++) {
      Matcher path = PATH.matcher(page.lines().get(i));
      while (path.find()) {
        // What a build makes is not there before it.
        if (!path.group().contains("/target/")
            && !Files.exists(Page.root().resolve(path.group()))) {
          missing.add(page.at(i + 1) + path.group());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void filesOfThePagesFolderExist(Page page) {
    assertThat(missingFiles(page)).isEmpty();
  }

  @Test
  void thePagesAreThoseOfTheWholeProject() {
    assertThat(pages())
        .extracting(Page::name)
        .contains(
            "README.md",
            "CHANGELOG.md",
            "docs/adr/README.md",
            "terraform/README.md",
            "volume-examples/deploy/docker/README.md",
            "volume-examples/deploy/mage/README.md");
  }

  @Test
  void aMissingFileIsFoundByItsLine() {
    Page page =
        new Page(
            "docs/page.md",
            List.of(
                "| File | What it is |",
                "|---|---|",
                "| `guide.md`, `gone.md` | `not-a-file.md` |",
                "",
                "```console",
                "$ ./gone.sh --check",
                "```"));

    assertThat(missingFiles(page))
        .containsExactly("docs/page.md:3: gone.md", "docs/page.md:6: gone.sh");
  }

  @Test
  void aBrokenLinkIsFoundByItsLine() {
    Page page =
        new Page(
            "docs/page.md",
            List.of(
                "# A page", "[gone](gone.md) [here](#a-page) [up](../README.md)", "[no](#none)"));

    assertThat(brokenLinks(page))
        .containsExactly("docs/page.md:2: gone.md", "docs/page.md:3: #none");
  }

  /** Files beside a page: those of a table whose first column is headed File, and commands. */
  private static List<String> missingFiles(Page page) {
    List<String> missing = new ArrayList<>();
    boolean inTable = false;
    for (int i = 0; i < page.lines().size(); i++) {
      String line = page.lines().get(i);
      inTable = line.startsWith("| File |") || (inTable && line.startsWith("|"));
      Matcher name = inTable ? CODE.matcher(firstCell(line)) : COMMAND.matcher(line);
      while (name.find()) {
        if (!Files.exists(
            Page.root().resolve(page.name()).resolveSibling(name.group(1)).normalize())) {
          missing.add(page.at(i + 1) + name.group(1));
        }
      }
    }
    return missing;
  }

  private static String firstCell(String row) {
    return row.substring(1, row.indexOf('|', 1));
  }

  private static List<String> brokenLinks(Page page) {
    List<String> broken = new ArrayList<>();
    List<String> prose = page.prose();
    for (int i = 0; i < prose.size(); i++) {
      Matcher link = LINK.matcher(prose.get(i));
      while (link.find()) {
        if (!WEB.matcher(link.group(1)).matches() && !leadsSomewhere(page, link.group(1))) {
          broken.add(page.at(i + 1) + link.group(1));
        }
      }
    }
    return broken;
  }

  private static boolean leadsSomewhere(Page page, String link) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path from = Path.of(page.name());
    String target =
        file.isEmpty()
            ? page.name()
            : from.resolveSibling(file).normalize().toString().replace('\\', '/');
    if (hash < 0) {
      return Files.exists(Page.root().resolve(target));
    }
    Stream<Page> candidates = file.isEmpty() ? Stream.of(page) : pages();
    return candidates
        .filter(candidate -> candidate.name().equals(target))
        .flatMap(candidate -> candidate.prose().stream())
        .filter(line -> line.startsWith("#"))
        .anyMatch(
            heading ->
                Page.anchor(heading.replaceFirst("^#+ ", "")).equals(link.substring(hash + 1)));
  }
}
