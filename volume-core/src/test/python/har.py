#!/usr/bin/env python3
"""Makes the series and the expected values that the tests of HAR expected volume and of CUSUM read.

Writes two files to src/test/resources/io/github/marketvolume/har:
  series.csv  320 rows of two made-up series with missing values, from a fixed seed: log volumes, and
              volumes that differ little from each other a billion shares away from 0
  golden.csv  a row a row: forecast and score of each series, fitted to the 60 rows before of which
              30 are required, and to all rows before of which 40 are; and the two sums of a CUSUM of
              the first score

Forecasts and scores are numpy.linalg.lstsq's on an intercept and three predictors, fitted anew for
each row. lstsq gets the series relative to its first value, or a billion would take nine of its
sixteen digits. Nothing is written unless Gaussian elimination in exact fractions, on the series as it
is, gives the same to 1e-9, relative, on every row, and is missing on the same rows.

Needs Python 3.10 or newer and numpy. The files were made by Python 3.11.7 and numpy 2.4.6.

usage: har.py
"""

from fractions import Fraction
from math import fsum, isnan, nan, sqrt
from pathlib import Path
from random import Random

import numpy as np

FOLDER = Path(__file__).resolve().parents[1] / "resources/io/github/marketvolume/har"
ROWS = 320


def series():
    random = Random(20261130)
    level, logs, volumes = 0.0, [], []
    for i in range(ROWS):
        level = 0.8 * level + random.gauss(0, 0.3) + (0.6 if i == 200 else 0)
        missing = random.random() < 0.04 or 150 <= i < 158
        logs.append(nan if missing else 15 + level + random.gauss(0, 0.2))
        volumes.append(nan if missing else 1_000_000_000 + round(50 * level + random.gauss(0, 10)))
    return {"log": logs, "volume": volumes}


def mean(values, required):
    valid = [v for v in values if v is not None]
    return sum(valid) / len(valid) if len(valid) >= required else None


def predictors(x, t):
    """The value before, and the means of the 5 and the 22 rows before; None if one is missing."""
    found = [
        mean(x[max(0, t - n):t], required) for n, required in ((1, 1), (5, 4), (22, 17))
    ]
    return None if None in found else found


def design(x, t, rows, required):
    """Predictors and response of the rows before t, and the predictors of t; None if too few."""
    used = range(max(0, t - rows) if rows else 0, t)
    fit = [(predictors(x, i), x[i]) for i in used if x[i] is not None and predictors(x, i)]
    own = predictors(x, t)
    return (fit, own) if own and len(fit) >= required else None


def with_numpy(x, t, rows, required):
    first = next(v for v in x if v is not None)
    found = design([None if v is None else v - first for v in x], t, rows, required)
    if not found:
        return nan, nan
    fit, own = found
    a = np.array([[1.0] + p for p, _ in fit])
    y = np.array([v for _, v in fit])
    b = np.linalg.lstsq(a, y, rcond=None)[0]
    s = sqrt(fsum((y - a @ b) ** 2) / (len(fit) - 4))
    expected = float(np.array([1.0] + own) @ b)
    return first + expected, nan if x[t] is None else (x[t] - first - expected) / s


def exactly(x, t, rows, required):
    found = design([None if v is None else Fraction(v) for v in x], t, rows, required)
    if not found:
        return nan, nan
    fit, own = found
    a = [[Fraction(1)] + p for p, _ in fit]
    y = [v for _, v in fit]
    m = [[sum(r[i] * r[j] for r in a) for j in range(4)] for i in range(4)]
    c = [sum(r[i] * v for r, v in zip(a, y)) for i in range(4)]
    for k in range(4):
        for i in range(4):
            if i != k:
                f = m[i][k] / m[k][k]
                m[i] = [u - f * v for u, v in zip(m[i], m[k])]
                c[i] -= f * c[k]
    b = [c[k] / m[k][k] for k in range(4)]
    squares = sum((v - sum(p * q for p, q in zip(r, b))) ** 2 for r, v in zip(a, y))
    expected = sum(p * q for p, q in zip([Fraction(1)] + own, b))
    s = sqrt(squares / (len(fit) - 4))
    return float(expected), nan if x[t] is None else float(Fraction(x[t]) - expected) / s


def cusum(scores, allowance, interval):
    up = down = 0.0
    ups, downs = [], []
    for z in scores:
        if isnan(z):
            ups.append(nan)
            downs.append(nan)
            continue
        up = max(0.0, (0.0 if up >= interval else up) + z - allowance)
        down = max(0.0, (0.0 if down >= interval else down) - z - allowance)
        ups.append(up)
        downs.append(down)
    return ups, downs


def same(a, b):
    return isnan(a) and isnan(b) or abs(a - b) <= 1e-9 * max(abs(a), abs(b), 1e-3)


def text(number):
    return "" if isnan(number) else repr(number)


def main():
    columns = {}
    given = series()
    for name, values in given.items():
        x = [None if isnan(v) else float(v) for v in values]
        for fit, rows, required in (("rolling", 60, 30), ("expanding", 0, 40)):
            pairs = [with_numpy(x, t, rows, required) for t in range(ROWS)]
            for t, pair in enumerate(pairs):
                again = exactly(x, t, rows, required)
                if not (same(pair[0], again[0]) and same(pair[1], again[1])):
                    raise SystemExit(f"{name} {fit}, row {t}: {pair} is not {again}")
            columns[f"{name}_{fit}_forecast"] = [p[0] for p in pairs]
            columns[f"{name}_{fit}_score"] = [p[1] for p in pairs]
    ups, downs = cusum(columns["log_rolling_score"], 0.5, 4)
    columns["cusum_up"], columns["cusum_down"] = ups, downs
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file, content in (("series.csv", given), ("golden.csv", columns)):
        lines = [",".join(content)]
        lines += [",".join(text(v[t]) for v in content.values()) for t in range(ROWS)]
        (FOLDER / file).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
