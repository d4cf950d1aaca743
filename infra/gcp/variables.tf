variable "project_id" {
  description = "The Google Cloud project that everything is made in; it has to exist and have billing."
  type        = string
}

variable "region" {
  description = "Where everything runs. Near the database: a turn is two round trips to it."
  type        = string
}

variable "image" {
  description = "The image by digest, .../yachtparty@sha256:... Null: only what has to be there before it: APIs, registry, secrets."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition     = var.image == null || can(regex("@sha256:[0-9a-f]{64}$", var.image))
    error_message = "The image is named by digest, ending in @sha256: and 64 digits: a tag can move."
  }
}

variable "environment" {
  description = "Values of plain variables, by name. Each function gets those that services.yaml lists for it."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.environment) : contains(local.variables, name)])
    error_message = "A name in environment is not in any function's env in services.yaml."
  }
}

variable "secret_versions" {
  description = "Versions of secrets, by variable name; latest by default. A number makes a rotation a deployment that can be rolled back."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.secret_versions) : contains(local.secrets, name)])
    error_message = "A name in secret_versions is not in any function's secrets in services.yaml, or is unused."
  }
}

variable "unused_secrets" {
  description = "Secrets that this deployment does without, such as ANTHROPIC_API_KEY where the rules decide."
  type        = set(string)
  default     = []
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
  description = "The billing account, for a budget. Null: no budget is made."
  type        = string
  default     = null
  nullable    = true
}

variable "monthly_budget" {
  description = "Whole units of the billing account's currency a month, for Google Cloud alone."
  type        = number
  default     = 100
}

variable "deletion_protection" {
  description = "Whether Terraform refuses to delete a running function."
  type        = bool
  default     = true
}
