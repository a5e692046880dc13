// The page: what is chosen, and what of it each figure shows.

const $ = (id) => document.getElementById(id);
const MOST_TRADED = 10;
const WIDEST = 10;
const HEAT_ROWS = 30;

const run = JSON.parse($("run").textContent);
const market = await readMarket(run, $("bars").textContent);
$("bars").remove();

const MEASURES = {
  raw: { label: "Shares", long: "shares, as traded", unit: "shares", sign: "" },
  adjusted: { label: run.raw ? "Split-adjusted" : "Shares", long: "split-adjusted shares", unit: "shares", sign: "" },
  dollar: { label: "Dollars", long: "dollars", unit: "", sign: "$" },
};
const own = run.raw ? "raw" : "adjusted";
const everyTicker = market.tickers.map((_, place) => place);
const places = new Map(market.tickers.map(({ symbol }, place) => [symbol, place]));
const lastDay = market.days.length - 1;
const leftOut = run.tickersOfRun - market.tickers.length;

const shocks = readShocks();
const inShock = daysOfShocks();

const everything = () => ({ symbols: [], from: 0, to: lastDay, measure: own, only: false, shock: null, day: null });
let choice = everything();
let showsAllRows = false;
let seen;

const amount = (value) => MEASURES[choice.measure].sign + format.short.format(value);
// Beyond 2^53 a number has no exact last digits to show.
const exact = (value) => (value > Number.MAX_SAFE_INTEGER ? amount(value) : MEASURES[choice.measure].sign + format.whole.format(value));
const withUnit = (text) => `${text} ${MEASURES[choice.measure].unit}`.trim();

/* What is chosen, in the address too, so that it can be kept and sent. */

function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const symbols = (asked.get("tickers") ?? "").split(",").filter((symbol) => places.has(symbol));
  const measure = asked.get("measure");
  const shock = asked.has("shock") ? shockOf(asked.get("shock")) : null;
  const { to: day } = daysBetween(null, asked.get("day"));
  choice = {
    symbols,
    ...daysBetween(asked.get("from"), asked.get("to")),
    measure: market.values[measure] ? measure : own,
    only: asked.get("only") === "shocks" && shocks.length > 0,
    shock,
    day: shock && asked.has("day") && shock.from <= day && day <= shock.to ? day : null,
  };
}

function addressOf(choice) {
  const asked = new URLSearchParams();
  if (choice.symbols.length) asked.set("tickers", choice.symbols.join(","));
  if (choice.from > 0) asked.set("from", isoDate(market.days[choice.from]));
  if (choice.to < lastDay) asked.set("to", isoDate(market.days[choice.to]));
  if (choice.measure !== own) asked.set("measure", choice.measure);
  if (choice.only) asked.set("only", "shocks");
  if (choice.shock) asked.set("shock", isoDate(choice.shock.start));
  if (choice.day !== null) asked.set("day", isoDate(market.days[choice.day]));
  return asked.toString().replaceAll("%2C", ",");
}

function writeAddress() {
  const hash = addressOf(choice);
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}

/** The first and last place in the calendar between two dates, either of which may be missing. */
function daysBetween(from, to) {
  const day = (text) => Math.round(Date.parse(text) / 864e5);
  const first = from ? market.days.findIndex((d) => d >= day(from)) : 0;
  const last = to ? market.days.findLastIndex((d) => d <= day(to)) : lastDay;
  return { from: first < 0 ? lastDay + 1 : first, to: last };
}

function choose(changes) {
  choice = { ...choice, ...changes };
  writeAddress();
  show();
}

function toggleTicker(symbol) {
  const { symbols } = choice;
  choose({ symbols: symbols.includes(symbol) ? symbols.filter((other) => other !== symbol) : [...symbols, symbol] });
}

/* The figures. */

const calendar = () => ({ onRange: (from, to) => choose({ from: seen.day.from + from, to: seen.day.from + to }),
  onReset: () => choose({ from: 0, to: lastDay }),
  onDay: (n) => Object.values(lines).forEach((line) => line.point(n)) });
