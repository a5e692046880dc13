# An account for each part, each with what its part does and no more. Nobody has a key file: the VM,
# Dataproc, Workflows and Looker Studio get short-lived tokens from Google themselves.
locals {
  accounts = {
    spark     = "Runs the batches: reads the lake, writes the warehouse"
    mage      = "Runs Mage: starts batches, brings prices into the lake"
    report    = "Reads the views for the report"
    scheduler = "Starts the monthly batch where Mage does not"
  }

  # What can only be granted on the project. All else is granted on the one thing it is about.
  project_roles = {
    spark     = ["roles/bigquery.jobUser", "roles/dataproc.worker"]
    mage      = ["roles/bigquery.jobUser", "roles/logging.logWriter"]
    report    = ["roles/bigquery.jobUser"]
    scheduler = ["roles/logging.logWriter", "roles/workflows.invoker"]
  }

  # Who may start a batch, and so may act as the account that it runs as.
  submitters = toset(["mage", "scheduler"])
}

resource "google_service_account" "this" {
  for_each = local.accounts

  account_id   = "${local.name}-${each.key}"
  display_name = "${local.name} ${each.key}"
  description  = each.value

  depends_on = [google_project_service.used]
}

resource "google_project_iam_member" "account" {
  for_each = merge([
    for account, roles in local.project_roles : { for role in roles : "${account} ${role}" => { account = account, role = role } }
  ]...)

  project = var.project_id
  role    = each.value.role
  member  = google_service_account.this[each.value.account].member
}

# dataproc.editor could also make clusters and delete what others run.
resource "google_project_iam_custom_role" "batch_submitter" {
  role_id     = "marketVolumeBatchSubmitter"
  title       = "Market volume batch submitter"
  description = "Starts batches and looks how they are."
  permissions = [
    "dataproc.batches.create",
    "dataproc.batches.get",
    "dataproc.batches.list",
    "dataproc.operations.get",
  ]

  depends_on = [google_project_service.used]
}

resource "google_project_iam_member" "batch_submitter" {
  for_each = local.submitters

  project = var.project_id
  role    = google_project_iam_custom_role.batch_submitter.id
  member  = google_service_account.this[each.key].member
}

# On the spark account alone. Granted on the project it would lend every account there is.
resource "google_service_account_iam_member" "acts_as_spark" {
  for_each = local.submitters

  service_account_id = google_service_account.this["spark"].name
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.this[each.key].member
}

resource "google_storage_bucket_iam_member" "spark" {
  bucket = google_storage_bucket.lake.name
  role   = "roles/storage.objectUser"
  member = google_service_account.this["spark"].member
}

resource "google_storage_bucket_iam_member" "mage_reads" {
  bucket = google_storage_bucket.lake.name
  role   = "roles/storage.objectViewer"
  member = google_service_account.this["mage"].member
}

# Mage brings prices. It must not be able to replace the jar that runs as spark.
resource "google_storage_bucket_iam_member" "mage_writes_raw" {
  bucket = google_storage_bucket.lake.name
  role   = "roles/storage.objectUser"
  member = google_service_account.this["mage"].member

  condition {
    title      = "raw prices only"
    expression = "resource.name.startsWith(\"projects/_/buckets/${local.lake}/objects/raw/\")"
  }
}

# Nor the results. It lists them, in a manifest beside them.
resource "google_storage_bucket_iam_member" "mage_writes_manifests" {
  bucket = google_storage_bucket.lake.name
  role   = "roles/storage.objectUser"
  member = google_service_account.this["mage"].member

  condition {
    title      = "manifests only"
    expression = "resource.name.startsWith(\"projects/_/buckets/${local.lake}/objects/curated/\") && resource.name.endsWith(\"/manifest.json\")"
  }
}

resource "google_bigquery_dataset_iam_member" "warehouse" {
  for_each = {
    spark  = "roles/bigquery.dataEditor"
    mage   = "roles/bigquery.dataViewer"
    report = "roles/bigquery.dataViewer"
  }

  dataset_id = google_bigquery_dataset.warehouse.dataset_id
  role       = each.value
  member     = google_service_account.this[each.key].member
}

resource "google_artifact_registry_repository_iam_member" "mage" {
  location   = google_artifact_registry_repository.images.location
  repository = google_artifact_registry_repository.images.name
  role       = "roles/artifactregistry.reader"
  member     = google_service_account.this["mage"].member
}

# Looker Studio reads as the report account, by tokens that Google makes for it.
resource "google_service_account_iam_member" "report_agent" {
  count = var.report_service_agent == null ? 0 : 1

  service_account_id = google_service_account.this["report"].name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = "serviceAccount:${var.report_service_agent}"
}

# Operators reach Mage's page. A shell needs more, and is for those who run the project.
resource "google_iap_tunnel_instance_iam_member" "operator" {
  for_each = local.by_mage ? var.operators : []

  zone     = google_compute_instance.mage[0].zone
  instance = google_compute_instance.mage[0].name
  role     = "roles/iap.tunnelResourceAccessor"
  member   = each.key

  condition {
    title      = "Mage only"
    expression = "destination.port == 6789"
  }
}
