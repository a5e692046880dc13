resource "google_compute_instance" "mage" {
  count = var.mage_vm ? 1 : 0

  name         = "${local.name}-mage"
  zone         = "${var.region}-b"
  machine_type = var.mage_machine_type
  tags         = [local.mage_tag]

  boot_disk {
    initialize_params {
      # Made to run containers: a read-only system that updates itself.
      image = "projects/cos-cloud/global/images/family/cos-stable"
      size  = 20
      type  = "pd-balanced"
    }
  }

  # Without an access_config the VM has no external address.
  network_interface {
    subnetwork = google_compute_subnetwork.mage.id
  }

  shielded_instance_config {
    enable_secure_boot          = true
    enable_vtpm                 = true
    enable_integrity_monitoring = true
  }

  # The scope is wide because the account is narrow: IAM is what limits it.
  service_account {
    email  = google_service_account.this["mage"].email
    scopes = ["https://www.googleapis.com/auth/cloud-platform"]
  }

  metadata = {
    # A login is then a Google account with a right, not a key that somebody once put into the project.
    enable-oslogin         = "TRUE"
    block-project-ssh-keys = "TRUE"
    serial-port-enable     = "FALSE"
    google-logging-enabled = "true"

    startup-script = templatefile("${path.module}/templates/mage_startup.sh", {
      image    = local.image
      registry = "${var.region}-docker.pkg.dev"
      variables = {
        GOOGLE_CLOUD_PROJECT = var.project_id
        LAKE_BUCKET          = local.lake
        WAREHOUSE_DATASET    = var.dataset_id
        SPARK_BATCHES_URL    = local.batches_url
        SPARK_BATCH          = jsonencode(local.batch)
        MONTHLY_TRIGGER      = var.scheduled_by == "mage" ? "active" : "inactive"
      }
    })
  }

  deletion_protection       = var.deletion_protection
  allow_stopping_for_update = true
}
