SELECT
  start_date,
  end_date,
  sessions,
  flagged_days,
  is_open,
  level,
  score,
  rank,
  peak_date,
  peak_day_kind,
  peak_total_volume,
  peak_breadth_2,
  peak_breadth_3_5,
  share_fell,
  share_rose,
  peak_foremost_ticker,
  -- These are the words of the application; what is not known is left out.
  CONCAT(
    level,
    IF(
      sessions = 1,
      CONCAT(' on ', CAST(start_date AS STRING)),
      FORMAT(
        ' from %s to %s, %d of %d sessions flagged',
        CAST(start_date AS STRING),
        CAST(end_date AS STRING),
        flagged_days,
        sessions
      )
    ),
    FORMAT(', rank %d of %d: ', rank, shock_count),
    IF(start_date = end_date, '', CONCAT('on the peak, ', CAST(peak_date AS STRING), ', ')),
    CASE peak_day_kind
      WHEN 'HALF_DAY' THEN 'a half day, '
      WHEN 'QUAD_WITCHING' THEN 'a quadruple witching, '
      WHEN 'RUSSELL' THEN 'a reconstitution of the Russell indices, '
      WHEN 'MSCI_REBAL' THEN 'a rebalancing of the MSCI indices, '
      WHEN 'QUARTER_END' THEN 'the end of a quarter, '
      WHEN 'MONTH_END' THEN 'the end of a month, '
      WHEN 'MONTHLY_OPEX' THEN 'a monthly expiry of options, '
      WHEN 'YEAR_END_LULL' THEN 'between Christmas and New Year, '
      WHEN 'PRE_HOLIDAY' THEN 'before a holiday, '
      WHEN 'POST_HOLIDAY' THEN 'after a holiday, '
      ELSE ''
    END,
    FORMAT('the median ticker scored %.2f', score),
    IFNULL(FORMAT(', %.0f %% of the tickers at least 2', ROUND(100 * peak_breadth_2)), ''),
    IFNULL(FORMAT(' and %.0f %% at least 3.5', ROUND(100 * peak_breadth_3_5)), ''),
    CASE
      WHEN share_fell IS NULL THEN ''
      WHEN share_fell >= share_rose
        THEN FORMAT('; %.0f %% of the volume was in tickers that fell', ROUND(100 * share_fell))
      ELSE FORMAT('; %.0f %% of the volume was in tickers that rose', ROUND(100 * share_rose))
    END,
    IFNULL(CONCAT('; ', peak_foremost_ticker, ' stood out most'), '')
  ) AS sentence
FROM (
  SELECT
    *,
    IFNULL(peak_level, 'Unusual volume') AS level,
    RANK() OVER (ORDER BY score DESC) AS rank,
    COUNT(*) OVER () AS shock_count,
    SAFE_DIVIDE(
      IFNULL(peak_down_volume, 0), IFNULL(peak_up_volume, 0) + IFNULL(peak_down_volume, 0)
    ) AS share_fell,
    SAFE_DIVIDE(
      IFNULL(peak_up_volume, 0), IFNULL(peak_up_volume, 0) + IFNULL(peak_down_volume, 0)
    ) AS share_rose
  FROM `${dataset}.shocks`
  WHERE start_date >= DATE '2010-01-01'
)
