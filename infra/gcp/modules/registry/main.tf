resource "google_artifact_registry_repository" "this" {
  project       = var.project_id
  location      = var.region
  repository_id = "yachtparty"
  description   = "The one image of all functions."
  format        = "DOCKER"

  # What can be rolled back to stays. Tags may move: what runs is named by digest, and an image whose
  # tag may not go is never cleaned up.
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
