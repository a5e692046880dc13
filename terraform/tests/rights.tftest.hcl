mock_provider "google" {
  source = "./tests/mocks"
}

variables {
  project_id          = "market-volume-test"
  environment         = "dev"
  deletion_protection = false
  scheduled_by        = "mage"
}

run "project_roles_are_exactly_these" {
  assert {
    condition = toset(keys(google_project_iam_member.account)) == toset([
      "spark roles/bigquery.jobUser",
      "spark roles/dataproc.worker",
      "mage roles/bigquery.jobUser",
      "mage roles/logging.logWriter",
      "report roles/bigquery.jobUser",
      "scheduler roles/logging.logWriter",
      "scheduler roles/workflows.invoker",
    ])
    error_message = "A role on the project is a decision: this list changes with it."
  }

  assert {
    condition = alltrue([
      for key, granted in google_project_iam_member.account :
      granted.role == split(" ", key)[1] && granted.member == google_service_account.this[split(" ", key)[0]].member
    ])
    error_message = "Each account must get its own roles."
  }
}

run "no_basic_roles" {
  variables {
    operators            = ["user:ada@example.com"]
    report_service_agent = "service-org-1234@gcp-sa-datastudio.iam.gserviceaccount.com"
  }

  assert {
    condition = !anytrue([
      for role in concat(
        [for granted in google_project_iam_member.account : granted.role],
        [for granted in google_bigquery_dataset_iam_member.warehouse : granted.role],
        [for granted in google_service_account_iam_member.acts_as_spark : granted.role],
        [for granted in google_iap_tunnel_instance_iam_member.operator : granted.role],
        google_service_account_iam_member.report_agent[*].role,
        [
          google_storage_bucket_iam_member.spark.role,
          google_storage_bucket_iam_member.mage_reads.role,
          google_storage_bucket_iam_member.mage_writes_raw.role,
          google_storage_bucket_iam_member.mage_writes_manifests.role,
          google_artifact_registry_repository_iam_member.mage.role,
        ],
      ) : can(regex("^roles/(owner|editor|viewer|writer|reader)$|[aA]dmin$", role))
    ])
    error_message = "No role may be owner, editor or viewer, or an administrator's."
  }

  # Also of what is added later.
  assert {
    condition     = alltrue([for name in fileset(path.module, "*.tf") : !can(regex("roles/(owner|editor|viewer)\"|roles/storage\\.legacy", file("${path.module}/${name}")))])
    error_message = "No file may grant owner, editor, viewer or a legacy bucket role."
  }
}

run "no_key_files" {
  assert {
    condition     = alltrue([for name in fileset(path.module, "*.tf") : !can(regex("google_service_account_key|google_storage_hmac_key|private_key", file("${path.module}/${name}")))])
    error_message = "No account may have a key: a key is a password that lies in a file."
  }
}

# A binding or a policy takes a role away from everybody it does not name, Google's own agents included.
run "grants_are_added_and_replace_nobody_s" {
  assert {
    condition     = alltrue([for name in fileset(path.module, "*.tf") : !can(regex("resource \"[a-z_]+_iam_(binding|policy)\"", file("${path.module}/${name}")))])
    error_message = "Rights must be granted by iam_member."
  }
}

run "nothing_is_granted_to_everybody" {
  assert {
    condition     = alltrue([for name in fileset(path.module, "*.tf") : !can(regex("\"(allUsers|allAuthenticatedUsers|domain:)", file("${path.module}/${name}")))])
    error_message = "Nothing may be granted to all users."
  }
}

