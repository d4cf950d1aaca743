# Who calls the sweeps; a function lets it in by its identity token.
resource "google_service_account" "this" {
  project      = var.project_id
  account_id   = "scheduler"
  display_name = "Calls the functions' sweeps"
}

resource "google_cloud_scheduler_job" "this" {
  for_each = var.jobs

  project          = var.project_id
  region           = var.region
  name             = replace(each.key, "_", "-")
  description      = "The sweep of ${each.key}: it misses nothing."
  schedule         = each.value.schedule
  time_zone        = "Etc/UTC"
  attempt_deadline = "${max(15, each.value.timeout_seconds)}s"

  # The next one comes soon enough.
  retry_config {
    retry_count = 0
  }

  http_target {
    http_method = "POST"
    uri         = "${each.value.url}/"
    headers     = { "Content-Type" = "application/json" }
    body        = base64encode("{}")

    oidc_token {
      service_account_email = google_service_account.this.email
      audience              = each.value.url
    }
  }
}
