# A batch is one run, and Terraform keeps what lasts: it makes no batches, and says here what one is.
locals {
  # What a batch is made of, as the build makes it in a clone: the application, and what it reads and
  # writes Google Cloud with. Spark and its connectors of Cloud Storage and BigQuery are in the runtime.
  jars = {
    application = "volume-examples/target/volume-examples-${var.application_version}-app.jar"
    cloud       = "volume-gcp/target/volume-gcp-${var.application_version}-shaded.jar"
  }

  jars_folder = "gs://${local.lake}/jars/${coalesce(var.release, var.application_version)}/"
  jar_uris    = { for name, file in local.jars : name => "${local.jars_folder}${basename(file)}" }

  # One batch, said once: the command for people and the workflow start this one, and Mage is told its parts.
  batch = {
    sparkBatch = {
      mainJarFileUri = local.jar_uris.application
      jarFileUris    = [for name, uri in local.jar_uris : uri if name != "application"]
      args           = coalesce(var.application_arguments, local.monthly_run)
    }
    runtimeConfig = {
      version = var.spark_runtime
      properties = {
        "spark.dynamicAllocation.maxExecutors" = tostring(var.spark_max_executors)
      }
    }
    environmentConfig = {
      executionConfig = {
        serviceAccount = google_service_account.this["spark"].email
        subnetworkUri  = google_compute_subnetwork.spark.id
        # What the driver prints goes there, and Mage, which reads the lake, finds the reason of a failure.
        stagingBucket = local.lake
        # A run takes minutes. One that hangs is not to run, and cost, until somebody looks.
        ttl = "7200s"
      }
    }
    labels = {
      application = local.name
      environment = var.environment
    }
  }

  warehouse = "${var.project_id}.${var.dataset_id}"

  prices = "gs://${local.lake}/raw/${var.prices}"

  monthly_run = [
    "run",
    "--input", local.prices,
    "--lake", "gs://${local.lake}",
    "--output", "gs://${local.lake}/curated/sp500/all",
    "--warehouse", local.warehouse,
    "--project", var.project_id,
    "--overwrite",
  ]

  batches_url = "https://dataproc.googleapis.com/v1/projects/${var.project_id}/locations/${var.region}/batches"

  batch_command = join(" \\\n  ", concat(
    [
      "gcloud dataproc batches submit spark",
      "--project=${var.project_id} --region=${var.region}",
      "--batch=sp500-$(date -u +%Y-%m)",
      "--version=${local.batch.runtimeConfig.version}",
      "--jar=${local.batch.sparkBatch.mainJarFileUri}",
      "--jars=${join(",", local.batch.sparkBatch.jarFileUris)}",
      "--service-account=${local.batch.environmentConfig.executionConfig.serviceAccount}",
      "--subnet=${local.batch.environmentConfig.executionConfig.subnetworkUri}",
      "--staging-bucket=${local.batch.environmentConfig.executionConfig.stagingBucket}",
      "--ttl=${local.batch.environmentConfig.executionConfig.ttl}",
      "--properties=${join(",", [for key, value in local.batch.runtimeConfig.properties : "${key}=${value}"])}",
    ],
    ["-- ${join(" ", [for argument in local.batch.sparkBatch.args : "'${replace(argument, "'", "'\\''")}'"])}"],
  ))
}
