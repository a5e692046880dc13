package io.github.marketvolume.gcp.fake.bigquery.sql;

import io.github.marketvolume.gcp.fake.wire.ApiException;
import java.util.ArrayList;
import java.util.List;

/** Takes a statement of GoogleSQL apart into words. */
public final class SqlLexer {

  private final String sql;
  private int at;

  private SqlLexer(String sql) {
    this.sql = sql;
  }

  public static List<Token> tokens(String sql) {
    return new SqlLexer(sql).run();
  }

  private List<Token> run() {
    List<Token> tokens = new ArrayList<>();
    for (skip(); at < sql.length(); skip()) {
      tokens.add(next());
    }
    return tokens;
  }

  private void skip() {
    while (at < sql.length()) {
      if (Character.isWhitespace(sql.charAt(at))) {
        at++;
      } else if (sql.startsWith("--", at) || sql.charAt(at) == '#') {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end;
      } else if (sql.startsWith("/*", at)) {
        int end = sql.indexOf("*/", at + 2);
        at = end < 0 ? sql.length() : end + 2;
      } else {
        return;
      }
    }
  }

  private Token next() {
    int start = at;
    char c = sql.charAt(at);
    if (c == '\'' || c == '"') {
      return new Token(Token.Kind.STRING, string(false), start, at);
    }
    if ((c == 'r' || c == 'R') && at + 1 < sql.length() && "'\"".indexOf(sql.charAt(at + 1)) >= 0) {
      at++;
      return new Token(Token.Kind.STRING, string(true), start, at);
    }
    if (c == '`') {
      int end = sql.indexOf('`', at + 1);
      if (end < 0) {
        throw ApiException.invalidQuery("Syntax error: Unclosed identifier literal");
      }
      at = end + 1;
      return new Token(Token.Kind.QUOTED, sql.substring(start + 1, end), start, at);
    }
    if (c == '@' || c == '?') {
      at++;
      while (at < sql.length() && wordPart(sql.charAt(at))) {
        at++;
      }
      return new Token(Token.Kind.PARAMETER, sql.substring(start, at), start, at);
    }
    if (Character.isDigit(c)
        || (c == '.' && at + 1 < sql.length() && Character.isDigit(sql.charAt(at + 1)))) {
      return number(start);
    }
    if (Character.isLetter(c) || c == '_') {
      while (at < sql.length() && wordPart(sql.charAt(at))) {
        at++;
      }
      return new Token(Token.Kind.WORD, sql.substring(start, at), start, at);
    }
    for (String two : List.of("<=", ">=", "!=", "<>", "||")) {
      if (sql.startsWith(two, at)) {
        at += 2;
        return new Token(Token.Kind.SYMBOL, two, start, at);
      }
    }
    if ("()[],.*+-/<>=;$".indexOf(c) < 0) {
      throw ApiException.invalidQuery("Syntax error: Illegal input character \"" + c + "\"");
    }
    at++;
    return new Token(Token.Kind.SYMBOL, String.valueOf(c), start, at);
  }

  private Token number(int start) {
    while (at < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(at))
            || sql.charAt(at) == '.'
            || ("+-".indexOf(sql.charAt(at)) >= 0 && "eE".indexOf(sql.charAt(at - 1)) >= 0))) {
      at++;
    }
    return new Token(Token.Kind.NUMBER, sql.substring(start, at), start, at);
  }

  private static boolean wordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private String string(boolean raw) {
    String quote = sql.substring(at, at + 1);
    if (sql.startsWith(quote.repeat(3), at)) {
      quote = quote.repeat(3);
    }
    at += quote.length();
    StringBuilder text = new StringBuilder();
    while (!sql.startsWith(quote, at)) {
      if (at >= sql.length()) {
        throw ApiException.invalidQuery("Syntax error: Unclosed string literal");
      }
      char c = sql.charAt(at++);
      if (c != '\\' || raw || at >= sql.length()) {
        text.append(c);
        continue;
      }
      char escaped = sql.charAt(at++);
      switch (escaped) {
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 'r' -> text.append('\r');
        case '\\', '\'', '"', '`', '?' -> text.append(escaped);
        case 'x' -> text.append((char) hex(2));
        case 'u' -> text.append((char) hex(4));
        default ->
            throw ApiException.invalidQuery("Syntax error: Illegal escape sequence: \\" + escaped);
      }
    }
    at += quote.length();
    return text.toString();
  }

  private int hex(int digits) {
    at += digits;
    return Integer.parseInt(sql.substring(at - digits, at), 16);
  }
}
