output "name" {
  description = "The Cloud Run service's name."
  value       = google_cloud_run_v2_service.this.name
}

output "service_account" {
  description = "The email of its identity."
  value       = google_service_account.this.email
}
