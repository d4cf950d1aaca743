variable "project_id" {
  description = "The Google Cloud project that everything is made in; it has to exist and have billing."
  type        = string
}

variable "region" {
  description = "Where everything runs. Near the database: a turn is two round trips to it."
  type        = string
}

variable "image" {
  description = "The image by digest, .../yachtparty@sha256:... Null: only what has to be there before it: APIs, registry, secrets, identities. Always said outright: null takes away the functions that run."
  type        = string
  nullable    = true

  validation {
    condition     = var.image == null || can(regex("@sha256:[0-9a-f]{64}$", var.image))
    error_message = "The image is named by digest, ending in @sha256: and 64 digits: a tag can move."
  }
}

# What a function refuses at its start is refused here: its first start would fail.
variable "environment" {
  description = "Values of plain variables, by name. Each function gets those that services.yaml lists for it."
  type        = map(string)

  validation {
    condition     = length(setsubtract(keys(var.environment), local.variables)) == 0
    error_message = "Not in any function's env in services.yaml: ${join(", ", setsubtract(keys(var.environment), local.variables))}."
  }

  validation {
    condition     = can(regex("^AC[0-9a-f]{32}$", lookup(var.environment, "TWILIO_ACCOUNT_SID", "")))
    error_message = "TWILIO_ACCOUNT_SID in environment is AC and 32 digits, as Twilio's console shows it."
  }

  validation {
    condition = (
      can(regex("^MG[0-9a-f]{32}$", lookup(var.environment, "TWILIO_MESSAGING_SERVICE_SID", ""))) ||
      lookup(var.environment, "TWILIO_MESSAGING_SERVICE_SID", "") == "" &&
      can(regex("^\\+[1-9][0-9]{6,14}$", lookup(var.environment, "TWILIO_PHONE_NUMBER", "")))
    )
    error_message = "One of the two says who sends: TWILIO_MESSAGING_SERVICE_SID (MG and 32 digits) or TWILIO_PHONE_NUMBER (+12125550142)."
  }

  validation {
    condition     = can(regex("^[a-z0-9-]+(\\.[a-z0-9-]+)+$", lookup(var.environment, "MAIL_DOMAIN", "")))
    error_message = "MAIL_DOMAIN in environment is the domain whose MX is the mail provider's, such as mail.example.com."
  }

  validation {
    condition     = can(regex("^https://[^/]+/?$", lookup(var.environment, "PUBLIC_BASE_URL", "https://x")))
    error_message = "PUBLIC_BASE_URL in environment is https:// and a host, without a path; left out, it is Cloud Run's address."
  }

  validation {
    condition     = can(regex("^https://[^/]+/?$", lookup(var.environment, "CREDITS_BASE_URL", "https://x")))
    error_message = "CREDITS_BASE_URL in environment is https:// and a host, without a path; left out, it is Cloud Run's address."
  }

  validation {
    condition     = can(regex("^https://[^/]+/?$", lookup(var.environment, "UPLOAD_BASE_URL", "https://x")))
    error_message = "UPLOAD_BASE_URL in environment is https:// and a host, without a path; left out, it is Cloud Run's address."
  }

  validation {
    condition     = contains(["twilio", "app"], lookup(var.environment, "OPT_OUT_REPLIES", "twilio"))
    error_message = "OPT_OUT_REPLIES in environment is twilio or app."
  }

  validation {
    condition = alltrue([
      for name in ["LLM_DAILY_USD", "LLM_USER_DAILY_USD"] :
      can(regex("^[0-9]+(\\.[0-9]+)?$", lookup(var.environment, name, "1")))
    ])
    error_message = "LLM_DAILY_USD and LLM_USER_DAILY_USD in environment are US dollars, such as 50 or 0.5."
  }

  validation {
    condition     = can(regex("^[1-9][0-9]{0,4}$", lookup(var.environment, "CREDIT_PRICE_CENTS", "100")))
    error_message = "CREDIT_PRICE_CENTS in environment is what a credit costs, in whole US cents, such as 100."
  }

  # Twice: while a deployment replaces them, the former instances are still there.
  validation {
    condition = (
      can(regex("^[1-9][0-9]?$", lookup(var.environment, "DB_POOL_MAX", "4"))) &&
      try(2 * local.most_instances * tonumber(lookup(var.environment, "DB_POOL_MAX", "4")) <= var.database_connections, false)
    )
    error_message = "2 x max_instances of all functions (${local.most_instances}) x DB_POOL_MAX (4 where environment does not say) is more than the ${var.database_connections} connections that the database's pooler takes: lower DB_POOL_MAX, or max_instances, or raise database_connections if the pooler takes more."
  }
}

