// How numbers are written and figures drawn.

const format = {
  whole: new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 }),
  short: new Intl.NumberFormat("en-US", { notation: "compact", minimumSignificantDigits: 4, maximumSignificantDigits: 4 }),
  axis: new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 }),
  share: new Intl.NumberFormat("en-US", { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  wholeShare: new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 }),
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
 * gives {value, detail} of the nth day, as text; table() gives {heads, rows}.
 */
class TimeLine {
  constructor(section, { name, paint, axis, read, table, onRange, onReset, onDay }) {
    Object.assign(this, { name, axis, read, table, paint, onRange, onReset, onDay });
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
      padding: [8, 8, 0, 0],
      cursor: {
        y: false,
        drag: { x: true, y: false, setScale: false },
        sync: { key: "days" },
        points: { size: 7, fill: () => color(this.paint.line), stroke: () => color("--page") },
        bind: { dblclick: () => () => this.onReset() },
      },
      scales: { x: { time: true }, y: { range: (u, low, high) => [0, high > 0 ? high * 1.06 : 1] } },
      axes: [
        { ...axis, grid: { show: false }, space: 64,
          size: (u, labels) => (labels?.some((label) => label?.includes("\n")) ? 44 : 28),
          values: [[31536e3, "{YYYY}", null, null, null, null, null, null, 1], [2419200, "{MMM}", "\n{YYYY}", null, null, null, null, null, 1],
            [86400, "{D} {MMM}", "\n{YYYY}", null, null, null, null, null, 1], [1, "", null, null, null, null, null, null, 1]] },
        { ...axis, size: 54, gap: 6, grid: { stroke: () => color("--grid"), width: 1 }, values: (u, splits) => splits.map(this.axis) },
      ],
      series: [
        {},
        { stroke: () => color(this.paint.line), fill: () => color(this.paint.fill), width: 1.1, points: { show: false } },
        { paths: () => null, points: { show: true, size: 6, width: 1, fill: () => color("--red"), stroke: () => color("--page") } },
      ],
      hooks: {
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

  /** Draws other days: epoch days, a value for each, and the marked ones (null elsewhere). */
  draw(days, values, marks) {
    this.days = days;
    const data = [days.map((day) => day * 86400), values, marks];
    if (this.plot) this.plot.setData(data);
    else this.plot = new uPlot(this.#options(), data, this.host);
    this.host.setAttribute("aria-valuemax", days.length);
    this.#show(null);
    this.numbers.querySelector(".scroll")?.remove();
    this.#fillNumbers();
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
    const at = n ?? this.days.length - 1;
    if (at < 0) return;
    const { value, detail } = this.read(at);
    this.readout.replaceChildren(
      element("b", {}, value), " ",
      element("span", { class: "dim" }, `${detail ? `${detail}, ` : ""}${plainDate(this.days[at])}`));
    this.host.setAttribute("aria-valuenow", at + 1);
    this.host.setAttribute("aria-valuetext", `${plainDate(this.days[at])}: ${value} ${detail}`);
    this.at = at;
  }

  #key(event) {
    const last = this.days.length - 1;
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -21, PageUp: 21, Home: -last, End: last }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.onDay(Math.min(last, Math.max(0, this.at + step)));
  }

  #fillNumbers() {
    if (!this.numbers.open || this.numbers.querySelector(".scroll")) return;
    const table = element("table");
    const { heads, rows } = this.table();
    fillTable(table, `${this.name}, by day`, heads, rows);
    this.numbers.append(element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `${this.name}, by day` }, table));
  }
}
