output "lake" {
  description = "The lake. Prices go to raw/, the jars to jars/."
  value       = "gs://${google_storage_bucket.lake.name}"
}

output "warehouse" {
  description = "The dataset with the tables and views."
  value       = local.warehouse
}

output "service_accounts" {
  description = "The accounts, by what they are for."
  value       = { for name, account in google_service_account.this : name => account.email }
}

output "upload_command" {
  description = "Puts the jars, built in a clone, where a batch finds them."
  value       = "gcloud storage cp ${join(" ", values(local.jars))} ${local.jars_folder}"
}

output "batch_command" {
  description = "Runs the pipeline once, by hand."
  value       = local.batch_command
}

output "batch_request" {
  description = "The same batch for the REST API: POST it to batches_url, with ?batchId=."
  value       = jsonencode(local.batch)
}

output "batches_url" {
  description = "Where batch_request goes."
  value       = local.batches_url
}

output "image" {
  description = "What to tag and push the image of Mage as, before the VM starts."
  value       = local.image
}

output "mage_tunnel_command" {
  description = "Opens Mage at http://localhost:6789. null without its VM."
  value       = local.by_mage ? "gcloud compute start-iap-tunnel ${google_compute_instance.mage[0].name} 6789 --local-host-port=localhost:6789 --zone=${google_compute_instance.mage[0].zone} --project=${var.project_id}" : null
}

output "workflow_command" {
  description = "Starts the monthly run now. null unless it is scheduled by workflows."
  value       = local.by_workflows ? "gcloud workflows run ${google_workflows_workflow.monthly[0].name} --location=${var.region} --project=${var.project_id} --data='{}'" : null
}

output "arriving" {
  description = "Where bars are sent to, and where they are then. null without publishers."
  value       = local.arriving ? { topic = google_pubsub_topic.bars[0].id, files = "gs://${google_storage_bucket.arriving[0].name}" } : null
}

output "report_url" {
  description = "Makes the report in Looker Studio, with the views as its sources."
  value       = "https://${var.report_host}/reporting/create?${join("&", [for key, value in local.report_parameters : "${key}=${urlencode(value)}"])}"
}
