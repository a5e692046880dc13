provider "google" {
  project = var.project_id
  region  = var.region

  # The budget API counts its calls against a project. Without this it is the one that gcloud's
  # own credentials belong to, and the call is refused.
  user_project_override = true
  billing_project       = var.project_id

  default_labels = {
    application = local.name
    environment = var.environment
    managed_by  = "terraform"
  }
}
