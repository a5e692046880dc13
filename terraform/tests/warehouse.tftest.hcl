mock_provider "google" {
  source = "./tests/mocks"
}

variables {
  project_id          = "market-volume-test"
  environment         = "dev"
  deletion_protection = false
}

run "tables_are_the_outputs_of_the_pipeline" {
  assert {
    condition     = toset(keys(google_bigquery_table.output)) == toset(["ticker_daily", "anomalies", "leaderboard", "market_daily", "rejected"])
    error_message = "The warehouse must have a table for each output, by the same name."
  }
}

run "tables_with_dates_are_partitioned_by_month" {
  assert {
    condition = alltrue([
      for name in ["ticker_daily", "anomalies", "market_daily"] :
      one(google_bigquery_table.output[name].time_partitioning).type == "MONTH"
      && one(google_bigquery_table.output[name].time_partitioning).field == "trade_date"
    ])
    error_message = "ticker_daily, anomalies and market_daily must be partitioned by the month of trade_date."
  }

  # The same said of the schemas, so that a table that gets a date gets partitions too.
  assert {
    condition = alltrue([
      for name, table in google_bigquery_table.output :
      (length(table.time_partitioning) == 1) == contains(jsondecode(table.schema)[*].name, "trade_date")
    ])
    error_message = "A table must be partitioned if, and only if, it has a trade_date."
  }
}

run "tables_of_tickers_are_clustered_by_ticker" {
  assert {
    condition = alltrue([
      for name in ["ticker_daily", "anomalies"] : google_bigquery_table.output[name].clustering == tolist(["ticker"])
    ])
    error_message = "ticker_daily and anomalies must be clustered by ticker."
  }
}

run "schemas_are_whole" {
  assert {
    condition = alltrue(flatten([
      for table in google_bigquery_table.output : [
        for column in jsondecode(table.schema) :
        toset(keys(column)) == toset(["name", "type", "mode", "description"])
        && can(regex("^[a-z][a-z0-9_]*$", column.name))
        && contains(["DATE", "STRING", "INTEGER", "FLOAT", "BOOLEAN"], column.type)
        && contains(["REQUIRED", "NULLABLE"], column.mode)
        && length(column.description) > 0
      ]
    ]))
    error_message = "Every column must have a name, a type that the pipeline has, a mode and a description."
  }

  assert {
    condition = alltrue([
      for table in google_bigquery_table.output :
      length(distinct(jsondecode(table.schema)[*].name)) == length(jsondecode(table.schema))
    ])
    error_message = "No two columns of a table may share a name."
  }

  assert {
    condition = alltrue(flatten([
      for table in google_bigquery_table.output : [
        for column in jsondecode(table.schema) : column.mode == "REQUIRED" if column.name == "trade_date"
      ]
    ]))
    error_message = "trade_date must be required: a row without it would lie in no month."
  }
}

run "report_has_a_view_for_each_figure" {
  assert {
    condition = toset(keys(google_bigquery_table.view)) == toset([
      "v_top10_tickers", "v_total_volume_per_day", "v_largest_volume_per_day", "v_anomalies",
    ])
    error_message = "There must be one view for each figure of the report."
  }
}

run "views_are_standard_sql" {
  assert {
    condition     = alltrue([for view in google_bigquery_table.view : one(view.view).use_legacy_sql == false])
    error_message = "No view may be legacy SQL."
  }
}

run "views_read_tables_of_the_warehouse_and_columns_that_they_have" {
  variables {
    dataset_id = "elsewhere"
  }

  assert {
    condition = alltrue([
      for view in google_bigquery_table.view :
      contains(
        [for name in keys(google_bigquery_table.output) : "market-volume-test.elsewhere.${name}"],
        one(regex("FROM `([^`]+)`", one(view.view).query))
      )
    ])
    error_message = "A view must read a table of this project's warehouse."
  }

  # What is selected, word by word, must be columns of the table that is read, names given with AS,
  # or the one function in use.
  assert {
    condition = alltrue(flatten([
      for view in google_bigquery_table.view : [
        for word in regexall("[A-Za-z_0-9]+", one(regex("(?s)SELECT(.*)FROM", one(view.view).query))) :
        contains(concat(
          jsondecode(google_bigquery_table.output[one(regex("FROM `[^`]+\\.([a-z_]+)`", one(view.view).query))].schema)[*].name,
          flatten(regexall("AS ([a-z_]+)", one(view.view).query)),
          ["AS", "EXP"],
        ), word)
      ]
    ]))
    error_message = "A view must select columns that its table has."
  }

  assert {
    condition = alltrue([
      for name, view in google_bigquery_table.view :
      strcontains(one(view.view).query, "trade_date >= DATE '2010-01-01'")
      if name != "v_top10_tickers"
    ])
    error_message = "The figures over time must begin in 2010."
  }
}
