resource "google_artifact_registry_repository" "this" {
  project       = var.project_id
  location      = var.region
  repository_id = "yachtparty"
  description   = "The one image of all functions."
  format        = "DOCKER"

  docker_config {
    immutable_tags = true
  }

  # What can be rolled back to stays.
  cleanup_policies {
    id     = "keep-the-latest"
    action = "KEEP"

    most_recent_versions {
      keep_count = 20
    }
  }

  cleanup_policies {
    id     = "delete-the-old"
    action = "DELETE"

    condition {
      older_than = "7776000s"
    }
  }
}
