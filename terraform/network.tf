locals {
  mage_tag = "${local.name}-mage"

  # The range that Google's Identity-Aware Proxy forwards from. It is Google's, and documented.
  iap_range = "35.235.240.0/20"
}

resource "google_compute_network" "this" {
  name = local.name
  # Subnets of our own only: the automatic ones are in every region, and nobody watches them.
  auto_create_subnetworks = false

  depends_on = [google_project_service.used]
}

# Spark and Mage have a subnet each, so that the open rule among Spark's workers does not reach the VM.
resource "google_compute_subnetwork" "spark" {
  name                     = "${local.name}-spark"
  network                  = google_compute_network.this.id
  ip_cidr_range            = "10.20.0.0/22"
  private_ip_google_access = true
}

resource "google_compute_subnetwork" "mage" {
  name                     = "${local.name}-mage"
  network                  = google_compute_network.this.id
  ip_cidr_range            = "10.20.4.0/28"
  private_ip_google_access = true
}

# Dataproc Serverless asks for this: driver and executors talk on ports of their choice. By range, not
# by tag, so that it holds for a batch whoever starts it; nothing else is in that subnet.
resource "google_compute_firewall" "spark_internal" {
  name      = "${local.name}-spark-internal"
  network   = google_compute_network.this.id
  direction = "INGRESS"

  source_ranges      = [google_compute_subnetwork.spark.ip_cidr_range]
  destination_ranges = [google_compute_subnetwork.spark.ip_cidr_range]

  allow {
    protocol = "all"
  }
}

# The only way in from outside: who may use it is said by IAM, and every use is logged.
resource "google_compute_firewall" "iap" {
  count = local.by_mage ? 1 : 0

  name      = "${local.name}-iap"
  network   = google_compute_network.this.id
  direction = "INGRESS"

  source_ranges = [local.iap_range]
  target_tags   = [local.mage_tag]

  allow {
    protocol = "tcp"
    ports    = ["22", "6789"]
  }

  log_config {
    metadata = "INCLUDE_ALL_METADATA"
  }
}

# The VM has no address, and fetches prices from vendors. Spark reads and writes Google's services
# only, which private access reaches, so its subnet has no way out at all.
resource "google_compute_router" "this" {
  count = local.by_mage ? 1 : 0

  name    = local.name
  network = google_compute_network.this.id
}

resource "google_compute_router_nat" "mage" {
  count = local.by_mage ? 1 : 0

  name                               = "${local.name}-mage"
  router                             = google_compute_router.this[0].name
  nat_ip_allocate_option             = "AUTO_ONLY"
  source_subnetwork_ip_ranges_to_nat = "LIST_OF_SUBNETWORKS"

  subnetwork {
    name                    = google_compute_subnetwork.mage.id
    source_ip_ranges_to_nat = ["ALL_IP_RANGES"]
  }

  log_config {
    enable = true
    filter = "ERRORS_ONLY"
  }
}
