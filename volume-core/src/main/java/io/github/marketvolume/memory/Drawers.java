package io.github.marketvolume.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Packets of bytes by key: a drawer for each ticker, bucket of days or block of a file. Safe for
 * many threads.
 */
public final class Drawers<K extends Comparable<K>> {

  private record Numbered(long number, Spill.Packet packet) {}

  private final Spill spill;
  private final Map<K, List<Numbered>> drawers = new ConcurrentHashMap<>();

  public Drawers(Spill spill) {
    this.spill = spill;
  }

  /** Adds a packet; within its drawer, packets are in the order of their numbers. */
  public void add(K key, long number, byte[] bytes) {
    Numbered packet = new Numbered(number, spill.keep(bytes));
    drawers.compute(
        key,
        (k, drawer) -> {
          List<Numbered> packets = drawer == null ? new ArrayList<>(2) : drawer;
          packets.add(packet);
          return packets;
        });
  }

  /** The keys, ascending. */
  public List<K> keys() {
    return drawers.keySet().stream().sorted().toList();
  }

  /** A drawer's packets, in order; none if there is no such drawer. */
  public List<byte[]> packets(K key) {
    List<Numbered> drawer = drawers.getOrDefault(key, List.of());
    if (drawer.size() == 1) {
      return List.of(drawer.get(0).packet().bytes());
    }
    return drawer.stream()
        .sorted(Comparator.comparingLong(Numbered::number))
        .map(numbered -> numbered.packet().bytes())
        .toList();
  }

  /** Puts one packet in place of a drawer's content. */
  public void replace(K key, byte[] bytes) {
    remove(key);
    add(key, 0, bytes);
  }

  /** Empties all drawers. */
  public void clear() {
    keys().forEach(this::remove);
  }

  /** Empties a drawer. */
  public void remove(K key) {
    List<Numbered> removed = drawers.remove(key);
    if (removed != null) {
      removed.forEach(numbered -> numbered.packet().drop());
    }
  }
}