const date = (n) => time(market.days[seen.day.from + n]);
const latestFirst = () => Array.from(seen.day.total.keys()).filter((n) => seen.day.traded[n] > 0).reverse();
const symbolOf = (n) => (seen.day.largestTicker[n] < 0 ? "" : market.tickers[seen.day.largestTicker[n]].symbol);
const ofShock = (n) => {
  const shock = shockOn(seen.day.from + n);
  return shock ? `${shock.level} of ${plainDate(shock.start)}` : "";
};
const details = (...parts) => parts.filter(Boolean).join(", ");
const share = (n) => (seen.day.traded[n] ? seen.day.flagged[n] / seen.day.traded[n] : 0);

const lines = {
  total: new TimeLine($("total"), {
    ...calendar(), name: "Total volume", paint: { line: "--blue", fill: "--blue-fill" },
    axis: (value) => MEASURES[choice.measure].sign + format.axis.format(value),
    read: (n) => ({ value: withUnit(amount(seen.day.total[n])), detail: ofShock(n) }),
    table: () => ({
      heads: [["Date", true], ["Total volume"], ["Tickers traded"], ["Flagged"]],
      rows: latestFirst().map((n) => [date(n), exact(seen.day.total[n]), format.whole.format(seen.day.traded[n]), format.whole.format(seen.day.flagged[n])]),
    }),
  }),
  largest: new TimeLine($("largest"), {
    ...calendar(), name: "Largest volume", paint: { line: "--blue", fill: "--blue-fill" },
    axis: (value) => MEASURES[choice.measure].sign + format.axis.format(value),
    read: (n) => ({ value: withUnit(amount(seen.day.largest[n])), detail: details(symbolOf(n), seen.day.largestFlagged[n] && "flagged", ofShock(n)) }),
    table: () => ({
      heads: [["Date", true], ["Largest volume"], ["Ticker", true], ["Flagged", true]],
      rows: latestFirst().map((n) => [date(n), exact(seen.day.largest[n]), symbolOf(n), seen.day.largestFlagged[n] ? "yes" : "no"]),
    }),
  }),
  breadth: new TimeLine($("breadth"), {
    ...calendar(), name: "Breadth", paint: { line: "--red", fill: "--red-fill" },
    axis: (value) => format.wholeShare.format(value),
    read: (n) => ({ value: format.share.format(share(n)), detail: details(`${seen.day.flagged[n]} of ${seen.day.traded[n]} tickers`, ofShock(n)) }),
    table: () => ({
      heads: [["Date", true], ["Share flagged"], ["Flagged"], ["Tickers traded"]],
      rows: latestFirst().map((n) => [date(n), format.share.format(share(n)), format.whole.format(seen.day.flagged[n]), format.whole.format(seen.day.traded[n])]),
    }),
  }),
};

function show() {
  const tickers = choice.symbols.length ? choice.symbols.map((symbol) => places.get(symbol)) : everyTicker;
  const isEmpty = choice.from > choice.to;
  const chosen = { ...choice, tickers, counts: choice.only ? inShock : null };
  if (!isEmpty) seen = market.look(chosen);
  const nothing = isEmpty || seen.ranked.length === 0;
  $("nothing").hidden = !nothing;
  $("main").classList.toggle("empty", nothing);
  showChoice();
  if (nothing) return;

  const order = Array.from(seen.day.total.keys()).filter((n) => seen.day.flagged[n] > 0)
    .sort((a, b) => share(b) - share(a) || seen.day.topScore[b] - seen.day.topScore[a]).slice(0, WIDEST);
  showTiles(order);
  showMostTraded();
  showLines(order);
  showShocks();
  showNear();
  showWidest(order, tickers);
  showHeat();
  showBases(chosen);
}

function showChoice() {
  const { symbols, from, to, only, shock } = choice;
  refill($("chips"), symbols.map((symbol) => element("li", {},
    element("button", { type: "button", "aria-label": `Remove ${symbol}`, onclick: () => toggleTicker(symbol) }, symbol))));
  $("ticker").placeholder = symbols.length ? "" : `All ${market.tickers.length}`;
  if (from <= lastDay && to >= 0) {
    $("from").value = isoDate(market.days[from]);
    $("to").value = isoDate(market.days[to]);
  }
  $("only").checked = only;
  document.querySelector(`#measures [value=${choice.measure}]`).checked = true;
  const who = symbols.length === 0 ? (leftOut ? "All tickers shown" : "All tickers") : symbols.length > 3 ? `${symbols.length} tickers` : symbols.join(", ");
  const when = (from === 0 && to === lastDay ? "all days" : `${$("from").value} to ${$("to").value}`) + (only ? " of shocks" : "");
  $("selection").textContent = `${who}, ${when}`;
  $("live").textContent = `Showing ${who}, ${when}, in ${MEASURES[choice.measure].long}` + (shock ? `, and the shock of ${plainDate(shock.start)}` : "");
}

