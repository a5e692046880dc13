// How numbers are written and figures drawn.

const format = {
  whole: new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 }),
  short: new Intl.NumberFormat("en-US", { notation: "compact", minimumSignificantDigits: 4, maximumSignificantDigits: 4 }),
  axis: new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 }),
  share: new Intl.NumberFormat("en-US", { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  wholeShare: new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 }),
  hundredth: new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  tenth: new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  date: new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }),
};
const isoDate = (epochDay) => new Date(epochDay * 864e5).toISOString().slice(0, 10);
const plainDate = (epochDay) => format.date.format(new Date(epochDay * 864e5)).replace("Sept", "Sep");

/**
 * An element: element("td", { class: "text" }, "AAPL"). A child may be an array of children. Arrays that grow
 * with the data are never spread into arguments: a browser takes about 100,000 of those and then fails.
 */
function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") node.addEventListener("click", value);
    else if (key === "style") node.style.cssText = value;
    else node.setAttribute(key, value);
  }
  for (const child of children.flat()) node.append(child);
  return node;
}

/** Gives an element these children in place of those it has. */
function refill(node, children) {
  const fragment = document.createDocumentFragment();
  for (const child of children) fragment.append(child);
  node.replaceChildren(fragment);
}

/** The largest of some numbers, or the least that is asked for. */
const largest = (numbers, least) => numbers.reduce((most, number) => Math.max(most, number), least);

/** A time of a day, for a machine and for a person. */
const time = (epochDay) => element("time", { datetime: isoDate(epochDay) }, plainDate(epochDay));

/** Fills a table. A head is [label, isText]; a row's first cell heads it. */
function fillTable(table, caption, heads, rows) {
  table.replaceChildren(
    element("caption", { class: "unseen" }, caption),
    element("thead", {}, element("tr", {}, heads.map(([label, isText]) =>
      element("th", { scope: "col", class: isText ? "text" : "" }, label)))),
    element("tbody", {}, rows.map((cells) => element("tr", {}, cells.map((cell, n) =>
      element(n === 0 ? "th" : "td", { ...(n === 0 && { scope: "row" }), class: heads[n][1] ? "text" : "" }, cell))))));
}

/** Fills a list of bars, all on one scale: {key, value, label, detail, name}. */
function fillBars(list, bars) {
  const most = largest(bars.map((bar) => bar.value), 0);
  refill(list, bars.map((bar) =>
    element("li", { "data-value": bar.value },
      bar.key,
      element("span", { class: "track", "aria-hidden": "true" },
        element("span", { class: "fill", style: `width:${(100 * bar.value) / most}%` })),
      element("span", { class: "amount" }, bar.label, bar.detail ? [" ", element("small", {}, bar.detail)] : []))));
}

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * A time line that is also a slider over its days: arrow keys move by a day, page keys by a month.
 *
 * section holds a .readout, a .chart and a .numbers; paint is {line, fill}, names of colors; read(n)
 * gives {value, detail} of the nth day, as text; table() gives {heads, rows}. The cursors of the lines
 * of one group move together. levels, {name, from}, are lines across.
 */
