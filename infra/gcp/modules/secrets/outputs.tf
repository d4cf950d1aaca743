output "ids" {
  description = "The secrets' ids by the variable's name."
  value       = { for name, secret in google_secret_manager_secret.this : name => secret.secret_id }
}
