# The lake: raw/ (prices as they came), bars/ (the same, checked, as Parquet), curated/ (what runs
# publish), jars/ (the application), tmp/ (what a load passes through).
resource "google_storage_bucket" "lake" {
  name     = local.lake
  location = var.location

  # Rights are then said in one place only, by IAM: an object's own list could make it public.
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  force_destroy = !var.deletion_protection

  # Prices are fetched once, and vendors correct or withdraw them: an overwrite must be undoable.
  versioning {
    enabled = true
  }

  soft_delete_policy {
    retention_duration_seconds = 7 * 24 * 60 * 60
  }

  # What a run has left behind is of no use to the next one.
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age            = 7
      matches_prefix = ["tmp/"]
    }
  }

  lifecycle_rule {
    action {
      type          = "SetStorageClass"
      storage_class = "NEARLINE"
    }
    condition {
      age                   = var.raw_nearline_after_days
      matches_prefix        = ["raw/"]
      matches_storage_class = ["STANDARD"]
    }
  }

  # Without this, versioning keeps every replaced jar and file for ever, and bills it.
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      days_since_noncurrent_time = 90
      with_state                 = "ARCHIVED"
    }
  }

  lifecycle_rule {
    action {
      type = "AbortIncompleteMultipartUpload"
    }
    condition {
      age = 7
    }
  }

  depends_on = [google_project_service.used]
}
