resource "google_compute_instance" "mage" {
  count = local.by_mage ? 1 : 0

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
      # What the pipeline in the image asks for. No secret is among it, and there is none.
      variables = {
        VOLUME_ENGINE          = "serverless"
        VOLUME_SOURCE          = local.prices
        VOLUME_LAKE            = "gs://${local.lake}"
        VOLUME_PROJECT         = var.project_id
        VOLUME_REGION          = var.region
        VOLUME_WAREHOUSE       = local.warehouse
        VOLUME_JAR             = local.batch.sparkBatch.mainJarFileUri
        VOLUME_JARS            = join(",", local.batch.sparkBatch.jarFileUris)
        VOLUME_SERVICE_ACCOUNT = local.batch.environmentConfig.executionConfig.serviceAccount
        VOLUME_SUBNETWORK      = local.batch.environmentConfig.executionConfig.subnetworkUri
        VOLUME_STAGING_BUCKET  = local.batch.environmentConfig.executionConfig.stagingBucket
        VOLUME_TTL             = local.batch.environmentConfig.executionConfig.ttl
        VOLUME_RUNTIME_VERSION = local.batch.runtimeConfig.version
        VOLUME_MAX_EXECUTORS   = local.batch.runtimeConfig.properties["spark.dynamicAllocation.maxExecutors"]
        # Whoever comes in has shown Google who they are. A second password would have to lie somewhere.
        REQUIRE_USER_AUTHENTICATION = "0"
      }
    })
  }

  deletion_protection       = var.deletion_protection
  allow_stopping_for_update = true
}
