variable "project_id" {
  description = "The project that everything is made in. One project for each environment."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "project_id has 6 to 30 lower-case letters, digits and hyphens, begins with a letter and does not end with a hyphen."
  }
}

variable "environment" {
  description = "dev or prod. It is a label, and what deletion_protection is checked against."
  type        = string

  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "environment is dev or prod."
  }
}

variable "region" {
  description = "Where Spark, the VM and the images are. The lake and the warehouse are in location."
  type        = string
  default     = "europe-west1"

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]{1,2}$", var.region))
    error_message = "region is a region such as europe-west1, not a zone and not a multi-region."
  }
}

variable "location" {
  description = "Where the lake and the warehouse are: a region, US or EU. The same for both, since BigQuery loads only from buckets near it. It cannot be changed once there is data."
  type        = string
  default     = "EU"

  validation {
    condition     = contains(["US", "EU"], var.location) || can(regex("^[a-z]+-[a-z]+[0-9]{1,2}$", var.location))
    error_message = "location is US, EU, or a region such as europe-west1."
  }
}

variable "deletion_protection" {
  description = "Whether tables, bucket, VM and workflow refuse to be destroyed. On in prod."
  type        = bool
  default     = true

  validation {
    condition     = var.deletion_protection || var.environment != "prod"
    error_message = "deletion_protection cannot be off in prod: tables and prices would go with one wrong destroy."
  }
}

variable "dataset_id" {
  description = "The warehouse's dataset."
  type        = string
  default     = "market_volume"

  validation {
    condition     = can(regex("^[A-Za-z0-9_]+$", var.dataset_id))
    error_message = "dataset_id has letters, digits and underscores."
  }
}

variable "raw_nearline_after_days" {
  description = "Days after which raw prices move to NEARLINE. They are read once a month, and NEARLINE bills 30 days at least."
  type        = number
  default     = 90

  validation {
    condition     = var.raw_nearline_after_days >= 30 && floor(var.raw_nearline_after_days) == var.raw_nearline_after_days
    error_message = "raw_nearline_after_days is a whole number of days, 30 or more."
  }
}

variable "application_version" {
  description = "The version that Maven gave the jars of the application."
  type        = string
  default     = "0.1.0-SNAPSHOT"

  validation {
    condition     = can(regex("^[0-9]+(\\.[0-9]+)*(-[A-Za-z0-9.]+)?$", var.application_version))
    error_message = "application_version is a version such as 0.1.0 or 0.2.0-SNAPSHOT."
  }
}

variable "release" {
  description = "The folder below jars/ that a batch takes the jars from. A new name for each upload, so that a name says what ran. null is the version."
  type        = string
  default     = null

  validation {
    condition     = var.release == null || can(regex("^[A-Za-z0-9._-]+$", var.release))
    error_message = "release is the name of a folder: letters, digits, dots, hyphens and underscores."
  }
}

variable "prices" {
  description = "The file of daily prices in the lake, below raw/. Whoever brings newer prices replaces it; the lake keeps the old ones for a while."
  type        = string
  default     = "sp500_stocks.csv.gz"

  validation {
    condition     = can(regex("^[A-Za-z0-9._=-]+(/[A-Za-z0-9._=-]+)*\\.csv(\\.gz)?$", var.prices))
    error_message = "prices is a path below raw/ that ends in .csv or .csv.gz."
  }
}

variable "application_arguments" {
  description = "What the application is told to do. null is the monthly run: prices in, lake and warehouse out."
  type        = list(string)
  default     = null
}

variable "spark_runtime" {
  description = "The version of the Dataproc Serverless runtime. The class files are for Java 17 and Spark 3.5, which is 2.2 or 2.3."
  type        = string
  default     = "2.3"

  validation {
    condition     = contains(["2.2", "2.3"], var.spark_runtime)
    error_message = "spark_runtime is 2.2 or 2.3: earlier ones have Scala 2.12, later ones Spark 4."
  }
}

variable "spark_max_executors" {
  description = "The most executors of a batch, which bounds what one run can cost."
  type        = number
  default     = 4

  validation {
    condition     = var.spark_max_executors >= 2 && var.spark_max_executors <= 100
    error_message = "spark_max_executors is from 2 (the least that a batch takes) to 100."
  }
}

