resource "google_billing_budget" "this" {
  billing_account = var.billing_account
  display_name    = "Yachtparty"

  budget_filter {
    projects        = ["projects/${var.project_number}"]
    calendar_period = "MONTH"
  }

  amount {
    specified_amount {
      units = tostring(var.monthly_budget)
    }
  }

  threshold_rules {
    threshold_percent = 0.5
  }

  threshold_rules {
    threshold_percent = 0.9
  }

  threshold_rules {
    threshold_percent = 1
  }

  threshold_rules {
    threshold_percent = 1
    spend_basis       = "FORECASTED_SPEND"
  }

  dynamic "all_updates_rule" {
    for_each = length(var.channels) > 0 ? [true] : []

    content {
      monitoring_notification_channels = slice(var.channels, 0, min(5, length(var.channels)))
    }
  }
}
