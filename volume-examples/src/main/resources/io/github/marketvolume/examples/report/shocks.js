// The market shocks: where they lie, the list of them, and one of them from near.

/** So many trading days before and after a shock are shown with it: three weeks. */
const AROUND = 15;

const MAY_GO_ON = " It may go on: later days can extend it.";

/** Whether the run tells of shocks at all; those of earlier versions do not. */
const tellsOfShocks = () => run.shocks !== undefined;

const shockLevels = () => run.shockRule.levels.filter(({ from }) => from >= run.shockRule.threshold);

/** The shocks by date, with the places of their first and last day and their peak in the calendar. */
function readShocks() {
  if (!tellsOfShocks()) return [];
  return run.shocks.map((shock) => {
    const { from, to } = daysBetween(isoDate(shock.start), isoDate(shock.end));
    const { to: peak } = daysBetween(null, isoDate(shock.peak));
    return { ...shock, from, to, peak: Math.max(from, peak) };
  }).filter(({ from, to }) => from <= to); // a page that leaves out tickers may have no bar of these days
}

/** For each day of the calendar, 1 if a shock has it and 0 otherwise. */
function daysOfShocks() {
  const days = new Uint8Array(market.days.length);
  for (const { from, to } of shocks) days.fill(1, from, to + 1);
  return days;
}

/** The shock that has a day of the calendar. */
const shockOn = (d) => shocks.find(({ from, to }) => from <= d && d <= to);

/** The shock that begins on a date, or else has it. */
function shockOf(date) {
  const day = Math.round(Date.parse(date) / 864e5);
  return shocks.find(({ start }) => start === day) ?? shocks.find(({ start, end }) => start <= day && day <= end) ?? null;
}

/** From when to when. */
const span = ({ start, end }) => (end > start ? [time(start), " to ", time(end)] : [time(start)]);
const mark = (level) => element("span", { class: "mark", "data-level": level, "aria-hidden": "true" });

/** The bands of shocks over the days from one place of the calendar to another. */
function bandsBetween(first, last) {
  return shocks.filter(({ from, to }) => from <= last && to >= first).map((shock) => ({
    from: Math.max(shock.from, first) - first, to: Math.min(shock.to, last) - first,
    level: shock.level, score: shock.score, label: plainDate(shock.start) }));
}

/** A sentence whose line does not break before a percent sign. */
const unbroken = (sentence) => `${sentence.replaceAll(" %", "\u00a0%")}.`;

/** What the bands are, in words; at length once on the page. */
function legend(atLength) {
  return shockLevels().flatMap(({ name, from }, n) => [n ? ", " : "Bands are market shocks: ",
    element("span", { class: "key" }, mark(name), ` ${name}`), atLength ? ` from a score of ${from} on` : ""]).concat(
    atLength ? ". They are those of the whole market, whatever tickers are chosen." : ".");
}

/** Why there is no shock to show. */
function whyNone() {
  const { threshold, minTickers } = run.shockRule;
  const scored = run.shockScores.reduce((best, score, d) => (score !== null && (best < 0 || score > run.shockScores[best]) ? d : best), -1);
  if (run.shocks.length) return "No market shock lies in the chosen days.";
  if (scored < 0) {
    return `This run has no market shock. The score of the market needs ${minTickers} tickers that have one, ` +
      `each after 45 to 60 bars of its own; no day of this run, with ${format.whole.format(run.tickersOfRun)} ${run.tickersOfRun === 1 ? "ticker" : "tickers"}, has so many.`;
  }
  return `This run has no market shock: no day reached a score of ${threshold}. ` +
    `The highest was ${format.hundredth.format(run.shockScores[scored])}, on ${plainDate(market.days[scored])}.`;
}

function showShocks() {
  $("shocks").hidden = !tellsOfShocks();
  if (!tellsOfShocks()) return;
  const shown = shocks.filter(({ from, to }) => from <= choice.to && to >= choice.from);
  $("no-shock").hidden = shown.length > 0;
  $("no-shock").textContent = shown.length ? "" : whyNone();
  $("shocks-scroll").hidden = $("shocks-sort").hidden = shown.length === 0;
  const byScore = $("shocks-by").value === "score";
  const order = byScore ? [...shown].sort((a, b) => a.rank - b.rank || a.start - b.start) : [...shown].reverse();
  fillTable($("shocks-table"), `Market shocks, ${byScore ? "highest score" : "latest"} first`,
    [["Days", true], ["Level", true], ["Score of peak"], ["Sessions"], ["Flagged days"], ["What happened", true]],
    order.map((shock) => [
      element("a", { class: "link", href: `#${addressOf({ ...choice, shock, day: null })}`, "data-shock": isoDate(shock.start),
        ...(choice.shock === shock && { "aria-current": "true" }) },
        span(shock)),
      element("span", { class: "key" }, mark(shock.level), ` ${shock.level}`),
      format.hundredth.format(shock.score),
      format.whole.format(shock.sessions),
      format.whole.format(shock.flagged),
      element("span", { class: "sentence" }, unbroken(shock.sentence), shock.open ? MAY_GO_ON : ""),
    ]));
}

/* One of them. */

const near = {};

