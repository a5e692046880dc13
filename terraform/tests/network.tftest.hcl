mock_provider "google" {
  source = "./tests/mocks"
}

variables {
  project_id          = "market-volume-test"
  environment         = "dev"
  deletion_protection = false
  scheduled_by        = "mage"
}

run "vm_has_no_external_address" {
  assert {
    condition = alltrue([
      for interface in google_compute_instance.mage[0].network_interface :
      length(interface.access_config) == 0 && length(interface.ipv6_access_config) == 0
    ])
    error_message = "The VM must have no external address, IPv4 or IPv6."
  }
}

run "vm_is_shielded" {
  assert {
    condition = (
      one(google_compute_instance.mage[0].shielded_instance_config).enable_secure_boot
      && one(google_compute_instance.mage[0].shielded_instance_config).enable_vtpm
      && one(google_compute_instance.mage[0].shielded_instance_config).enable_integrity_monitoring
    )
    error_message = "Secure boot, vTPM and integrity monitoring must be on."
  }
}

run "vm_logins_are_google_accounts" {
  assert {
    condition     = google_compute_instance.mage[0].metadata["enable-oslogin"] == "TRUE"
    error_message = "OS Login must be on."
  }

  assert {
    condition     = google_compute_instance.mage[0].metadata["block-project-ssh-keys"] == "TRUE"
    error_message = "SSH keys of the project must not open the VM."
  }

  assert {
    condition     = google_compute_instance.mage[0].metadata["serial-port-enable"] == "FALSE"
    error_message = "The serial console must be off: it is reached from anywhere, past the firewall."
  }
}

run "vm_runs_as_its_own_account" {
  assert {
    condition     = one(google_compute_instance.mage[0].service_account).email == google_service_account.this["mage"].email
    error_message = "The VM must run as mage, never as the project's default account."
  }
}

run "vm_starts_the_image_of_the_registry" {
  variables {
    mage_image = "mage:1.2.3"
  }

  assert {
    condition     = strcontains(google_compute_instance.mage[0].metadata["startup-script"], "europe-west1-docker.pkg.dev/market-volume-test/market-volume/mage:1.2.3'")
    error_message = "The VM must start mage_image from the project's registry."
  }

  assert {
    condition = alltrue([
      for line in [
        "VOLUME_JAR=${jsondecode(output.batch_request).sparkBatch.mainJarFileUri}",
        "VOLUME_JARS=${join(",", jsondecode(output.batch_request).sparkBatch.jarFileUris)}",
        "VOLUME_WAREHOUSE=${output.warehouse}",
        "VOLUME_STAGING_BUCKET=${google_storage_bucket.lake.name}",
        "VOLUME_TTL=7200s",
        "VOLUME_MAX_EXECUTORS=4",
        "VOLUME_SERVICE_ACCOUNT=${google_service_account.this["spark"].email}",
        "VOLUME_SUBNETWORK=${google_compute_subnetwork.spark.id}",
        "VOLUME_RUNTIME_VERSION=2.3",
        "VOLUME_SOURCE=gs://market-volume-test-market-volume-lake/raw/sp500_stocks.csv.gz",
      ] : strcontains(google_compute_instance.mage[0].metadata["startup-script"], "\n${line}\n")
    ])
    error_message = "Mage must be told the parts of the batch that the outputs show."
  }
}

run "only_google_s_proxy_comes_in" {
  assert {
    condition     = google_compute_firewall.iap[0].source_ranges == toset(["35.235.240.0/20"])
    error_message = "The VM must be open to the range of Identity-Aware Proxy alone."
  }

  assert {
    condition     = one(google_compute_firewall.iap[0].allow).protocol == "tcp" && toset(one(google_compute_firewall.iap[0].allow).ports) == toset(["22", "6789"])
    error_message = "The proxy must reach the shell and Mage, and no other port."
  }

  assert {
    condition     = google_compute_firewall.iap[0].target_tags == google_compute_instance.mage[0].tags
    error_message = "The rule must be about the VM alone."
  }
}

run "spark_talks_to_itself_only" {
  assert {
    condition     = google_compute_firewall.spark_internal.source_ranges == toset([google_compute_subnetwork.spark.ip_cidr_range])
    error_message = "Spark's workers must be open to their own subnet alone."
  }

  assert {
    condition     = google_compute_firewall.spark_internal.destination_ranges == toset([google_compute_subnetwork.spark.ip_cidr_range])
    error_message = "The rule must not lead to anything outside of Spark's subnet."
  }

  assert {
    condition     = jsondecode(output.batch_request).environmentConfig.executionConfig.subnetworkUri == google_compute_subnetwork.spark.id
    error_message = "Batches must run in Spark's subnet."
  }

  assert {
    condition     = google_compute_subnetwork.spark.private_ip_google_access
    error_message = "Without private access Spark, which has no address, reaches neither lake nor warehouse."
  }
}

# A rule that somebody adds later is not among those above.
run "nothing_is_open_to_the_world" {
  assert {
    condition     = alltrue([for name in fileset(path.module, "*.tf") : !can(regex("0\\.0\\.0\\.0/0|\"::/0\"", file("${path.module}/${name}")))])
    error_message = "No rule may name the whole internet."
  }

  assert {
    condition     = alltrue([for name in fileset(path.module, "*.tf") : !can(regex("(?m)^\\s*(access_config|ipv6_access_config)\\b|google_compute_(global_)?address", file("${path.module}/${name}")))])
    error_message = "Nothing may have an external address."
  }
}

run "network_has_only_its_own_subnets" {
  assert {
    condition     = google_compute_network.this.auto_create_subnetworks == false
    error_message = "The network must not have a subnet in every region."
  }
}

run "only_the_vm_has_a_way_out" {
  assert {
    condition = (
      google_compute_router_nat.mage[0].source_subnetwork_ip_ranges_to_nat == "LIST_OF_SUBNETWORKS"
      && [for served in google_compute_router_nat.mage[0].subnetwork : served.name] == [google_compute_subnetwork.mage.id]
    )
    error_message = "Cloud NAT must serve the VM's subnet, and not Spark's."
  }
}

run "without_the_vm_there_is_no_way_in_or_out" {
  variables {
    scheduled_by = "workflows"
    operators    = ["user:ada@example.com"]
  }

  assert {
    condition = (
      length(google_compute_instance.mage) == 0
      && length(google_compute_firewall.iap) == 0
      && length(google_compute_router_nat.mage) == 0
      && length(google_iap_tunnel_instance_iam_member.operator) == 0
      && output.mage_tunnel_command == null
    )
    error_message = "Without Mage there must be no VM, rule, NAT or tunnel."
  }
}
