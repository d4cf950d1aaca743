# Copy to environments/<name>.tfvars and fill in; infra/README.md says what each variable means.
# Nothing here is secret: secrets go to Secret Manager.
project_id = "..."
region     = "us-central1"

# By digest, as `docker inspect` prints it; null until there is one. Never left out.
# image = "us-central1-docker.pkg.dev/<project>/yachtparty/yachtparty@sha256:..."
image = null

environment = {
  TWILIO_ACCOUNT_SID           = "AC..."
  TWILIO_MESSAGING_SERVICE_SID = "MG..." # or TWILIO_PHONE_NUMBER
  MAIL_DOMAIN                  = "mail.example.com"
  SUPPORT_CONTACT              = "help@example.com"
  DB_POOL_MAX                  = "2"
  LLM_DAILY_USD                = "50"
  CREDIT_PRICE_CENTS           = "100"
  # With an archive:
  # ARCHIVE_BUCKET       = "<project>-archive"
  # ARCHIVE_ENDPOINT_URL = "https://storage.googleapis.com"
  # AWS_DEFAULT_REGION   = "auto"
}

# To stay with a version of a secret, or to go back to it: secret_versions = { POKE_SECRET = "3" }
secret_versions = {}

# What this deployment does without: a model (the rules decide), Redis (events wait in the outbox),
# an archive (nothing leaves the database), Stripe (nobody buys credits), research on the web and on
# prospects (what members and contacts say is all there is).
unused_secrets = [
  "ANTHROPIC_API_KEY", "REDIS_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
  "STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRET", "TAVILY_API_KEY", "PDL_API_KEY",
]

people          = ["group:operators@example.com"]
alert_emails    = ["oncall@example.com"]
billing_account = null
monthly_budget  = 100
