SELECT
  rank,
  ticker,
  max_volume,
  total_volume,
  mean_volume
FROM `${dataset}.leaderboard`
WHERE rank <= 10
