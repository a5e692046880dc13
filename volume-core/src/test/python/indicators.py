#!/usr/bin/env python3
"""Makes the bars and the expected values that the tests of the volume indicators read.

Writes two files to src/test/resources/io/github/marketvolume/indicators:
  bars.csv    260 bars of one made-up ticker, from a fixed seed
  golden.csv  a row a bar: the date and one column for each indicator, empty where it has no value yet

Wherever TA-Lib, a program of its own, has an indicator with our definition, the value is TA-Lib's; the
rest is computed here in the most obvious way (`golden` says which). Each column is then computed a
second time, in plain numpy from the definition (`again`), and nothing is written unless the two agree
to 1e-9, relative, at every bar, and have their first value at the same bar.

Needs Python 3.10 or newer, and TA-Lib 0.8 or newer (older ones lack CMF, EFI, PVO, PVT, VWAP and VWMA).
The files were made by Python 3.11.7, TA-Lib 0.8.2 (with the C library 0.8.1, which its wheel contains),
numpy 2.4.6 and pandas 3.1.1:

    python3 -m venv venv
    venv/bin/pip install TA-Lib==0.8.2 numpy==2.4.6 pandas==3.1.1
    venv/bin/python indicators.py

Other versions may change last digits of golden.csv, and should change nothing else.

usage: indicators.py
"""

from pathlib import Path

import numpy as np
import pandas as pd
import talib

FOLDER = Path(__file__).resolve().parents[1] / "resources/io/github/marketvolume/indicators"

SEED = 20200102
BARS = 260
FIRST_DATE = "2020-01-02"
ANCHOR = "2020-03-02"
SHARES_OUTSTANDING = 50_000_000
TOLERANCE = 1e-9

# Positions (the first bar is 0) of the bars that indicators tend to get wrong.
FLAT = [5, 33, 34, 90, 151, 205]  # one price all day; at 34 the price of the day before, too
SAME_CLOSE = [9, 34, 57, 118, 119, 180, 233]  # closes where the day before closed
REPEATED = [72, 160]  # the prices of the day before, all four: its typical price is unchanged


def make_bars():
    """A random walk with a few odd days. RandomState, as its numbers are the same in every numpy."""
    random = np.random.RandomState(SEED)
    rows = []
    close = 48.0
    for i in range(BARS):
        day_return, gap, up, down, usual, spike, size = random.normal(size=7)
        previous = close
        opened = round(previous * np.exp(0.005 * gap), 4)
        close = round(previous * np.exp(0.0004 + 0.016 * day_return), 4)
        if i in SAME_CLOSE:
            close = previous
        high = round(max(opened, close) * (1 + 0.006 * abs(up)), 4)
        low = round(min(opened, close) * (1 - 0.006 * abs(down)), 4)
        if i in FLAT:
            opened = high = low = close
        if i in REPEATED:
            opened, high, low, close = rows[-1][:4]
        volume = 1e6 * np.exp(0.3 * usual)
        if spike > 1.9:  # about 3 days in 100
            volume *= 4 + abs(size)
        rows.append((opened, high, low, close, round(volume)))
    bars = pd.DataFrame(rows, columns=["open", "high", "low", "close", "volume"])
    bars.insert(0, "date", pd.bdate_range(FIRST_DATE, periods=BARS).strftime("%Y-%m-%d"))
    return bars


