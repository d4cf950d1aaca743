# What the functions say in their log, as numbers; shared/log.py lists the events and their fields.
locals {
  ours = "resource.type=\"cloud_run_revision\""

  # Lines, counted by their labels.
  counters = {
    deliveries = {
      description = "Messages whose end is known, by what became of them."
      filter      = "jsonPayload.event=\"delivery\" AND jsonPayload.applied=true AND jsonPayload.status=(\"delivered\" OR \"undelivered\" OR \"failed\")"
      labels      = { status = "EXTRACT(jsonPayload.status)" }
    }
    refused_sends = {
      description = "Messages given up before Twilio took them."
      filter      = "jsonPayload.event=\"send_refused\""
      labels      = { reason = "EXTRACT(jsonPayload.reason)" }
    }
    payments = {
      description = "What Stripe told of purchases, by what became of it."
      filter      = "jsonPayload.event=\"payment\" AND jsonPayload.outcome!=\"ignored\""
      labels      = { outcome = "EXTRACT(jsonPayload.outcome)" }
    }
    no_checkouts = {
      description = "Payment pages that could not be made, by Stripe's error."
      filter      = "jsonPayload.event=\"no_checkout\""
      labels      = { reason = "EXTRACT(jsonPayload.reason)" }
    }
    no_researches = {
      description = "Questions that a provider of research did not answer, by provider and reason."
      filter      = "jsonPayload.event=\"no_research\""
      labels = {
        provider = "EXTRACT(jsonPayload.provider)"
        reason   = "EXTRACT(jsonPayload.reason)"
      }
    }
    notices = {
      description = "What a person should look at, by kind."
      filter      = "jsonPayload.event=\"notice\""
      labels      = { notice = "EXTRACT(jsonPayload.notice)" }
    }
    sweeps = {
      description = "The scheduler's calls that were answered, by function."
      filter      = "jsonPayload.event=\"sweep\""
      labels      = { function = "EXTRACT(labels.function)" }
    }
    overdue_sweeps = {
      description = "Sweeps that found something due for more than two minutes, by function."
      filter      = "jsonPayload.event=\"sweep\" AND jsonPayload.oldest_due_seconds>120"
      labels      = { function = "EXTRACT(labels.function)" }
    }
  }

  # Numbers in lines, summed by their labels.
  sums = {
    agent_actions = {
      description = "What agents did, by agent."
      event       = "decision"
      value       = "EXTRACT(jsonPayload.actions)"
      labels      = { agent = "EXTRACT(jsonPayload.agent)" }
      unit        = "1"
    }
    agent_errors = {
      description = "What agents failed to do, by agent."
      event       = "decision"
      value       = "EXTRACT(jsonPayload.errors)"
      labels      = { agent = "EXTRACT(jsonPayload.agent)" }
      unit        = "1"
    }
    model_cost = {
      description = "US dollars that the model cost, by agent."
      event       = "decision"
      value       = "EXTRACT(jsonPayload.cost_usd)"
      labels      = { agent = "EXTRACT(jsonPayload.agent)" }
      unit        = "{USD}"
    }
    dead_letters = {
      description = "Rows given up, by queue."
      event       = "dead_letter"
      value       = "EXTRACT(jsonPayload.count)"
      labels      = { queue = "EXTRACT(jsonPayload.queue)" }
      unit        = "1"
    }
    oldest_due = {
      description = "How long the oldest that was due had waited when a sweep came, by function."
      event       = "sweep"
      value       = "EXTRACT(jsonPayload.oldest_due_seconds)"
      labels      = { function = "EXTRACT(labels.function)" }
      unit        = "s"
    }
  }
}

resource "google_logging_metric" "counter" {
  for_each = local.counters

  project          = var.project_id
  name             = each.key
  description      = each.value.description
  filter           = "${local.ours} AND ${each.value.filter}"
  label_extractors = each.value.labels

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
    unit        = "1"

    dynamic "labels" {
      for_each = each.value.labels

      content {
        key        = labels.key
        value_type = "STRING"
      }
    }
  }
}

resource "google_logging_metric" "sum" {
  for_each = local.sums

  project          = var.project_id
  name             = each.key
  description      = each.value.description
  filter           = "${local.ours} AND jsonPayload.event=\"${each.value.event}\""
  value_extractor  = each.value.value
  label_extractors = each.value.labels

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    unit        = each.value.unit

    dynamic "labels" {
      for_each = each.value.labels

      content {
        key        = labels.key
        value_type = "STRING"
      }
    }
  }

  bucket_options {
    exponential_buckets {
      num_finite_buckets = 32
      growth_factor      = 2
      scale              = 0.0001
    }
  }
}
