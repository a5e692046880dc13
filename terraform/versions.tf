terraform {
  # 1.9 is the first in which a variable's validation may look at another variable.
  required_version = ">= 1.9"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 7.45"
    }
  }

  # Where the state lies is said at init (-backend-config), because it differs by environment and
  # a backend takes no variables.
  backend "gcs" {}
}
