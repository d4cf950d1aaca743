variable "project_id" {
  description = "The project."
  type        = string
}

variable "alert_emails" {
  description = "Who is told."
  type        = set(string)
}

variable "daily_usd" {
  description = "US dollars that the model may cost in a day."
  type        = number
}

variable "max_instances" {
  description = "By Cloud Run service: how many instances it may have."
  type        = map(number)
}

variable "swept" {
  description = "Functions that the scheduler calls every minute."
  type        = set(string)
}
