SELECT
  trade_date,
  total_volume
FROM `${dataset}.market_daily`
WHERE trade_date >= DATE '2010-01-01'
