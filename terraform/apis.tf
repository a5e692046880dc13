resource "google_project_service" "used" {
  for_each = toset(concat(
    [
      "artifactregistry.googleapis.com",
      "bigquery.googleapis.com",
      "bigquerystorage.googleapis.com",
      "compute.googleapis.com",
      "dataproc.googleapis.com",
      "iam.googleapis.com",
      "iamcredentials.googleapis.com",
      "iap.googleapis.com",
      "logging.googleapis.com",
      "storage.googleapis.com",
    ],
    local.by_workflows ? ["cloudscheduler.googleapis.com", "workflows.googleapis.com", "workflowexecutions.googleapis.com"] : [],
    local.arriving ? ["pubsub.googleapis.com"] : [],
    var.monthly_budget == null ? [] : ["billingbudgets.googleapis.com"],
  ))

  service = each.value

  # Something else in the project may use it too.
  disable_on_destroy = false
}