function showTiles(order) {
  const { day, ranked } = seen;
  const total = day.total.reduce((sum, value) => sum + value, 0);
  const days = day.traded.reduce((sum, traded) => sum + (traded > 0), 0);
  const bars = day.traded.reduce((sum, traded) => sum + traded, 0);
  const flagged = day.flagged.reduce((sum, count) => sum + count, 0);
  const top = ranked[0];
  const tiles = [
    ["Total volume", amount(total), `${MEASURES[choice.measure].long}, ${format.whole.format(days)} days`],
    ["Average day", amount(total / days), `${format.whole.format(ranked.length)} ${ranked.length === 1 ? "ticker" : "tickers"}`],
    ["Largest single day", amount(top.largest), `${top.symbol}, ${plainDate(market.days[top.largestDay])}`],
    ["Flagged bars", format.whole.format(flagged), `${format.share.format(flagged / bars)} of all` +
      (order.length && ranked.length > 1 ? `; at most ${format.share.format(share(order[0]))} a day` : "")],
  ];
  refill($("tiles"), tiles.map(([name, value, detail]) => element("div", {},
    element("dt", {}, name), element("dd", { class: "value" }, value), element("dd", { class: "detail" }, detail))));
}

function showMostTraded() {
  const ten = seen.ranked.slice(0, MOST_TRADED);
  const only = (symbol) => element("button", { type: "button", class: "link", "aria-pressed": choice.symbols.includes(symbol),
    "aria-label": `${symbol}: show ${choice.symbols.includes(symbol) ? "without" : "alone or besides others"}`,
    onclick: () => toggleTicker(symbol) }, symbol);
  fillBars($("ten-bars"), ten.map((sum) => ({ key: only(sum.symbol), value: sum.largest, label: amount(sum.largest) })));
  fillTable($("ten-table"), "Ten most traded tickers by their largest day",
    [["Rank"], ["Ticker", true], ["Largest day"], ["On"], ["All days"], ["Average day"], ["Flagged days"]],
    ten.map((sum) => [`${sum.rank}`, sum.symbol, exact(sum.largest), time(market.days[sum.largestDay]), amount(sum.total),
      amount(sum.total / sum.traded), format.whole.format(sum.flagged)]));
}

function showLines(order) {
  const { day } = seen;
  const days = market.days.slice(day.from, day.from + day.count);
  const missing = (values) => Array.from(values, (value, n) => (day.traded[n] ? value : null));
  const marked = new Set(order);
  const looks = { bands: bandsBetween(day.from, day.from + day.count - 1), sparse: choice.only };
  lines.total.draw(days, missing(day.total), missing(day.total).map((value, n) => (marked.has(n) ? value : null)), looks);
  lines.largest.draw(days, missing(day.largest), missing(day.largest).map((value, n) => (day.largestFlagged[n] ? value : null)), looks);
  lines.breadth.draw(days, missing(day.total).map((value, n) => (value === null ? null : share(n))), days.map(() => null), looks);
}

function showWidest(order, tickers) {
  const around = (n) => choose({ from: Math.max(0, seen.day.from + n - AROUND), to: Math.min(lastDay, seen.day.from + n + AROUND) });
  fillTable($("widest-table"), "Days with the largest share of tickers flagged",
    [["Day", true], ["Share flagged"], ["Flagged"], ["Total volume"], ["Highest scores", true]],
    order.map((n) => [
      element("button", { type: "button", class: "link", "aria-label": `Show the six weeks around ${plainDate(market.days[seen.day.from + n])}`, onclick: () => around(n) }, date(n)),
      format.share.format(share(n)),
      `${seen.day.flagged[n]} of ${seen.day.traded[n]}`,
      amount(seen.day.total[n]),
      element("span", {}, market.flaggedOn(seen.day.from + n, tickers).slice(0, 4).map(({ symbol, score }) =>
        element("span", { class: "pair" }, `${symbol} `, element("small", {}, format.tenth.format(score)), " "))),
    ]));
}

