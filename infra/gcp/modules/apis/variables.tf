variable "project_id" {
  description = "The project."
  type        = string
}

variable "with_iap" {
  description = "Whether something is made for people, and so stands behind the identity-aware proxy."
  type        = bool
}
