package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window, and with a profile of its own. */
final class Browser implements AutoCloseable {

  private static final String DRIVER_LOG = "org.openqa.selenium";

  private static final Pattern REQUEST =
      Pattern.compile(
          "\"method\":\"Network.requestWillBeSent\".*?\"request\":\\{.*?\"url\":\"(.*?)\"");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts the browser. Where there is none the test is skipped, unless {@code
   * -Dvolume.browser=required}.
   */
  static Browser start(Path profile) {
    Optional<Path> chromium =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap(Browser::find)
            .findFirst();
    Optional<Path> chromedriver = find("chromedriver").findFirst();
    boolean isThere = chromium.isPresent() && chromedriver.isPresent();
    String needed = "needs chromium and chromedriver on the PATH";
    if (!isThere && "required".equals(System.getProperty("volume.browser"))) {
      fail(needed);
    }
    assumeTrue(isThere, needed);

    // It warns that it does not know the newest browsers' own protocol, which is not used here.
    Logger.getLogger(DRIVER_LOG).setLevel(Level.SEVERE);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.orElseThrow().toFile());
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--user-data-dir=" + profile);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.orElseThrow().toFile())
            .build();
    Browser browser = new Browser(new ChromeDriver(service, options));
    // Its own first page asks for much.
    browser.driver.get("about:blank");
    browser.forget();
    return browser;
  }

  private static Stream<Path> find(String command) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, command))
        .filter(Files::isExecutable);
  }

  /** Sets the size of the page in pixels, and what the system's colors are. */
  void show(int width, int height, String colors) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colors))));
  }

  /** Opens a report and waits until it is drawn; returns the milliseconds that it says it took. */
  long open(Path page, String choice) {
    driver.get("about:blank");
    driver.get(page.toUri() + choice);
    await("document.documentElement.dataset.ready !== undefined");
    return Long.parseLong((String) script("return document.documentElement.dataset.ready"));
  }

  /** Waits until an expression is true, half a minute at most. */
  void await(String expression) {
    driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
    driver.executeAsyncScript(
        "const done = arguments[0]; const wait = () => "
            + expression
            + " ? done() : setTimeout(wait, 5); wait()");
  }

  /** What a script returns. */
  Object script(String text, Object... arguments) {
    return driver.executeScript(text, arguments);
  }

  /** The element of a selector. */
  WebElement element(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  /** Presses keys on what has the focus. */
  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** The texts of a table's cells, a list a row, without the head. */
  @SuppressWarnings("unchecked")
  List<List<String>> table(String selector) {
    return (List<List<String>>)
        script(
            "return [...document.querySelector(arguments[0]).tBodies[0].rows].map((row) =>"
                + " [...row.cells].map((cell) =>"
                + " cell.querySelector('time')?.dateTime ?? cell.textContent.trim()))",
            selector);
  }

  /** Drags from one share of an element's width to another. */
  void drag(WebElement element, double from, double to) {
    int width = element.getSize().getWidth();
    new Actions(driver)
        .moveToElement(element, (int) (width * (from - 0.5)), 0)
        .clickAndHold()
        .moveToElement(element, (int) (width * (to - 0.5)), 0)
        .release()
        .perform();
  }

  /** Fails if the page has complained, or has asked for anything but itself. */
  void requireQuiet() {
    assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
        .as("what the browser's console has")
        .isEmpty();
    assertThat(
            driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(LogEntry::getMessage)
                .map(REQUEST::matcher)
                .filter(Matcher::find)
                .map(request -> request.group(1)))
        .as("what was asked for")
        .isNotEmpty()
        .allMatch(url -> url.matches("(file|data|blob|about):.*"));
  }

  /** Forgets what was logged. */
  void forget() {
    driver.manage().logs().get(LogType.BROWSER);
    driver.manage().logs().get(LogType.PERFORMANCE);
  }

  /** Keeps a picture of the whole page. */
  void screenshot(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Object picture =
        driver
            .executeCdpCommand(
                "Page.captureScreenshot",
                Map.of(
                    "captureBeyondViewport",
                    true,
                    "clip",
                    Map.of(
                        "x", 0,
                        "y", 0,
                        "width", script("return document.documentElement.clientWidth"),
                        "height", script("return document.documentElement.scrollHeight"),
                        "scale", 1)))
            .get("data");
    Files.write(file, Base64.getDecoder().decode((String) picture));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
