"""Proof of a work email.

`POST /` by the inbound mail provider for mail to `verify-<token>@<our domain>`, form-encoded and
signed by it (403). `shared.mail` says which mail counts. Then the address is the person's, and
their agent hears of it as an event, as it does of a mail that proves nothing, with the reason. The
same mail again changes nothing. Mail to any other address is answered and dropped.

The provider repeats for hours what is not answered 200 or 406. So whatever it has signed is
answered 200, unless sending it again helps: 503 when the database cannot be reached. A mail of more
than 10 MB is not read and answered 406.
"""

from datetime import UTC, datetime
from http import HTTPStatus

from shared.config import Settings, settings
from shared.db.people import record_email_proof
from shared.entry import Call, Json, Route, database, http_function
from shared.errors import BadSignature, ConfigurationError
from shared.mail import FIELDS, fingerprints, read_proof, verify_signature


def signed(call: Call) -> None:
    """The mail provider's signature."""
    verify_signature(settings().mail_webhook_secret, call.fields(FIELDS), datetime.now(UTC))


def receive_mail(call: Call) -> Json:
    """A mail came in."""
    fields = call.fields(FIELDS)
    proof = read_proof(fields, settings().mail_domain)
    signature, content = fingerprints(fields)
    outcome = record_email_proof(
        database(),
        token=proof.token if proof else None,
        address=proof.address if proof else None,
        rejection=proof.rejection if proof else None,
        mail_id=proof.mail_id if proof else None,
        signature=signature,
        content=content,
    )
    if outcome == "replayed":
        raise BadSignature("The signature came with other fields before", field="signature")
    return {"outcome": outcome}


def needs(configured: Settings) -> None:
    """Start-up fails without the domain and the secret."""
    if not configured.mail_domain or not configured.mail_webhook_secret:
        raise ConfigurationError("MAIL_DOMAIN and MAIL_WEBHOOK_SECRET are not both set")


email_webhook = http_function(
    "email_webhook",
    [
        Route(
            "POST",
            "/",
            receive_mail,
            authenticate=signed,
            max_body=10_000_000,
            too_large_status=HTTPStatus.NOT_ACCEPTABLE,  # to Mailgun the only final refusal
        )
    ],
    needs=needs,
)
