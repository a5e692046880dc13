mock_provider "google" {
  source = "./tests/mocks"
}

variables {
  project_id          = "market-volume-test"
  environment         = "dev"
  deletion_protection = false
}

run "mage_starts_the_month" {
  variables {
    scheduled_by = "mage"
  }

  assert {
    condition     = length(google_workflows_workflow.monthly) == 0 && length(google_cloud_scheduler_job.monthly) == 0
    error_message = "Only one of the two may start the monthly run."
  }

  assert {
    condition     = length(google_compute_instance.mage) == 1
    error_message = "Mage, whose trigger starts the run, must have its VM."
  }
}

run "workflows_start_the_month" {
  variables {
    scheduled_by = "workflows"
  }

  assert {
    condition     = google_cloud_scheduler_job.monthly[0].schedule == "0 6 1 * *" && google_cloud_scheduler_job.monthly[0].time_zone == "Etc/UTC"
    error_message = "The run must start on the 1st at 06:00 UTC."
  }

  assert {
    condition     = one(one(google_cloud_scheduler_job.monthly[0].http_target).oauth_token).service_account_email == google_service_account.this["scheduler"].email
    error_message = "Cloud Scheduler must call as scheduler."
  }

  assert {
    condition     = length(google_compute_instance.mage) == 0
    error_message = "Mage, whose trigger would start the run too, must not be there."
  }

  assert {
    condition     = google_workflows_workflow.monthly[0].service_account == google_service_account.this["scheduler"].id
    error_message = "The workflow must run as scheduler."
  }
}

run "workflow_starts_the_same_batch" {
  variables {
    scheduled_by = "workflows"
  }

  assert {
    condition = jsonencode([
      for step in yamldecode(google_workflows_workflow.monthly[0].source_contents).main.steps : step.start.try.args.body if can(step.start)
    ][0]) == jsonencode(jsondecode(output.batch_request))
    error_message = "The workflow must start the batch that the outputs show."
  }

  assert {
    condition     = strcontains(google_workflows_workflow.monthly[0].source_contents, "\"sp500-\" + month")
    error_message = "A batch must be named after its month, so that a second start is harmless."
  }
}

run "nobody_starts_the_month_unless_asked" {
  assert {
    condition = (
      length(google_cloud_scheduler_job.monthly) == 0
      && length(google_workflows_workflow.monthly) == 0
      && length(google_compute_instance.mage) == 0
    )
    error_message = "By default nothing must run, and cost, by itself."
  }
}

run "batch_runs_on_java_17_and_ends_by_itself" {
  assert {
    condition     = jsondecode(output.batch_request).runtimeConfig.version == "2.3"
    error_message = "The class files need runtime 2.3 (or 2.2)."
  }

  assert {
    condition     = jsondecode(output.batch_request).environmentConfig.executionConfig.ttl == "7200s"
    error_message = "A batch that hangs must be ended."
  }

  assert {
    condition     = jsondecode(output.batch_request).runtimeConfig.properties["spark.dynamicAllocation.maxExecutors"] == "4"
    error_message = "A batch must have a greatest number of executors."
  }
}

# Spark's own class path comes first, and has an older Guava and Protobuf: volume-gcp must be the jar
# in which these have other names.
run "batch_has_all_its_jars" {
  assert {
    condition = jsondecode(output.batch_request).sparkBatch.mainJarFileUri == (
      "gs://market-volume-test-market-volume-lake/jars/0.1.0-SNAPSHOT/volume-examples-0.1.0-SNAPSHOT-app.jar"
    )
    error_message = "The main jar must be the application's."
  }

  assert {
    condition = jsondecode(output.batch_request).sparkBatch.jarFileUris == [
      "gs://market-volume-test-market-volume-lake/jars/0.1.0-SNAPSHOT/volume-gcp-0.1.0-SNAPSHOT-shaded.jar"
    ]
    error_message = "The batch must name volume-gcp's shaded jar, and nothing that the runtime has."
  }
}

