package io.github.marketvolume.notebook;

import io.github.marketvolume.error.SafeText;

/** What all HTML here has in common. Colours are told apart by the colour-blind, too. */
final class Html {

  static final String BLUE = "#0072B2";

  private Html() {}

  /** Text of a page: without secrets and invisible characters, with its lines. */
  static String escaped(String text) {
    return SafeText.lines(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A line of small print. */
  static String note(String text) {
    return "<div style=\"font-size:12px;opacity:.7;margin:2px 0 8px\">" + escaped(text) + "</div>";
  }

  static String heading(String text) {
    return "<div style=\"font-weight:bold;margin:8px 0 2px\">" + escaped(text) + "</div>";
  }

  /** Text in which line ends and spaces count. */
  static String preformatted(String text) {
    return "<pre style=\"white-space:pre-wrap;margin:4px 0;font-family:monospace;font-size:13px\">"
        + escaped(text)
        + "</pre>";
  }

  /** HTML that shows when its title is clicked on. */
  static String folded(String title, String html) {
    return "<details style=\"font-size:12px;margin:2px 0 8px\"><summary style=\"cursor:pointer\">"
        + escaped(title)
        + "</summary>"
        + html
        + "</details>";
  }
}
