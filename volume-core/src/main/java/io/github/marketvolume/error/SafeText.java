package io.github.marketvolume.error;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes foreign text safe to show: a location without its secrets, a cell without control
 * characters or invisible characters. Everything that this library prints, throws or reports goes
 * through it; code that opens a location uses the location as given.
 *
 * <p>A secret is replaced by {@code ***}. Secrets are
 *
 * <ul>
 *   <li>the user-info of a URL of any scheme, whole: {@code s3a://KEY:SECRET@bucket/x} becomes
 *       {@code s3a://***@bucket/x}. The text before the {@code @} of {@code abfs:} and {@code
 *       wasb:} is the name of a container, and stays unless it has a colon;
 *   <li>{@code user:password@host} without a scheme, and {@code user/password@} of Oracle;
 *   <li>the values of a URL's query and fragment, all of them: a presigned URL becomes {@code
 *       https://host/x?X-Amz-Signature=***}. A question mark without {@code =} behind it is a part
 *       of a glob, except in {@code http:} and {@code https:};
 *   <li>values whose names say that they are secrets, such as {@code password=}, {@code ;pwd=},
 *       {@code &sig=}, {@code fs.s3a.secret.key=} or {@code "private_key": "..."};
 *   <li>texts that look like a secret by themselves: access tokens, {@code Bearer} and {@code
 *       Basic} headers, private keys in PEM, keys of well-known services.
 * </ul>
 *
 * <p>Control characters, separators of lines, white space other than the space, and characters that
 * have no shape of their own become <code>&#92;uXXXX</code>, as Java writes them.
 */
public final class SafeText {

  private static final String HIDDEN = "***";

  /** The longest user-info with a space that is looked for. */
  private static final int LONGEST_PASSWORD = 200;

  private static final Pattern SCHEME =
      Pattern.compile("(?<![A-Za-z0-9+.-])([A-Za-z][A-Za-z0-9+.-]+):(/{1,2})(?!/)");

  /** Schemes in which a user-info names a container. */
  private static final Set<String> CONTAINERS = Set.of("abfs", "abfss", "wasb", "wasbs");

  /** Schemes whose locations have no port, so that a colon begins a password. */
  private static final Set<String> WITHOUT_PORTS = Set.of("s3", "s3a", "s3n", "gs", "oss", "cosn");

  /** Text that never follows {@code file:/}, unless a path was made of a URL. */
  private static final Pattern PASSWORD_FIRST = Pattern.compile("[^/:@]*:[^/]*@");

  private static final Pattern HIDDEN_LINE = Pattern.compile("\\*{3}:\\d+");

  private static final String ENDS_URL = "\"'<>`";
  private static final String ENDS_SENTENCE = ".,:;)]}";

  private static final String NAMED_SECRET =
      "[\\w.-]{0,64}(?:password|passwd|passphrase|pwd|secret|token|signature|credential"
          + "|(?:api|access|account|private|shared|session|storage|encryption|secret)[._-]?key)"
          + "[\\w.-]{0,64}";

  /** A parameter of a query, whatever its name, also without the URL before it. */
  private static final Pattern PARAMETER =
      Pattern.compile("([?&][\\w.~%\\[\\]-]{1,64}=)(?!\\*)[^&;#\\s\"'<>]+");

  /** A parameter behind a semicolon, as in JDBC URLs. */
  private static final Pattern PROPERTY =
      Pattern.compile(
          "(?i)(;\\s{0,3}(?:sig|key|pass|auth|"
              + NAMED_SECRET
              + ")=)(?!\\*)(?:\\{[^}]*}|[^&;\\s\"'<>]+)");

  private static final Pattern ASSIGNED =
      Pattern.compile(
          "(?i)(?<![\\w/.-])("
              + NAMED_SECRET
              + "\\s{0,3}(?:=|->)\\s{0,3}[\"']?)(?!\\*)[^\\s&;,\"'<>)]+");

  private static final Pattern JSON =
      Pattern.compile("(?i)(\"" + NAMED_SECRET + "\"\\s*:\\s*\")(?:[^\"\\\\]|\\\\.)++");

  /** JSON inside a string of JSON. */
  private static final Pattern ESCAPED_JSON =
      Pattern.compile(
          "(?i)(\\\\\"" + NAMED_SECRET + "\\\\\"\\s*:\\s*\\\\\")(?:(?!\\\\\").)++", Pattern.DOTALL);

  private static final Pattern HEADER =
      Pattern.compile(
          "((?i:\\bBearer)(?:\\s+|%20)|\\bBasic\\s+(?=[a-z+/]*[A-Z0-9=]))(?!\\*)[^\\s\"',;<>]+");

  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "(?i)(\\bAuthorization[\"']?\\s{0,3}[:=]\\s{0,3}[\"']?(?:\\w{1,20}\\s+)?+)(?!\\*)[^\\s\"',;<>]+");

  private static final Pattern SAID =
      Pattern.compile(
          "(?i)\\b(password|passwd|passphrase|[\\w-]{1,40}-token|[\\w-]{0,40}api-?key)(\\s{0,3}:\\s{0,3})(?!\\*)[^\\s\"',;<>]+");

  private static final List<String> NAMES_SAID =
      List.of("password", "passwd", "passphrase", "-token", "apikey", "api-key");

  private static final Pattern PRIVATE_KEY =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*-----|\\z)", Pattern.DOTALL);

  /** Tokens of Google, keys of AWS and Google, tokens of GitHub and Slack, JSON web tokens. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\bya29\\.[\\w.~+/=-]+"
              + "|\\b1//0[\\w-]{10,}"
              + "|\\bGOCSPX-[\\w-]+"
              + "|\\bAIza[\\w-]{20,}"
              + "|\\b(?:AKIA|ASIA)[A-Z0-9]{12,}"
              + "|\\bGOOG1?[A-Z0-9]{20,}"
              + "|\\bgh[pousr]_\\w{16,}|\\bgithub_pat_\\w{16,}"
              + "|\\bxox[a-z]-[\\w-]{10,}"
              + "|\\beyJ[\\w-]{5,}\\.[\\w-]{5,}\\.[\\w-]*");

  private static final List<String> BEGINNINGS_OF_TOKENS =
      List.of(
          "ya29.",
          "1//0",
          "GOCSPX-",
          "AIza",
          "AKIA",
          "ASIA",
          "GOOG",
          "ghp_",
          "gho_",
          "ghu_",
          "ghs_",
          "ghr_",
          "github_pat_",
          "xox",
          "eyJ");

  private static final Pattern BARE_USER_INFO =
      Pattern.compile(
          "(?<![\\w/@.:*-])[^\\s/:@\"'=,;()\\[\\]<>]{1,128}"
              + ":(?![^\\s@\"'<>]*(?:://|\\*\\*\\*@))(?![/\\\\]|\\d{1,5}(?:[/\\s]|$))[^\\s\"'<>]{1,256}@(?=[\\w\\[])");

  private static final Pattern NETWORK_PATH =
      Pattern.compile("(?<![:/\\w])//(?!\\*)[^\\s/?#@\"'<>]{1,256}@");

  private static final Pattern ENCODED =
      Pattern.compile("(?i)(%3A%2F%2F)(?!\\*)[^\\s&/]{1,256}?%40");

  private static final Pattern ORACLE =
      Pattern.compile("(?i)(jdbc:oracle:\\w+:)[^\\s@/\"'*]{1,128}/[^\\s@\"']{1,128}@");

  private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\R\\s*");

  private SafeText() {}

  /** One line without secrets and without invisible characters; line breaks become spaces. */
  public static String line(String text) {
    return visible(LINE_BREAK.matcher(redacted(text).strip()).replaceAll(" "));
  }

  /** The same for several lines, such as a stack trace: line feeds and tabs stay. */
  public static String lines(String text) {
    return escaped(redacted(text).replace("\r\n", "\n"), true);
  }

  /**
   * One location, on one line. Its end is known, so a password in it may have spaces.
   *
   * @param location a path or a URI
   */
  public static String location(String location) {
    return line(redactedLocation(location));
  }

  /** Whether {@link #location} hides something of a URI; a plain path has no secrets. */
  public static boolean hasSecret(String location) {
    return SCHEME.matcher(location).find() && !redactedLocation(location).equals(location);
  }

  /** One location without secrets, otherwise unchanged. */
  public static String redactedLocation(String location) {
    return redacted(urls(location, true));
  }

  /** The text without secrets, otherwise unchanged. */
  public static String redacted(String text) {
    String safe = text;
    if (safe.contains(":/")) {
      safe = urls(safe, false);
    }
    if (safe.indexOf('@') >= 0) {
      safe = ORACLE.matcher(safe).replaceAll("$1***@");
      safe = NETWORK_PATH.matcher(safe).replaceAll("//***@");
      safe = BARE_USER_INFO.matcher(safe).replaceAll("***@");
    }
    if (safe.indexOf('%') >= 0) {
      safe = ENCODED.matcher(safe).replaceAll("$1***%40");
    }
    if (safe.indexOf('=') >= 0 || safe.contains("->")) {
      safe = PARAMETER.matcher(safe).replaceAll("$1***");
      safe = PROPERTY.matcher(safe).replaceAll("$1***");
      safe = ASSIGNED.matcher(safe).replaceAll("$1***");
    }
    if (safe.indexOf('"') >= 0) {
      safe = JSON.matcher(safe).replaceAll("$1***");
      safe = ESCAPED_JSON.matcher(safe).replaceAll("$1***");
    }
    return withoutNamedSecrets(safe);
  }

  /** Patterns are slow, and most texts, such as a plan, contain no word that begins a secret. */
  private static String withoutNamedSecrets(String text) {
    String safe = text;
    if (safe.contains("PRIVATE KEY-----")) {
      safe = PRIVATE_KEY.matcher(safe).replaceAll(HIDDEN);
    }
    String lower = safe.toLowerCase(Locale.ROOT);
    if (lower.contains("authorization")) {
      safe = AUTHORIZATION.matcher(safe).replaceAll("$1***");
    }
    if (lower.contains("bearer") || lower.contains("basic")) {
      safe = HEADER.matcher(safe).replaceAll("$1***");
    }
    if (hasAny(lower, NAMES_SAID)) {
      safe = SAID.matcher(safe).replaceAll("$1$2***");
    }
    return hasAny(safe, BEGINNINGS_OF_TOKENS) ? TOKEN.matcher(safe).replaceAll(HIDDEN) : safe;
  }

  private static boolean hasAny(String text, List<String> words) {
    for (String word : words) {
      if (text.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static String urls(String text, boolean isOne) {
    Matcher scheme = SCHEME.matcher(text);
    StringBuilder safe = new StringBuilder();
    int done = 0;
    while (scheme.find(done)) {
      int start = scheme.end();
      safe.append(text, done, start);
      int end = isOne ? text.length() : endOfUrl(text, start);
      String name = scheme.group(1).toLowerCase(Locale.ROOT);
      boolean isPath = name.equals("file") && scheme.group(2).length() == 1;
      int host =
          isPath && !PASSWORD_FIRST.matcher(text).region(start, end).lookingAt()
              ? start
              : endOfUserInfo(text, start, end, WITHOUT_PORTS.contains(name));
      if (host > start) {
        String userInfo = text.substring(start, host - 1);
        boolean isContainer = CONTAINERS.contains(name) && userInfo.indexOf(':') < 0;
        safe.append(isContainer ? userInfo : HIDDEN).append('@');
      }
      end = Math.max(end, endOfUrl(text, host));
      if (scheme.find(host) && scheme.start() < end) {
        end = scheme.start(); // a URL within a URL
      }
      appendWithoutValues(safe, text.substring(host, end), name.startsWith("http"));
      done = end;
    }
    return safe.append(text, done, text.length()).toString();
  }

  private static int endOfUrl(String text, int start) {
    int end = start;
    while (end < text.length()
        && !Character.isWhitespace(text.charAt(end))
        && ENDS_URL.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** The end of the user-info, behind its {@code @}; {@code start} if there is none. */
  private static int endOfUserInfo(String text, int start, int end, boolean withoutPort) {
    int authority = start;
    while (authority < end && "/?#".indexOf(text.charAt(authority)) < 0) {
      authority++;
    }
    int at = text.lastIndexOf('@', authority - 1);
    if (at >= start) {
      // A password may have an at sign and a slash; what follows it then is not shown either.
      int path = authority;
      while (path < end && text.charAt(path) != '?' && text.charAt(path) != '#') {
        path++;
      }
      return text.lastIndexOf('@', path - 1) + 1;
    }
    int colon = text.indexOf(':', start);
    if (colon <= start || colon >= authority || text.charAt(start) == '[') {
      return start;
    }
    String password = text.substring(colon + 1, authority);
    boolean isPort = password.chars().allMatch(c -> c >= '0' && c <= '9');
    if (isPort && !(withoutPort && !password.isEmpty())) {
      return start;
    }
    at = text.lastIndexOf('@', end - 1);
    if (at >= start) {
      return at + 1;
    }
    int next = text.indexOf('@', end);
    if (next < 0 || next - start > LONGEST_PASSWORD || colon + 1 >= end) {
      return start;
    }
    String between = text.substring(end, next);
    return between.matches("[^\\n\\r\"'<>]*") && !between.contains("://") ? next + 1 : start;
  }

  /** Appends what follows a user-info, with names of parameters and without their values. */
  private static void appendWithoutValues(StringBuilder safe, String rest, boolean isWeb) {
    int last = rest.length();
    while (last > 0 && ENDS_SENTENCE.indexOf(rest.charAt(last - 1)) >= 0) {
      last--;
    }
    String url = rest.substring(0, last);
    int hash = url.indexOf('#');
    String beforeHash = hash < 0 ? url : url.substring(0, hash);
    int question = beforeHash.indexOf('?');
    if (question < 0) {
      safe.append(beforeHash);
    } else {
      safe.append(beforeHash, 0, question + 1);
      safe.append(withoutValues(beforeHash.substring(question + 1), isWeb));
    }
    if (hash >= 0) {
      safe.append('#').append(withoutValues(url.substring(hash + 1), isWeb));
    }
    safe.append(rest, last, rest.length());
  }

  private static String withoutValues(String parameters, boolean isWeb) {
    if (parameters.isEmpty() || (!isWeb && parameters.indexOf('=') < 0)) {
      return parameters;
    }
    StringBuilder safe = new StringBuilder();
    for (String parameter : parameters.split("&", -1)) {
      int value = parameter.indexOf('=') + 1;
      safe.append(safe.isEmpty() ? "" : "&").append(parameter, 0, value);
      // What was hidden already may have the number of a line behind it.
      safe.append(
          HIDDEN_LINE.matcher(parameter).region(value, parameter.length()).matches()
              ? parameter.substring(value)
              : HIDDEN);
    }
    return safe.toString();
  }

  /** The text with <code>&#92;uXXXX</code> in place of invisible characters. */
  public static String visible(String text) {
    return escaped(text, false);
  }

  private static String escaped(String text, boolean keepsLines) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int length = Character.charCount(c);
      if (c == ' ' || isVisible(c) || (keepsLines && (c == '\n' || c == '\t'))) {
        shown.appendCodePoint(c);
      } else {
        for (int k = i; k < i + length; k++) {
          shown.append(String.format(Locale.ROOT, "\\u%04x", (int) text.charAt(k)));
        }
      }
      i += length;
    }
    return shown.toString();
  }

  /** Whether all characters are printable ASCII, as in most texts. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a character has a shape that a reader can see: it is not white space, a control, a
   * format character, a separator, half of a surrogate pair, for private use, unassigned, or one
   * that Unicode says to ignore where it is not supported.
   */
  public static boolean isVisible(int codePoint) {
    if (codePoint > ' ' && codePoint <= '~') {
      return true;
    }
    if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
      return false;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> !isIgnorable(codePoint);
    };
  }

  /** Letters and marks without a shape: joiners, fillers, selectors of variants, empty Braille. */
  private static boolean isIgnorable(int c) {
    return c == 0x034f
        || c == 0x115f
        || c == 0x1160
        || c == 0x17b4
        || c == 0x17b5
        || (c >= 0x180b && c <= 0x180f)
        || c == 0x2800
        || c == 0x3164
        || (c >= 0xfe00 && c <= 0xfe0f)
        || c == 0xffa0
        || (c >= 0xe0000 && c <= 0xe0fff);
  }
}
