SELECT
  trade_date,
  ticker,
  volume,
  EXP(median_log_60) AS usual_volume,
  flag,
  rule,
  score,
  threshold,
  severity
FROM `${dataset}.anomalies`
WHERE trade_date >= DATE '2010-01-01'
