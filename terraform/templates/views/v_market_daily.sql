SELECT
  trade_date,
  total_volume,
  day_kind,
  shock_score,
  breadth_2,
  breadth_3_5,
  level,
  shock_start_date IS NOT NULL AS in_shock,
  shock_start_date,
  IF(shock_start_date IS NULL, NULL, total_volume) AS volume_in_shock
FROM `${dataset}.market_daily`
LEFT JOIN (
  SELECT
    trade_date,
    MIN(start_date) AS shock_start_date
  FROM `${dataset}.market_daily`
  JOIN `${dataset}.shocks` ON trade_date BETWEEN start_date AND end_date
  GROUP BY trade_date
) USING (trade_date)
WHERE trade_date >= DATE '2010-01-01'
