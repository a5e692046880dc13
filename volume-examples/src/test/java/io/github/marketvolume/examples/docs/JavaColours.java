package io.github.marketvolume.examples.docs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Marks comments, texts, annotations and keywords, so that a style sheet can colour them. */
final class JavaColours {

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<comment>//[^\n]*)"
              + "|(?<string>\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\")"
              + "|(?<annotation>@\\w+)"
              + "|(?<keyword>\\b(?:import|static|final|class|record|implements|public|private|new"
              + "|return|for|if|else|while|try|catch|int|long|double|boolean|null|true|false)\\b)",
          Pattern.DOTALL);

  private JavaColours() {}

  /** Code as HTML. */
  static String of(String language, String code) {
    if (!language.equals("java")) {
      return escape(code);
    }
    StringBuilder html = new StringBuilder();
    Matcher token = TOKEN.matcher(code);
    int end = 0;
    while (token.find()) {
      html.append(escape(code.substring(end, token.start())))
          .append("<span class=\"")
          .append(kind(token))
          .append("\">")
          .append(escape(token.group()))
          .append("</span>");
      end = token.end();
    }
    return html.append(escape(code.substring(end))).toString();
  }

  private static String kind(Matcher token) {
    for (String kind : new String[] {"comment", "string", "annotation"}) {
      if (token.group(kind) != null) {
        return kind;
      }
    }
    return "keyword";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
