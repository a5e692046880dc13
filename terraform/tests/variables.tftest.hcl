# A variable that cannot be right is refused before anything is made, and each refusal has a run here.
mock_provider "google" {
  source = "./tests/mocks"
}

variables {
  project_id  = "market-volume-test"
  environment = "dev"
}

run "refuses_project_id" {
  command = plan

  variables {
    project_id = "Has-Capitals"
  }

  expect_failures = [var.project_id]
}

run "refuses_environment" {
  command = plan

  variables {
    environment = "staging"
  }

  expect_failures = [var.environment]
}

run "refuses_region" {
  command = plan

  variables {
    region = "europe-west1-b"
  }

  expect_failures = [var.region]
}

run "refuses_location" {
  command = plan

  variables {
    location = "ASIA PACIFIC"
  }

  expect_failures = [var.location]
}

run "refuses_dataset_id" {
  command = plan

  variables {
    dataset_id = "market-volume"
  }

  expect_failures = [var.dataset_id]
}

run "refuses_raw_nearline_after_days" {
  command = plan

  variables {
    raw_nearline_after_days = 7
  }

  expect_failures = [var.raw_nearline_after_days]
}

run "refuses_application_version" {
  command = plan

  variables {
    application_version = "latest"
  }

  expect_failures = [var.application_version]
}

run "refuses_release" {
  command = plan

  variables {
    release = "jars/2025-01"
  }

  expect_failures = [var.release]
}

run "refuses_prices" {
  command = plan

  variables {
    prices = "gs://bucket/raw/prices.csv.gz"
  }

  expect_failures = [var.prices]
}

run "refuses_spark_runtime" {
  command = plan

  variables {
    spark_runtime = "3.0"
  }

  expect_failures = [var.spark_runtime]
}

run "refuses_spark_max_executors" {
  command = plan

  variables {
    spark_max_executors = 1
  }

  expect_failures = [var.spark_max_executors]
}

run "refuses_scheduled_by" {
  command = plan

  variables {
    scheduled_by = "cron"
  }

  expect_failures = [var.scheduled_by]
}

run "refuses_schedule" {
  command = plan

  variables {
    schedule = "monthly"
  }

  expect_failures = [var.schedule]
}

run "refuses_mage_machine_type" {
  command = plan

  variables {
    mage_machine_type = "a2-highgpu-1g"
  }

  expect_failures = [var.mage_machine_type]
}

run "refuses_mage_image" {
  command = plan

  variables {
    mage_image = "mage:latest"
  }

  expect_failures = [var.mage_image]
}

run "refuses_operators" {
  command = plan

  variables {
    operators = ["allUsers"]
  }

  expect_failures = [var.operators]
}

run "refuses_report_template_id" {
  command = plan

  variables {
    report_template_id = "short"
  }

  expect_failures = [var.report_template_id]
}

run "refuses_report_host" {
  command = plan

  variables {
    report_host = "https://example.com"
  }

  expect_failures = [var.report_host]
}

run "refuses_report_service_agent" {
  command = plan

  variables {
    report_service_agent = "ada@example.com"
  }

  expect_failures = [var.report_service_agent]
}

run "refuses_billing_account" {
  command = plan

  variables {
    billing_account = "my-account"
  }

  expect_failures = [var.billing_account]
}

run "refuses_a_budget_of_nothing" {
  command = plan

  variables {
    monthly_budget  = 0
    billing_account = "012345-6789AB-CDEF01"
  }

  expect_failures = [var.monthly_budget]
}

run "refuses_a_budget_without_an_account" {
  command = plan

  variables {
    monthly_budget = 25
  }

  expect_failures = [var.monthly_budget]
}
