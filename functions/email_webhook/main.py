"""Proof of a work email.

`POST /` by the inbound mail provider for mail to `verify-<token>@<our domain>`, form-encoded and
signed by it (403). The mail counts when DKIM or SPF passed aligned with its From; then the address
is the person's, and their agent hears of it as an event, as it does of a mail that proves nothing.
The same mail again changes nothing. Mail to any other address is answered and dropped.
"""

from datetime import UTC, datetime

from shared.config import Settings, settings
from shared.db.people import record_email_proof
from shared.entry import Call, Json, Route, database, http_function
from shared.errors import ConfigurationError
from shared.mail import read_proof, verify_signature


def signed(call: Call) -> None:
    """The mail provider's signature."""
    verify_signature(settings().mail_webhook_secret, call.form(), datetime.now(UTC))


def receive_mail(call: Call) -> Json:
    """A mail came in."""
    proof = read_proof(call.form(), settings().mail_domain)
    if proof is None:
        return {"outcome": "not_for_us"}
    outcome = record_email_proof(
        database(),
        token=proof.token,
        address=proof.address,
        rejection=proof.rejection,
        mail_id=proof.mail_id,
    )
    return {"outcome": outcome}


def needs(configured: Settings) -> None:
    """Start-up fails without the domain and the secret."""
    if not configured.mail_domain or not configured.mail_webhook_secret:
        raise ConfigurationError("MAIL_DOMAIN and MAIL_WEBHOOK_SECRET are not both set")


email_webhook = http_function(
    "email_webhook",
    [Route("POST", "/", receive_mail, authenticate=signed, max_body=10_000_000)],
    needs=needs,
)
