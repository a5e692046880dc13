package io.github.marketvolume.gcp.fake.bigquery.sql;

import io.github.marketvolume.gcp.fake.bigquery.catalog.Engine;
import io.github.marketvolume.gcp.fake.bigquery.catalog.FieldType;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Table;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Says a statement of GoogleSQL to the engine: word by word, for the two are close, and strictly,
 * for what is close is not the same. A word that is not known here is a column or an alias; a
 * function, an operator or a clause that is not known is not served.
 */
public final class SqlTranslator {

  private static final Set<String> RESERVED =
      Set.of(
          "SELECT",
          "DISTINCT",
          "ALL",
          "FROM",
          "WHERE",
          "GROUP",
          "BY",
          "HAVING",
          "ORDER",
          "ASC",
          "DESC",
          "NULLS",
          "LIMIT",
          "AS",
          "ON",
          "USING",
          "JOIN",
          "INNER",
          "LEFT",
          "RIGHT",
          "FULL",
          "OUTER",
          "CROSS",
          "UNION",
          "INTERSECT",
          "EXCEPT",
          "AND",
          "OR",
          "NOT",
          "IN",
          "IS",
          "NULL",
          "TRUE",
          "FALSE",
          "BETWEEN",
          "LIKE",
          "CASE",
          "WHEN",
          "THEN",
          "ELSE",
          "END",
          "OVER",
          "PARTITION",
          "ROWS",
          "RANGE",
          "UNBOUNDED",
          "PRECEDING",
          "FOLLOWING",
          "CURRENT",
          "WITH",
          "QUALIFY",
          "WINDOW",
          "INTO",
          "SET",
          "MERGE",
          "DEFAULT",
          "EXISTS",
          "INTERVAL",
          "RECURSIVE");

  /** Words that mean something at their place only, and may be names elsewhere. */
  private static final Set<String> IN_PLACE =
      Set.of(
          "INSERT",
          "UPDATE",
          "DELETE",
          "VALUES",
          "MATCHED",
          "ROW",
          "OFFSET",
          "FIRST",
          "LAST",
          "REPLACE",
          "CURRENT_DATE",
          "CURRENT_TIMESTAMP");

  private static final Set<String> ENDS_FROM =
      Set.of(
          "WHERE",
          "GROUP",
          "HAVING",
          "ORDER",
          "LIMIT",
          "QUALIFY",
          "WINDOW",
          "UNION",
          "INTERSECT",
          "EXCEPT",
          "SELECT",
          "SET",
          "WHEN");

  private final SqlScope scope;
  private final String sql;
  private final List<Token> tokens;
  private final Set<String> withNames = new HashSet<>();

  public SqlTranslator(String sql, List<Token> tokens, SqlScope scope) {
    this.sql = sql;
    this.tokens = tokens;
    this.scope = scope;
  }

  public static String translate(String sql, SqlScope scope) {
    List<Token> tokens = SqlLexer.tokens(sql);
    return new SqlTranslator(sql, tokens, scope).translate(0, tokens.size());
  }