variable "database_connections" {
  description = "How many clients the database's pooler takes: Supabase's small plans 200; 60 without its pooler."
  type        = number
  default     = 200
}

variable "max_instances" {
  description = "Other bounds than services.yaml's, by function: a new project's CPU quota may be lower."
  type        = map(number)
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.max_instances), keys(local.listed))) == 0
    error_message = "Not functions in services.yaml: ${join(", ", setsubtract(keys(var.max_instances), keys(local.listed)))}."
  }

  validation {
    condition     = alltrue([for name, most in var.max_instances : most >= try(max(1, local.listed[name].min_instances), 1) && floor(most) == most])
    error_message = "Each of max_instances is a whole number, at least 1 and at least the function's min_instances."
  }
}

variable "secret_versions" {
  description = "Versions of secrets, by variable name; otherwise the newest that there is when Terraform plans. To stay with one, or to go back to it."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.secret_versions), setsubtract(local.secrets, var.unused_secrets))) == 0
    error_message = "Not in any function's secrets in services.yaml, or unused: ${join(", ", setsubtract(keys(var.secret_versions), setsubtract(local.secrets, var.unused_secrets)))}."
  }

  validation {
    condition     = alltrue([for version in values(var.secret_versions) : can(regex("^([1-9][0-9]*|latest)$", version))])
    error_message = "A version in secret_versions is its number, or latest."
  }
}

variable "unused_secrets" {
  description = "Secrets that this deployment does without, such as ANTHROPIC_API_KEY where the rules decide. They stay, empty or not; no function reads them."
  type        = set(string)
  default     = []

  validation {
    condition     = length(setsubtract(var.unused_secrets, local.optional_secrets)) == 0
    error_message = "No function starts without ${join(", ", setsubtract(var.unused_secrets, local.optional_secrets))}: only ${join(", ", local.optional_secrets)} can be unused."
  }

  validation {
    condition     = lookup(var.environment, "ARCHIVE_BUCKET", "") == "" || length(setintersection(var.unused_secrets, ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])) == 0
    error_message = "ARCHIVE_BUCKET is set: the archive needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
  }

  validation {
    condition     = contains(var.unused_secrets, "STRIPE_API_KEY") || !contains(var.unused_secrets, "STRIPE_WEBHOOK_SECRET")
    error_message = "STRIPE_API_KEY makes payment pages: without STRIPE_WEBHOOK_SECRET nobody who pays would get credits."
  }
}

variable "people" {
  description = "Who may open what is made for people, as IAM members: user:..., group:..., domain:..."
  type        = set(string)
  default     = []
}

variable "alert_emails" {
  description = "Who is told when an alert fires, and of the budget."
  type        = set(string)
  default     = []
}

variable "billing_account" {
  description = "The billing account's id, 012345-6789AB-CDEF01, for a budget; whoever applies needs roles/billing.costsManager on it. Null: no budget is made."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition     = var.billing_account == null || can(regex("^[0-9A-F]{6}(-[0-9A-F]{6}){2}$", var.billing_account))
    error_message = "The billing account is named by its id, such as 012345-6789AB-CDEF01: gcloud billing accounts list."
  }
}

variable "monthly_budget" {
  description = "Whole units of the billing account's currency a month, for Google Cloud alone."
  type        = number
  default     = 100

  validation {
    condition     = var.monthly_budget >= 1 && floor(var.monthly_budget) == var.monthly_budget
    error_message = "monthly_budget is a whole number of the billing account's currency."
  }
}

variable "deletion_protection" {
  description = "Whether Terraform refuses to delete a function. A function holds no data, and with true one whose first start fails cannot be replaced: see infra/README.md under Recover. So true only once all of them run."
  type        = bool
  default     = false
}
