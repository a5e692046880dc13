-- The main job as an analyst would ask it of a database, and so an oracle for it. ${prices} is the
-- price file, in Kaggle's layout; ${calendar} has the kinds of the days that are not normal.

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

create table day_kinds as
select trade_date, coalesce(day_type, 'NORMAL') as day_kind,
       case day_kind when 'HALF_DAY' then -0.88 when 'QUAD_WITCHING' then 0.43 when 'RUSSELL' then 0.30
         when 'MSCI_REBAL' then 0.11 when 'QUARTER_END' then 0.02 when 'MONTH_END' then 0.16
         when 'MONTHLY_OPEX' then 0.08 when 'YEAR_END_LULL' then -0.55 when 'PRE_HOLIDAY' then -0.18
         when 'POST_HOLIDAY' then -0.03 else 0 end::double as usual_effect,
       row_number() over (order by trade_date) as place
from (select distinct trade_date from prices)
left join read_csv('${calendar}', header = true) on date = trade_date;

-- A baseline of the adjusted scores counts from 45 volumes on.
create table adjusted as
select trade_date, ticker, volume, close - lag(close) over series as change,
       ln(volume) - usual_effect as x,
       if(count(x) over quarter >= 45, median(x) over quarter, null) as median_x,
       if(count(x) over quarter >= 45, mad(x) over quarter, null) as mad_x,
       0.6745 * (x - median_x) / nullif(mad_x, 0) as adjusted_score
from (select *, ln(volume) - usual_effect as x from prices join day_kinds using (trade_date))
window series as (partition by ticker order by trade_date),
       quarter as (partition by ticker order by trade_date rows between 60 preceding and 1 preceding);

create table market_scores as
select *, if(day_kind <> 'HALF_DAY',
       case when shock_score >= 2 then 'SEVERE' when shock_score >= 1.1 then 'SHOCK'
            when shock_score >= 0.55 then 'WATCH' end, null) as level
from (select trade_date,
             if(count(adjusted_score) >= 50, median(adjusted_score), null) as shock_score,
             if(count(adjusted_score) >= 50, avg((adjusted_score >= 2)::int), null) as breadth_2,
             if(count(adjusted_score) >= 50, avg((adjusted_score >= 3.5)::int), null) as breadth_3_5,
             median(adjusted_score) as median_score,
             sum(volume)::bigint as total_volume,
             coalesce(sum(volume) filter (change > 0), 0)::double as up_volume,
             coalesce(sum(volume) filter (change < 0), 0)::double as down_volume,
             arg_max(ticker, adjusted_score) as foremost_ticker
      from adjusted group by trade_date)
join day_kinds using (trade_date);

create table expected_anomalies as
select d.* exclude (flagged), adjusted_score - median_score as stock_specific_score,
       'flagged' as flag, 'modified_z_60 at least 3.5' as rule,
       modified_z_60 as score, 3.5::double as threshold, modified_z_60 / 3.5 as severity
from expected_ticker_daily d
join adjusted using (trade_date, ticker) join market_scores using (trade_date)
where flagged;

create table expected_leaderboard as
select *, rank() over (order by max_volume desc) as rank
from (select ticker, max(volume) as max_volume, sum(volume)::bigint as total_volume,
             avg(volume) as mean_volume
      from prices group by ticker);

create table expected_market_daily as
select v.*, day_kind, shock_score, breadth_2, breadth_3_5, level
from (select trade_date, sum(volume)::bigint as total_volume, max(volume) as max_volume,
             min(ticker) filter (rank_on_day = 1) as max_ticker,
             sum(close * volume) as dollar_volume, count(volume) as tickers,
             count(*) filter (flagged) as flagged
      from expected_ticker_daily
      group by trade_date) v
join market_scores using (trade_date);

-- Days of a score of 1.1 and more that are at most 5 trading days apart are one shock.
create table expected_shocks as
with shock_days as (
       select *, sum(begins) over (order by trade_date) as shock
       from (select *, coalesce(place - lag(place) over (order by trade_date) > 5, true)::int as begins
             from market_scores where level in ('SHOCK', 'SEVERE'))),
     peaks as (
       select * from shock_days
       qualify row_number() over (partition by shock order by shock_score desc, trade_date) = 1)
select s.* exclude (shock), p.trade_date as peak_date, p.shock_score as peak_shock_score,
       breadth_2 as peak_breadth_2, breadth_3_5 as peak_breadth_3_5, total_volume as peak_total_volume,
       up_volume as peak_up_volume, down_volume as peak_down_volume,
       foremost_ticker as peak_foremost_ticker, day_kind as peak_day_kind, level as peak_level
from (select shock, min(trade_date) as start_date, max(trade_date) as end_date,
             max(place) - min(place) + 1 as sessions, count(*) as flagged_days,
             (select max(place) from day_kinds) + 1 - max(place) <= 5 as is_open,
             max(shock_score) as score
      from shock_days group by shock) s
join peaks p using (shock);
