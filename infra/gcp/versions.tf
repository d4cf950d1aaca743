terraform {
  required_version = ">= 1.9"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 8.0"
    }
    time = {
      source  = "hashicorp/time"
      version = "~> 0.13"
    }
  }

  # The bucket and the prefix of an environment are given to `terraform init -backend-config=...`.
  backend "gcs" {}
}

provider "google" {
  project = var.project_id
  region  = var.region

  # The billing API wants to know whose quota a person's own credentials use.
  billing_project       = var.project_id
  user_project_override = true
}
