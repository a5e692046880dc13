package io.github.marketvolume;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.group.Membership;
import io.github.marketvolume.io.ConsoleSink;
import io.github.marketvolume.io.CsvFiles;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.NumberForm;
import io.github.marketvolume.io.ParquetLayout;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.jdbc.JdbcSource;
import io.github.marketvolume.kafka.KafkaPosition;
import io.github.marketvolume.kafka.KafkaTopic;
import io.github.marketvolume.kafka.ValueFormat;
import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.market.DateRange;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.AnomalyRules;
import io.github.marketvolume.metric.BarMetrics;
import io.github.marketvolume.metric.Conditions;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.DayKindOf;
import io.github.marketvolume.metric.Demeaned;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.HarModel;
import io.github.marketvolume.metric.Indicators;
import io.github.marketvolume.metric.Levels;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.Smoothing;
import io.github.marketvolume.metric.StandardScore;
import io.github.marketvolume.metric.Summary;
import io.github.marketvolume.quality.BarRule;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.FractionalVolume;
import io.github.marketvolume.testing.ReferenceRunner;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A null is refused where it is given, by the name of the parameter, and not during a run. */
class NullArgumentsTest {

  private static final String LIBRARY = "io.github.marketvolume";

  private static final BarsStage BARS = BarsStage.from(InMemoryBars.of(List.of()));
  private static final Flag<Bar> SPIKE = VOLUME.atLeast(1000);

  /** A rule of one's own. */
  private record Fine() implements BarRule {

    @Override
    public String ruleName() {
      return "fine";
    }

    @Override
    public Optional<String> violation(Bar bar) {
      return Optional.empty();
    }
  }

  /** Arguments: the first that fits a parameter is taken. */
  private static final List<Object> SAMPLES =
      List.of(
          "name",
          LocalDate.of(2020, 1, 6),
          Basis.RAW,
          bars(5),
          VOLUME,
          VOLUME.mean(),
          VOLUME.mean().statistic(),
          VOLUME.descending(),
          SPIKE,
          SPIKE.rule(),
          StandardScore.Z,
          Smoothing.span(5),
          HarModel.rolling(100),
          Levels.of("high", 2),
          NYSE,
          DayKind.HALF_DAY,
          CalendarPeriod.MONTH,
          CalendarEffects.published(NYSE),
          CalendarEffects.estimated(NYSE),
          Ties.DENSE,
          new Fine(),
          BarRules.standard(),
          FractionalVolume.KEEP,
          BarColumn.VWAP,
          Bar.of("AAA", LocalDate.of(2020, 1, 6), 1),
          CsvLayout.YAHOO,
          NumberForm.decimalComma(),
          ParquetLayout.named("pandas").date("Date").volume("Volume"),
          Grouping.csv("sector", "sectors.csv"),
          Membership.of("AAA", "Mining"),
          Map.of("AAA", "Mining"),
          ZoneId.of("UTC"),
          Path.of("a file"),
          ValueFormat.json(),
          KafkaPosition.parse("bars/id/0:1"),
          InMemoryBars.of(List.of()),
          ConsoleSink.first(1),
          ReportFile.at("report.json"),
          RunStore.at("state"),
          BARS.into(ConsoleSink.first(1)),
          ReferenceRunner.create());

  /** The elements of the collections among the parameters. */
  private static final List<Class<?>> ELEMENTS =
      List.of(
          Flag.class,
          Metric.class,
          Summary.class,
          BarColumn.class,
          Bar.class,
          Membership.class,
          String.class);

  /** What has fluent methods. */
  private static List<Object> values() {
    MeasuredStage<Bar> measured = BARS.measure(VOLUME.mean().over(bars(5)));
    return List.of(
        BARS,
        measured,
        measured.flag(SPIKE),
        measured.flag(SPIKE).episodes(SPIKE),
        BARS.leaderboard(VOLUME.max()),
        BARS.market(total(VOLUME)),
        VolumePipeline.named("test", BARS.into(ConsoleSink.first(1))),
        VOLUME,
        LOG_VOLUME,
        VOLUME.mean(),
        VOLUME.mean().over(bars(5)),
        VOLUME.zScore(),
        VOLUME.zScore().over(bars(5)),
        VOLUME.smoothed(Smoothing.span(5)).mean(),
        VOLUME.expectedBy(HarModel.rolling(100)).score(),
        VOLUME.cusumUp(0.5, 4),
        VOLUME.lagged(1),
        VOLUME.cumulative(),
        Rank.inHindsight(VOLUME.descending()),
        Demeaned.acrossTickers(VOLUME),
        DayKindOf.on(NYSE),
        SPIKE,
        SPIKE.count(),
        SPIKE.level(Levels.of("high", 2)),
        total(VOLUME),
        CrossSection.tickerOfLargest(VOLUME),
        RollingWindow.sessions(5),
        Levels.of("high", 2),
        BarRules.standard().and(new Fine()).expectingSessionsOf(NYSE),
        CsvLayout.YAHOO,
        NumberForm.decimalComma(),
        ParquetLayout.named("pandas").date("Date").volume("Volume"),
        JdbcSource.table("jdbc:duckdb:", "bars"),
        CsvSource.at("prices.csv", CsvLayout.YAHOO),
        CsvFiles.at("prices.csv"),
        Grouping.csv("sector", "sectors.csv"),
        Membership.of("AAA", "Mining"),
        ParquetSource.at("prices"),
        ParquetSink.at("out"),
        CsvSink.at("out"),
        ReportFile.at("report.json"),
        DateRange.all(),
        KafkaTopic.at("broker:9092", "bars"),
        ValueFormat.json(),
        KafkaPosition.parse("bars/id/0:1"),
        Ticker.of("AAA"));
  }

