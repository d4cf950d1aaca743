output "service_account" {
  description = "The email of its identity."
  value       = google_service_account.this.email
}

output "is_current" {
  description = "Whether its newest revision is the one that serves; true where there is none."
  value       = alltrue([for service in google_cloud_run_v2_service.this : service.latest_created_revision == service.latest_ready_revision])
}
