"""The reference job in Polars. Arguments: the CSV file, a folder that has one for each output, threads."""

import os
import sys

source, out, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
os.environ["POLARS_MAX_THREADS"] = str(threads)

import numpy as np
import polars as pl
from rolling_mad import rolling_median_and_mad

bars = (
    pl.read_csv(
        source,
        schema={
            "Date": pl.Date,
            "Symbol": pl.String,
            "Adj Close": pl.Float64,
            "Close": pl.Float64,
            "High": pl.Float64,
            "Low": pl.Float64,
            "Open": pl.Float64,
            "Volume": pl.Int64,
        },
    )
    .select(
        pl.col("Date").alias("trade_date"),
        pl.col("Symbol").alias("ticker"),
        pl.col("Open").alias("open"),
        pl.col("High").alias("high"),
        pl.col("Low").alias("low"),
        pl.col("Close").alias("close"),
        pl.col("Adj Close").alias("adj_close"),
        # A volume of zero is a missing one.
        pl.when(pl.col("Volume") != 0).then(pl.col("Volume")).alias("volume"),
    )
    .sort("ticker", "trade_date")
)

volume = pl.col("volume")
before = volume.cast(pl.Float64).shift(1)
log_volume = bars.select(volume.cast(pl.Float64).log()).to_series()
starts = np.flatnonzero(bars.select(pl.col("ticker").ne_missing(pl.col("ticker").shift())).to_series())
median, mad = rolling_median_and_mad(
    log_volume.fill_null(float("nan")).to_numpy(), starts, 60, threads
)

baselines = []
for n in (20, 60, 252):
    baselines += [
        before.rolling_mean(n, min_samples=n).over("ticker").alias(f"mean_{n}"),
        before.rolling_std(n, min_samples=n).over("ticker").alias(f"stddev_{n}"),
    ]


def score(distance, unit):
    return pl.when(unit != 0).then(distance / unit)


daily = (
    bars.lazy()
    .with_columns(
        *baselines,
        pl.Series("median_log_60", median, nan_to_null=True),
        pl.Series("mad_log_60", mad, nan_to_null=True),
        volume.rank("min", descending=True).over("ticker").cast(pl.Int64).alias("rank_in_ticker"),
        volume.rank("min", descending=True).over("trade_date").cast(pl.Int64).alias("rank_on_day"),
    )
    .with_columns(
        score(volume - pl.col("mean_20"), pl.col("stddev_20")).alias("zscore_20"),
        score(0.6745 * (log_volume - pl.col("median_log_60")), pl.col("mad_log_60")).alias(
            "modified_z_60"
        ),
    )
    .with_columns((pl.col("modified_z_60") >= 3.5).fill_null(False).alias("flagged"))
    .collect()
)

daily.write_parquet(f"{out}/ticker_daily/part.parquet", compression="snappy")
daily.filter("flagged").select(
    "trade_date", "ticker", "volume", "median_log_60", "mad_log_60", "modified_z_60"
).sort("trade_date", "ticker").write_parquet(f"{out}/anomalies/part.parquet")
daily.group_by("ticker").agg(
    volume.max().alias("max_volume"),
    volume.sum().alias("total_volume"),
    volume.mean().alias("mean_volume"),
).with_columns(
    pl.col("max_volume").rank("min", descending=True).cast(pl.Int64).alias("rank")
).sort("rank", "ticker").write_parquet(f"{out}/leaderboard/part.parquet")
daily.group_by("trade_date").agg(
    volume.sum().alias("total_volume"),
    volume.max().alias("max_volume"),
    volume.count().cast(pl.Int64).alias("tickers"),
    pl.col("flagged").sum().cast(pl.Int64),
).sort("trade_date").write_parquet(f"{out}/market_daily/part.parquet")
