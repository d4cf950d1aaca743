locals {
  listed = { for service in yamldecode(file("${path.module}/../services.yaml")).services : service.name => service }
  services = {
    for name, service in local.listed :
    name => merge(service, { max_instances = lookup(var.max_instances, name, service.max_instances) })
  }

  # Every name that some function reads.
  variables = toset(flatten([for service in local.services : service.env]))
  secrets   = toset(flatten([for names in local.secret_names : values(names)]))

  # A variable's secret has its name, but for the URL of a database role that few functions have.
  secret_names = {
    for name, service in local.services : name => {
      for variable in service.secrets :
      variable => variable == "DATABASE_URL" && service.database_role == "yachtparty_ingest" ? "INGEST_DATABASE_URL" : variable
    }
  }

  # A function starts without them.
  optional_secrets = toset(["ANTHROPIC_API_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "PDL_API_KEY", "REDIS_URL", "STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRET", "TAVILY_API_KEY"])

  most_instances = sum([for service in local.services : service.max_instances])

  # Nothing can run before there is an image and the secrets have values.
  running   = { for name, service in local.services : name => service if var.image != null }
  scheduled = { for name, service in local.running : name => service if service.schedule != null }

  # Cloud Run's addresses are known beforehand, so that a function can be told its own.
  urls = {
    for name in keys(local.services) :
    name => "https://${replace(name, "_", "-")}-${data.google_project.this.number}.${var.region}.run.app"
  }
  called_by_twilio = one([for name, service in local.services : name if contains(service.triggers, "twilio")])

  # An environment may say otherwise, for instance with a domain of its own.
  environment = merge(
    { PUBLIC_BASE_URL = local.urls[local.called_by_twilio] },
    { for name, service in local.services : "CREDITS_BASE_URL" => local.urls[name] if contains(service.triggers, "stripe") },
    { for name, service in local.services : "UPLOAD_BASE_URL" => local.urls[name] if contains(service.triggers, "link") },
    { for name, service in local.services : "DASHBOARD_BASE_URL" => local.urls[name] if service.people },
    var.environment,
    { OIDC_SERVICE_ACCOUNT = module.schedule.service_account },
  )
}

data "google_project" "this" {
  project_id = var.project_id
}

module "apis" {
  source = "./modules/apis"

  project_id = var.project_id
  with_iap   = anytrue([for service in local.services : service.people])
}

module "registry" {
  source = "./modules/registry"

  project_id = var.project_id
  region     = var.region

  depends_on = [module.apis]
}

module "secrets" {
  source = "./modules/secrets"

  project_id = var.project_id
  names      = local.secrets

  depends_on = [module.apis]
}

# Without an image only a function's identity and its grants: they take minutes to be known everywhere.
module "service" {
  source   = "./modules/service"
  for_each = local.services

  project_id     = var.project_id
  project_number = data.google_project.this.number
  region         = var.region
  image          = var.image
  service        = each.value
  environment = {
    for name, value in merge(local.environment, { OIDC_AUDIENCE = local.urls[each.key] }, {
      # Whom the identity-aware proxy signs for, where it stands before Cloud Run itself.
      IAP_AUDIENCE = "/projects/${data.google_project.this.number}/locations/${var.region}/services/${replace(each.key, "_", "-")}"
    }) :
    name => value if contains(each.value.env, name)
  }
  grants = { for variable, name in local.secret_names[each.key] : variable => module.secrets.ids[name] }
  secrets = {
    for variable, name in local.secret_names[each.key] :
    variable => { id = module.secrets.ids[name], version = lookup(var.secret_versions, name, "latest") }
    if !contains(var.unused_secrets, name)
  }
  people              = var.people
  deletion_protection = var.deletion_protection

  depends_on = [module.apis]
}

module "schedule" {
  source = "./modules/schedule"

  project_id = var.project_id
  region     = var.region
  jobs = {
    for name, service in local.scheduled :
    name => { schedule = service.schedule, url = local.urls[name], timeout_seconds = service.timeout_seconds }
  }

  depends_on = [module.apis]
}

module "monitoring" {
  source = "./modules/monitoring"

  project_id    = var.project_id
  alert_emails  = var.alert_emails
  daily_usd     = tonumber(lookup(var.environment, "LLM_DAILY_USD", "50"))
  max_instances = { for name, service in local.running : replace(name, "_", "-") => service.max_instances }
  swept         = [for name, service in local.scheduled : name if service.schedule == "* * * * *"]

  depends_on = [module.apis]
}

module "budget" {
  source = "./modules/budget"
  count  = var.billing_account == null ? 0 : 1

  billing_account = var.billing_account
  project_number  = data.google_project.this.number
  monthly_budget  = var.monthly_budget
  channels        = module.monitoring.channels
}

# A deployment whose new revision does not start fails, but Google keeps its configuration: the next
# plan would say that there is nothing to do, while the former revision serves.
check "every_function_serves_what_was_deployed" {
  assert {
    condition     = alltrue([for one in module.service : one.is_current])
    error_message = "The newest revision does not serve: ${join(", ", [for name, one in module.service : name if !one.is_current])}. See its log, mend the cause, then deploy again as infra/README.md says under Recover."
  }
}
