output "channels" {
  description = "The notification channels' ids."
  value       = local.channels
}
