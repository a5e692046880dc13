locals {
  name = "market-volume"

  by_mage      = var.scheduled_by == "mage"
  by_workflows = var.scheduled_by == "workflows"
  arriving     = length(var.publishers) > 0

  # A bucket's name is unique in the world, and a project's id is too.
  lake = "${var.project_id}-${local.name}-lake"

  tables = {
    ticker_daily = {
      description = "Every bar with its baselines, ranks, scores and flag: a row for each ticker and session."
      partition   = "trade_date"
      cluster     = ["ticker"]
    }
    anomalies = {
      description = "The rows on which a flag is set, with the rule's verdict."
      partition   = "trade_date"
      cluster     = ["ticker"]
    }
    market_daily = {
      description = "The market as a whole: a row for each session."
      partition   = "trade_date"
      cluster     = null
    }
    # It has no trade_date: a shock is of the month in which it begins.
    shocks = {
      description = "Market shocks: a row for each, with what explains the day of its peak."
      partition   = "start_date"
      cluster     = null
    }
    # A row for each ticker, over all sessions: there is no date to partition by, and one block to read.
    leaderboard = {
      description = "The tickers in the order of their largest days."
      partition   = null
      cluster     = null
    }
    # What was rejected may not even have a date. It is looked at rule by rule.
    rejected = {
      description = "Rows of the input that broke a rule, with place and reason."
      partition   = null
      cluster     = ["rule"]
    }
  }

  # The figures of the report, each a view. The alias is what the template report calls its source.
  views = {
    v_top10_tickers = {
      alias       = "ds0"
      title       = "Ten most traded tickers"
      description = "The ten most traded tickers by their largest single day. All tickers that share the tenth place are listed."
    }
    v_total_volume_per_day = {
      alias       = "ds1"
      title       = "Total volume per day"
      description = "The shares traded each day, all tickers together."
    }
    v_largest_volume_per_day = {
      alias       = "ds2"
      title       = "Largest volume per day"
      description = "The most shares that one ticker traded each day, and which ticker."
    }
    v_anomalies = {
      alias       = "ds3"
      title       = "Anomalies"
      description = "Days on which a ticker's volume was out of the ordinary, and by how much."
    }
    v_shocks = {
      alias       = "ds4"
      title       = "Market shocks"
      description = "The market shocks since 2010, each with its rank by score and a sentence of facts."
    }
    v_market_daily = {
      alias       = "ds5"
      title       = "Market volume and shocks per day"
      description = "The market's volume each day, its shock score and level, and which shock the day lies in."
    }
  }
}
