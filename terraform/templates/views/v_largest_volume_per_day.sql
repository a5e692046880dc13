SELECT
  trade_date,
  max_volume,
  max_ticker
FROM `${dataset}.market_daily`
WHERE trade_date >= DATE '2010-01-01'
