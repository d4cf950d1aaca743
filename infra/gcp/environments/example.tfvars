# Copy to environments/<name>.tfvars and fill in. Nothing here is secret: secrets go to Secret Manager.
project_id = "..."
region     = "us-central1"

# What `docker push` printed, by digest. Left out at first: see the README.
# image = "us-central1-docker.pkg.dev/<project>/yachtparty/yachtparty@sha256:..."

environment = {
  TWILIO_ACCOUNT_SID           = "AC..."
  TWILIO_MESSAGING_SERVICE_SID = "MG..." # or TWILIO_PHONE_NUMBER
  MAIL_DOMAIN                  = "mail.example.com"
  SUPPORT_CONTACT              = "help@example.com"
  LLM_DAILY_USD                = "50"
}

# A number makes a rotation a deployment: secret_versions = { POKE_SECRET = "3" }
secret_versions = {}

# Without a model the rules decide.
unused_secrets = ["ANTHROPIC_API_KEY"]

people          = ["group:operators@example.com"]
alert_emails    = ["oncall@example.com"]
billing_account = null
monthly_budget  = 100
