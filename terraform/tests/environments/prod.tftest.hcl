# With -var-file=env/prod.tfvars, as check.sh runs it.
mock_provider "google" {
  source = "./tests/mocks"
}

variables {
  project_id = "market-volume-test"
}

run "prod_is_protected_and_has_no_vm" {
  command = plan

  assert {
    condition = (
      var.environment == "prod"
      && !google_storage_bucket.lake.force_destroy
      && alltrue([for table in google_bigquery_table.output : table.deletion_protection])
    )
    error_message = "prod must refuse to be destroyed."
  }

  assert {
    condition     = length(google_compute_instance.mage) == 0 && length(google_cloud_scheduler_job.monthly) == 1
    error_message = "In prod Cloud Scheduler must start the month, without a VM."
  }
}
