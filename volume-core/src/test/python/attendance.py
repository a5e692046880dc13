#!/usr/bin/env python3
"""Counts what an input of made-up attendance lacks of the NYSE's sessions, for AttendanceTest.

The file is the exchange's holidays and half days, with columns date and kind, which is half_day for
the latter, as exchange_calendars 4.13.2 has them.

Needs Python 3.10 or newer and pandas. The numbers are those of pandas 3.1.1.

usage: attendance.py HOLIDAYS.csv
"""

import csv
import sys

import pandas as pd

with open(sys.argv[1]) as file:
    closed = {row["date"] for row in csv.DictReader(file) if row["kind"] != "half_day"}
sessions = pd.DatetimeIndex(
    [day for day in pd.bdate_range("2015-01-02", "2016-12-30") if str(day.date()) not in closed]
)

last = len(sessions) - 1
rows = []
for i in range(40):
    for j, day in enumerate(sessions):
        of_input = j in (20, 21, 90) or (j == 300 and i % 3 > 0) or (j == last and i >= 12)
        not_listed = (i % 5 == 0 and j < 3 * i) or (i % 7 == 0 and j > last - 2 * i)
        anew = i == 39 and 5 <= j <= 300
        absent = (31 * i * i + 17 * j * j + 13 * i * j) % 101 < (60 if i % 4 == 3 else 2)
        if not (of_input or not_listed or anew or absent):
            rows.append((f"T{i:02d}", day))
    if i < 3:
        rows.append((f"T{i:02d}", pd.Timestamp("2015-11-26")))
    if i == 1:
        rows.append((f"T{i:02d}", pd.Timestamp("2016-03-05")))
bars = pd.DataFrame(rows, columns=["ticker", "date"]).sort_values("date")

present = pd.crosstab(bars.date, bars.ticker).astype(bool)
stray = present[~present.index.isin(sessions) & (present.index.day_of_week < 5)]
on_session = present.reindex(sessions, fill_value=False)
listed = pd.DataFrame(False, index=sessions, columns=on_session.columns)
for ticker, days in bars.groupby("ticker").date:
    for before, after in zip(days, days[1:]):
        if (after - before).days <= 365:
            listed.loc[(sessions > before) & (sessions < after), ticker] = True
lacking = listed & ~on_session
having, missing = on_session.sum(axis=1), lacking.sum(axis=1)
most = (having > 0) & (having >= missing)
first = lacking[most].idxmax()[lacking[most].any()].head(3)
empty = sessions[having == 0]
end = sessions[having > 0][-1]
before = sessions[most & (sessions < end)][-1]

print("stray", stray.values.sum(), *stray.index.date)
print("missing", missing[most].sum(), "on", (missing[most] > 0).sum(), "having", having[most].sum())
print("first", *zip(first.index, first.dt.date.astype(str)))
print("empty", len(empty), "of", len(sessions), *empty.date)
print("last", end.date(), having[end], "before", before.date(), having[before])
