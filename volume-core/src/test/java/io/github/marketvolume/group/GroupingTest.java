package io.github.marketvolume.group;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.InMemoryBars;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tables of groups, before anything is read. */
class GroupingTest {

  private static final LocalDate DAY = LocalDate.of(2020, 1, 6);
  private static final BarsStage PRICES = BarsStage.from(InMemoryBars.of(List.of()));

  @Test
  @DisplayName("groupings are equal by value")
  void equality() {
    assertThat(Grouping.of("sector", Map.of("A", "x", "B", "y")))
        .isEqualTo(Grouping.of("sector", List.of(Membership.of("A", "x"), Membership.of("B", "y"))))
        .isNotEqualTo(Grouping.of("industry", Map.of("A", "x", "B", "y")));
    assertThat(PRICES.groupedBy(Grouping.csv("sector", "a.csv")))
        .isEqualTo(PRICES.groupedBy(Grouping.csv("sector", "a.csv")))
        .isNotEqualTo(PRICES.groupedBy(Grouping.csv("sector", "b.csv")))
        .isNotEqualTo(PRICES);
  }

  @Test
  @DisplayName("a ticker in two groups on one date is refused, with ticker, groups and date")
  void overlap() {
    assertThatThrownBy(
            () ->
                Grouping.of(
                    "sector",
                    List.of(Membership.of("A", "x").to(DAY), Membership.of("A", "y").from(DAY))))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage("A is in two groups on 2020-01-06: x and y; end one before the other begins");
    assertThatThrownBy(
            () ->
                Grouping.of(
                    "sector",
                    List.of(
                        Membership.of("A", "y").to(DAY.plusDays(9)),
                        Membership.of("A", "x").to(DAY))))
        .hasMessage(
            "A is in two groups up to 2020-01-06: x and y; end one before the other begins");
    assertThatThrownBy(
            () -> Grouping.of("sector", List.of(Membership.of("A", "x"), Membership.of("A", "y"))))
        .hasMessage("A is in two groups on all dates: x and y; end one before the other begins");
    assertThatThrownBy(
            () ->
                Grouping.of(
                    "sector",
                    List.of(
                        Membership.of("A", "x").from(DAY).to(DAY.plusDays(9)),
                        Membership.of("A", "x").from(DAY.plusDays(1)).to(DAY.plusDays(2)),
                        Membership.of("A", "y").from(DAY.plusDays(5)))))
        .hasMessage("A is in two groups on 2020-01-11: x and y; end one before the other begins");
  }

  @Test
  @DisplayName("a membership that is there twice counts, and one that goes on in a group is one")
  void sameGroup() {
    GroupTable table =
        GroupTable.of(
            List.of(
                Membership.of("A", "x").to(DAY),
                Membership.of("A", "x").to(DAY),
                Membership.of("A", "x").from(DAY)));
    assertThat(table.nameOn("A", (int) DAY.toEpochDay())).isEqualTo("x");
    assertThat(table.memberships()).isEqualTo(3);
    assertThat(table.tickers()).isEqualTo(1);
  }

  @Test
  @DisplayName("a table tells the group of a day, and has a number for none")
  void table() {
    GroupTable table =
        GroupTable.of(
            List.of(
                Membership.of("A", "y").from(DAY).to(DAY.plusDays(1)),
                Membership.of("A", "x").from(DAY.plusDays(3))));
    int day = (int) DAY.toEpochDay();
    int[] days = {day - 1, day, day + 1, day + 2, day + 3, day + 9};
    assertThat(table.on("A", days, 0, 6)).containsExactly(2, 1, 1, 2, 0, 0);
    assertThat(table.on("A", days, 1, 3)).containsExactly(1, 1);
    assertThat(table.on("B", days, 4, 6)).containsExactly(2, 2);
    assertThat(table.name(2)).isNull();
    assertThat(table.name(1)).isEqualTo("y");
    assertThat(table.nameOn("A", day + 2)).isNull();
  }

  @Test
  @DisplayName("the checksum is of the memberships, whatever their order")
  void checksum() {
    List<Membership> members = List.of(Membership.of("A", "x"), Membership.of("B", "y").to(DAY));
    String sha256 = GroupTable.of(members).sha256();
    assertThat(GroupTable.of(List.of(members.get(1), members.get(0))).sha256()).isEqualTo(sha256);
    assertThat(GroupTable.of(List.of(Membership.of("A", "x"), Membership.of("B", "y"))).sha256())
        .isNotEqualTo(sha256);
  }

  @Test
  @DisplayName("what cannot be a group is refused in one line")
  void refused() {
    assertThatThrownBy(() -> Membership.of("A", " "))
        .hasMessage(
            "the group of A has no name; give one, or leave the ticker out if it has no group");
    assertThatThrownBy(() -> Grouping.of("Sector", Map.of()))
        .hasMessageStartingWith("column name \"Sector\" cannot be used");
    assertThatThrownBy(() -> Grouping.csv("sector", " "))
        .hasMessage(
            "the location of a table of groups has no name; give a file, a folder or a glob");
    assertThatThrownBy(() -> Grouping.of("sector", Map.of()).columns("a", "b"))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage("the groups by sector are in memory and have no columns; leave the names out");
  }

  @Test
  @DisplayName("what groups cannot be combined with is refused when the plan is made")
  void refusedByPlans() {
    Grouping sector = Grouping.csv("sector", "sectors.csv");
    assertThatThrownBy(() -> PRICES.groupedBy(sector).groupedBy(Grouping.csv("size", "b.csv")))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "the bars are grouped by sector already, and cannot be grouped by size; group the bars"
                + " before that");
    assertThatThrownBy(() -> PRICES.groupedBy(Grouping.csv("volume", "a.csv")))
        .hasMessage(
            "there are two columns named volume; give one of them another name with as(...)");
    assertThatThrownBy(() -> PRICES.groupedBy(sector).market(total(VOLUME).as("sector")))
        .hasMessage(
            "there are two columns named sector; give one of them another name with as(...)");
    assertThatThrownBy(() -> PRICES.groupedBy(sector).leaderboard(VOLUME.total().as("sector")))
        .hasMessage(
            "there are two columns named sector; give one of them another name with as(...)");
  }

  @Test
  @DisplayName("a location's secrets are not shown")
  void secrets() {
    assertThat(Grouping.csv("sector", "s3://key:secret@bucket/a.csv").toString())
        .doesNotContain("secret");
  }

  @Test
  @DisplayName("a plan says what is compared with what")
  void explain() {
    BarsStage grouped = PRICES.groupedBy(Grouping.parquet("sector", "sectors.parquet"));
    assertThat(grouped.market(total(VOLUME)).explain())
        .contains(
            "group tickers by sector, from sectors.parquet (Parquet); compare each with those of"
                + " the same sector only\n"
                + "    across the tickers of each sector, per day, total_volume: total volume\n"
                + "    yield trade_date, sector, total_volume");
    assertThat(grouped.leaderboard(VOLUME.max()).explain())
        .contains("within each sector, rank tickers by max of volume");
  }
}