def check_bars(bars):
    """The bars have to be sound, and have to hold the odd days."""
    assert len(bars) == BARS and not bars.isna().any().any()
    assert bars.date.is_monotonic_increasing and ANCHOR in set(bars.date)
    assert (bars.volume > 0).all() and bars.volume.dtype == np.int64
    assert (bars.volume > 3_000_000).sum() >= 4
    assert (bars.low > 0).all()
    assert (bars.low <= bars[["open", "close"]].min(axis=1)).all()
    assert (bars.high >= bars[["open", "close"]].max(axis=1)).all()
    assert set(FLAT) == set(bars.index[bars.high == bars.low])
    assert set(SAME_CLOSE + REPEATED) <= set(bars.index[bars.close.diff() == 0])

    # Whether a typical price changed must not hang on the rounding of its sum, or on the sum's order.
    ten_thousandths = (bars[["high", "low", "close"]] * 10_000).round().astype(np.int64).sum(axis=1)
    by_order = [
        (bars[a] + bars[b] + bars[c]) / 3
        for a, b, c in [("high", "low", "close"), ("low", "close", "high"), ("close", "high", "low")]
    ]
    for typical in by_order:
        assert (np.sign(typical.diff()[1:]) == np.sign(ten_thousandths.diff()[1:])).all()
    unchanged = set(bars.index[ten_thousandths.diff() == 0])
    assert set(REPEATED + [34]) <= unchanged, unchanged


def golden(bars):
    """The columns of golden.csv, from TA-Lib where not said otherwise."""
    high, low, close = (bars[name].to_numpy() for name in ["high", "low", "close"])
    volume = bars.volume.to_numpy(dtype=float)  # TA-Lib takes float64 only
    typical = talib.TYPPRICE(high, low, close)
    columns = {}

    # TA-Lib's VWAP is cumulative; over a window it is the volume weighted mean of the typical price.
    columns["vwap_20"] = talib.VWMA(typical, volume, timeperiod=20)

    # Cumulative from the first bar it is given: that of the anchor.
    anchor = int(bars.index[bars.date == ANCHOR][0])
    since = slice(anchor, None)
    anchored = np.full(len(bars), np.nan)
    anchored[since] = talib.VWAP(high[since], low[since], close[since], volume[since])
    columns["anchored_vwap"] = anchored

    # TA-Lib starts at the first bar's volume, we at 0.
    obv = talib.OBV(close, volume)
    columns["obv"] = obv - obv[0]

    columns["ad"] = talib.AD(high, low, close, volume)
    columns["cmf_20"] = talib.CMF(high, low, close, volume, timeperiod=20)
    columns["mfi_14"] = talib.MFI(high, low, close, volume, timeperiod=14)
    columns["pvt"] = talib.PVT(close, volume)
    columns["pvo_12_26"] = talib.PVO(volume, fastperiod=12, slowperiod=26, matype=talib.MA_Type.EMA)
    columns["force_13"] = talib.EFI(close, volume, timeperiod=13)

    # TA-Lib's mean includes the bar itself; ours is of the bars before it, so it is one bar later.
    columns["adv_20"] = pd.Series(talib.SMA(volume, timeperiod=20)).shift(1).to_numpy()

    # Not in TA-Lib: the illiquidity of Amihud, and the turnover. Computed here, with pandas.
    illiquidity = bars.close.pct_change().abs() / (bars.close * bars.volume)
    columns["amihud_20"] = illiquidity.rolling(20).mean().to_numpy()
    columns["turnover"] = (bars.volume / SHARES_OUTSTANDING).to_numpy()

    return pd.DataFrame(columns)


