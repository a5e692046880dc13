# Bars that arrive one by one: a topic for those who may send them, and a subscription that writes what
# they send to files, of which sp500 update takes some at a time. Nothing is made unless somebody is named.
#
# The files have a bucket of their own. Pub/Sub could not be kept out of the lake's jars/ but by a
# condition, and what is there runs as spark.
resource "google_pubsub_topic" "bars" {
  count = local.arriving ? 1 : 0

  name = "${local.name}-bars"

  depends_on = [google_project_service.used]
}

resource "google_pubsub_topic_iam_member" "publisher" {
  for_each = var.publishers

  topic  = google_pubsub_topic.bars[0].name
  role   = "roles/pubsub.publisher"
  member = each.key
}

resource "google_storage_bucket" "arriving" {
  count = local.arriving ? 1 : 0

  name     = "${var.project_id}-${local.name}-arriving"
  location = var.location

  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  force_destroy = !var.deletion_protection

  # An update keeps the bars that it has taken. No file is ever replaced.
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age = 90
    }
  }

  depends_on = [google_project_service.used]
}

# What Pub/Sub asks of a bucket before it writes there. The predefined role for it also lists the objects.
resource "google_project_iam_custom_role" "bucket_looker" {
  count = local.arriving ? 1 : 0

  role_id     = "marketVolumeBucketLooker"
  title       = "Market volume bucket looker"
  description = "Looks whether a bucket is there."
  permissions = ["storage.buckets.get"]

  depends_on = [google_project_service.used]
}

resource "google_storage_bucket_iam_member" "pubsub" {
  for_each = local.arriving ? {
    creates = "roles/storage.objectCreator"
    looks   = google_project_iam_custom_role.bucket_looker[0].id
  } : {}

  bucket = google_storage_bucket.arriving[0].name
  role   = each.value
  member = "serviceAccount:service-${data.google_project.this[0].number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}

resource "google_pubsub_subscription" "arriving" {
  count = local.arriving ? 1 : 0

  name  = "${local.name}-arriving"
  topic = google_pubsub_topic.bars[0].id

  # What could not be written, because the bucket or a right was missing, waits a week.
  message_retention_duration = "604800s"

  # It stays, though nothing comes for a month.
  expiration_policy {
    ttl = ""
  }

  # Without a format, a file has the messages as they are, a line each.
  cloud_storage_config {
    bucket                   = google_storage_bucket.arriving[0].name
    filename_datetime_format = "YYYY-MM-DD/hh_mm_ssZ"
    filename_suffix          = ".lines"
    max_duration             = "300s"
  }

  depends_on = [google_storage_bucket_iam_member.pubsub]
}