  /** The engine's words for the tokens from one up to another. */
  public String translate(int from, int to) {
    StringBuilder out = new StringBuilder();
    boolean inFrom = false;
    boolean expectsTable = false;
    boolean insertTarget = false;
    int i = from;
    while (i < to) {
      Token token = tokens.get(i);
      Token before = i > 0 ? tokens.get(i - 1) : null;
      if (expectsTable
          && token.name()
          && !token.word("UNNEST", "SELECT")
          && !isSymbol(i, to, "(")) {
        i = table(i, to, insertTarget, out);
        expectsTable = false;
        continue;
      }
      expectsTable = false;
      if (token.word("FROM", "JOIN", "INTO", "MERGE")
          && !namePlace(i, to)
          && !(before != null
              && before.word("DISTINCT")
              && token.word("FROM")
              && i > 1
              && tokens.get(i - 2).word("IS", "NOT"))) {
        inFrom = true;
        expectsTable = !(token.word("MERGE") && i + 1 < to && tokens.get(i + 1).word("INTO"));
        insertTarget = token.word("INTO") && before != null && before.word("INSERT");
        out.append(token.upper()).append(token.word("MERGE") && expectsTable ? " INTO " : " ");
        i++;
      } else if (token.word("USING") && i + 1 < to && !tokens.get(i + 1).symbol("(")) {
        expectsTable = true;
        insertTarget = false;
        out.append("USING ");
        i++;
      } else if (token.word("UPDATE") && i == from) {
        expectsTable = true;
        insertTarget = false;
        out.append("UPDATE ");
        i++;
      } else if (token.word("DELETE")
          && i == from
          && i + 1 < to
          && !tokens.get(i + 1).word("FROM")) {
        expectsTable = true;
        out.append("DELETE FROM ");
        i++;
      } else if (token.word("INSERT")
          && i == from
          && i + 1 < to
          && !tokens.get(i + 1).word("INTO")) {
        expectsTable = true;
        insertTarget = true;
        out.append("INSERT INTO ");
        i++;
      } else if (matchesNothing(from, i, to)) {
        out.append(NOTHING.formatted(aliasBefore(using(from, i)), aliasBefore(i)));
        i += 2;
      } else if (token.symbol(",") && inFrom) {
        expectsTable = true;
        insertTarget = false;
        out.append(", ");
        i++;
      } else {
        if (token.kind() == Token.Kind.WORD
            && ENDS_FROM.contains(token.upper())
            && !namePlace(i, to)) {
          inFrom = false;
        }
        i = one(i, to, out);
      }
    }
    return out.toString().strip();
  }

  /**
   * A condition that no two rows meet, and that the engine joins by; it compares every row with
   * every other where it finds {@code ON FALSE}.
   */
  private static final String NOTHING = "ON %s.rowid = -1 - %s.rowid ";

  /** Whether a MERGE of one table into another, both of which have aliases, joins on FALSE. */
  private boolean matchesNothing(int from, int i, int to) {
    return tokens.get(from).word("MERGE")
        && tokens.get(i).word("ON")
        && i + 1 < to
        && tokens.get(i + 1).word("FALSE")
        && aliasBefore(i) != null
        && using(from, i) > 0
        && aliasBefore(using(from, i)) != null;
  }

  private int using(int from, int to) {
    for (int i = from; i < to; i++) {
      if (tokens.get(i).word("USING")) {
        return i;
      }
    }
    return 0;
  }

  /** The alias of a table that ends here; null if it has none, or is no table. */
  private String aliasBefore(int i) {
    Token alias = tokens.get(i - 1);
    Token before = tokens.get(i - 2);
    boolean named = before.name() && !before.word("MERGE", "INTO", "USING");
    return alias.kind() == Token.Kind.WORD && (before.word("AS") || named) ? alias.text() : null;
  }

  private boolean isSymbol(int i, int to, String symbol) {
    return i < Math.min(to, tokens.size()) && tokens.get(i).symbol(symbol);
  }

  /** Whether a name must stand here, so that a keyword is none. */
  private boolean namePlace(int i, int to) {
    boolean query = tokens.get(i).word("SELECT", "WITH");
    boolean after =
        i > 0 && ((tokens.get(i - 1).word("AS") && !query) || tokens.get(i - 1).symbol("."));
    return after || isSymbol(i + 1, to, ".");
  }

  private int one(int i, int to, StringBuilder out) {
    Token token = tokens.get(i);
    switch (token.kind()) {
      case STRING -> out.append(Engine.literal(token.text())).append(' ');
      case NUMBER -> out.append(number(token.text())).append(' ');
      case PARAMETER -> out.append(scope.parameter(token.text())).append(' ');
      case QUOTED -> {
        if (token.text().contains(".")) {
          throw ApiException.notServed("the path `" + token.text() + "` where no table is named");
        }
        scope.used(token.text());
        out.append(Engine.quote(token.text())).append(isSymbol(i + 1, to, ".") ? "" : " ");
      }
      case SYMBOL -> {
        return symbol(i, to, out);
      }
      default -> {
        return word(i, to, out);
      }
    }
    return i + 1;
  }

