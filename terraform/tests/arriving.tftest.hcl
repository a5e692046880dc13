mock_provider "google" {
  source = "./tests/mocks"

  mock_data "google_project" {
    defaults = {
      number = "123456789012"
    }
  }
}

variables {
  project_id          = "market-volume-test"
  environment         = "dev"
  deletion_protection = false
  publishers          = ["serviceAccount:vendor@example.iam.gserviceaccount.com", "user:ada@example.com"]
}

run "nothing_arrives_unless_somebody_may_send" {
  variables {
    publishers = []
  }

  assert {
    condition = (
      length(google_pubsub_topic.bars) + length(google_pubsub_subscription.arriving) + length(google_storage_bucket.arriving)
      + length(google_storage_bucket_iam_member.pubsub) + length(google_project_iam_custom_role.bucket_looker) == 0
    )
    error_message = "Without publishers there must be no topic, no bucket and no right."
  }

  assert {
    condition     = !contains(keys(google_project_service.used), "pubsub.googleapis.com") && output.arriving == null
    error_message = "Without publishers Pub/Sub is not used."
  }
}

run "publishers_send_bars_and_nobody_else_does" {
  assert {
    condition = { for who, granted in google_pubsub_topic_iam_member.publisher : who => "${granted.topic} ${granted.role} ${granted.member}" } == {
      for who in var.publishers : who => "market-volume-bars roles/pubsub.publisher ${who}"
    }
    error_message = "Those who are named may publish to the topic, and no more."
  }
}

run "bars_are_written_to_files_as_they_came" {
  assert {
    condition = (
      google_pubsub_subscription.arriving[0].topic == google_pubsub_topic.bars[0].id
      && one(google_pubsub_subscription.arriving[0].cloud_storage_config).bucket == google_storage_bucket.arriving[0].name
    )
    error_message = "The subscription must write the topic's messages to the bucket."
  }

  assert {
    condition     = length(one(google_pubsub_subscription.arriving[0].cloud_storage_config).avro_config) == 0
    error_message = "Messages must be written as they are, a line each."
  }

  # A folder for each day, so that a month can be named.
  assert {
    condition     = startswith(one(google_pubsub_subscription.arriving[0].cloud_storage_config).filename_datetime_format, "YYYY-MM-DD/")
    error_message = "Files must be in folders by day."
  }

  assert {
    condition     = contains(keys(google_project_service.used), "pubsub.googleapis.com")
    error_message = "Pub/Sub must be switched on."
  }
}

run "bars_wait_for_a_bucket_and_the_subscription_for_bars" {
  assert {
    condition     = google_pubsub_subscription.arriving[0].message_retention_duration == "604800s"
    error_message = "What cannot be written must be kept as long as Pub/Sub keeps anything."
  }

  assert {
    condition     = one(google_pubsub_subscription.arriving[0].expiration_policy).ttl == ""
    error_message = "A subscription that is idle for a month must stay."
  }
}

run "arriving_files_are_closed_to_the_public" {
  assert {
    condition     = google_storage_bucket.arriving[0].public_access_prevention == "enforced" && google_storage_bucket.arriving[0].uniform_bucket_level_access
    error_message = "The bucket must enforce the prevention of public access, and take its rights from IAM alone."
  }
}

run "pubsub_writes_new_files_and_no_more" {
  assert {
    condition = { for what, granted in google_storage_bucket_iam_member.pubsub : what => granted.role } == {
      creates = "roles/storage.objectCreator"
      looks   = google_project_iam_custom_role.bucket_looker[0].id
    }
    error_message = "Pub/Sub may create files and look at their bucket."
  }

  assert {
    condition     = google_project_iam_custom_role.bucket_looker[0].permissions == toset(["storage.buckets.get"])
    error_message = "Who looks at a bucket must not list it."
  }

  assert {
    condition = alltrue([
      for granted in google_storage_bucket_iam_member.pubsub :
      granted.member == "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com"
      && granted.bucket == google_storage_bucket.arriving[0].name
    ])
    error_message = "The rights must be those of Pub/Sub's own agent, on this bucket alone."
  }

  assert {
    condition     = google_storage_bucket.arriving[0].name != google_storage_bucket.lake.name
    error_message = "Pub/Sub must not write into the lake, whose jars run as spark."
  }
}

run "arriving_files_of_prod_stay" {
  command = plan

  variables {
    environment         = "prod"
    deletion_protection = true
  }

  assert {
    condition     = google_storage_bucket.arriving[0].force_destroy == false
    error_message = "A bucket with bars in it must not be destroyed in prod."
  }
}

run "refuses_everybody_as_a_publisher" {
  command = plan

  variables {
    publishers = ["allUsers"]
  }

  expect_failures = [var.publishers]
}
