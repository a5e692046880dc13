package io.github.marketvolume;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Draws rooms as boxes in layers, with an arrow down from each to the rooms that it imports. */
final class RoomsPicture {

  private static final int BOX_WIDTH = 186;
  private static final int BOX_HEIGHT = 42;
  private static final int LAYER_HEIGHT = 104;
  private static final int GAP = 20;
  private static final int MARGIN = 22;
  private static final int LEGEND_HEIGHT = 76;

  /** Between the ends of two arrows at one box. */
  private static final int PORT = 24;

  /** The straight end of an arrow, which its head covers. */
  private static final int STEM = 10;

  private static final int TRIES = 60;
  private static final int CROSSING = 100_000;
  private static final int ROUNDS = 5000;

  /** How much more a bend of a lane weighs than one of an arrow at a box. */
  private static final int STRAIGHT = 1000;

  /** White beside an arrow, where it crosses the ones below. */
  private static final String HALO = "fill=\"none\" stroke=\"#fff\" stroke-width=\"5\"";

  private static final String ARROW =
      "fill=\"none\" stroke=\"#6e6e6e\" stroke-width=\"1.5\" stroke-linecap=\"round\"";

  /**
   * A package.
   *
   * @param purpose what it is for, in a few words
   * @param isPromised whether it is within the compatibility promise
   */
  record Room(String name, String purpose, boolean isPromised) {}

  /** A box; or where arrows to a box pass a layer in between, one lane for all of them. */
  private static final class Spot {

    final Room room;
    final boolean isLane;
    final List<Spot> above = new ArrayList<>();
    final List<Spot> below = new ArrayList<>();
    int place;
    double x;

    Spot(Room room, boolean isLane) {
      this.room = room;
      this.isLane = isLane;
    }

    double halfWidth() {
      return isLane ? 0 : BOX_WIDTH / 2.0;
    }
  }

  private final Map<String, Room> rooms = new TreeMap<>();
  private final Map<String, Set<String>> imports;
  private final List<List<Spot>> layers = new ArrayList<>();

  /**
   * A picture.
   *
   * @param imports of every room, the rooms that it imports
   */
  RoomsPicture(List<Room> rooms, Map<String, Set<String>> imports) {
    rooms.forEach(room -> this.rooms.put(room.name(), room));
    this.imports = new TreeMap<>(imports);
    connect();
    arrange();
    straighten();
  }

  /** The rooms that a room imports, but for those that one of the others imports anyway. */
  private Set<String> arrows(String room) {
    Set<String> direct = new TreeSet<>(imports.get(room));
    for (String other : imports.get(room)) {
      direct.removeAll(reachable(other));
    }
    return direct;
  }

  private Set<String> reachable(String room) {
    Set<String> reached = new TreeSet<>();
    List<String> next = new ArrayList<>(imports.get(room));
    while (!next.isEmpty()) {
      String one = next.remove(next.size() - 1);
      if (reached.add(one)) {
        next.addAll(imports.get(one));
      }
    }
    return reached;
  }

  /** The layer of each room: right below the lowest of those that import it. */
  private Map<String, Integer> depths() {
    Map<String, Integer> depths = new TreeMap<>();
    rooms.keySet().forEach(room -> depths.put(room, 0));
    for (int round = 0; round < rooms.size(); round++) {
      for (String room : rooms.keySet()) {
        for (String imported : imports.get(room)) {
          depths.merge(imported, depths.get(room) + 1, Math::max);
        }
      }
    }
    if (Collections.max(depths.values()) >= rooms.size()) {
      throw new AssertionError("rooms import each other in a circle, and have no layers");
    }
    return depths;
  }

  private void connect() {
    Map<String, Integer> depths = depths();
    Map<String, Spot> boxes = new TreeMap<>();
    for (int depth = 0; depth <= Collections.max(depths.values()); depth++) {
      layers.add(new ArrayList<>());
    }
    for (Room room : rooms.values()) {
      Spot box = new Spot(room, false);
      boxes.put(room.name(), box);
      layers.get(depths.get(room.name())).add(box);
    }
    Map<String, Spot> lanes = new LinkedHashMap<>();
    for (String room : rooms.keySet()) {
      for (String imported : arrows(room)) {
        Spot from = boxes.get(room);
        for (int depth = depths.get(room) + 1; depth < depths.get(imported); depth++) {
          List<Spot> layer = layers.get(depth);
          Spot lane =
              lanes.computeIfAbsent(
                  imported + " " + depth,
                  key -> {
                    Spot made = new Spot(rooms.get(imported), true);
                    layer.add(made);
                    return made;
                  });
          join(from, lane);
          from = lane;
        }
        join(from, boxes.get(imported));
      }
    }
  }

  private static void join(Spot from, Spot to) {
    if (!from.below.contains(to)) {
      from.below.add(to);
      to.above.add(from);
    }
  }

