resource "google_bigquery_dataset" "warehouse" {
  dataset_id  = var.dataset_id
  location    = var.location
  description = "Market volume: what the pipeline publishes, and the views that the report shows."

  # Views and tables are replaced by runs, so a week of time travel is the undo.
  max_time_travel_hours      = 168
  delete_contents_on_destroy = !var.deletion_protection

  depends_on = [google_project_service.used]
}

resource "google_bigquery_table" "output" {
  for_each = local.tables

  dataset_id  = google_bigquery_dataset.warehouse.dataset_id
  table_id    = each.key
  description = each.value.description
  schema      = file("${path.module}/schemas/${each.key}.json")

  # By month: daily partitions of 16 years are more than the 4,000 that one job may write, and a
  # day of 500 rows is far below what a partition is worth.
  dynamic "time_partitioning" {
    for_each = each.value.partition == null ? [] : [each.value.partition]
    content {
      type  = "MONTH"
      field = time_partitioning.value
    }
  }

  # Within a month, questions are about one ticker.
  clustering = each.value.cluster

  deletion_protection = var.deletion_protection
}

resource "google_bigquery_table" "view" {
  for_each = local.views

  dataset_id  = google_bigquery_dataset.warehouse.dataset_id
  table_id    = each.key
  description = each.value.description

  view {
    # The application puts the same views after a run, from the same files, and so changes nothing.
    query = templatefile("${path.module}/templates/views/${each.key}.sql", {
      dataset = local.warehouse
    })
    # Without this the provider makes a view of legacy SQL, in which these names do not parse.
    use_legacy_sql = false
  }

  # A view has no data: it can be made again at any time.
  deletion_protection = false

  # BigQuery refuses a view of a table that is not there yet.
  depends_on = [google_bigquery_table.output]
}
