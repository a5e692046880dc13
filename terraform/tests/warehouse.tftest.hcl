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
    condition     = toset(keys(google_bigquery_table.output)) == toset(["ticker_daily", "anomalies", "leaderboard", "market_daily", "shocks", "rejected"])
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

  assert {
    condition = (
      one(google_bigquery_table.output["shocks"].time_partitioning).type == "MONTH"
      && one(google_bigquery_table.output["shocks"].time_partitioning).field == "start_date"
    )
    error_message = "shocks must be partitioned by the month of start_date."
  }

  # The same said of the schemas, so that a table that gets a date gets partitions too.
  assert {
    condition = alltrue([
      for name, table in google_bigquery_table.output :
      (length(table.time_partitioning) == 1) == (
        length(setintersection(jsondecode(table.schema)[*].name, ["trade_date", "start_date"])) == 1
      )
    ])
    error_message = "A table must be partitioned if, and only if, it has a trade_date or a start_date."
  }
}

run "tables_of_tickers_are_clustered_by_ticker" {
  assert {
    condition = alltrue([
      for name in ["ticker_daily", "anomalies"] : google_bigquery_table.output[name].clustering == tolist(["ticker"])
    ])
    error_message = "ticker_daily and anomalies must be clustered by ticker."
  }

  # A run makes them like this too, where they are missing.
  assert {
    condition = alltrue([
      for name in ["market_daily", "shocks", "leaderboard"] : google_bigquery_table.output[name].clustering == null
    ])
    error_message = "market_daily, shocks and leaderboard must not be clustered: they are small."
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
        for column in jsondecode(table.schema) : column.mode == "REQUIRED" if contains(["trade_date", "start_date"], column.name)
      ]
    ]))
    error_message = "trade_date and start_date must be required: a row without it would lie in no month."
  }
}

run "report_has_a_view_for_each_figure" {
  assert {
    condition = toset(keys(google_bigquery_table.view)) == toset([
      "v_top10_tickers", "v_total_volume_per_day", "v_largest_volume_per_day", "v_anomalies", "v_shocks", "v_market_daily",
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
    condition = alltrue(flatten([
      for view in google_bigquery_table.view : [
        for name in flatten(regexall("`([^`]*)`", one(view.view).query)) : contains(
          [for table in keys(google_bigquery_table.output) : "market-volume-test.elsewhere.${table}"], name
        )
      ]
    ]))
    error_message = "A view must read tables of this project's warehouse."
  }

  assert {
    condition = alltrue([
      for view in google_bigquery_table.view : alltrue([
        for source in regexall("(?:FROM|JOIN)\\s+(\\S)", one(view.view).query) : contains(["`", "("], source[0])
      ]) && can(regex("FROM `", one(view.view).query))
    ])
    error_message = "What a view reads must be named in full, or be a query in parentheses."
  }

  # What a view says, word by word, must be columns of the tables that are read, names given with AS,
  # or words of GoogleSQL. Its comments, texts and names of tables are left out.
  assert {
    condition = alltrue(flatten([
      for view in google_bigquery_table.view : [
        for word in regexall("[A-Za-z_][A-Za-z_0-9]*", replace(one(view.view).query, "/--.*|'[^']*'|`[^`]*`/", " ")) :
        contains(concat(
          flatten([
            for table in regexall("`[^`]+\\.([a-z_]+)`", one(view.view).query) :
            jsondecode(google_bigquery_table.output[table[0]].schema)[*].name
          ]),
          flatten(regexall("AS ([a-z_0-9]+)", one(view.view).query)),
          ["SELECT", "FROM", "LEFT", "JOIN", "ON", "USING", "WHERE", "GROUP", "ORDER", "BY", "DESC", "OVER"],
          ["AS", "AND", "BETWEEN", "IS", "NOT", "NULL", "CASE", "WHEN", "THEN", "ELSE", "END", "DATE", "STRING"],
          ["CAST", "CONCAT", "COUNT", "EXP", "FORMAT", "IF", "IFNULL", "MIN", "RANK", "ROUND", "SAFE_DIVIDE"],
        ), word)
      ]
    ]))
    error_message = "A view must select columns that its tables have."
  }

  assert {
    condition = alltrue([
      for name, view in google_bigquery_table.view :
      can(regex("WHERE (trade|start)_date >= DATE '2010-01-01'", one(view.view).query))
      if name != "v_top10_tickers"
    ])
    error_message = "The figures over time must begin in 2010."
  }
}
