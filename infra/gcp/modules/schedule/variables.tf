variable "project_id" {
  description = "The project."
  type        = string
}

variable "region" {
  description = "The region."
  type        = string
}

variable "jobs" {
  description = "By function: when, in UTC, its address, which is also the token's audience, and how long it may take."
  type        = map(object({ schedule = string, url = string, timeout_seconds = number }))
}
