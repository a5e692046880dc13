# The way without a VM: Cloud Scheduler starts a workflow, which starts the batch and waits for it.
resource "google_workflows_workflow" "monthly" {
  count = local.by_workflows ? 1 : 0

  name            = "${local.name}-monthly"
  region          = var.region
  description     = "Runs the pipeline for a month, once."
  service_account = google_service_account.this["scheduler"].id
  call_log_level  = "LOG_ERRORS_ONLY"

  source_contents = templatefile("${path.module}/templates/monthly_batch.yaml", {
    batches_url = local.batches_url
    batch       = jsonencode(local.batch)
  })

  deletion_protection = var.deletion_protection

  depends_on = [google_project_service.used]
}

resource "google_cloud_scheduler_job" "monthly" {
  count = local.by_workflows ? 1 : 0

  name        = "${local.name}-monthly"
  region      = var.region
  description = "Starts the monthly run."
  schedule    = var.schedule
  time_zone   = "Etc/UTC"

  # A start that was not heard is repeated. That is safe: a month has one batch, whoever asks for it.
  retry_config {
    retry_count          = 3
    min_backoff_duration = "60s"
  }

  http_target {
    http_method = "POST"
    uri         = "https://workflowexecutions.googleapis.com/v1/${google_workflows_workflow.monthly[0].id}/executions"
    headers     = { "Content-Type" = "application/json" }
    body        = base64encode(jsonencode({ argument = "{}" }))

    oauth_token {
      service_account_email = google_service_account.this["scheduler"].email
    }
  }
}
