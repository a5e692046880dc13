"""The reference job in pandas. Arguments: the CSV file, a folder that has one for each output, threads."""

import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from rolling_mad import rolling_median_and_mad

source, out, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
pa.set_cpu_count(threads)

# Read by Arrow, the fastest reader that pandas has, with types that are declared.
COLUMNS = {
    "Date": ("trade_date", pa.date32()),
    "Symbol": ("ticker", pa.dictionary(pa.int32(), pa.string())),
    "Open": ("open", pa.float64()),
    "High": ("high", pa.float64()),
    "Low": ("low", pa.float64()),
    "Close": ("close", pa.float64()),
    "Adj Close": ("adj_close", pa.float64()),
    "Volume": ("volume", pa.float64()),
}
table = pyarrow.csv.read_csv(
    source,
    convert_options=pyarrow.csv.ConvertOptions(
        include_columns=list(COLUMNS), column_types={k: v[1] for k, v in COLUMNS.items()}
    ),
).rename_columns([name for name, _ in COLUMNS.values()])
days = table.column("trade_date").cast(pa.int32()).to_numpy()
bars = table.drop_columns("trade_date").to_pandas()
bars.insert(0, "trade_date", days)
bars = bars.sort_values(["ticker", "trade_date"], ignore_index=True)

# A volume of zero is a missing one.
bars["volume"] = bars["volume"].where(bars["volume"] != 0)
log_volume = np.log(bars["volume"])
codes = bars["ticker"].cat.codes.to_numpy()
starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1]))
by_ticker = bars.groupby("ticker", observed=True, sort=False)
# A sum or a variance that is kept up would carry the rounding errors of a large day along, so each
# series is rolled on its own, and shifted, not the whole column.
before = by_ticker["volume"].shift(1)

for n in (20, 60, 252):
    rolling = before.groupby(codes, sort=False).rolling(n, min_periods=n)
    bars[f"mean_{n}"] = rolling.mean().to_numpy()
    bars[f"stddev_{n}"] = rolling.std().to_numpy()
bars["median_log_60"], bars["mad_log_60"] = rolling_median_and_mad(
    log_volume.to_numpy(), starts, 60, threads
)
bars["rank_in_ticker"] = by_ticker["volume"].rank("min", ascending=False)
bars["rank_on_day"] = bars.groupby("trade_date")["volume"].rank("min", ascending=False)
bars["zscore_20"] = (bars["volume"] - bars["mean_20"]) / bars["stddev_20"].where(
    bars["stddev_20"] != 0
)
bars["modified_z_60"] = (
    0.6745
    * (log_volume - bars["median_log_60"])
    / bars["mad_log_60"].where(bars["mad_log_60"] != 0)
)
bars["flagged"] = bars["modified_z_60"] >= 3.5


def write(frame, name):
    """Writes with null for NaN, and whole numbers as such."""
    columns = {}
    for column in frame:
        values = pa.array(frame[column], from_pandas=True)
        if column == "trade_date":
            values = values.cast(pa.int32()).cast(pa.date32())
        elif column.startswith(("rank", "max_volume", "total_volume")) or column == "volume":
            values = values.cast(pa.int64())
        elif pa.types.is_dictionary(values.type):
            values = values.cast(pa.string())
        columns[column] = values
    pyarrow.parquet.write_table(pa.table(columns), f"{out}/{name}/part.parquet")


write(bars, "ticker_daily")
anomalies = bars.loc[
    bars["flagged"],
    ["trade_date", "ticker", "volume", "median_log_60", "mad_log_60", "modified_z_60"],
]
write(anomalies.sort_values(["trade_date", "ticker"]), "anomalies")
leaderboard = by_ticker.agg(
    max_volume=("volume", "max"), total_volume=("volume", "sum"), mean_volume=("volume", "mean")
).reset_index()
leaderboard["rank"] = leaderboard["max_volume"].rank(method="min", ascending=False)
write(leaderboard.sort_values(["rank", "ticker"]), "leaderboard")
market = (
    bars.groupby("trade_date")
    .agg(
        total_volume=("volume", "sum"),
        max_volume=("volume", "max"),
        tickers=("volume", "count"),
        flagged=("flagged", "sum"),
    )
    .reset_index()
)
write(market, "market_daily")