  /** Orders the spots of each layer so that few arrows cross, and those that do not are short. */
  private void arrange() {
    Random random = new Random(1);
    double least = Double.POSITIVE_INFINITY;
    List<List<Spot>> best = List.of();
    for (int i = 0; i < TRIES; i++) {
      layers.forEach(layer -> Collections.shuffle(layer, random));
      layers.forEach(RoomsPicture::pack);
      double cost = improved();
      if (cost < least) {
        least = cost;
        best = layers.stream().map(List::copyOf).toList();
      }
    }
    for (int depth = 0; depth < layers.size(); depth++) {
      layers.get(depth).clear();
      layers.get(depth).addAll(best.get(depth));
      pack(layers.get(depth));
    }
  }

  /** Moves single spots within their layers as long as that helps; says what is left. */
  private double improved() {
    double cost = cost();
    boolean improves = true;
    while (improves) {
      improves = false;
      for (List<Spot> layer : layers) {
        for (Spot spot : List.copyOf(layer)) {
          int best = spot.place;
          for (int place = 0; place < layer.size(); place++) {
            move(layer, spot, place);
            double other = cost();
            if (other < cost) {
              cost = other;
              best = place;
              improves = true;
            }
          }
          move(layer, spot, best);
        }
      }
    }
    return cost;
  }

  private static void move(List<Spot> layer, Spot spot, int place) {
    layer.remove(spot);
    layer.add(place, spot);
    pack(layer);
  }

  /** Puts the spots of a layer side by side about the middle. */
  private static void pack(List<Spot> layer) {
    double x = 0;
    for (int i = 0; i < layer.size(); i++) {
      Spot spot = layer.get(i);
      x += i == 0 ? 0 : distance(layer.get(i - 1), spot);
      spot.place = i;
      spot.x = x;
    }
    double middle = x / 2;
    layer.forEach(spot -> spot.x -= middle);
  }

  private static double distance(Spot left, Spot right) {
    return left.halfWidth() + GAP + right.halfWidth();
  }

  private double cost() {
    double cost = 0;
    for (List<Spot> layer : layers) {
      for (Spot from : layer) {
        for (Spot to : from.below) {
          cost += Math.abs(from.x - to.x);
          for (int i = from.place + 1; i < layer.size(); i++) {
            for (Spot other : layer.get(i).below) {
              cost += other.place < to.place ? CROSSING : 0;
            }
          }
        }
      }
    }
    return cost;
  }

