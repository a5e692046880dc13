package io.github.marketvolume.examples.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.examples.docs.Page.Block;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The Java snippets of a page, as one program: a snippet sees what those before it have declared.
 *
 * <ul>
 *   <li>A block {@code ```java} is compiled and run.
 *   <li>A block {@code ```java no-run} is compiled only; what it declares, later blocks do not see.
 *   <li>A block {@code ```text} stands directly after one that is run, and is exactly what that one
 *       prints.
 * </ul>
 */
final class PageProgram {

  private static final String CLASS = "Snippets";

  private final Page page;
  private final List<Block> snippets = new ArrayList<>();

  /** What a snippet must print, by its place among the snippets. */
  private final Map<Integer, Block> expected = new TreeMap<>();

  /** The source, and by its line the line of the page, 0 where it is not from there. */
  private final StringBuilder source = new StringBuilder();

  private final List<Integer> pageLines = new ArrayList<>(List.of(0));

  PageProgram(Page page) {
    this.page = page;
    Block before = null;
    for (Block block : page.blocks()) {
      if (block.info().equals("java") || block.info().equals("java no-run")) {
        snippets.add(block);
      } else if (block.info().startsWith("java")) {
        throw new AssertionError(
            page.at(block.firstLine() - 1) + "write java or java no-run, not " + block.info());
      } else if (block.info().equals("text")) {
        if (!follows(before, block)) {
          throw new AssertionError(
              page.at(block.firstLine() - 1)
                  + "no snippet prints this; put it directly below the one that does, or call it"
                  + " console");
        }
        expected.put(snippets.size() - 1, block);
      }
      before = block;
    }
    writeSource();
  }

  /** Whether a page has anything to compile. */
  static boolean isNeededFor(Page page) {
    return page.blocks().stream().anyMatch(block -> block.info().startsWith("java"));
  }

  private boolean follows(Block before, Block block) {
    return before != null
        && before.info().equals("java")
        && page.lines().subList(before.endLine(), block.firstLine() - 2).stream()
            .allMatch(String::isBlank);
  }

  private void writeSource() {
    for (Block snippet : snippets) {
      for (int i = 0; i < snippet.lines().size(); i++) {
        if (isImport(snippet.lines().get(i))) {
          write(snippet.lines().get(i), snippet.firstLine() + i);
        }
      }
    }
    write("public final class " + CLASS + " {", 0);
    write("public static void run(java.util.function.IntConsumer begin) throws Exception {", 0);
    for (int k = 0; k < snippets.size(); k++) {
      Block snippet = snippets.get(k);
      // Not a constant, so that the compiler looks into what never runs.
      write(isRun(snippet) ? "begin.accept(" + k + ");" : "if (begin == null) {", 0);
      for (int i = 0; i < snippet.lines().size(); i++) {
        if (!isImport(snippet.lines().get(i))) {
          write(snippet.lines().get(i), snippet.firstLine() + i);
        }
      }
      if (!isRun(snippet)) {
        write("}", 0);
      }
    }
    write("}}", 0);
  }

  private void write(String line, int pageLine) {
    source.append(line).append('\n');
    pageLines.add(pageLine);
  }

  private static boolean isImport(String line) {
    return line.startsWith("import ");
  }

  private static boolean isRun(Block snippet) {
    return snippet.info().equals("java");
  }

  /** Compiles all snippets, runs those to be run, and compares what they print. */
  void check() throws IOException {
    Map<Integer, String> printed = run(compile());
    for (Map.Entry<Integer, Block> entry : expected.entrySet()) {
      String output = String.join("\n", entry.getValue().lines());
      if (!output.equals(printed.get(entry.getKey()))) {
        throw new AssertionError(
            page.at(entry.getValue().firstLine())
                + "the snippet prints something else:\n"
                + printed.get(entry.getKey()));
      }
    }
  }

  /** What the tests have, and what only some pages are about. */
  private static String classPath() {
    String more = System.getProperty("volume.snippets.path", "");
    String own = System.getProperty("java.class.path");
    return more.isEmpty() ? own : own + File.pathSeparator + more;
  }

  private Class<?> compile() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    JavaFileObject file = new SourceText(source.toString());
    try (ClassFiles files =
        new ClassFiles(compiler.getStandardFileManager(diagnostics, Locale.ROOT, UTF_8))) {
      compiler
          .getTask(
              null,
              files,
              diagnostics,
              List.of("-Xlint:all", "-proc:none", "--release", "17", "-classpath", classPath()),
              null,
              List.of(file))
          .call();
      String problems =
          diagnostics.getDiagnostics().stream()
              .filter(d -> d.getKind() == Diagnostic.Kind.ERROR || d.getSource() == file)
              .map(this::describe)
              .collect(Collectors.joining("\n"));
      if (!problems.isEmpty()) {
        throw new AssertionError(problems);
      }
      return files.load();
    }
  }

  private String describe(Diagnostic<?> problem) {
    return at((int) Math.max(0, problem.getLineNumber())) + problem.getMessage(Locale.ROOT);
  }

  private String at(int sourceLine) {
    return page.at(pageLines.get(sourceLine));
  }

  /** Runs the program, and returns what each snippet printed. */
  private Map<Integer, String> run(Class<?> program) {
    Map<Integer, ByteArrayOutputStream> printed = new HashMap<>();
    PrintStream console = System.out;
    IntConsumer begin =
        snippet -> {
          printed.put(snippet, new ByteArrayOutputStream());
          System.setOut(new PrintStream(printed.get(snippet), true, UTF_8));
        };
    try {
      program.getMethod("run", IntConsumer.class).invoke(null, begin);
    } catch (InvocationTargetException e) {
      throw new AssertionError(at(lineOf(e.getCause())) + "the snippet fails", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the program has no method that can be run", e);
    } finally {
      System.setOut(console);
    }
    Map<Integer, String> texts = new HashMap<>();
    printed.forEach((snippet, bytes) -> texts.put(snippet, bytes.toString(UTF_8).stripTrailing()));
    return texts;
  }

  private static int lineOf(Throwable failure) {
    for (StackTraceElement frame : failure.getStackTrace()) {
      if (frame.getClassName().startsWith(CLASS)) {
        return frame.getLineNumber();
      }
    }
    return 0;
  }

  private static final class SourceText extends SimpleJavaFileObject {

    private final String text;

    SourceText(String text) {
      super(URI.create("string:///" + CLASS + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps class files in memory. */
  private static final class ClassFiles extends ForwardingJavaFileManager<JavaFileManager> {

    private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

    ClassFiles(JavaFileManager manager) {
      super(manager);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      URI name = URI.create("memory:///" + className + kind.extension);
      return new SimpleJavaFileObject(name, kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          classes.put(className, bytes);
          return bytes;
        }
      };
    }

    Class<?> load() {
      ClassLoader loader =
          new ClassLoader(PageProgram.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
              ByteArrayOutputStream bytes = classes.get(name);
              if (bytes == null) {
                throw new ClassNotFoundException(name);
              }
              return defineClass(name, bytes.toByteArray(), 0, bytes.size());
            }
          };
      try {
        return loader.loadClass(CLASS);
      } catch (ClassNotFoundException e) {
        throw new LinkageError("the compiler wrote no program", e);
      }
    }

    @Override
    public void close() {
      try {
        super.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
