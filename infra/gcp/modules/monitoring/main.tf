locals {
  logged = "logging_googleapis_com:user_"
  run    = "monitored_resource=\"cloud_run_revision\""

  failed_deliveries = "(sum(increase(${local.logged}deliveries{${local.run},status=~\"undelivered|failed\"}[1h])) or vector(0)) + (sum(increase(${local.logged}refused_sends{${local.run}}[1h])) or vector(0))"
  ended_deliveries  = "(sum(increase(${local.logged}deliveries{${local.run}}[1h])) or vector(0)) + (sum(increase(${local.logged}refused_sends{${local.run}}[1h])) or vector(0))"
  agent_errors      = "sum(increase(${local.logged}agent_errors_sum{${local.run}}[1h]))"
  agent_actions     = "sum(increase(${local.logged}agent_actions_sum{${local.run}}[1h]))"
  model_cost        = "sum(increase(${local.logged}model_cost_sum{${local.run}}[1d]))"

  # Each says something when it is true. A share counts from three failures on: one of ten is no alarm,
  # but three of ten are, however few people text.
  alerts = {
    "More than 5 % of the messages fail" = {
      severity = "ERROR"
      query    = "((${local.failed_deliveries}) / (${local.ended_deliveries})) > 0.05 and (${local.failed_deliveries}) > 2"
      duration = "300s"
      help     = "Of the messages whose end became known in the last hour, more than 5 % and at least 3 were not delivered. `yachtparty doctor` says with which of Twilio's error codes; 30007 or 30034: the registration."
    }
    "More than 2 % of the agents' actions fail" = {
      severity = "ERROR"
      query    = "(${local.agent_errors} / ${local.agent_actions}) > 0.02 and ${local.agent_errors} > 2"
      duration = "300s"
      help     = "In the last hour, and at least 3. People are answered by the rules meanwhile. `yachtparty doctor` says which actions; status.claude.com tells of outages."
    }
    "Something has been due for 2 minutes" = {
      severity = "CRITICAL"
      query    = "sum by (function) (increase(${local.logged}overdue_sweeps{${local.run}}[5m])) > 1"
      duration = "60s"
      help     = "People wait: the function's sweeps find work that should have been done. See its log and its GET /ready."
    }
    "The model's cost of a day is over its limit" = {
      severity = "WARNING"
      query    = "${local.model_cost} >= ${max(var.daily_usd, 0.01)}"
      duration = "60s"
      help     = "In the last 24 hours. Past LLM_DAILY_USD of a day (UTC) the rules answer. `yachtparty doctor` says who spends it."
    }
    "Somebody wants to talk to a human" = {
      severity = "WARNING"
      query    = "sum(increase(${local.logged}notices{${local.run},notice=\"person_asked\"}[5m])) > 0"
      duration = "60s"
      help     = "They were told that one of the team answers in their conversation, without a time. On the dashboard /conversations lists who waits: open the conversation, take it over, answer."
    }
    "A payment became no credits" = {
      severity = "ERROR"
      query    = "sum(increase(${local.logged}payments{${local.run},outcome=~\"unclaimed|doubled|unreadable\"}[1h])) > 0"
      duration = "60s"
      help     = "Somebody paid and has no credits. unclaimed: the payment names nobody in this database (another deployment on the same Stripe account?). doubled: its payment is booked for another checkout; the log names this one (about). unreadable: see credit_webhook's log, which says why; Stripe comes again for three days. `yachtparty doctor` lists unclaimed payments."
    }
    "No payment pages can be made" = {
      severity = "WARNING"
      query    = "sum(increase(${local.logged}no_checkouts{${local.run}}[1h])) > 2"
      duration = "60s"
      help     = "People who wanted to buy credits were told to try later, at least 3 in the last hour. The log says with which of Stripe's errors; AuthenticationError: STRIPE_API_KEY; otherwise status.stripe.com."
    }
    "A provider of research does not answer" = {
      severity = "WARNING"
      query    = "sum by (provider) (increase(${local.logged}no_researches{${local.run}}[1h])) > 2"
      duration = "60s"
      help     = "At least 3 times in the last hour. Members lack only what it would have added. The log's no_research lines say why: refused is the key or the plan's limit (TAVILY_API_KEY, PDL_API_KEY); busy: it is asked too much; unavailable: its own trouble."
    }
    "Functions answer with errors" = {
      severity = "ERROR"
      query    = "sum by (service_name) (increase(run_googleapis_com:request_count{${local.run},response_code_class=\"5xx\"}[5m])) > 2"
      duration = "60s"
      help     = "At least 3 answers of 5xx of a function within 5 minutes: the sweeps alone are 5. 503: the database cannot be reached; else the error is in the function's log."
    }
  }

  # Without sweeps nothing tells how long anything waits: their absence is the same alarm. Counted, not
  # asked for as absent: that would be silent about a function that was never swept at all.
  not_swept = {
    for name in var.swept : "${name} is not swept" => {
      severity = "CRITICAL"
      query    = "(sum(increase(${local.logged}sweeps{${local.run},function=\"${name}\"}[5m])) or vector(0)) < 1"
      duration = "300s"
      help     = "The scheduler does not call it, or it cannot be called, or it cannot reach the database. Pokes may still work, so people may still be answered. See the scheduler's job of that name, then the function's log."
    }
  }

  # In PromQL like the others: a threshold asks for the metric to be there already, which in a new
  # project it is not.
  at_their_limit = {
    for name, most in var.max_instances : "${name} runs at its limit of instances" => {
      severity = "WARNING"
      query    = "sum(run_googleapis_com:container_instance_count{${local.run},service_name=\"${name}\",state=\"active\"}) >= ${most}"
      duration = "600s"
      help     = "All ${most} instances have been busy for 10 minutes: requests wait or are refused. Find out why first (a slow database?); then raise max_instances, with max_instances x DB_POOL_MAX of all functions below the pooler's limit."
    }
  }

  graphs = {
    "Oldest due, seconds, by function"        = "max by (function) (histogram_quantile(0.99, sum by (le, function) (increase(${local.logged}oldest_due_bucket{${local.run}}[5m]))))"
    "Messages ended a minute, by outcome"     = "sum by (status) (rate(${local.logged}deliveries{${local.run}}[5m])) * 60"
    "Share of messages that fail"             = "(${local.failed_deliveries}) / (${local.ended_deliveries})"
    "Share of agents' actions that fail"      = "${local.agent_errors} / ${local.agent_actions}"
    "Model's cost in 24 hours, USD, by agent" = "sum by (agent) (increase(${local.logged}model_cost_sum{${local.run}}[1d]))"
    "Payments an hour, by outcome"            = "sum by (outcome) (increase(${local.logged}payments{${local.run}}[1h]))"
    "Given up, by queue"                      = "sum by (queue) (increase(${local.logged}dead_letters_sum{${local.run}}[1h]))"
    "Requests a second, by function"          = "sum by (service_name) (rate(run_googleapis_com:request_count{${local.run}}[5m]))"
    "Latency, p95, ms, by function"           = "histogram_quantile(0.95, sum by (le, service_name) (rate(run_googleapis_com:request_latencies_bucket{${local.run}}[5m])))"
    "Answers of 5xx a minute, by function"    = "sum by (service_name) (rate(run_googleapis_com:request_count{${local.run},response_code_class=\"5xx\"}[5m])) * 60"
    "Instances, by function"                  = "sum by (service_name) (max_over_time(run_googleapis_com:container_instance_count{${local.run}}[5m]))"
  }
}