  /** Moves spots below and above those that they are joined with, as far as others let them. */
  private void straighten() {
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < layers.size(); i++) {
        moveTowardsNeighbours(layers.get(round % 2 == 0 ? i : layers.size() - 1 - i));
      }
    }
    double left =
        layers.stream()
            .flatMap(List::stream)
            .mapToDouble(spot -> spot.x - spot.halfWidth())
            .min()
            .orElseThrow();
    layers.stream().flatMap(List::stream).forEach(spot -> spot.x += MARGIN - left);
  }

  /**
   * Spots side by side that move as one.
   *
   * @param x where the first spot of the layer would be, if all stood as close as they may
   * @param weight how much that matters
   * @param end the place after the last of them
   */
  private record Block(double x, double weight, int end) {

    Block and(Block right) {
      double both = weight + right.weight;
      return new Block((x * weight + right.x * right.weight) / both, both, right.end);
    }
  }

  /** Spots that would come too close to each other move as one, to the mean of where they want. */
  private static void moveTowardsNeighbours(List<Spot> layer) {
    double[] offsets = new double[layer.size()];
    Deque<Block> blocks = new ArrayDeque<>();
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = i == 0 ? 0 : offsets[i - 1] + distance(layer.get(i - 1), layer.get(i));
      Block block = blockOf(layer.get(i), offsets[i]);
      while (!blocks.isEmpty() && blocks.getLast().x() > block.x()) {
        block = blocks.removeLast().and(block);
      }
      blocks.add(block);
    }
    int i = 0;
    for (Block block : blocks) {
      for (; i < block.end(); i++) {
        layer.get(i).x = block.x() + offsets[i];
      }
    }
  }

  private static Block blockOf(Spot spot, double offset) {
    double weight = 0;
    double sum = 0;
    for (List<Spot> neighbours : List.of(spot.above, spot.below)) {
      for (Spot neighbour : neighbours) {
        double one = spot.isLane && neighbour.isLane ? STRAIGHT : 1;
        weight += one;
        sum += one * neighbour.x;
      }
    }
    return weight == 0
        ? new Block(spot.x - offset, 1, spot.place + 1)
        : new Block(sum / weight - offset, weight, spot.place + 1);
  }

  /** The picture as SVG. */
  String toSvg() {
    double right =
        layers.stream()
            .flatMap(List::stream)
            .mapToDouble(spot -> spot.x + spot.halfWidth())
            .max()
            .orElseThrow();
    int width = round(right) + MARGIN;
    int legend = top(layers.size() - 1) + BOX_HEIGHT + MARGIN;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$s %2$s" width="%1$s" height="%2$s"\
         role="img" aria-labelledby="t d" font-family="Helvetica, Arial, sans-serif"\
         font-size="11">
        <title id="t">The packages of volume-core</title>
        <desc id="d">%3$s</desc>
        <defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"\
         orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#6e6e6e"/></marker></defs>
        <rect width="%1$s" height="%2$s" fill="#fff"/>
        """
            .formatted(width, legend + LEGEND_HEIGHT, inWords()));
    for (String name : rooms.keySet()) {
      arrowsTo(name, svg);
    }
    for (int depth = 0; depth < layers.size(); depth++) {
      for (Spot spot : layers.get(depth)) {
        if (!spot.isLane) {
          box(spot, top(depth), svg);
        }
      }
    }
    legend(legend, svg);
    return svg.append("</svg>\n").toString();
  }

  private String inWords() {
    List<String> sentences = new ArrayList<>();
    for (String room : rooms.keySet()) {
      if (!imports.get(room).isEmpty()) {
        sentences.add(room + " imports " + String.join(", ", arrows(room)) + ".");
      }
    }
    return String.join(" ", sentences);
  }

  private static int top(int depth) {
    return MARGIN + depth * LAYER_HEIGHT;
  }

  private static int round(double x) {
    return (int) Math.round(x);
  }

  /** All arrows to a room, which are cut by none of each other. */
  private void arrowsTo(String name, StringBuilder svg) {
    StringBuilder halos = new StringBuilder();
    StringBuilder arrows = new StringBuilder();
    for (int depth = 0; depth < layers.size(); depth++) {
      for (Spot spot : layers.get(depth)) {
        if (!spot.room.name().equals(name)) {
          continue;
        }
        int top = top(depth);
        for (Spot from : spot.above) {
          String curve =
              "M%1$s,%2$s C%1$s,%3$s %4$s,%3$s %4$s,%5$s V%6$s"
                  .formatted(
                      port(from, from.below, spot),
                      top - LAYER_HEIGHT + BOX_HEIGHT,
                      top - (LAYER_HEIGHT - BOX_HEIGHT) / 2,
                      port(spot, spot.above, from),
                      top - (spot.isLane ? 0 : STEM),
                      top - (spot.isLane ? 0 : 1));
          halos.append("<path d=\"%s\" %s/>\n".formatted(curve, HALO));
          arrows.append(
              "<path d=\"%s\" %s%s/>\n"
                  .formatted(curve, ARROW, spot.isLane ? "" : " marker-end=\"url(#a)\""));
        }
        if (spot.isLane) {
          String line = "M%s,%s V%s".formatted(round(spot.x), top, top + BOX_HEIGHT);
          halos.append("<path d=\"%s\" %s/>\n".formatted(line, HALO));
          arrows.append("<path d=\"%s\" %s/>\n".formatted(line, ARROW));
        }
      }
    }
    svg.append(halos).append(arrows);
  }

  /** Where the arrow between a spot and one of its neighbours begins or ends. */
  private static int port(Spot spot, List<Spot> neighbours, Spot neighbour) {
    if (spot.isLane) {
      return round(spot.x);
    }
    List<Spot> ordered = new ArrayList<>(neighbours);
    ordered.sort(Comparator.comparingInt(other -> other.place));
    return round(spot.x + (ordered.indexOf(neighbour) - (ordered.size() - 1) / 2.0) * PORT);
  }

  private static void box(Spot spot, int top, StringBuilder svg) {
    int x = round(spot.x);
    svg.append(frame(x - BOX_WIDTH / 2, top, BOX_WIDTH, BOX_HEIGHT, spot.room.isPromised()))
        .append(
            """
            <text x="%1$s" y="%2$s" text-anchor="middle" font-size="13" font-weight="bold"\
             fill="#222">%3$s</text><text x="%1$s" y="%4$s" text-anchor="middle"\
             fill="#444">%5$s</text>
            """
                .formatted(x, top + 18, spot.room.name(), top + 34, spot.room.purpose()));
  }

  private static String frame(int x, int y, int width, int height, boolean isPromised) {
    return "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"6\" %s/>"
        .formatted(
            x,
            y,
            width,
            height,
            isPromised
                ? "fill=\"#eef5fa\" stroke=\"#0072B2\""
                : "fill=\"#f4f4f4\" stroke=\"#8a8a8a\"");
  }

  private static void legend(int top, StringBuilder svg) {
    List<String> lines =
        List.of(
            frame(MARGIN, top, 24, 14, true)
                + note(MARGIN + 34, top, "API: the compatibility promise covers it"),
            frame(MARGIN, top + 22, 24, 14, false)
                + note(MARGIN + 34, top + 22, "public for runners only"),
            note(
                MARGIN,
                top + 44,
                "An arrow is an import. One that follows from other arrows is not drawn. Arrows to"
                    + " the same package join."));
    lines.forEach(line -> svg.append(line).append('\n'));
  }

  private static String note(int x, int top, String words) {
    return "<text x=\"%s\" y=\"%s\" fill=\"#444\">%s</text>".formatted(x, top + 11, words);
  }
}
