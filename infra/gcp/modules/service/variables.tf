variable "project_id" {
  description = "The project."
  type        = string
}

variable "project_number" {
  description = "The project's number, which names Google's own service accounts in it."
  type        = string
}

variable "region" {
  description = "The region."
  type        = string
}

variable "image" {
  description = "The image, by digest. Null: only the function's identity and its grants."
  type        = string
  nullable    = true
}

variable "service" {
  description = "The function's entry in services.yaml, whose header says what each field means."
  type = object({
    name            = string
    source          = string
    target          = string
    public          = bool
    people          = bool
    concurrency     = number
    timeout_seconds = number
    min_instances   = number
    max_instances   = number
    cpu             = string
    memory          = string
  })
}

variable "environment" {
  description = "Plain variables and their values."
  type        = map(string)
}

variable "grants" {
  description = "Secrets that it may read, by variable: their ids."
  type        = map(string)
}

variable "secrets" {
  description = "Variables that come from Secret Manager: the secret's id and its version, a number or latest."
  type        = map(object({ id = string, version = string }))
}

variable "people" {
  description = "IAM members who may open it, if it is made for people."
  type        = set(string)
}

variable "deletion_protection" {
  description = "Whether Terraform refuses to delete it."
  type        = bool
}
