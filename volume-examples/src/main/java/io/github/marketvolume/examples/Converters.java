package io.github.marketvolume.examples;

import io.github.marketvolume.evaluation.TruthRule;
import io.github.marketvolume.quality.FractionalVolume;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options, and says of a wrong one what it should look like. */
final class Converters {

  private Converters() {}

  /** Reads dates, and says how to write one. */
  static final class Dates implements ITypeConverter<LocalDate> {
    @Override
    public LocalDate convert(String value) {
      try {
        return LocalDate.parse(value);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException("'" + value + "' is not a date such as 2010-01-31");
      }
    }
  }

  /** Reads lengths of time. */
  static final class Durations implements ITypeConverter<Duration> {

    private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})(s|m|h)");

    @Override
    public Duration convert(String value) {
      Matcher parts = LENGTH.matcher(value);
      if (!parts.matches()) {
        throw new TypeConversionException("'" + value + "' is not a time such as 90s, 30m or 2h");
      }
      long number = Long.parseLong(parts.group(1));
      return switch (parts.group(2)) {
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        default -> Duration.ofHours(number);
      };
    }
  }

  /** Checks the places of lakes. */
  static final class Lakes implements ITypeConverter<Lake> {

    private static final Pattern PLACE = Pattern.compile("gs://[a-z0-9][^\\s]*");

    @Override
    public Lake convert(String value) {
      if (!PLACE.matcher(value).matches()) {
        throw new TypeConversionException(
            "'" + value + "' is not a place in Cloud Storage such as gs://my-lake");
      }
      return new Lake(value.replaceFirst("/+$", ""));
    }
  }

  /** Checks the names of datasets. */
  static final class Datasets implements ITypeConverter<String> {

    private static final Pattern DATASET =
        Pattern.compile("[a-z0-9.:-]{1,94}\\.[A-Za-z0-9_]{1,1024}");

    @Override
    public String convert(String value) {
      if (!DATASET.matcher(value).matches()) {
        throw new TypeConversionException(
            "'" + value + "' is not a dataset of BigQuery such as my-project.market");
      }
      return value;
    }
  }

  /** Reads sizes of memory. */
  static final class Sizes implements ITypeConverter<Long> {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([mg])");

    @Override
    public Long convert(String value) {
      Matcher size = SIZE.matcher(value.toLowerCase(Locale.ROOT));
      if (!size.matches()) {
        throw new TypeConversionException("'" + value + "' is not a size such as 512m or 2g");
      }
      return Long.parseLong(size.group(1)) << ("m".equals(size.group(2)) ? 20 : 30);
    }
  }

  /** Reads scores. */
  static final class Scores implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      try {
        double score = Double.parseDouble(value);
        if (Double.isFinite(score)) {
          return score;
        }
      } catch (NumberFormatException e) {
        // It is said below what a score looks like.
      }
      throw new TypeConversionException("'" + value + "' is not a score such as 1.1");
    }
  }

  /** Reads shares of rows. */
  static final class Shares implements ITypeConverter<Double> {

    private static final Pattern SHARE = Pattern.compile("0|(\\d{1,3}(\\.\\d{1,6})?)%");

    @Override
    public Double convert(String value) {
      Matcher share = SHARE.matcher(value);
      if (share.matches()) {
        BigDecimal percent =
            share.group(1) == null ? BigDecimal.ZERO : new BigDecimal(share.group(1));
        if (percent.compareTo(new BigDecimal(100)) <= 0) {
          return percent.movePointLeft(2).doubleValue();
        }
      }
      throw new TypeConversionException(
          "'" + value + "' is not a share of rows from 0 to 100%, such as 1% or 0.5%");
    }
  }

  /** Reads one of an enum's values by the name that the command line has for it. */
  private abstract static class Names<E extends Enum<E>> implements ITypeConverter<E> {

    private final List<E> values;

    Names(Class<E> type) {
      values = List.of(type.getEnumConstants());
    }

    /** What the command line calls a value. */
    String nameOf(E value) {
      return value.toString();
    }

    @Override
    public E convert(String value) {
      return values.stream()
          .filter(known -> nameOf(known).equals(value))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'"
                          + value
                          + "' is not known; give "
                          + values.stream().map(this::nameOf).collect(Collectors.joining(" or "))));
    }
  }

  /** Reads layouts. */
  static final class Layouts extends Names<Layout> {
    Layouts() {
      super(Layout.class);
    }
  }

  /** Reads calendars. */
  static final class Calendars extends Names<MarketCalendar> {
    Calendars() {
      super(MarketCalendar.class);
    }
  }

  /** Reads what becomes of volumes that are not whole numbers. */
  static final class FractionalVolumes extends Names<FractionalVolume> {
    FractionalVolumes() {
      super(FractionalVolume.class);
    }

    @Override
    String nameOf(FractionalVolume value) {
      return value.name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads what a shock is. */
  static final class TruthRules extends Names<TruthRule> {
    TruthRules() {
      super(TruthRule.class);
    }
  }

  /** Reads engines. */
  static final class Engines extends Names<Engine> {
    Engines() {
      super(Engine.class);
    }
  }
}
