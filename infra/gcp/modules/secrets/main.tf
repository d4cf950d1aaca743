# The secrets only: their values never pass through Terraform or its state.
resource "google_secret_manager_secret" "this" {
  for_each = var.names

  project   = var.project_id
  secret_id = each.key

  replication {
    auto {}
  }

  # One that is not needed any more goes after the functions stopped reading it, not before.
  lifecycle {
    create_before_destroy = true
  }
}