  /** What has factories. */
  private static Stream<Class<?>> types() {
    return Stream.concat(
        values().stream().map(Object::getClass),
        Stream.of(
            AnomalyRules.class,
            BarMetrics.class,
            Conditions.class,
            CrossSection.class,
            Indicators.class,
            InMemoryBars.class,
            RollingWindow.class));
  }

  /** A method that makes something of this library, and what it is called on, if on anything. */
  private record Call(Method method, @Nullable Object value) {

    String name(int place) {
      return method.getDeclaringClass().getSimpleName()
          + "."
          + method.getName()
          + "("
          + method.getParameters()[place].getName()
          + (value == null ? ")" : ") of " + value.getClass().getSimpleName());
    }
  }

  private static Stream<Call> calls() {
    Stream<Call> fluent =
        values().stream()
            .flatMap(
                value ->
                    Arrays.stream(value.getClass().getMethods())
                        .filter(method -> !Modifier.isStatic(method.getModifiers()))
                        .map(method -> new Call(method, value)));
    Stream<Call> factories =
        types()
            .distinct()
            .flatMap(type -> Arrays.stream(type.getMethods()))
            .filter(method -> Modifier.isStatic(method.getModifiers()))
            .map(method -> new Call(method, null));
    return Stream.concat(fluent, factories)
        .filter(call -> !call.method().isBridge())
        .filter(call -> isOurs(call.method().getDeclaringClass()))
        .filter(call -> isOurs(call.method().getReturnType()));
  }

  private static boolean isOurs(Class<?> type) {
    return type.getPackageName().startsWith(LIBRARY);
  }

  private static Stream<Arguments> references() {
    return calls()
        .flatMap(
            call ->
                IntStream.range(0, call.method().getParameterCount())
                    .filter(place -> !call.method().getParameterTypes()[place].isPrimitive())
                    .mapToObj(place -> arguments(call.name(place), call, place)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("references")
  @DisplayName("a null is refused by the name of its parameter")
  void refused(String name, Call call, int place) {
    Parameter parameter = call.method().getParameters()[place];
    assertRefused(call, place, null, parameter.getName());

    Object sample = sample(parameter);
    if (sample instanceof Object[] array) {
      Object withNull = Arrays.copyOf(array, array.length + 1);
      assertRefused(call, place, withNull, parameter.getName() + "[1]");
    } else if (sample instanceof List<?> list) {
      List<@Nullable Object> withNull = new ArrayList<>(list);
      withNull.add(null);
      assertRefused(call, place, withNull, parameter.getName() + "[1]");
    }
  }

  private static void assertRefused(
      Call call, int place, @Nullable Object argument, String parameter) {
    @Nullable Object[] given =
        Arrays.stream(call.method().getParameters())
            .map(NullArgumentsTest::sample)
            .toArray(Object[]::new);
    given[place] = argument;
    Throwable thrown = catchThrowable(() -> call.method().invoke(call.value(), given));
    assertThat(thrown).isInstanceOf(InvocationTargetException.class);
    assertThat(thrown.getCause())
        .isInstanceOf(NullPointerException.class)
        .hasMessage(parameter + " is null; give a value");
  }

  private static Object sample(Parameter parameter) {
    Class<?> type = parameter.getType();
    if (type == int.class) {
      return 5;
    }
    if (type == double.class) {
      return 0.5;
    }
    if (type == char.class) {
      return ',';
    }
    if (type.isArray()) {
      Object array = Array.newInstance(type.getComponentType(), 1);
      Array.set(array, 0, sample(type.getComponentType()));
      return array;
    }
    if (Collection.class.isAssignableFrom(type)) {
      Object element = sample(elementOf(parameter));
      return type == Set.class ? Set.of(element) : List.of(element);
    }
    return sample(type);
  }

  private static Class<?> elementOf(Parameter collection) {
    String type = collection.getParameterizedType().getTypeName();
    return ELEMENTS.stream()
        .filter(element -> type.contains(element.getName()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("name the element of " + type));
  }

  private static Object sample(Class<?> type) {
    return SAMPLES.stream()
        .filter(type::isInstance)
        .findFirst()
        .orElseThrow(() -> new AssertionError("give a sample of " + type));
  }

  @Test
  @DisplayName("there are methods of every kind to try")
  void all() {
    assertThat(references()).hasSizeGreaterThan(200);
  }
}
