# What Google would say of the things it makes, where the rest of the configuration depends on the form
# or has to tell one thing from another. All else that is computed is made up by Terraform.

override_resource {
  target = google_service_account.this["spark"]
  values = {
    id     = "projects/market-volume-test/serviceAccounts/market-volume-spark@market-volume-test.iam.gserviceaccount.com"
    name   = "projects/market-volume-test/serviceAccounts/market-volume-spark@market-volume-test.iam.gserviceaccount.com"
    email  = "market-volume-spark@market-volume-test.iam.gserviceaccount.com"
    member = "serviceAccount:market-volume-spark@market-volume-test.iam.gserviceaccount.com"
  }
}

override_resource {
  target = google_service_account.this["mage"]
  values = {
    id     = "projects/market-volume-test/serviceAccounts/market-volume-mage@market-volume-test.iam.gserviceaccount.com"
    name   = "projects/market-volume-test/serviceAccounts/market-volume-mage@market-volume-test.iam.gserviceaccount.com"
    email  = "market-volume-mage@market-volume-test.iam.gserviceaccount.com"
    member = "serviceAccount:market-volume-mage@market-volume-test.iam.gserviceaccount.com"
  }
}

override_resource {
  target = google_service_account.this["report"]
  values = {
    id     = "projects/market-volume-test/serviceAccounts/market-volume-report@market-volume-test.iam.gserviceaccount.com"
    name   = "projects/market-volume-test/serviceAccounts/market-volume-report@market-volume-test.iam.gserviceaccount.com"
    email  = "market-volume-report@market-volume-test.iam.gserviceaccount.com"
    member = "serviceAccount:market-volume-report@market-volume-test.iam.gserviceaccount.com"
  }
}

override_resource {
  target = google_service_account.this["scheduler"]
  values = {
    id     = "projects/market-volume-test/serviceAccounts/market-volume-scheduler@market-volume-test.iam.gserviceaccount.com"
    name   = "projects/market-volume-test/serviceAccounts/market-volume-scheduler@market-volume-test.iam.gserviceaccount.com"
    email  = "market-volume-scheduler@market-volume-test.iam.gserviceaccount.com"
    member = "serviceAccount:market-volume-scheduler@market-volume-test.iam.gserviceaccount.com"
  }
}

override_resource {
  target = google_compute_subnetwork.spark
  values = {
    id = "projects/market-volume-test/regions/europe-west1/subnetworks/market-volume-spark"
  }
}

override_resource {
  target = google_compute_subnetwork.mage
  values = {
    id = "projects/market-volume-test/regions/europe-west1/subnetworks/market-volume-mage"
  }
}

override_resource {
  target = google_project_iam_custom_role.batch_submitter
  values = {
    id = "projects/market-volume-test/roles/marketVolumeBatchSubmitter"
  }
}