resource "google_monitoring_notification_channel" "email" {
  for_each = var.alert_emails

  project      = var.project_id
  display_name = each.key
  type         = "email"
  labels       = { email_address = each.key }

  # Google does not delete one that an alert or the budget still names: those first.
  lifecycle {
    create_before_destroy = true
  }
}

resource "google_monitoring_alert_policy" "query" {
  for_each = merge(local.alerts, local.not_swept, local.at_their_limit)

  project               = var.project_id
  display_name          = each.key
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.channels

  conditions {
    display_name = each.key

    condition_prometheus_query_language {
      query                     = each.value.query
      duration                  = each.value.duration
      evaluation_interval       = "60s"
      disable_metric_validation = true
    }
  }

  documentation {
    content   = each.value.help
    mime_type = "text/markdown"
  }

  depends_on = [google_logging_metric.counter, google_logging_metric.sum]
}

locals {
  # Two beside each other. Google leaves out a position of 0; said here, every plan would set it again.
  places = {
    for index, title in keys(local.graphs) : title => {
      for axis, position in { xPos = (index % 2) * 24, yPos = floor(index / 2) * 16 } : axis => position
      if position > 0
    }
  }

  tiles = {
    for title, query in local.graphs : title => {
      width  = 24
      height = 16
      widget = {
        title = title
        xyChart = {
          dataSets = [{
            plotType        = "LINE"
            timeSeriesQuery = { prometheusQuery = query }
          }]
        }
      }
    }
  }
}

resource "google_monitoring_dashboard" "this" {
  project = var.project_id

  dashboard_json = jsonencode({
    displayName = "Yachtparty"
    mosaicLayout = {
      columns = 48
      tiles   = [for title in keys(local.graphs) : merge(local.places[title], local.tiles[title])]
    }
  })
}

locals {
  channels = [for channel in google_monitoring_notification_channel.email : channel.id]
}
