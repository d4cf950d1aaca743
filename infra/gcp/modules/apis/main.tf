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
