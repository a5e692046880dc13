# A batch is one run, and Terraform keeps what lasts: it makes no batches, and says here what one is.
locals {
  # One batch, said once: the command for people, the workflow and Mage all start this one.
  batch = {
    sparkBatch = {
      mainClass   = "io.github.marketvolume.examples.Sp500"
      jarFileUris = ["gs://${local.lake}/apps/${var.application_jar}"]
      args        = coalesce(var.application_arguments, local.monthly_run)
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
        networkTags    = [local.spark_tag]
        stagingBucket  = local.lake
        # A run takes minutes. One that hangs is not to run, and cost, until somebody looks.
        ttl = "7200s"
      }
    }
    labels = {
      application = local.name
      environment = var.environment
    }
  }

  monthly_run = [
    "run",
    "--input", "gs://${local.lake}/raw/*.csv.gz",
    "--output", "bigquery://${var.project_id}/${var.dataset_id}",
    "--overwrite",
  ]

  batches_url = "https://dataproc.googleapis.com/v1/projects/${var.project_id}/locations/${var.region}/batches"

  # gcloud splits a list at commas unless told another delimiter, and a glob or a property may hold one.
  batch_command = join(" \\\n  ", concat(
    [
      "gcloud dataproc batches submit spark",
      "--project=${var.project_id} --region=${var.region}",
      "--batch=sp500-$(date -u +%Y-%m)",
      "--version=${local.batch.runtimeConfig.version}",
      "--class=${local.batch.sparkBatch.mainClass}",
      "--jars=${join(",", local.batch.sparkBatch.jarFileUris)}",
      "--service-account=${local.batch.environmentConfig.executionConfig.serviceAccount}",
      "--subnet=${local.batch.environmentConfig.executionConfig.subnetworkUri}",
      "--tags=${local.spark_tag}",
      "--staging-bucket=${local.lake}",
      "--ttl=${local.batch.environmentConfig.executionConfig.ttl}",
      "--properties=${join(",", [for key, value in local.batch.runtimeConfig.properties : "${key}=${value}"])}",
    ],
    ["-- ${join(" ", [for argument in local.batch.sparkBatch.args : "'${replace(argument, "'", "'\\''")}'"])}"],
  ))
}