run "jars_are_uploaded_to_where_a_batch_finds_them" {
  variables {
    application_version = "0.2.0"
    release             = "2025-02-01"
  }

  assert {
    condition = output.upload_command == join(" ", [
      "gcloud storage cp",
      "volume-examples/target/volume-examples-0.2.0-app.jar",
      "volume-gcp/target/volume-gcp-0.2.0-shaded.jar",
      "gs://market-volume-test-market-volume-lake/jars/2025-02-01/",
    ])
    error_message = "The command must copy what the build makes into the release's folder."
  }

  assert {
    condition = toset(concat(
      [jsondecode(output.batch_request).sparkBatch.mainJarFileUri],
      jsondecode(output.batch_request).sparkBatch.jarFileUris,
    )) == toset([for file in regexall("\\S+\\.jar", output.upload_command) : "${regex("gs://\\S+/$", output.upload_command)}${basename(file)}"])
    error_message = "What a batch names must be what the command uploads."
  }
}

run "batch_runs_from_the_lake_to_the_warehouse" {
  variables {
    dataset_id = "elsewhere"
    prices     = "ingested=2025-01-31/prices.csv"
  }

  assert {
    condition = jsondecode(output.batch_request).sparkBatch.args == [
      "run",
      "--input", "gs://market-volume-test-market-volume-lake/raw/ingested=2025-01-31/prices.csv",
      "--lake", "gs://market-volume-test-market-volume-lake",
      "--output", "gs://market-volume-test-market-volume-lake/curated/sp500/all",
      "--warehouse", "market-volume-test.elsewhere",
      "--project", "market-volume-test",
      "--overwrite",
    ]
    error_message = "The monthly run must read the lake's prices, and write lake and warehouse."
  }

  assert {
    condition     = output.warehouse == "market-volume-test.elsewhere"
    error_message = "The run must write the warehouse that the outputs show."
  }
}

run "batch_s_driver_prints_into_the_lake" {
  assert {
    condition     = jsondecode(output.batch_request).environmentConfig.executionConfig.stagingBucket == google_storage_bucket.lake.name
    error_message = "The reason of a failure must be where Mage may read it, in the lake."
  }
}

run "batch_command_says_all_of_the_request" {
  variables {
    application_arguments = ["run", "--tickers", "3", "it's"]
    spark_max_executors   = 2
  }

  assert {
    condition     = jsondecode(output.batch_request).sparkBatch.args == ["run", "--tickers", "3", "it's"]
    error_message = "application_arguments must reach the batch."
  }

  # Word by word, as a shell reads it.
  assert {
    condition = split(" ", replace(output.batch_command, "/ \\\\\n */", " ")) == tolist([
      "gcloud", "dataproc", "batches", "submit", "spark",
      "--project=market-volume-test", "--region=europe-west1",
      "--batch=sp500-$(date", "-u", "+%Y-%m)",
      "--version=2.3",
      "--jar=${jsondecode(output.batch_request).sparkBatch.mainJarFileUri}",
      "--jars=${join(",", jsondecode(output.batch_request).sparkBatch.jarFileUris)}",
      "--service-account=${google_service_account.this["spark"].email}",
      "--subnet=${google_compute_subnetwork.spark.id}",
      "--staging-bucket=market-volume-test-market-volume-lake",
      "--ttl=7200s",
      "--properties=spark.dynamicAllocation.maxExecutors=2",
      "--", "'run'", "'--tickers'", "'3'", "'it'\\''s'",
    ])
    error_message = "The command must start the batch of the request, and quote its arguments for a shell."
  }
}

run "tunnel_command_opens_mage" {
  variables {
    scheduled_by = "mage"
  }

  assert {
    condition     = output.mage_tunnel_command == "gcloud compute start-iap-tunnel market-volume-mage 6789 --local-host-port=localhost:6789 --zone=europe-west1-b --project=market-volume-test"
    error_message = "The command must open Mage's port of the VM."
  }
}

# As Looker Studio's Linking API reads it: a parameter for each part of each source.
run "report_link_has_a_source_for_each_view" {
  variables {
    report_template_id = "11111111-2222-3333-4444-555555555555"
  }

  assert {
    condition     = startswith(output.report_url, "https://lookerstudio.google.com/reporting/create?")
    error_message = "The link must lead to where Looker Studio makes reports."
  }

  assert {
    condition = {
      for parameter in split("&", split("?", output.report_url)[1]) :
      split("=", parameter)[0] => split("=", parameter)[1] if !startswith(parameter, "ds.")
      } == {
      "c.mode"       = "edit"
      "c.reportId"   = "11111111-2222-3333-4444-555555555555"
      "r.reportName" = "Market+volume+%28dev%29"
    }
    error_message = "The link must copy the template, and open it to be changed."
  }

  assert {
    condition = {
      for parameter in split("&", split("?", output.report_url)[1]) :
      split("=", parameter)[0] => split("=", parameter)[1] if startswith(parameter, "ds.")
      } == merge([
        for index, view in ["v_top10_tickers", "v_total_volume_per_day", "v_largest_volume_per_day", "v_anomalies", "v_shocks", "v_market_daily"] : {
          "ds.ds${index}.connector"      = "bigQuery"
          "ds.ds${index}.type"           = "TABLE"
          "ds.ds${index}.projectId"      = "market-volume-test"
          "ds.ds${index}.datasetId"      = "market_volume"
          "ds.ds${index}.tableId"        = view
          "ds.ds${index}.datasourceName" = ["Ten+most+traded+tickers", "Total+volume+per+day", "Largest+volume+per+day", "Anomalies", "Market+shocks", "Market+volume+and+shocks+per+day"][index]
        }
    ]...)
    error_message = "Each view must be a source of the report, under the template's alias."
  }

  # A view that is not there would be a source that shows an error.
  assert {
    condition = toset([for view in google_bigquery_table.view : view.table_id]) == toset([
      for parameter in regexall("tableId=(\\w+)", output.report_url) : parameter[0]
    ])
    error_message = "The sources must be the views of the warehouse."
  }
}

run "report_link_needs_no_template" {
  assert {
    condition     = !strcontains(output.report_url, "c.reportId")
    error_message = "Without a template the link must name none."
  }
}

run "no_budget_unless_asked" {
  assert {
    condition     = length(google_billing_budget.monthly) == 0
    error_message = "Without monthly_budget there must be no budget."
  }
}

run "budget_reports_before_the_money_is_spent" {
  variables {
    monthly_budget  = 25
    billing_account = "012345-6789AB-CDEF01"
  }

  assert {
    condition     = one(one(google_billing_budget.monthly[0].amount).specified_amount).units == "25"
    error_message = "The budget must be monthly_budget."
  }

  assert {
    condition = anytrue([
      for rule in google_billing_budget.monthly[0].threshold_rules : rule.spend_basis == "FORECASTED_SPEND"
    ])
    error_message = "One alert must be on the forecast."
  }

  assert {
    condition     = contains(keys(google_project_service.used), "billingbudgets.googleapis.com")
    error_message = "The budget needs its API."
  }
}
