-- The reference job as one writes it for DuckDB: window functions over a table in memory. This is what the
-- library is timed against. It checks no quality rule and writes no rejected rows. ${in} is the CSV
-- file, ${out} a folder that has one for each output, ${threads} the number of threads.
set threads = ${threads};
set preserve_insertion_order = false;

-- A volume of zero is a missing one.
create temp table bars as
select
  Date as trade_date, Symbol as ticker, Open as open, High as high, Low as low, Close as close,
  "Adj Close" as adj_close, nullif(Volume, 0) as volume, ln(nullif(Volume, 0)) as log_volume
from read_csv('${in}', header = true, columns = {
  'Date': 'DATE', 'Symbol': 'VARCHAR', 'Adj Close': 'DOUBLE', 'Close': 'DOUBLE', 'High': 'DOUBLE',
  'Low': 'DOUBLE', 'Open': 'DOUBLE', 'Volume': 'BIGINT'});

create temp table ticker_daily as
with ranked as (
  select
    *,
    case when volume is not null
      then rank() over (partition by ticker order by volume desc nulls last) end as rank_in_ticker,
    case when volume is not null
      then rank() over (partition by trade_date order by volume desc nulls last) end as rank_on_day
  from bars
),
-- A baseline wants a volume for every bar of its window.
measured as (
  select
    * exclude (rank_in_ticker, rank_on_day),
    case when count(volume) over month = 20 then avg(volume) over month end as mean_20,
    case when count(volume) over month = 20 then stddev_samp(volume) over month end as stddev_20,
    case when count(volume) over quarter = 60 then avg(volume) over quarter end as mean_60,
    case when count(volume) over quarter = 60 then stddev_samp(volume) over quarter end as stddev_60,
    case when count(volume) over year = 252 then avg(volume) over year end as mean_252,
    case when count(volume) over year = 252 then stddev_samp(volume) over year end as stddev_252,
    case when count(volume) over quarter = 60 then median(log_volume) over quarter end as median_log_60,
    case when count(volume) over quarter = 60 then mad(log_volume) over quarter end as mad_log_60,
    rank_in_ticker,
    rank_on_day
  from ranked
  window
    series as (partition by ticker order by trade_date),
    month as (series rows between 20 preceding and 1 preceding),
    quarter as (series rows between 60 preceding and 1 preceding),
    year as (series rows between 252 preceding and 1 preceding)
),
scored as (
  select
    * exclude (log_volume),
    (volume - mean_20) / nullif(stddev_20, 0) as zscore_20,
    0.6745 * (log_volume - median_log_60) / nullif(mad_log_60, 0) as modified_z_60
  from measured
)
select *, coalesce(modified_z_60 >= 3.5, false) as flagged
from scored;

copy ticker_daily to '${out}/ticker_daily/part.parquet' (format parquet);

copy (
  select trade_date, ticker, volume, median_log_60, mad_log_60, modified_z_60
  from ticker_daily
  where flagged
  order by trade_date, ticker
) to '${out}/anomalies/part.parquet' (format parquet);

copy (
  select
    ticker, max(volume) as max_volume, sum(volume)::bigint as total_volume,
    avg(volume) as mean_volume, rank() over (order by max(volume) desc) as rank
  from ticker_daily
  group by ticker
  order by rank, ticker
) to '${out}/leaderboard/part.parquet' (format parquet);

copy (
  select
    trade_date, sum(volume)::bigint as total_volume, max(volume) as max_volume,
    count(volume) as tickers, count(*) filter (flagged) as flagged
  from ticker_daily
  group by trade_date
  order by trade_date
) to '${out}/market_daily/part.parquet' (format parquet);
