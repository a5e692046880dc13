package io.github.marketvolume.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SessionDaysTest {

  @Property(tries = 200)
  void days_areThoseOfAnyTicker(
      @ForAll Set<@IntRange(min = -300, max = 300) Integer> some,
      @ForAll Set<@IntRange(min = -300, max = 300) Integer> others,
      @ForAll @IntRange(min = -310, max = 310) int last) {
    SessionDays days = noted(some);
    days.add(noted(others));
    TreeSet<Integer> all = new TreeSet<>(some);
    all.addAll(others);
    assertThat(days.isEmpty()).isEqualTo(all.isEmpty());
    assertThat(days.upTo(last)).containsExactly(all.headSet(last, true).toArray(Integer[]::new));
  }

  private static SessionDays noted(Set<Integer> of) {
    SessionDays days = new SessionDays();
    int[] ascending = of.stream().mapToInt(Integer::intValue).sorted().toArray();
    days.note(ascending, ascending.length);
    return days;
  }
}
