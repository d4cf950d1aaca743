locals {
  always = [
    "artifactregistry.googleapis.com",
    "billingbudgets.googleapis.com",
    "cloudresourcemanager.googleapis.com",
    "cloudscheduler.googleapis.com",
    "iam.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
  ]
}

resource "google_project_service" "this" {
  for_each = toset(concat(local.always, var.with_iap ? ["iap.googleapis.com"] : []))

  project = var.project_id
  service = each.key

  # Others may use it too.
  disable_on_destroy = false
}

# An API that was just turned on is refused for up to a minute as if it were off.
resource "time_sleep" "known" {
  create_duration = "60s"
  triggers        = { apis = join(" ", sort([for api in google_project_service.this : api.service])) }

  depends_on = [google_project_service.this]
}