def again(bars):
    """The same columns, bar by bar from their definitions, without TA-Lib and without running sums."""
    high, low, close = (bars[name].to_numpy() for name in ["high", "low", "close"])
    volume = bars.volume.to_numpy(dtype=float)
    n = len(bars)
    typical = (high + low + close) / 3
    anchor = int(bars.index[bars.date == ANCHOR][0])

    spread = high - low
    clv = np.zeros(n)
    wide = spread > 0
    clv[wide] = ((close - low) - (high - close))[wide] / spread[wide]

    # What needs the bar before has no value at the first bar.
    change = np.full(n, np.nan)
    change[1:] = close[1:] - close[:-1]
    relative = np.full(n, np.nan)
    relative[1:] = change[1:] / close[:-1]
    typical_change = np.full(n, np.nan)
    typical_change[1:] = typical[1:] - typical[:-1]

    def each(first, value):
        """value(i) for the bars from position `first` on, no value before."""
        return np.array([value(i) if i >= first else np.nan for i in range(n)])

    def window(i, length):
        """The `length` bars that end with bar i."""
        return slice(i - length + 1, i + 1)

    def ema(values, length, first):
        """alpha 2/(length+1), from the mean of the first `length` values, which begin at `first`."""
        alpha = 2 / (length + 1)
        seeded = first + length - 1
        result = np.full(n, np.nan)
        for i in range(seeded, n):
            # Written out: the mean, and each value after it, weigh (1-alpha) to the power of their age.
            age = np.arange(i - seeded, -1, -1.0)
            recent = values[seeded : i + 1].copy()
            recent[0] = values[first : seeded + 1].mean()
            weight = alpha * (1 - alpha) ** age
            weight[0] = (1 - alpha) ** age[0]
            result[i] = (weight * recent).sum()
        return result

    def weighted(values, bars_of):
        return (values[bars_of] * volume[bars_of]).sum() / volume[bars_of].sum()

    def money_flow_index(i):
        days = window(i, 14)
        flow = typical[days] * volume[days]
        positive = flow[typical_change[days] > 0].sum()
        negative = flow[typical_change[days] < 0].sum()
        return 100 * positive / (positive + negative)

    fast, slow = ema(volume, 12, 0), ema(volume, 26, 0)
    illiquidity = np.abs(relative) / (close * volume)
    return pd.DataFrame(
        {
            "vwap_20": each(19, lambda i: weighted(typical, window(i, 20))),
            "anchored_vwap": each(anchor, lambda i: weighted(typical, slice(anchor, i + 1))),
            "obv": each(0, lambda i: (np.sign(change) * volume)[1 : i + 1].sum()),
            "ad": each(0, lambda i: (clv * volume)[: i + 1].sum()),
            "cmf_20": each(19, lambda i: weighted(clv, window(i, 20))),
            "mfi_14": each(14, money_flow_index),
            "pvt": each(0, lambda i: (relative * volume)[1 : i + 1].sum()),
            "pvo_12_26": 100 * (fast - slow) / slow,
            "force_13": ema(change * volume, 13, 1),
            "adv_20": each(20, lambda i: volume[i - 20 : i].mean()),
            "amihud_20": each(20, lambda i: illiquidity[window(i, 20)].mean()),
            "turnover": volume / SHARES_OUTSTANDING,
        }
    )


def check_same(values, second):
    """Fails at a column whose two computations differ; prints by how much they do."""
    assert list(values.columns) == list(second.columns)
    for name in values.columns:
        a, b = values[name].to_numpy(), second[name].to_numpy()
        there = ~np.isnan(b)
        first = int(np.argmax(there))
        assert (np.isnan(a) == np.isnan(b)).all(), f"{name}: values at different bars"
        assert there[first:].all(), f"{name}: a gap"
        assert np.isfinite(a[there]).all(), f"{name}: not finite"
        difference = np.abs(a[there] - b[there])
        assert (difference <= TOLERANCE * np.abs(b[there])).all(), f"{name}: {difference.max()}"
        worst = (difference / np.where(b[there] == 0, 1, np.abs(b[there]))).max()
        print(f"{name:14} first value at bar {first + 1:3}, largest relative difference {worst:.1e}")


def text(value):
    return "" if np.isnan(value) else repr(float(value))


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    lines = ["date,open,high,low,close,volume"]
    for bar in make_bars().itertuples():
        four = ",".join(f"{price:.4f}" for price in (bar.open, bar.high, bar.low, bar.close))
        lines.append(f"{bar.date},{four},{bar.volume}")
    bars_file = FOLDER / "bars.csv"
    bars_file.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")

    # From the file, as the tests do: what is measured is what was written. Python's float reads exactly.
    prices = ["open", "high", "low", "close"]
    bars = pd.read_csv(bars_file, converters={name: float for name in prices})
    check_bars(bars)
    values = golden(bars)
    check_same(values, again(bars))

    lines = ["date," + ",".join(values.columns)]
    for date, row in zip(bars.date, values.itertuples(index=False)):
        lines.append(date + "," + ",".join(text(value) for value in row))
    (FOLDER / "golden.csv").write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