  private static String number(String text) {
    if (text.matches("\\d+")) {
      return "CAST(" + text + " AS BIGINT)";
    }
    if (text.matches("(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
      return "CAST('" + text + "' AS DOUBLE)";
    }
    throw ApiException.notServed("the number " + text);
  }

  private int symbol(int i, int to, StringBuilder out) {
    Token token = tokens.get(i);
    switch (token.text()) {
      case "(" -> {
        int close = closing(i, to);
        out.append('(').append(translate(i + 1, close)).append(") ");
        return close + 1;
      }
      case "/" -> {
        boolean safe =
            i + 1 < to
                && tokens.get(i + 1).kind() == Token.Kind.NUMBER
                && tokens.get(i + 1).text().matches(".*[1-9].*");
        if (!safe) {
          throw ApiException.notServed(
              "a division that may be by zero, which differs; SAFE_DIVIDE is served: " + sql);
        }
        out.append("/ ");
      }
      case "*" -> {
        Token before = i > 0 ? tokens.get(i - 1) : null;
        boolean star =
            before == null
                || before.symbol("(")
                || before.symbol(",")
                || before.symbol(".")
                || before.word("SELECT", "DISTINCT", "ALL");
        if (star && !isSymbol(i + 1, to + 1, ")")) {
          scope.used("*");
        }
        out.append("* ");
        if (star
            && i + 2 < to
            && tokens.get(i + 1).word("EXCEPT")
            && tokens.get(i + 2).symbol("(")) {
          out.append("EXCLUDE ");
          return i + 2;
        }
      }
      case "." -> {
        out.setLength(out.toString().stripTrailing().length());
        out.append('.');
      }
      case "[", "]", "$" -> throw ApiException.notServed("'" + token.text() + "' in: " + sql);
      default -> out.append(token.text()).append(' ');
    }
    return i + 1;
  }

  private int word(int i, int to, StringBuilder out) {
    Token token = tokens.get(i);
    String upper = token.upper();
    Token after = i + 1 < to ? tokens.get(i + 1) : null;
    if (!namePlace(i, to) || isSymbol(i + 1, to, "(")) {
      if (after != null
          && after.kind() == Token.Kind.STRING
          && Set.of("DATE", "TIMESTAMP", "NUMERIC").contains(upper)) {
        String type = FieldType.parse(upper).engineName();
        out.append("CAST(")
            .append(Engine.literal(after.text()))
            .append(" AS ")
            .append(type)
            .append(") ");
        return i + 2;
      }
      if (upper.equals("IN") && after != null && after.word("UNNEST")) {
        return inUnnest(i, to, out);
      }
      if (Set.of("UNION", "INTERSECT", "EXCEPT").contains(upper)) {
        return setOperation(i, to, out);
      }
      if (upper.equals("INSERT") && after != null && after.word("ROW")) {
        out.append("INSERT * ");
        return i + 2;
      }
      if (Set.of("SOURCE", "TARGET").contains(upper) && i > 0 && tokens.get(i - 1).word("BY")) {
        out.append(upper).append(' ');
        return i + 1;
      }
      if (after != null
          && after.symbol("(")
          && !RESERVED.contains(upper)
          && !aliasColumns(i)
          && !Set.of("VALUES", "INSERT").contains(upper)
          && !(upper.equals("REPLACE") && inPlace(i, to))) {
        return call(i, to, out);
      }
      if (upper.equals("INTERVAL")) {
        throw ApiException.notServed("INTERVAL outside of DATE_ADD and DATE_SUB: " + sql);
      }
      if (scope.variables().containsKey(token.text())) {
        out.append(scope.variables().get(token.text())).append(' ');
        return i + 1;
      }
      boolean keyword = RESERVED.contains(upper) || (IN_PLACE.contains(upper) && inPlace(i, to));
      if (upper.equals("AS") && i >= 1 && after != null && after.symbol("(")) {
        withNames.add(tokens.get(i - 1).text().toLowerCase(Locale.ROOT));
      }
      if (keyword) {
        out.append(upper).append(' ');
        return i + 1;
      }
    }
    scope.used(token.text());
    out.append(Engine.quote(token.text())).append(' ');
    return i + 1;
  }

  /** Whether a name with columns in parentheses is defined here: {@code WITH x (a, b) AS}. */
  private boolean aliasColumns(int i) {
    return i > 0 && tokens.get(i - 1).word("WITH");
  }

  private boolean inPlace(int i, int to) {
    Token before = i > 0 ? tokens.get(i - 1) : null;
    Token after = i + 1 < to ? tokens.get(i + 1) : null;
    return switch (tokens.get(i).upper()) {
      case "INSERT", "UPDATE", "DELETE" ->
          before == null || before.word("THEN") || before.symbol(";");
      case "VALUES" -> after != null && after.symbol("(");
      case "MATCHED" -> before != null && before.word("WHEN", "NOT");
      case "ROW" -> before != null && before.word("CURRENT", "INSERT");
      case "FIRST", "LAST" -> before != null && before.word("NULLS");
      case "OFFSET" ->
          after != null
              && (after.kind() == Token.Kind.NUMBER || after.kind() == Token.Kind.PARAMETER);
      case "REPLACE" -> before != null && (before.symbol("*") || before.symbol(")"));
      default -> true;
    };
  }

  private int setOperation(int i, int to, StringBuilder out) {
    Token after = i + 1 < to ? tokens.get(i + 1) : null;
    String word = tokens.get(i).upper();
    if (after != null && after.word("DISTINCT")) {
      out.append(word).append(' ');
      return i + 2;
    }
    if (after != null && after.word("ALL") && word.equals("UNION")) {
      out.append("UNION ALL ");
      return i + 2;
    }
    throw ApiException.invalidQuery(
        "Syntax error: Expected keyword ALL or keyword DISTINCT but got "
            + (after == null ? "end of statement" : after.text()));
  }

  private int inUnnest(int i, int to, StringBuilder out) {
    int open = i + 2;
    if (!isSymbol(open, to, "(")) {
      throw ApiException.invalidQuery("Syntax error: Expected \"(\" after UNNEST");
    }
    int close = closing(open, to);
    out.append("IN ").append(translate(open + 1, close)).append(' ');
    return close + 1;
  }

  private int call(int i, int to, StringBuilder out) {
    String name = tokens.get(i).upper();
    int close = closing(i + 1, to);
    List<int[]> args = arguments(i + 2, close);
    switch (name) {
      case "CAST", "SAFE_CAST" -> {
        int as = topLevel(i + 2, close, "AS");
        Token type = tokens.get(as + 1);
        if (as < 0 || as + 2 != close) {
          throw ApiException.notServed("CAST to a type with parameters: " + sql);
        }
        out.append(name.equals("CAST") ? "CAST(" : "TRY_CAST(")
            .append(translate(i + 2, as))
            .append(" AS ")
            .append(FieldType.parse(type.text()).engineName())
            .append(") ");
      }
      case "EXTRACT" -> {
        int fromWord = topLevel(i + 2, close, "FROM");
        if (fromWord != i + 3) {
          throw ApiException.notServed("this EXTRACT: " + sql);
        }
        out.append("date_part(")
            .append(SqlFunctions.part(tokens.get(i + 2).text()))
            .append(", ")
            .append(translate(fromWord + 1, close))
            .append(") ");
      }
      case "DATE_ADD", "DATE_SUB", "TIMESTAMP_ADD", "TIMESTAMP_SUB" -> {
        int[] interval = args.size() == 2 ? args.get(1) : new int[] {0, 0};
        if (interval[1] - interval[0] < 3 || !tokens.get(interval[0]).word("INTERVAL")) {
          throw ApiException.notServed("this " + name + ": " + sql);
        }
        String part = SqlFunctions.part(tokens.get(interval[1] - 1).text()).replace("'", "");
        String type = name.startsWith("DATE") ? "DATE" : "TIMESTAMP WITH TIME ZONE";
        out.append("CAST(")
            .append(translate(args.get(0)[0], args.get(0)[1]))
            .append(name.endsWith("ADD") ? " + " : " - ")
            .append("to_" + part + "s(CAST(")
            .append(translate(interval[0] + 1, interval[1] - 1))
            .append(" AS INTEGER)) AS ")
            .append(type)
            .append(") ");
      }
      case "UNNEST" -> {
        if (close + 2 >= to + 1 || !tokens.get(close + 1).word("AS")) {
          throw ApiException.notServed("UNNEST without an alias: " + sql);
        }
        String alias = Engine.quote(tokens.get(close + 2).text());
        out.append("unnest(").append(translate(i + 2, close)).append(") AS ");
        out.append(alias).append('(').append(alias).append(") ");
        return close + 3;
      }
      default -> {
        List<String> translated = new ArrayList<>();
        for (int[] arg : args) {
          translated.add(translate(arg[0], arg[1]));
        }
        out.append(
                SqlFunctions.call(name, translated)
                    .orElseThrow(
                        () -> ApiException.notServed("the function " + name + " in: " + sql)))
            .append(' ');
      }
    }
    return close + 1;
  }

  private int topLevel(int from, int to, String word) {
    int depth = 0;
    int found = -1;
    for (int i = from; i < to; i++) {
      if (tokens.get(i).symbol("(")) {
        depth++;
      } else if (tokens.get(i).symbol(")")) {
        depth--;
      } else if (depth == 0 && tokens.get(i).word(word)) {
        found = i;
      }
    }
    return found;
  }

  private List<int[]> arguments(int from, int to) {
    List<int[]> args = new ArrayList<>();
    int depth = 0;
    int start = from;
    for (int i = from; i < to; i++) {
      if (tokens.get(i).symbol("(")) {
        depth++;
      } else if (tokens.get(i).symbol(")")) {
        depth--;
      } else if (depth == 0 && tokens.get(i).symbol(",")) {
        args.add(new int[] {start, i});
        start = i + 1;
      }
    }
    if (start < to) {
      args.add(new int[] {start, to});
    }
    return args;
  }

  private int closing(int open, int to) {
    int depth = 0;
    for (int i = open; i < to; i++) {
      if (tokens.get(i).symbol("(")) {
        depth++;
      } else if (tokens.get(i).symbol(")")) {
        depth--;
        if (depth == 0) {
          return i;
        }
      }
    }
    throw ApiException.invalidQuery("Syntax error: Expected \")\" but got end of script");
  }

  /** Reads a path such as {@code `p.d.t`} or {@code d.t}: where it ends, and its parts. */
  public static int path(List<Token> tokens, int i, int to, List<String> parts) {
    StringBuilder text = new StringBuilder(tokens.get(i).text());
    int at = i + 1;
    while (at + 1 < to
        && (tokens.get(at).symbol(".")
            || (tokens.get(at).symbol("-")
                && tokens.get(at).start() == tokens.get(at - 1).end()
                && tokens.get(at + 1).start() == tokens.get(at).end()))) {
      text.append(tokens.get(at).text()).append(tokens.get(at + 1).text());
      at += 2;
    }
    for (String part : text.toString().replace(':', '.').split("\\.", -1)) {
      parts.add(part);
    }
    return at;
  }

  private int table(int i, int to, boolean insertTarget, StringBuilder out) {
    List<String> parts = new ArrayList<>();
    int at = path(tokens, i, to, parts);
    String last = parts.get(parts.size() - 1);
    if (parts.size() == 1 && withNames.contains(last.toLowerCase(Locale.ROOT))) {
      out.append(Engine.quote(last)).append(' ');
      return at;
    }
    if (parts.contains("INFORMATION_SCHEMA") || last.endsWith("*")) {
      throw ApiException.notServed("the table name " + String.join(".", parts));
    }
    Table table = scope.table(scope.name(parts));
    if (table.view()) {
      SqlScope inner = scope.ofView(table.name());
      out.append('(').append(translate(table.viewQuery(), inner)).append(')');
      scope.used(inner);
    } else {
      out.append(table.relation());
    }
    Token after = at < to ? tokens.get(at) : null;
    boolean alias =
        after != null
            && (after.word("AS")
                || after.kind() == Token.Kind.QUOTED
                || (after.kind() == Token.Kind.WORD
                    && !RESERVED.contains(after.upper())
                    && !after.word("VALUES")));
    out.append(insertTarget || alias ? " " : " AS " + Engine.quote(last) + " ");
    if (alias && !after.word("AS")) {
      out.append("AS ");
    }
    return at;
  }
}
