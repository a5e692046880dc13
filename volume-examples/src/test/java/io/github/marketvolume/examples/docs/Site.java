package io.github.marketvolume.examples.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * The documentation as a folder of HTML: every page, a navigation, and the API where it is built.
 */
final class Site {

  /** Where what is linked and is no page can be read. */
  private static final String SOURCES = "https://github.com/marketvolume/marketvolume/blob/HEAD/";

  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

  /** A part of the navigation. */
  private record Part(String title, List<Entry> entries) {}

  /**
   * A line of the navigation.
   *
   * @param target the name of a page, or of a file within the site
   */
  private record Entry(String label, String target) {}

  private static final List<Part> NAVIGATION =
      List.of(
          new Part(
              "Library",
              List.of(
                  new Entry("Start", "README.md"),
                  new Entry("Guide", "docs/guide.md"),
                  new Entry("Cookbook", "docs/cookbook.md"),
                  new Entry("Days that arrive", "docs/streaming.md"),
                  new Entry("Notebooks", "docs/notebooks.md"),
                  new Entry("Definitions", "docs/definitions.md"),
                  new Entry("Testing", "docs/testing.md"),
                  new Entry("Extending", "docs/extending.md"),
                  new Entry("Dependencies", "docs/dependencies.md"),
                  new Entry("API of volume-core", "api/volume-core/index.html"),
                  new Entry("API of volume-gcp", "api/volume-gcp/index.html"))),
          new Part(
              "Running it",
              List.of(
                  new Entry("The report", "docs/report.md"),
                  new Entry("Market shocks", "docs/shocks.md"),
                  new Entry("spark-submit", "docs/spark-submit.md"),
                  new Entry("Google Cloud", "docs/google-cloud.md"),
                  new Entry("State after a failure", "docs/faults.md"),
                  new Entry("Operations", "docs/operations.md"),
                  new Entry("Terraform", "terraform/README.md"),
                  new Entry("Docker", "volume-examples/deploy/docker/README.md"),
                  new Entry("Mage", "volume-examples/deploy/mage/README.md"))),
          new Part(
              "Background",
              List.of(
                  new Entry("Performance", "docs/performance.md"),
                  new Entry("Architecture", "docs/architecture.md"),
                  new Entry("Decisions", "docs/adr/README.md"),
                  new Entry("Upgrading", "docs/upgrade.md"),
                  new Entry("Releasing", "docs/releasing.md"),
                  new Entry("Changelog", "CHANGELOG.md"))));

  private final Path folder;
  private final List<Page> pages;
  private final Set<String> names;

  private Site(Path folder, List<Page> pages) {
    this.folder = folder;
    this.pages = pages;
    this.names = pages.stream().map(Page::name).collect(Collectors.toSet());
  }

  /**
   * Writes the site, in place of what was there.
   *
   * @param folder where to
   */
  static void write(Path folder) throws IOException {
    if (Files.exists(folder)) {
      deleteAll(folder);
    }
    Site site = new Site(folder, Page.all());
    for (String module : List.of("volume-core", "volume-gcp")) {
      Path api = Page.root().resolve(module).resolve("target/reports/apidocs");
      if (Files.exists(api.resolve("index.html"))) {
        copyAll(api, folder.resolve("api").resolve(module));
      }
    }
    site.copyStyle();
    for (Page page : site.pages) {
      Path file = folder.resolve(htmlName(page.name()));
      Files.createDirectories(file.getParent());
      Files.writeString(file, site.html(page));
    }
  }

  /** The pages that no line of the navigation leads to; decisions are reached from their list. */
  static List<String> pagesOutsideTheNavigation() {
    Set<String> targets =
        NAVIGATION.stream()
            .flatMap(part -> part.entries().stream())
            .map(Entry::target)
            .collect(Collectors.toSet());
    return Page.all().stream()
        .map(Page::name)
        .filter(name -> !targets.contains(name) && !name.startsWith("docs/adr/"))
        .toList();
  }

  /** The file of a page within the site. */
  static String htmlName(String page) {
    return page.replaceFirst("^docs/", "")
        .replaceFirst("(^|/)README\\.md$", "$1index.html")
        .replaceFirst("\\.md$", ".html")
        .replaceFirst("^CHANGELOG", "changelog");
  }

  private String html(Page page) {
    Node document =
        Parser.builder().extensions(EXTENSIONS).build().parse(String.join("\n", page.lines()));
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            link.setDestination(destination(page, link.getDestination()));
            visitChildren(link);
          }

