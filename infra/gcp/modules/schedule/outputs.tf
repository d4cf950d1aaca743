output "service_account" {
  description = "The email that the sweeps' identity tokens carry."
  value       = google_service_account.this.email
}
