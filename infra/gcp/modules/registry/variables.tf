variable "project_id" {
  description = "The project."
  type        = string
}

variable "region" {
  description = "The region; the same as the functions', so that images come from near by."
  type        = string
}
