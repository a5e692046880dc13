package io.github.marketvolume.metric;

import java.util.List;

/** The units that need no calendar of an exchange. */
public enum StandardUnit implements WindowUnit {
  /** Rows of the series: every row takes a place. */
  BARS {
    @Override
    public int placesAfter(int earlier, int key) {
      return 1;
    }

    @Override
    public int requiredOf(int length) {
      return length;
    }

    @Override
    public LookBack lookBack(int places) {
      return new LookBack.Bars(places);
    }
  },

  /** Days of the civil calendar, weekends included: most places of a week hold a row. */
  DAYS {
    @Override
    public int placesAfter(int earlier, int key) {
      return key - earlier;
    }

    @Override
    public int requiredOf(int length) {
      return 1;
    }

    @Override
    public LookBack lookBack(int places) {
      return new LookBack.Span(0, places, List.of());
    }
  };

  @Override
  public String plural() {
    return this == BARS ? "bars" : "days";
  }

  @Override
  public String suffix() {
    return this == BARS ? "" : "d";
  }
}
