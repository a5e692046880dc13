mock_provider "google" {
  source = "./tests/mocks"
}

variables {
  project_id          = "market-volume-test"
  environment         = "dev"
  deletion_protection = false
}

run "lake_is_closed_to_the_public" {
  assert {
    condition     = google_storage_bucket.lake.public_access_prevention == "enforced"
    error_message = "The lake must enforce the prevention of public access."
  }
}

run "lake_has_uniform_access" {
  assert {
    condition     = google_storage_bucket.lake.uniform_bucket_level_access
    error_message = "The lake must take its rights from IAM alone."
  }
}

run "lake_keeps_what_is_overwritten" {
  assert {
    condition     = google_storage_bucket.lake.versioning[0].enabled
    error_message = "An overwritten price file must be recoverable: versioning is to be on."
  }

  assert {
    condition     = google_storage_bucket.lake.soft_delete_policy[0].retention_duration_seconds >= 604800
    error_message = "A deleted object must be recoverable for a week."
  }
}

run "lake_deletes_what_passes_through_and_never_raw_prices" {
  assert {
    condition = length([
      for rule in google_storage_bucket.lake.lifecycle_rule : rule
      if one(rule.action).type == "Delete" && contains(coalesce(one(rule.condition).matches_prefix, []), "tmp/")
    ]) == 1
    error_message = "tmp/ must be emptied by a rule."
  }

  # A rule that deletes is about tmp/, or about versions that have been replaced.
  assert {
    condition = alltrue([
      for rule in google_storage_bucket.lake.lifecycle_rule :
      coalesce(one(rule.condition).matches_prefix, []) == tolist(["tmp/"]) || one(rule.condition).with_state == "ARCHIVED"
      if one(rule.action).type == "Delete"
    ])
    error_message = "No rule may delete live objects outside of tmp/."
  }
}

run "lake_moves_raw_prices_to_nearline" {
  variables {
    raw_nearline_after_days = 120
  }

  assert {
    condition = [
      for rule in google_storage_bucket.lake.lifecycle_rule : one(rule.condition).age
      if one(rule.action).storage_class == "NEARLINE" && contains(coalesce(one(rule.condition).matches_prefix, []), "raw/")
    ] == [120]
    error_message = "raw/ must move to NEARLINE after raw_nearline_after_days."
  }
}
