locals {
  name = replace(var.service.name, "_", "-")
}

# Its own identity: it reads its own secrets and may do nothing else. What it prints is its log.
resource "google_service_account" "this" {
  project      = var.project_id
  account_id   = local.name
  display_name = "The function ${var.service.name}"
}

# All of its secrets, also those that this deployment does without: to begin with one is then a
# deployment and nothing else.
resource "google_secret_manager_secret_iam_member" "reads" {
  for_each = var.grants

  project   = var.project_id
  secret_id = each.value
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.this.member

  # Taken away after the function stopped reading the secret, not before.
  lifecycle {
    create_before_destroy = true
  }
}

# A grant takes a minute or two until it is known everywhere; a function that starts before fails.
resource "time_sleep" "granted" {
  create_duration = "120s"
  triggers = {
    member  = google_service_account.this.member
    secrets = join(" ", sort([for grant in google_secret_manager_secret_iam_member.reads : grant.secret_id]))
  }

  depends_on = [google_secret_manager_secret_iam_member.reads]
}

# Asked for while planning: a secret without a version stops the plan, not the function's first start.
# Its value is not read. The number goes into the deployment, so that a new version is one, too.
data "google_secret_manager_secret_version" "this" {
  for_each = var.image == null ? {} : var.secrets

  project           = var.project_id
  secret            = each.value.id
  version           = each.value.version == "latest" ? null : each.value.version
  fetch_secret_data = false

  lifecycle {
    postcondition {
      condition     = self.destroy_time == null || self.destroy_time == ""
      error_message = "Version ${self.version} of the secret ${each.value.id} is destroyed: add one, or name another in secret_versions."
    }
  }
}

# Twilio, the mail provider and pg_net have no Google identity, and Cloud Run's own check takes the
# signature off the tokens of those who have one: the function itself checks a signature or a bearer
# token on every request. Where nobody calls but the scheduler, the internet does not get that far.
resource "google_cloud_run_v2_service" "this" {
  count = var.image == null ? 0 : 1

  project              = var.project_id
  location             = var.region
  name                 = local.name
  ingress              = var.service.public || var.service.people ? "INGRESS_TRAFFIC_ALL" : "INGRESS_TRAFFIC_INTERNAL_ONLY"
  invoker_iam_disabled = !var.service.people
  iap_enabled          = var.service.people
  deletion_protection  = var.deletion_protection

  # Google fills this in; left out, every plan would take it away again.
  scaling {
    min_instance_count = 0
  }

  # Said outright: left out, traffic that was moved by hand would stay there for ever.
  traffic {
    type    = "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST"
    percent = 100
  }

  template {
    service_account                  = google_service_account.this.email
    timeout                          = "${var.service.timeout_seconds}s"
    max_instance_request_concurrency = var.service.concurrency

    scaling {
      min_instance_count = var.service.min_instances
      max_instance_count = var.service.max_instances
    }

    containers {
      image = var.image

      resources {
        limits            = { cpu = var.service.cpu, memory = var.service.memory }
        cpu_idle          = true
        startup_cpu_boost = true
      }

      ports {
        container_port = 8080
      }

      env {
        name  = "FUNCTION_SOURCE"
        value = var.service.source
      }

      env {
        name  = "FUNCTION_TARGET"
        value = var.service.target
      }

      # A few more than requests, so that health checks are answered while it is full.
      env {
        name  = "THREADS"
        value = tostring(var.service.concurrency + 8)
      }

      env {
        name  = "GOOGLE_CLOUD_PROJECT"
        value = var.project_id
      }

      dynamic "env" {
        for_each = var.environment

        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = var.secrets

        content {
          name = env.key

          value_source {
            secret_key_ref {
              secret  = env.value.id
              version = data.google_secret_manager_secret_version.this[env.key].version
            }
          }
        }
      }

      startup_probe {
        period_seconds    = 1
        timeout_seconds   = 1
        failure_threshold = 60

        http_get {
          path = "/health"
        }
      }

      liveness_probe {
        period_seconds    = 30
        timeout_seconds   = 5
        failure_threshold = 3

        http_get {
          path = "/health"
        }
      }
    }
  }

  lifecycle {
    precondition {
      condition     = !(var.service.people && var.service.public)
      error_message = "${var.service.name} is made for people and open to everybody: it cannot be both."
    }
  }

  depends_on = [time_sleep.granted]
}

# Behind the identity-aware proxy only the proxy itself calls the function ...
resource "google_cloud_run_v2_service_iam_member" "proxy" {
  count = var.service.people && var.image != null ? 1 : 0

  project  = var.project_id
  location = var.region
  name     = google_cloud_run_v2_service.this[0].name
  role     = "roles/run.invoker"
  member   = "serviceAccount:service-${var.project_number}@gcp-sa-iap.iam.gserviceaccount.com"
}

# ... and lets these people through.
resource "google_iap_web_cloud_run_service_iam_member" "people" {
  for_each = var.service.people && var.image != null ? var.people : []

  project                = var.project_id
  location               = var.region
  cloud_run_service_name = google_cloud_run_v2_service.this[0].name
  role                   = "roles/iap.httpsResourceAccessor"
  member                 = each.key
}
