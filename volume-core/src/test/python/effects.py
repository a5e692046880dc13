#!/usr/bin/env python3
"""Estimates what kinds of days do to log volume, on the real file, apart from the library.

Writes src/test/resources/io/github/marketvolume/effects/estimated.csv: for each day from 2020 on that
is not NORMAL, the median over the tickers of the day of the offset that EstimatedEffects defines,
where 8 days of the kind are required; and prints the table of docs/definitions.md. Kinds of days are
those of the reference's calendar.

Needs Python 3.10 or newer, numpy and pandas. The file was made by Python 3.11.7, numpy 2.4.6 and
pandas 3.1.1.

usage: effects.py MARKET_DATA_DIR
"""

import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd

FOLDER = Path(__file__).resolve().parents[1] / "resources/io/github/marketvolume/effects"
PUBLISHED = dict(
    HALF_DAY=-0.88, QUAD_WITCHING=0.43, RUSSELL=0.30, MSCI_REBAL=0.11, QUARTER_END=0.02,
    MONTH_END=0.16, MONTHLY_OPEX=0.08, YEAR_END_LULL=-0.55, PRE_HOLIDAY=-0.18, POST_HOLIDAY=-0.03,
)


def departures(x, kinds):
    """By kind, the year index and the departure of each row that has one."""
    normal = np.where(kinds == "NORMAL", x, np.nan)
    found = np.full(len(x), np.nan)
    for i in np.flatnonzero(kinds != "NORMAL"):
        baseline = normal[max(0, i - 20):i]
        baseline = baseline[~np.isnan(baseline)]
        if len(baseline) >= 10:
            found[i] = x[i] - np.median(baseline)
    return found


def main():
    data = Path(sys.argv[1])
    calendar = pd.read_csv(data.parent / "reference/calendar_1999_2021_non_normal.csv")
    kind_of = dict(zip(calendar.iloc[:, 0], calendar.iloc[:, 1]))
    bars = pd.read_csv(data / "sp500_stocks.csv.gz").sort_values(["Symbol", "Date"])
    by_day, by_ticker, pooled = defaultdict(list), defaultdict(list), defaultdict(list)
    for _, ticker in bars.groupby("Symbol"):
        x = np.log(ticker.Volume.where(ticker.Volume > 0)).to_numpy()
        kinds = np.array([kind_of.get(day, "NORMAL") for day in ticker.Date])
        years = np.array([int(day[:4]) for day in ticker.Date])
        found = departures(x, kinds)
        for kind, published in PUBLISHED.items():
            of_kind = (kinds == kind) & ~np.isnan(found)
            pooled[kind].extend(found[of_kind])
            if of_kind.any():
                by_ticker[kind].append(np.median(found[of_kind]))
            for year in (2020, 2021):
                used = found[of_kind & (years >= year - 5) & (years < year)]
                offset = np.median(used) if len(used) >= 8 else published
                for day in ticker.Date[(kinds == kind) & (years == year)]:
                    by_day[day].append(offset)
    FOLDER.mkdir(parents=True, exist_ok=True)
    lines = ["date,kind,offset"]
    lines += [f"{day},{kind_of[day]},{np.median(v)!r}" for day, v in sorted(by_day.items())]
    (FOLDER / "estimated.csv").write_text(
        "\n".join(lines).replace("np.float64(", "").replace(")", "") + "\n"
    )
    for kind, published in PUBLISHED.items():
        quartiles = np.quantile(by_ticker[kind], [0.25, 0.5, 0.75])
        numbers = [published, np.median(pooled[kind]), quartiles[1], quartiles[0], quartiles[2]]
        print(kind, *(f"{number:.2f}" for number in numbers), sep=" | ")


if __name__ == "__main__":
    main()