function showHeat() {
  const byFlags = $("heat-by").value === "flagged";
  const rows = seen.ranked.slice(0, showsAllRows ? undefined : HEAT_ROWS);
  const years = [...new Set(market.years.slice(seen.day.from, seen.day.from + seen.day.count)
    .filter((_, n) => !choice.only || inShock[seen.day.from + n]))];
  $("heat-note").textContent = byFlags
    ? "How many days of each year are flagged, for the most traded tickers first."
    : "The mean volume of each year over the ticker’s mean of all chosen days: 1.0 is its own usual. Most traded tickers first.";
  const most = largest(rows.flatMap(({ years: of }) => Array.from(of.values(), (year) => year.flagged)), 1);
  const shade = (mix, name) => `background:color-mix(in oklab, var(${name}) ${Math.round(100 * Math.min(0.85, mix))}%, var(--grid))` +
    (mix > 0.7 ? ";color:#fff" : "");
  const cell = (sum, year) => {
    const of = sum.years.get(year);
    if (!of || !of.traded) return element("td", { class: "none", "aria-label": "no bar" }, "–");
    if (byFlags) {
      return element("td", { style: shade(0.85 * Math.sqrt(of.flagged / most), "--heat") }, format.whole.format(of.flagged));
    }
    const ratio = of.total / of.traded / (sum.total / sum.traded);
    const step = Math.log2(ratio) / 2;
    return element("td", { style: shade(Math.abs(step), step > 0 ? "--heat" : "--cool") }, format.tenth.format(ratio));
  };
  $("heat-table").replaceChildren(
    element("caption", { class: "unseen" }, $("heat-note").textContent),
    element("thead", {}, element("tr", {}, element("th", { scope: "col", class: "text" }, element("span", { class: "unseen" }, "Ticker")), years.map((year) => element("th", { scope: "col" }, `${year}`)))),
    element("tbody", {}, rows.map((sum) => element("tr", {},
      element("th", { scope: "row" }, sum.symbol), years.map((year) => cell(sum, year))))));
  $("heat-more").hidden = seen.ranked.length <= HEAT_ROWS;
  $("heat-more").textContent = showsAllRows ? `Show ${HEAT_ROWS} tickers` : `Show all ${seen.ranked.length} tickers`;
}

function showBases(chosen) {
  const panels = [
    ["raw", "Shares, as traded", "Counted in the shares of the day itself."],
    ["adjusted", "Shares, split-adjusted", "Counted in the shares of the last day."],
    ["dollar", "Dollars", "Close times volume, the same in either basis."],
  ];
  refill($("panels"), panels.map(([measure, name, text]) => {
    const panel = element("div", { id: `panel-${measure}` }, element("h3", {}, name), element("p", { class: "sub" }, text));
    if (!market.values[measure]) {
      panel.append(element("p", { class: "absent" },
        "Not in this run: its volumes are split-adjusted, and it has no split coefficients to undo that. A source that has them, run with --raw, shows shares as traded too."));
      return panel;
    }
    const list = element("ol", { class: "bars", "aria-label": `${name}: the largest day of each year` });
    fillBars(list, market.largestOfYears(chosen, measure).map(({ year, value, place }) => ({
      key: element("span", {}, `${year}`), value, label: MEASURES[measure].sign + format.short.format(value), detail: market.tickers[place].symbol })));
    panel.append(list);
    return panel;
  }));
}

/* The controls. */

function chooseTyped() {
  const typed = $("ticker").value.toUpperCase().split(/[\s,;]+/).filter(Boolean);
  const unknown = typed.filter((symbol) => !places.has(symbol));
  $("ticker-error").textContent = unknown.length ? `This ${leftOut ? "page" : "run"} has no ticker ${unknown.join(", ")}.` : "";
  $("ticker").value = unknown.join(" ");
  const known = typed.filter((symbol) => places.has(symbol));
  if (known.length) choose({ symbols: [...new Set([...choice.symbols, ...known])] });
}