          @Override
          public void visit(Image image) {
            copyImage(page, image.getDestination());
            visitChildren(image);
          }
        });
    Anchors anchors = new Anchors();
    String body =
        HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .attributeProviderFactory(
                context ->
                    (node, tag, attributes) -> {
                      if (node instanceof Heading heading) {
                        attributes.put("id", anchors.next(textOf(heading)));
                      }
                    })
            .nodeRendererFactory(CodeBlocks::new)
            .build()
            .render(document);
    String title = title(page);
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <link rel="stylesheet" href="%s">
    </head>
    <body>
    <header><a href="%s">Market Volume</a> <a class="to-pages" href="#pages">Pages</a></header>
    <main>
    %s</main>
    <nav id="pages" aria-label="Pages">%s</nav>
    </body>
    </html>
    """
        .formatted(
            title.equals("Market Volume") ? title : title + " - Market Volume",
            relative(page, "site.css"),
            relative(page, "index.html"),
            body,
            navigation(page));
  }

  private String navigation(Page current) {
    StringBuilder html = new StringBuilder();
    for (Part part : NAVIGATION) {
      html.append("<h2>").append(part.title()).append("</h2><ul>");
      for (Entry entry : part.entries()) {
        boolean isPage = names.contains(entry.target());
        if (isPage || Files.exists(folder.resolve(entry.target()))) {
          html.append("<li><a href=\"")
              .append(relative(current, isPage ? htmlName(entry.target()) : entry.target()))
              .append(entry.target().equals(current.name()) ? "\" aria-current=\"page\">" : "\">")
              .append(entry.label())
              .append("</a></li>");
        }
      }
      html.append("</ul>");
    }
    return html.toString();
  }

  /** Copies a picture that a page shows to the same place beside the page of the site. */
  private void copyImage(Page page, String name) {
    if (name.contains("://")) {
      return;
    }
    Path source = Page.root().resolve(page.name()).resolveSibling(name);
    Path copy = folder.resolve(htmlName(page.name())).resolveSibling(name).normalize();
    try {
      Files.createDirectories(copy.getParent());
      Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(page.name() + " shows " + name + ", which is not there", e);
    }
  }

  /** What a link of a page leads to within the site. */
  private String destination(Page page, String link) {
    if (link.startsWith("#") || link.contains("://")) {
      return link;
    }
    int hash = link.indexOf('#');
    String anchor = hash < 0 ? "" : link.substring(hash);
    String target =
        Path.of(page.name())
            .resolveSibling(hash < 0 ? link : link.substring(0, hash))
            .normalize()
            .toString()
            .replace('\\', '/');
    return names.contains(target) ? relative(page, htmlName(target)) + anchor : SOURCES + target;
  }

  private static String relative(Page from, String file) {
    Path parent = Path.of(htmlName(from.name())).getParent();
    return parent == null ? file : parent.relativize(Path.of(file)).toString().replace('\\', '/');
  }

  private static String title(Page page) {
    return page.prose().stream()
        .filter(line -> line.startsWith("# "))
        .findFirst()
        .orElseThrow(() -> new AssertionError(page.at(1) + "there is no heading of the page"))
        .substring(2);
  }

  private static String textOf(Node node) {
    StringBuilder text = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text literal) {
            text.append(literal.getLiteral());
          }

          @Override
          public void visit(Code code) {
            text.append(code.getLiteral());
          }
        });
    return text.toString();
  }

  private void copyStyle() throws IOException {
    Files.createDirectories(folder);
    try (InputStream style = Site.class.getResourceAsStream("site.css")) {
      Files.write(folder.resolve("site.css"), style.readAllBytes());
    }
  }

  private static void copyAll(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path copy = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = new ArrayList<>(walk.sorted(Comparator.reverseOrder()).toList());
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }

  /** Anchors of a page's headings. Of headings that are alike, later ones get a number. */
  private static final class Anchors {

    private final Map<String, Integer> seen = new HashMap<>();

    String next(String heading) {
      String anchor = Page.anchor(heading);
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      return before == 0 ? anchor : anchor + "-" + before;
    }
  }

  /** Code blocks, with the colours of Java in those of Java. */
  private record CodeBlocks(HtmlNodeRendererContext context) implements NodeRenderer {

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(FencedCodeBlock.class);
    }

    @Override
    public void render(Node node) {
      FencedCodeBlock block = (FencedCodeBlock) node;
      String language = block.getInfo().replaceFirst(" .*", "");
      context.getWriter().line();
      context
          .getWriter()
          .raw(
              "<pre tabindex=\"0\"><code class=\"%s\">%s</code></pre>"
                  .formatted(language, JavaColours.of(language, block.getLiteral())));
      context.getWriter().line();
    }
  }
}