class TimeLine {
  constructor(section, { name, paint, axis, read, table, group = "days", levels = [], onRange, onReset, onDay }) {
    Object.assign(this, { name, axis, read, table, paint, group, levels, onRange, onReset, onDay });
    // Lies behind the line.
    this.behind = element("div", { class: "behind", "aria-hidden": "true" });
    this.readout = section.querySelector(".readout");
    this.host = section.querySelector(".chart");
    this.numbers = section.querySelector(".numbers");
    Object.entries({ tabindex: 0, role: "slider", "aria-label": `${name}, by day`, "aria-valuemin": 1 })
      .forEach(([key, value]) => this.host.setAttribute(key, value));
    this.host.addEventListener("keydown", (event) => this.#key(event));
    this.numbers.addEventListener("toggle", () => this.#fillNumbers());
    new ResizeObserver(() => this.#resize()).observe(this.host);
  }

  get #height() {
    return this.host.clientWidth < 500 ? 200 : 260;
  }

  #resize() {
    if (this.plot && this.host.clientWidth !== this.plot.width) {
      this.plot.setSize({ width: this.host.clientWidth, height: this.#height });
    }
  }

  #options() {
    const font = "12px system-ui, 'Liberation Sans', sans-serif";
    const axis = { stroke: () => color("--soft"), font, ticks: { show: false } };
    return {
      width: this.host.clientWidth,
      height: this.#height,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1e3), "Etc/UTC"),
      legend: { show: false },
      padding: [() => (this.bands.length ? 34 : 8), this.levels.length ? 76 : 8, 0, 0],
      cursor: {
        y: false,
        drag: { x: Boolean(this.onRange), y: false, setScale: false },
        sync: { key: this.group },
        points: { size: 7, fill: () => color(this.paint.line), stroke: () => color("--page") },
        bind: { dblclick: () => () => this.onReset?.() },
      },
      scales: { x: { time: true }, y: { range: (u, low, high) => this.#range(low, high) } },
      axes: [
        { ...axis, grid: { show: false }, space: 64,
          size: (u, labels) => (labels?.some((label) => label?.includes("\n")) ? 44 : 28),
          values: [[31536e3, "{YYYY}", null, null, null, null, null, null, 1], [2419200, "{MMM}", "\n{YYYY}", null, null, null, null, null, 1],
            [86400, "{D} {MMM}", "\n{YYYY}", null, null, null, null, null, 1], [1, "", null, null, null, null, null, null, 1]] },
        { ...axis, size: 54, gap: 6, grid: { stroke: () => color("--rule"), width: 1 }, values: (u, splits) => splits.map(this.axis) },
      ],
      series: [
        {},
        { stroke: () => color(this.paint.line), fill: () => color(this.paint.fill), width: 1.1,
          points: { show: () => this.sparse, size: 4, width: 0, fill: () => color(this.paint.line) } },
        { paths: () => null, points: { show: true, size: 6, width: 1, fill: () => color("--red"), stroke: () => color("--page") } },
      ],
      hooks: {
        init: [(u) => u.over.parentElement.prepend(this.behind)],
        draw: [(u) => this.#showBehind(u)],
        setCursor: [(u) => this.#show(u.cursor.idx)],
        setSelect: [(u) => {
          const { left, width } = u.select;
          if (width < 4) return;
          u.setSelect({ left: 0, width: 0 }, false);
          this.onRange(u.posToIdx(left), u.posToIdx(left + width));
        }],
      },
    };
  }

  #range(low, high) {
    const top = largest(this.levels.map(({ from }) => from), high);
    return [low < 0 ? low * 1.06 : 0, top > 0 ? top * 1.06 : 1];
  }

  /**
   * Draws other days: epoch days, a value for each (null where there is none), and the marked ones (null
   * elsewhere). bands, {from, to, level, label, score}, are from a day to a day, as places in days. sparse
   * says that most days have no value, so that those that have one are dots. rest is the day whose value is
   * told until another one is pointed at: the last one without it.
   */
  draw(days, values, marks, { bands = [], sparse = false, rest = days.length - 1 } = {}) {
    Object.assign(this, { days, values, bands, sparse, rest });
    const data = [days.map((day) => day * 86400), values, marks];
    if (this.plot) this.plot.setData(data);
    else this.plot = new uPlot(this.#options(), data, this.host);
    this.host.setAttribute("aria-valuemax", days.length);
    this.#show(null);
    this.numbers.querySelector(".scroll")?.remove();
    this.#fillNumbers();
  }

  /** Puts the bands, their marks and labels, and the levels where they belong. */
  #showBehind(u) {
    const { clientWidth: width, clientHeight: height, style } = u.over;
    const { left, top } = style;
    this.behind.style.cssText = `left:${left};top:${top};width:${width}px;height:${height}px`;
    const at = (n) => u.valToPos(this.days[n] * 86400, "x");
    const bands = [...this.bands].sort((a, b) => b.score - a.score).map(({ from, to, level, label }) => {
      const wide = Math.max(2, at(to) - at(from));
      const middle = (at(from) + at(to)) / 2;
      const band = element("span", { class: "band", "data-level": level, style: `left:${middle - wide / 2}px;width:${wide}px` });
      const mark = element("span", { class: "mark", "data-level": level, style: `left:${middle}px` });
      return { middle, band, mark, name: element("span", { class: "band-label" }, label) };
    });
    refill(this.behind, [
      ...this.levels.map(({ name, from }) => element("span", { class: "level", style: `top:${u.valToPos(from, "y")}px` },
        element("span", {}, `${name} ${from}`))),
      ...bands.map(({ band }) => band), ...bands.map(({ mark }) => mark), ...bands.map(({ name }) => name)]);
    // The highest scores have their labels first, the others where there is room.
    const taken = [];
    const widths = bands.map(({ name }) => name.offsetWidth);
    bands.forEach(({ middle, name }, n) => {
      const from = Math.min(width - widths[n], Math.max(0, middle - widths[n] / 2));
      const to = from + widths[n];
      if (taken.some((other) => from < other.to + 6 && to > other.from - 6)) return name.remove();
      taken.push({ from, to });
      name.style.left = `${from}px`;
    });
  }

  /** Draws the same again, in other colors. */
  repaint() {
    this.plot?.redraw(false);
  }

  /** Moves the cursor to a day. */
  point(n) {
    this.plot.setCursor({ left: this.plot.valToPos(this.days[n] * 86400, "x"), top: 10 });
  }

  #show(n) {
    const at = this.#near(n ?? this.rest, -1);
    if (at < 0) return;
    const { value, detail } = this.read(at);
    this.readout.replaceChildren(
      element("b", {}, value), " ",
      element("span", { class: "dim" }, `${detail ? `${detail}, ` : ""}${plainDate(this.days[at])}`));
    this.host.setAttribute("aria-valuenow", at + 1);
    this.host.setAttribute("aria-valuetext", `${plainDate(this.days[at])}: ${value} ${detail}`);
    this.at = at;
  }

  /** The nearest day with a value from a day on, forwards (1) or backwards (-1), or else the other way. */
  #near(n, way) {
    const walk = (step) => {
      let at = n;
      while (at >= 0 && at < this.days.length && this.values[at] === null) at += step;
      return at < this.days.length ? at : -1;
    };
    const found = walk(way);
    return found < 0 ? walk(-way) : found;
  }

  #key(event) {
    const last = this.days.length - 1;
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -21, PageUp: 21, Home: -last, End: last }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.onDay(this.#near(Math.min(last, Math.max(0, this.at + step)), Math.sign(step)));
  }

  #fillNumbers() {
    if (!this.numbers.open || this.numbers.querySelector(".scroll")) return;
    const table = element("table");
    const { heads, rows } = this.table();
    fillTable(table, `${this.name}, by day`, heads, rows);
    this.numbers.append(element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `${this.name}, by day` }, table));
  }
}
