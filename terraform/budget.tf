# Its number: budgets and Google's agents are named by it.
data "google_project" "this" {
  count = var.monthly_budget == null && !local.arriving ? 0 : 1

  project_id = var.project_id
}

# It tells the billing account's administrators. It stops nothing: what bounds a run is its ttl and
# its number of executors.
resource "google_billing_budget" "monthly" {
  count = var.monthly_budget == null ? 0 : 1

  billing_account = var.billing_account
  display_name    = "${local.name} ${var.environment}"

  budget_filter {
    projects = ["projects/${data.google_project.this[0].number}"]
  }

  amount {
    specified_amount {
      units = tostring(var.monthly_budget)
    }
  }

  dynamic "threshold_rules" {
    for_each = [0.5, 0.9, 1]
    content {
      threshold_percent = threshold_rules.value
    }
  }

  # Early enough to still do something in that month.
  threshold_rules {
    threshold_percent = 1
    spend_basis       = "FORECASTED_SPEND"
  }

  depends_on = [google_project_service.used]
}
