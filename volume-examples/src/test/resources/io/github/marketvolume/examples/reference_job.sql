-- The main job as an analyst would ask it of a database, and so an oracle for it. ${prices} is the
-- price file, in Kaggle's layout.

create table prices as
select "Date" as trade_date, "Symbol" as ticker, "Open" as open, "High" as high, "Low" as low,
       "Close" as close, "Adj Close" as adj_close,
       case when "Volume" <> 0 then "Volume" end as volume -- 0 says that nothing is known
from read_csv('${prices}', header = true, columns = {
  'Date': 'DATE', 'Symbol': 'VARCHAR', 'Adj Close': 'DOUBLE', 'Close': 'DOUBLE', 'High': 'DOUBLE',
  'Low': 'DOUBLE', 'Open': 'DOUBLE', 'Volume': 'BIGINT'});

-- A baseline counts only when every row of its window has a volume.
create table baselines as
select *,
       if(count(volume) over month = 20, avg(volume) over month, null) as mean_20,
       if(count(volume) over month = 20, stddev_samp(volume) over month, null) as stddev_20,
       if(count(volume) over quarter = 60, avg(volume) over quarter, null) as mean_60,
       if(count(volume) over quarter = 60, stddev_samp(volume) over quarter, null) as stddev_60,
       if(count(volume) over year = 252, avg(volume) over year, null) as mean_252,
       if(count(volume) over year = 252, stddev_samp(volume) over year, null) as stddev_252,
       if(count(volume) over quarter = 60, median(ln(volume)) over quarter, null) as median_log_60,
       if(count(volume) over quarter = 60, mad(ln(volume)) over quarter, null) as mad_log_60
from prices
window month as (partition by ticker order by trade_date rows between 20 preceding and 1 preceding),
       quarter as (partition by ticker order by trade_date rows between 60 preceding and 1 preceding),
       year as (partition by ticker order by trade_date rows between 252 preceding and 1 preceding);

-- Ranks are given only to rows that have a volume.
create table ranks as
select trade_date, ticker,
       rank() over (partition by ticker order by volume desc) as rank_in_ticker,
       rank() over (partition by trade_date order by volume desc) as rank_on_day
from prices
where volume is not null;

create table expected_ticker_daily as
select *,
       (volume - mean_20) / nullif(stddev_20, 0) as zscore_20,
       0.6745 * (ln(volume) - median_log_60) / nullif(mad_log_60, 0) as modified_z_60,
       coalesce(modified_z_60 >= 3.5, false) as flagged
from baselines left join ranks using (trade_date, ticker);

create table expected_anomalies as
select * exclude (flagged), 'flagged' as flag, 'modified_z_60 at least 3.5' as rule,
       modified_z_60 as score, 3.5::double as threshold, modified_z_60 / 3.5 as severity
from expected_ticker_daily
where flagged;

create table expected_leaderboard as
select *, rank() over (order by max_volume desc) as rank
from (select ticker, max(volume) as max_volume, sum(volume)::bigint as total_volume,
             avg(volume) as mean_volume
      from prices group by ticker);

create table expected_market_daily as
select trade_date, sum(volume)::bigint as total_volume, max(volume) as max_volume,
       min(ticker) filter (rank_on_day = 1) as max_ticker,
       sum(close * volume) as dollar_volume, count(volume) as tickers,
       count(*) filter (flagged) as flagged
from expected_ticker_daily
group by trade_date;
