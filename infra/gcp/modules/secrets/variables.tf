variable "project_id" {
  description = "The project."
  type        = string
}

variable "names" {
  description = "The secrets' names, mostly those of the variables that they are for."
  type        = set(string)
}
