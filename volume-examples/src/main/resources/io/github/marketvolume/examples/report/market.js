// The bars, and what can be added up from them. Nothing here knows of the page.

/** Unpacks the bars; VolumeHistory.java says how they are packed. */
async function readMarket(run, text) {
  const binary = atob(text);
  const packed = new Uint8Array(binary.length);
  for (let i = 0; i < packed.length; i++) packed[i] = binary.charCodeAt(i);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const rows = run.rows;
  let at = 0;
  const plane = (length) => bytes.subarray(at, (at += length));

  const volumes = new Float64Array(rows);
  for (let p = 0, weight = 100; p < run.lotPlanes; p++, weight *= 256) {
    const lots = plane(rows);
    for (let i = 0; i < rows; i++) volumes[i] += lots[i] * weight;
  }
  const odd = plane(rows);
  for (let i = 0; i < rows; i++) volumes[i] += odd[i];

  const floats = (length) => {
    const bits = new Int32Array(length);
    const planes = [plane(length), plane(length), plane(length), plane(length)];
    for (let i = 0, before = 0; i < length; i++) {
      const change = planes[0][i] | (planes[1][i] << 8) | (planes[2][i] << 16) | (planes[3][i] << 24);
      bits[i] = before = (before + change) | 0;
    }
    return new Float32Array(bits.buffer);
  };
  const closes = floats(rows);
  const flags = plane(rows);
  const flaggedScores = floats(run.flaggedRows);
  const ownScores = run.ownScores ? floats(run.flaggedRows) : null;

  let first = 0;
  let score = 0;
  const tickers = run.tickers.map(({ symbol, start, length, factors = [] }) => {
    const ticker = { symbol, start, length, first, factors, firstScore: score };
    for (let i = first; i < first + length; i++) score += flags[i];
    first += length;
    return ticker;
  });
  return new Market(run, tickers, { volumes, closes, flags, flaggedScores, ownScores });
}

/** The volumes that the library lets in; an adjusted one beyond them is missing. */
const FEWEST_SHARES = 1e-20, MOST_SHARES = 999_999_999_999_999;

class Market {
  constructor(run, tickers, columns) {
    this.run = run;
    this.tickers = tickers;
    this.days = run.days;
    this.years = run.days.map((day) => new Date(day * 864e5).getUTCFullYear());
    this.flags = columns.flags;
    this.flaggedScores = columns.flaggedScores;
    this.ownScores = columns.ownScores;
    const { volumes, closes } = columns;
    const dollars = new Float64Array(volumes.length);
    for (let i = 0; i < dollars.length; i++) dollars[i] = volumes[i] * closes[i];
    // What each measure makes of every row; 0 where it is missing.
    this.values = run.raw
      ? { raw: volumes, adjusted: this.#adjusted(volumes), dollar: dollars }
      : { adjusted: volumes, dollar: dollars };
  }

  #adjusted(volumes) {
    const adjusted = Float64Array.from(volumes);
    for (const { first, length, factors } of this.tickers) {
      factors.forEach(([row, factor], n) => {
        const end = n + 1 < factors.length ? factors[n + 1][0] : length;
        for (let i = first + row; i < first + end; i++) {
          if (!volumes[i]) continue;
          const shares = volumes[i] * factor;
          adjusted[i] = shares >= FEWEST_SHARES && shares <= MOST_SHARES ? shares : 0;
        }
      });
    }
    return adjusted;
  }

  /**
   * Adds up what a choice asks for: tickers as places in this.tickers, days as the first and last
   * place in this.days, a measure, and which days alone count (a number for each of this.days, 0 for
   * those that do not; all count without it).
   */
  look({ tickers, from, to, measure, counts }) {
    const values = this.values[measure];
    const count = to - from + 1;
    const day = {
      from,
      count,
      total: new Float64Array(count),
      largest: new Float64Array(count),
      largestTicker: new Int32Array(count).fill(-1),
      largestFlagged: new Uint8Array(count),
      traded: new Int32Array(count),
      flagged: new Int32Array(count),
      topScore: new Float32Array(count),
    };
    const byTicker = tickers.map((place) => {
      const ticker = this.tickers[place];
      const shift = ticker.first - ticker.start;
      const begin = Math.max(from, ticker.start);
      const end = Math.min(to, ticker.start + ticker.length - 1);
      const sum = { place, symbol: ticker.symbol, largest: 0, largestDay: -1, total: 0, traded: 0, flagged: 0 };
      const years = new Map();
      let year = null;
      let score = ticker.firstScore;
      for (let i = ticker.first; i < begin + shift && i < ticker.first + ticker.length; i++) score += this.flags[i];
      for (let d = begin; d <= end; d++) {
        const i = d + shift;
        if (counts && !counts[d]) {
          score += this.flags[i];
          continue;
        }
        if (year === null || year.year !== this.years[d]) {
          year = { year: this.years[d], total: 0, traded: 0, flagged: 0 };
          years.set(year.year, year);
        }
        const flag = this.flags[i];
        const z = flag ? this.flaggedScores[score++] : 0;
        const value = values[i];
        if (!value) continue;
        const at = d - from;
        day.total[at] += value;
        day.traded[at]++;
        day.flagged[at] += flag;
        if (z > day.topScore[at]) day.topScore[at] = z;
        if (value > day.largest[at]) {
          day.largest[at] = value;
          day.largestTicker[at] = place;
          day.largestFlagged[at] = flag;
        }
        sum.total += value;
        sum.traded++;
        sum.flagged += flag;
        year.total += value;
        year.traded++;
        year.flagged += flag;
        if (value > sum.largest) {
          sum.largest = value;
          sum.largestDay = d;
        }
      }
      sum.years = years;
      return sum;
    });
    const ranked = byTicker
      .filter((sum) => sum.traded > 0)
      .sort((a, b) => b.largest - a.largest || a.place - b.place);
    ranked.forEach((sum, n) => {
      sum.rank = n > 0 && ranked[n - 1].largest === sum.largest ? ranked[n - 1].rank : n + 1;
    });
    return { day, ranked };
  }

  /** The largest single day of each year in a measure: year, value, ticker, day. */
  largestOfYears({ tickers, from, to, counts }, measure) {
    const values = this.values[measure];
    const years = new Map();
    for (const place of tickers) {
      const { first, start, length } = this.tickers[place];
      for (let d = Math.max(from, start); d <= Math.min(to, start + length - 1); d++) {
        const value = values[d - start + first];
        const best = years.get(this.years[d]);
        if (value && (!counts || counts[d]) && (!best || value > best.value)) {
          years.set(this.years[d], { year: this.years[d], value, place, day: d });
        }
      }
    }
    return [...years.values()].sort((a, b) => a.year - b.year);
  }

  /** The flagged bars of a day, highest score first: symbol, row, score, and the part of it that is the stock's own. */
  flaggedOn(d, tickers) {
    const found = [];
    for (const place of tickers) {
      const { symbol, first, start, length, firstScore } = this.tickers[place];
      const row = d - start + first;
      if (d < start || d >= start + length || !this.flags[row]) continue;
      let score = firstScore;
      for (let i = first; i < row; i++) score += this.flags[i];
      found.push({ symbol, row, score: this.flaggedScores[score], own: this.ownScores ? this.ownScores[score] : NaN });
    }
    return found.sort((a, b) => b.score - a.score);
  }
}