run "service_account_user_is_on_spark_alone" {
  assert {
    condition = (
      toset(keys(google_service_account_iam_member.acts_as_spark)) == toset(["mage", "scheduler"])
      && alltrue([
        for who, granted in google_service_account_iam_member.acts_as_spark :
        granted.service_account_id == google_service_account.this["spark"].name
        && granted.member == google_service_account.this[who].member
      ])
    )
    error_message = "mage and scheduler may act as spark, and nobody as any other account."
  }

  assert {
    condition     = !anytrue([for granted in google_project_iam_member.account : strcontains(granted.role, "iam.serviceAccount")])
    error_message = "serviceAccountUser on the project would lend every account."
  }

  assert {
    condition     = sum([for name in fileset(path.module, "*.tf") : length(regexall("roles/iam\\.serviceAccountUser\"", file("${path.module}/${name}")))]) == 1
    error_message = "serviceAccountUser must be granted in one place."
  }
}

run "submitters_start_batches_and_no_more" {
  assert {
    condition = google_project_iam_custom_role.batch_submitter.permissions == toset([
      "dataproc.batches.create",
      "dataproc.batches.get",
      "dataproc.batches.list",
      "dataproc.operations.get",
    ])
    error_message = "Who submits may start batches and look at them."
  }

  assert {
    condition = alltrue([
      for who in ["mage", "scheduler"] :
      google_project_iam_member.batch_submitter[who].role == google_project_iam_custom_role.batch_submitter.id
    ])
    error_message = "Who submits must do so by the custom role."
  }
}

run "mage_writes_raw_prices_and_manifests_only" {
  assert {
    condition     = google_storage_bucket_iam_member.mage_reads.role == "roles/storage.objectViewer"
    error_message = "Mage must only read the lake as a whole."
  }

  assert {
    condition     = one(google_storage_bucket_iam_member.mage_writes_raw.condition).expression == "resource.name.startsWith(\"projects/_/buckets/market-volume-test-market-volume-lake/objects/raw/\")"
    error_message = "Mage must write below raw/ alone: what is in jars/ runs as spark."
  }

  # The last block of its pipeline writes one.
  assert {
    condition     = one(google_storage_bucket_iam_member.mage_writes_manifests.condition).expression == "resource.name.startsWith(\"projects/_/buckets/market-volume-test-market-volume-lake/objects/curated/\") && resource.name.endsWith(\"/manifest.json\")"
    error_message = "Beside results Mage must write their manifest alone."
  }
}

run "warehouse_is_written_by_spark_alone" {
  assert {
    condition = { for who, granted in google_bigquery_dataset_iam_member.warehouse : who => granted.role } == {
      spark  = "roles/bigquery.dataEditor"
      mage   = "roles/bigquery.dataViewer"
      report = "roles/bigquery.dataViewer"
    }
    error_message = "spark must write the warehouse; mage and report read it."
  }
}

run "batches_run_as_spark" {
  assert {
    condition     = jsondecode(output.batch_request).environmentConfig.executionConfig.serviceAccount == google_service_account.this["spark"].email
    error_message = "A batch must run as spark, never as the project's default account."
  }
}

run "operators_reach_mage_only" {
  variables {
    operators = ["user:ada@example.com"]
  }

  assert {
    condition     = one(google_iap_tunnel_instance_iam_member.operator["user:ada@example.com"].condition).expression == "destination.port == 6789"
    error_message = "The tunnel must lead to Mage, not to the shell."
  }
}

run "report_is_lent_to_looker_studio_only_if_asked" {
  assert {
    condition     = length(google_service_account_iam_member.report_agent) == 0
    error_message = "Without report_service_agent nobody may read as the report account."
  }
}

run "report_is_lent_to_looker_studio_as_report" {
  variables {
    report_service_agent = "service-org-1234@gcp-sa-datastudio.iam.gserviceaccount.com"
  }

  assert {
    condition     = google_service_account_iam_member.report_agent[0].service_account_id == google_service_account.this["report"].name
    error_message = "Looker Studio must get tokens of the report account, and of no other."
  }
}

run "images_are_what_was_tested" {
  assert {
    condition     = one(google_artifact_registry_repository.images.docker_config).immutable_tags
    error_message = "A tag must not be movable to another image."
  }
}
