mock_provider "google" {
  source = "./tests/mocks"
}

variables {
  project_id  = "market-volume-test"
  environment = "prod"
}

run "prod_refuses_to_be_destroyed" {
  # Else the test itself could not clean up: it makes what it must not be able to destroy.
  command = plan

  variables {
    scheduled_by = "workflows"
  }

  assert {
    condition     = alltrue([for table in google_bigquery_table.output : table.deletion_protection])
    error_message = "Tables of prod must be protected."
  }

  assert {
    condition     = google_storage_bucket.lake.force_destroy == false
    error_message = "A lake with prices in it must not be destroyed in prod."
  }

  assert {
    condition     = google_bigquery_dataset.warehouse.delete_contents_on_destroy == false
    error_message = "A dataset with tables in it must not be destroyed in prod."
  }

  assert {
    condition     = google_workflows_workflow.monthly[0].deletion_protection
    error_message = "The workflow of prod must be protected."
  }
}

run "prod_s_vm_refuses_to_be_destroyed" {
  command = plan

  variables {
    scheduled_by = "mage"
  }

  assert {
    condition     = google_compute_instance.mage[0].deletion_protection
    error_message = "The VM of prod must be protected."
  }
}

run "prod_cannot_ask_for_less" {
  command = plan

  variables {
    deletion_protection = false
  }

  expect_failures = [var.deletion_protection]
}

run "dev_can_be_thrown_away" {
  command = plan

  variables {
    environment         = "dev"
    deletion_protection = false
    scheduled_by        = "mage"
  }

  assert {
    condition = (
      google_storage_bucket.lake.force_destroy
      && google_bigquery_dataset.warehouse.delete_contents_on_destroy
      && !anytrue([for table in google_bigquery_table.output : table.deletion_protection])
      && !google_compute_instance.mage[0].deletion_protection
    )
    error_message = "deletion_protection = false must leave nothing that a destroy stops at."
  }
}

# What a destroy of the project's own APIs would break is not ours.
run "apis_stay_when_this_goes" {
  command = plan

  assert {
    condition     = alltrue([for api in google_project_service.used : api.disable_on_destroy == false])
    error_message = "An API must stay on: something else may use it."
  }
}
