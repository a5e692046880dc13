"""The median absolute deviation of the values before each one, which neither Polars nor pandas has."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np


def rolling_median_and_mad(values, starts, window, threads):
    """Returns the median and the MAD of the ``window`` values before each one, within its series.

    ``values`` are all series one after the other, ``starts`` where each begins. The result is NaN
    where a series has fewer values before, or one of them is NaN. NumPy sorts outside of Python's
    lock, so that threads share the series.
    """
    median = np.full(len(values), np.nan)
    mad = np.full(len(values), np.nan)
    ends = np.append(starts[1:], len(values))
    upper = window // 2
    lower = upper - 1 + window % 2

    def middle(rows):
        rows.partition((lower, upper), axis=1)
        return (rows[:, lower] + rows[:, upper]) / 2

    def one(series):
        start, end = series
        if end - start <= window:
            return
        windows = np.lib.stride_tricks.sliding_window_view(values[start : end - 1], window)
        complete = ~np.isnan(windows).any(axis=1)
        rows = windows[complete]
        at = np.flatnonzero(complete) + start + window
        median[at] = middle(rows)
        mad[at] = middle(np.abs(rows - median[at, np.newaxis]))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, zip(starts, ends)))
    return median, mad