variable "scheduled_by" {
  description = "Who starts the monthly run: mage (which gets a VM), workflows (Cloud Scheduler and Workflows, without a VM) or nobody."
  type        = string
  default     = "nobody"

  validation {
    condition     = contains(["mage", "workflows", "nobody"], var.scheduled_by)
    error_message = "scheduled_by is mage, workflows or nobody."
  }
}

variable "schedule" {
  description = "When Cloud Scheduler starts the run, in UTC. The 1st at 06:00 is after the last session of any month has closed."
  type        = string
  default     = "0 6 1 * *"

  validation {
    condition     = can(regex("^(\\S+ ){4}\\S+$", var.schedule))
    error_message = "schedule is a cron expression of five fields, such as \"0 6 1 * *\"."
  }
}

variable "mage_machine_type" {
  description = "The VM's size. Mage only starts batches, so a small one will do."
  type        = string
  default     = "e2-medium"

  validation {
    # Shielded VM and the x86 image hold for all of these.
    condition     = can(regex("^(e2|n2|n2d|c3)-[a-z0-9-]+$", var.mage_machine_type))
    error_message = "mage_machine_type is of the e2, n2, n2d or c3 family, such as e2-medium."
  }
}

variable "mage_image" {
  description = "The image that the VM runs, as name:tag or name@digest in the project's registry."
  type        = string
  default     = "mage:0.1.0"

  validation {
    condition     = can(regex("^[a-z0-9._/-]+(:[A-Za-z0-9._-]+|@sha256:[0-9a-f]{64})$", var.mage_image)) && !endswith(var.mage_image, ":latest")
    error_message = "mage_image names a tag or a digest, and not latest: a VM that restarts must run what was tested."
  }
}

variable "operators" {
  description = "Who may open Mage through the tunnel, such as user:ada@example.com or group:data@example.com."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for who in var.operators : can(regex("^(user|group|serviceAccount):[^@\\s]+@[^@\\s]+$", who))])
    error_message = "operators are user:, group: or serviceAccount: and an address. Domains and allUsers are not operators."
  }
}

variable "publishers" {
  description = "Who may send bars as they arrive, such as serviceAccount:vendor@example.iam.gserviceaccount.com. Nobody makes neither a topic nor a bucket for them."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for who in var.publishers : can(regex("^(user|group|serviceAccount):[^@\\s]+@[^@\\s]+$", who))])
    error_message = "publishers are user:, group: or serviceAccount: and an address. Domains and allUsers are not publishers."
  }
}

variable "report_template_id" {
  description = "The Looker Studio report whose charts a new report takes. null begins with an empty one."
  type        = string
  default     = null

  validation {
    condition     = var.report_template_id == null || can(regex("^[A-Za-z0-9_-]{20,}$", var.report_template_id))
    error_message = "report_template_id is the id in the report's address, such as 1f2e3d4c-..."
  }
}

variable "report_host" {
  description = "Where Looker Studio is. The product and its host have been renamed before."
  type        = string
  default     = "lookerstudio.google.com"

  validation {
    condition     = can(regex("^[a-z0-9.-]+\\.google\\.com$", var.report_host))
    error_message = "report_host is a host below google.com, without https:// or a path."
  }
}

variable "report_service_agent" {
  description = "Looker Studio's service agent, which then reads the views as the report account. null leaves readers to their own rights."
  type        = string
  default     = null

  validation {
    condition     = var.report_service_agent == null || can(regex("^[a-z0-9-]+@gcp-sa-[a-z-]+\\.iam\\.gserviceaccount\\.com$", var.report_service_agent))
    error_message = "report_service_agent is the address of a Google service agent: service-org-...@gcp-sa-....iam.gserviceaccount.com."
  }
}

variable "billing_account" {
  description = "The billing account to set the budget on."
  type        = string
  default     = null

  validation {
    condition     = var.billing_account == null || can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.billing_account))
    error_message = "billing_account looks like 012345-6789AB-CDEF01."
  }
}

variable "monthly_budget" {
  description = "Above what a month's cost is reported, in the billing account's currency. null sets no budget."
  type        = number
  default     = null

  validation {
    condition     = var.monthly_budget == null || (try(var.monthly_budget > 0, false) && try(floor(var.monthly_budget) == var.monthly_budget, false))
    error_message = "monthly_budget is a whole amount above 0, or null."
  }

  validation {
    condition     = var.monthly_budget == null || var.billing_account != null
    error_message = "monthly_budget needs billing_account."
  }
}
