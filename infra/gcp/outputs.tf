output "image_repository" {
  description = "Where to push the image; Terraform is then given it by digest."
  value       = "${module.registry.address}/yachtparty"
}

output "secrets" {
  description = "Secrets that need a value before the first deployment: gcloud secrets versions add NAME --data-file=-"
  value       = sort(setsubtract(keys(module.secrets.ids), var.unused_secrets))
}

output "urls" {
  description = "Where each function listens."
  value       = { for name in keys(local.running) : name => local.urls[name] }
}

output "twilio" {
  description = "What to paste into the number's, or the messaging service's, settings at Twilio."
  value = {
    a_message_comes_in = "${local.environment.PUBLIC_BASE_URL}/sms#rc=5&rp=all"
    method             = "HTTP POST"
    status_callback    = "leave it empty: each message names its own"
  }
}

output "mail" {
  description = "Where the inbound mail provider forwards verify-* to."
  value       = { for name, service in local.running : name => "${local.urls[name]}/" if contains(service.triggers, "mail") }
}

output "stripe" {
  description = "Where Stripe sends its events, for an endpoint of this account."
  value       = { for name, service in local.running : name => "${local.urls[name]}/" if contains(service.triggers, "stripe") }
}

output "database" {
  description = "What to run once in psql, as the database's owner, so that inserts poke the functions. psql asks gcloud for the secret, the newer value while there are two."
  value = join("\n", concat(
    [for name, service in local.running : "select private.set_function_endpoint('${name}', '${local.urls[name]}/');" if contains(service.triggers, "poke")],
    [
      "\\set poke_secret `gcloud secrets versions access latest --secret POKE_SECRET --project ${var.project_id} | head -n 1`",
      "select private.set_poke_secret(:'poke_secret');\n",
    ],
  ))
}

output "dashboard" {
  description = "Cloud Monitoring's dashboard of this deployment."
  value       = "https://console.cloud.google.com/monitoring/dashboards?project=${var.project_id}"
}
