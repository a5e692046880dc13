package io.github.marketvolume.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Builds the documentation's site in target/site, and follows its links. */
class SiteTest {

  private static final Path SITE = Page.root().resolve("target/site");
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");

  @BeforeAll
  static void build() throws IOException {
    Site.write(SITE);
  }

  @Test
  void everyPageIsInTheNavigation() {
    assertThat(Site.pagesOutsideTheNavigation()).isEmpty();
  }

  @Test
  void everyPageIsThere() {
    assertThat(Page.all()).allMatch(page -> Files.exists(SITE.resolve(Site.htmlName(page.name()))));
    assertThat(SITE.resolve("index.html"))
        .content()
        .contains("<title>Market Volume</title>", "<a href=\"guide.html\">");
  }

  @Test
  void everyLinkWithinTheSiteLeadsSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    int followed = 0;
    for (Page page : Page.all()) {
      Path file = SITE.resolve(Site.htmlName(page.name()));
      Matcher link = LINK.matcher(Files.readString(file));
      while (link.find()) {
        if (!link.group(1).contains("://")) {
          followed++;
          if (!leadsSomewhere(file, link.group(1))) {
            dead.add(SITE.relativize(file) + ": " + link.group(1));
          }
        }
      }
    }
    assertThat(dead).isEmpty();
    assertThat(followed).isGreaterThan(100);
  }

  @Test
  void aDeadLinkIsNoticed() throws IOException {
    Path index = SITE.resolve("index.html");
    assertThat(leadsSomewhere(index, "guide.html#windows-and-statistics")).isTrue();
    assertThat(leadsSomewhere(index, "guide.html#no-such-part")).isFalse();
    assertThat(leadsSomewhere(index, "no-such-page.html")).isFalse();
  }

  @Test
  void javaIsColouredAndEscaped() {
    assertThat(JavaColours.of("java", "new A<B>(\"for\"); // if"))
        .isEqualTo(
            "<span class=\"keyword\">new</span> A&lt;B&gt;(<span class=\"string\">\"for\"</span>);"
                + " <span class=\"comment\">// if</span>");
    assertThat(JavaColours.of("text", "new <b>")).isEqualTo("new &lt;b&gt;");
  }

  private static boolean leadsSomewhere(Path from, String link) throws IOException {
    int hash = link.indexOf('#');
    String name = hash < 0 ? link : link.substring(0, hash);
    Path target = name.isEmpty() ? from : from.resolveSibling(name).normalize();
    return Files.isRegularFile(target)
        && (hash < 0
            || Files.readString(target).contains("id=\"" + link.substring(hash + 1) + "\""));
  }
}