function prepareNear() {
  const date = (n) => time(market.days[near.from + n]);
  const latest = () => Array.from(near.day.total.keys()).reverse();
  const kind = (n) => run.kinds[run.dayKinds[near.from + n]];
  const level = (n) => run.shockRule.levels[run.dayLevels[near.from + n]]?.name ?? "";
  const score = (n) => run.shockScores[near.from + n];
  const onDay = (n) => near.lines.forEach((line) => line.point(n));
  near.lines = [
    new TimeLine($("shock-total"), {
      onDay, group: "shock", name: "Total volume around the shock", paint: { line: "--blue", fill: "--blue-fill" },
      axis: (value) => MEASURES[choice.measure].sign + format.axis.format(value),
      read: (n) => ({ value: withUnit(amount(near.day.total[n])), detail: kind(n) }),
      table: () => ({
        heads: [["Date", true], ["Total volume"], ["Tickers traded"], ["Flagged"]],
        rows: latest().map((n) => [date(n), exact(near.day.total[n]), format.whole.format(near.day.traded[n]), format.whole.format(near.day.flagged[n])]),
      }),
    }),
    new TimeLine($("shock-score"), {
      onDay, group: "shock", name: "Score of the market around the shock", paint: { line: "--red", fill: "--red-fill" },
      levels: run.shockRule.levels,
      axis: (value) => format.tenth.format(value),
      read: (n) => ({ value: format.hundredth.format(score(n)), detail: [level(n), kind(n)].filter(Boolean).join(", ") }),
      table: () => ({
        heads: [["Date", true], ["Score"], ["Level", true], ["Kind of day", true]],
        rows: latest().map((n) => [date(n), score(n) === null ? "–" : format.hundredth.format(score(n)), level(n) || "–", kind(n) || "–"]),
      }),
    }),
  ];
}

function showNear() {
  const { shock } = choice;
  $("shock").hidden = shock === null;
  if (shock === null) return;
  refill($("h-shock"), ["Market shock of ", ...span(shock)]);
  $("shock-sentence").textContent = unbroken(shock.sentence) + (shock.open ? MAY_GO_ON : "");
  const place = shocks.indexOf(shock);
  $("shock-before").disabled = place === 0;
  $("shock-after").disabled = place === shocks.length - 1;
  if (!near.lines) prepareNear();
  near.from = Math.max(0, shock.from - AROUND);
  const to = Math.min(lastDay, shock.to + AROUND);
  near.day = market.look({ tickers: everyTicker, from: near.from, to, measure: choice.measure }).day;
  const days = market.days.slice(near.from, to + 1);
  const none = days.map(() => null);
  const looks = { bands: bandsBetween(near.from, to), rest: shock.peak - near.from };
  near.lines[0].draw(days, Array.from(near.day.total, (total, n) => (near.day.traded[n] ? total : null)), none, looks);
  near.lines[1].draw(days, run.shockScores.slice(near.from, to + 1), none, looks);
  showTickersOfShock(shock);
}

function showTickersOfShock(shock) {
  const d = choice.day ?? shock.peak;
  const options = [];
  for (let day = shock.from; day <= shock.to; day++) {
    const score = run.shockScores[day];
    options.push(element("option", { value: isoDate(market.days[day]) },
      plainDate(market.days[day]) + (score === null ? "" : `, score ${format.hundredth.format(score)}`) + (day === shock.peak ? ", peak" : "")));
  }
  refill($("shock-day"), options);
  $("shock-day").value = isoDate(market.days[d]);
  const found = market.flaggedOn(d, everyTicker);
  $("shock-tickers-note").textContent = found.length === 0 ? `No bar is flagged on ${plainDate(market.days[d])}.`
    : `${format.whole.format(found.length)} flagged ${found.length === 1 ? "bar" : "bars"} on ${plainDate(market.days[d])}, highest modified z-score first.` +
      (run.ownScores ? " The stock-specific score is what is left of a ticker’s score, adjusted for the kind of the day, without the median of all tickers." : "");
  $("shock-tickers-scroll").hidden = found.length === 0;
  const values = market.values[choice.measure];
  fillTable($("shock-tickers"), `Tickers by score on ${plainDate(market.days[d])}`,
    [["Ticker", true], ["Modified z"], ...(run.ownScores ? [["Stock-specific"]] : []), ["Volume"]],
    found.map(({ symbol, row, score, own }) => [symbol, format.hundredth.format(score),
      ...(run.ownScores ? [Number.isNaN(own) ? "–" : format.hundredth.format(own)] : []), values[row] ? exact(values[row]) : "–"]));
}

/** Brings the chosen shock before the reader's eyes, and the keyboard to it. */
function revealShock() {
  if ($("shock").hidden) return;
  $("h-shock").focus({ preventScroll: true });
  $("shock").scrollIntoView();
}

function prepareShocks() {
  if (!tellsOfShocks()) return;
  for (const id of ["total", "largest", "breadth"]) {
    $(id).querySelector(".legend").hidden = shocks.length === 0;
    $(id).querySelector(".legend").replaceChildren(...legend(id === "total"));
  }
  $("only-field").hidden = shocks.length === 0;
  const { threshold, minTickers } = run.shockRule;
  $("shocks-note").textContent = `Days on which the median ticker’s volume is far above its own usual: a score of the market of ${threshold} and more, ` +
    `with at least ${minTickers} tickers. Flagged days at most five trading days apart are one shock; half days are never flagged.` + (shocks.length ? " Choose one to see it from near." : "");
  $("only").addEventListener("change", () => choose({ only: $("only").checked }));
  $("shocks-by").addEventListener("change", showShocks);
  $("shock-day").addEventListener("change", () => choose({ day: market.days.indexOf(Math.round(Date.parse($("shock-day").value) / 864e5)) }));
  const go = (step) => {
    choose({ shock: shocks[shocks.indexOf(choice.shock) + step], day: null });
    if (document.activeElement === document.body || document.activeElement.disabled) $("h-shock").focus({ preventScroll: true });
  };
  $("shock-before").addEventListener("click", () => go(-1));
  $("shock-after").addEventListener("click", () => go(1));
  $("shock-close").addEventListener("click", () => {
    const start = isoDate(choice.shock.start);
    choose({ shock: null, day: null });
    (document.querySelector(`#shocks-table [data-shock="${start}"]`) ?? $("h-shocks")).focus();
  });
}
