variable "billing_account" {
  description = "The billing account's id."
  type        = string
}

variable "project_number" {
  description = "The project whose cost counts."
  type        = string
}

variable "monthly_budget" {
  description = "Whole units of the account's currency a month."
  type        = number
}

variable "channels" {
  description = "Notification channels that are told, besides the account's administrators; the first five."
  type        = list(string)
}
