variable "project_id" {
  description = "The project."
  type        = string
}

variable "names" {
  description = "The variables that hold secrets; a secret has its variable's name."
  type        = set(string)
}