function chooseDates() {
  choose(daysBetween($("from").value, $("to").value));
}

function prepareControls() {
  refill($("symbols"), market.tickers.map(({ symbol }) => element("option", { value: symbol })));
  refill($("measures"), Object.keys(market.values).map((measure) => element("label", {},
    element("input", { type: "radio", name: "measure", value: measure }), element("span", {}, MEASURES[measure].label))));
  for (const id of ["from", "to"]) {
    $(id).min = isoDate(market.days[0]);
    $(id).max = isoDate(market.days[lastDay]);
    $(id).addEventListener("change", chooseDates);
  }
  $("measures").addEventListener("change", (event) => choose({ measure: event.target.value }));
  $("ticker").addEventListener("change", chooseTyped);
  // A pick from the list of symbols needs no Enter.
  $("ticker").addEventListener("input", (event) => event.inputType === "insertReplacementText" && chooseTyped());
  $("ticker").addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && !$("ticker").value && choice.symbols.length) toggleTicker(choice.symbols.at(-1));
  });
  $("filter-form").addEventListener("submit", (event) => {
    event.preventDefault();
    chooseTyped();
  });
  $("filter-form").addEventListener("reset", (event) => {
    event.preventDefault();
    $("ticker").value = "";
    $("ticker-error").textContent = "";
    choose(everything());
  });
  $("heat-by").addEventListener("change", showHeat);
  $("heat-more").addEventListener("click", () => {
    showsAllRows = !showsAllRows;
    showHeat();
  });
  const narrow = matchMedia("(max-width: 640px)");
  const fold = () => ($("filters").open = !narrow.matches);
  narrow.addEventListener("change", fold);
  fold();
  // The filters stay in sight, on one line or more; what is scrolled to stops below them.
  const keepClear = () => (document.documentElement.style.scrollPaddingTop = `${Math.min($("filters").offsetHeight, innerHeight / 2) + 16}px`);
  new ResizeObserver(keepClear).observe($("filters"));
  keepClear();
  window.addEventListener("hashchange", () => {
    const before = choice.shock;
    readAddress();
    show();
    if (choice.shock !== before) revealShock();
  });
}

/* Light and dark: as the system has it, until the button says otherwise. */

function prepareTheme() {
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    // A browser may refuse to remember; then the button holds for this visit.
  }
  const apply = () => {
    const theme = chosen ?? (system.matches ? "dark" : "light");
    document.documentElement.dataset.theme = theme;
    $("theme").textContent = theme === "dark" ? "Light" : "Dark";
    $("theme").setAttribute("aria-label", `Change to ${theme === "dark" ? "light" : "dark"} colors`);
    [...Object.values(lines), ...(near.lines ?? [])].forEach((line) => line.repaint());
  };
  system.addEventListener("change", apply);
  $("theme").addEventListener("click", () => {
    chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", chosen);
    } catch {
      // As above.
    }
    apply();
  });
  apply();
}

function introduce() {
  $("synthetic").hidden = !run.source.includes("SYNTHETIC");
  $("left-out").hidden = leftOut === 0;
  $("left-out").textContent = `This page shows the ${format.whole.format(market.tickers.length)} tickers with the largest single day. ` +
    `It leaves out the other ${format.whole.format(leftOut)} of the run: no sum, share, rank or list here counts them.`;
  $("subtitle").textContent = `${format.whole.format(market.tickers.length)} ${leftOut ? `of ${format.whole.format(run.tickersOfRun)} ` : ""}tickers, ${plainDate(market.days[0])} to ${plainDate(market.days[lastDay])}. Volumes are ${run.raw ? "as traded" : "split-adjusted"}.`;
  $("about").textContent = `Run ${run.runId} of ${run.startedAt.slice(0, 10)} read ${format.whole.format(run.rowsRead)} rows from ${run.source} and left out ${format.whole.format(run.rowsRejected)}.`;
}

introduce();
prepareControls();
prepareShocks();
prepareTheme();
readAddress();
show();
if (choice.shock) revealShock();
$("main").setAttribute("aria-busy", "false");
document.documentElement.dataset.ready = Math.round(performance.now());
