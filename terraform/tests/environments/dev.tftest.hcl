# With -var-file=env/dev.tfvars, as check.sh runs it.
mock_provider "google" {
  source = "./tests/mocks"
}

variables {
  project_id = "market-volume-test"
}

run "dev_can_be_thrown_away_and_has_mage" {
  command = plan

  assert {
    condition     = var.environment == "dev" && google_storage_bucket.lake.force_destroy
    error_message = "dev must be possible to throw away."
  }

  assert {
    condition     = length(google_compute_instance.mage) == 1 && length(google_cloud_scheduler_job.monthly) == 0
    error_message = "In dev Mage must start the month."
  }
}
