"""Settings: environment variables, read once, validated, named when missing.

A frozen dataclass over `os.environ`: pydantic-settings would add a third of a bare function's
start-up time to each of them.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.errors import ConfigurationError

OptOutReplies = Literal["twilio", "app"]

_LONGEST_SECONDS = 604_800.0

# Who guesses a secret of eight characters needs more requests than we answer in a year.
SHORTEST_SECRET = 8
_VALUES_OF_A_SECRET = 2
_SECRET = re.compile(r"[\x20-\x7e]+")
_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+", re.IGNORECASE | re.ASCII)
_LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}|::1")


def accepted(secret: str) -> list[str]:
    """The values that a secret has: two lines, the newer first, while it is being rotated.

    Who proves something with it may use either; we use the first ourselves. A blank line is no
    value: nobody proves anything with nothing.
    """
    return [line for line in secret.splitlines() if line.strip()]


@dataclass(frozen=True, kw_only=True)
class TwilioSettings:
    """The account that texts come from and go to."""

    account_sid: str
    auth_token: str = field(repr=False)  # see `accepted`
    phone_number: str = ""
    messaging_service_sid: str = ""  # wins over phone_number when set
    api_base_url: str = "https://api.twilio.com"
    public_base_url: str = ""  # what Twilio calls, without path; signatures cover it


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything a function may be told from outside. infra/README.md lists them."""

    database_url: str = field(repr=False)
    db_pool_max: int = 4
    poke_secret: str = field(default="", repr=False)  # see `accepted`
    oidc_audience: str = ""  # with the account: whose Google identity tokens are let in as well
    oidc_service_account: str = ""
    oidc_certs_url: str = "https://www.googleapis.com/oauth2/v1/certs"
    default_timezone: str = "America/New_York"
    opt_out_replies: OptOutReplies = "twilio"
    support_contact: str = ""
    mail_domain: str = ""
    mail_webhook_secret: str = field(default="", repr=False)  # see `accepted`
    anthropic_api_key: str = field(default="", repr=False)
    anthropic_base_url: str = ""
    agent_model: str = "claude-sonnet-5-5"
    llm_daily_usd: Decimal = Decimal(50)
    llm_user_daily_usd: Decimal = Decimal(1)
    archive_bucket: str = ""  # empty: nothing leaves the database
    archive_endpoint_url: str = ""  # of S3-compatible storage; empty: Amazon's
    # Empty: wherever boto3 finds credentials by itself.
    aws_access_key_id: str = ""
    aws_secret_access_key: str = field(default="", repr=False)
    aws_default_region: str = ""
    # Seconds. The defaults are the promises of the README; tests and the fault run shorten them.
    lease_seconds: float = 30
    model_seconds: float = 8
    webhook_seconds: float = 10
    send_timeout_seconds: float = 10
    reconcile_after_seconds: float = 60
    delivery_check_seconds: float = 600
    inbound_reconcile_seconds: float = 900
    stripe_api_key: str = field(default="", repr=False)  # empty: no credits can be bought
    stripe_webhook_secret: str = field(default="", repr=False)  # see `accepted`
    stripe_api_base_url: str = "https://api.stripe.com"
    credit_price_cents: int = 100  # US cents a credit
    credits_base_url: str = ""  # where buyers' browsers find credit_webhook; empty: none can buy
    upload_signing_key: str = field(default="", repr=False)  # see `accepted`; of upload links
    upload_base_url: str = ""  # where browsers find prospect_upload; empty: no links are given
    on_cloud_run: bool = False  # by K_SERVICE, which the platform sets
    iap_audience: tuple[str, ...] = ()  # whom the proxy's header has to be for; empty: a laptop
    iap_keys_url: str = "https://www.gstatic.com/iap/verify/public_key"
    dashboard_operators: tuple[str, ...] = ()  # addresses, and domains whose everybody may act
    dashboard_base_url: str = ""  # where browsers find dashboard
    phone_page_url: str = ""  # of the local stack; empty: there is none
    tavily_api_key: str = field(default="", repr=False)  # empty: nothing is looked up on the web
    tavily_base_url: str = "https://api.tavily.com"
    pdl_api_key: str = field(default="", repr=False)  # empty: no prospect is looked up
    pdl_base_url: str = "https://api.peopledatalabs.com"
    redis_url: str = field(default="", repr=False)  # empty: system events wait in the outbox
    twilio: TwilioSettings | None = None

    def require_twilio(self) -> TwilioSettings:
        """The Twilio settings, or an error that names what is missing."""
        if self.twilio is None:
            raise ConfigurationError(
                "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are not set; this function needs both"
            )
        if not self.twilio.public_base_url:
            raise ConfigurationError(
                "PUBLIC_BASE_URL is not set; give the address that Twilio calls, without a path"
            )
        return self.twilio


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from the given variables; raises ConfigurationError naming the variable at fault."""
    env = {name: value.strip() for name, value in environment.items() if value.strip()}

    def seconds(name: str, default: float) -> float:
        try:
            value = float(env.get(name, default))
        except ValueError as error:
            raise ConfigurationError(f"{name} is not a number of seconds") from error
        if not 0 <= value <= _LONGEST_SECONDS:  # also says no to nan
            raise ConfigurationError(f"{name} is not a number of seconds from 0 to a week")
        return value

    def dollars(name: str, default: str) -> Decimal:
        try:
            value = Decimal(env.get(name, default))
        except InvalidOperation as error:
            raise ConfigurationError(f"{name} is not an amount in US dollars") from error
        if not value.is_finite() or value < 0:
            raise ConfigurationError(f"{name} is not an amount in US dollars from 0 on")
        return value

    if "DATABASE_URL" not in env:
        raise ConfigurationError("DATABASE_URL is not set; give a libpq URL of the database")
    opt_out_replies = env.get("OPT_OUT_REPLIES", "twilio")
    if opt_out_replies not in ("twilio", "app"):
        raise ConfigurationError("OPT_OUT_REPLIES must be 'twilio' or 'app'")

    return Settings(
        database_url=env["DATABASE_URL"],
        db_pool_max=_whole(env, "DB_POOL_MAX", 4, 100),
        poke_secret=_secret(environment, "POKE_SECRET"),
        oidc_audience=_line(env, "OIDC_AUDIENCE"),
        oidc_service_account=_line(env, "OIDC_SERVICE_ACCOUNT"),
        oidc_certs_url=_confidential(env, "OIDC_CERTS_URL", Settings.oidc_certs_url),
        default_timezone=_timezone(env),
        opt_out_replies=opt_out_replies,
        support_contact=_line(env, "SUPPORT_CONTACT"),
        mail_domain=_mail_domain(env),
        mail_webhook_secret=_secret(environment, "MAIL_WEBHOOK_SECRET"),
        anthropic_api_key=_line(env, "ANTHROPIC_API_KEY"),
        anthropic_base_url=_confidential(env, "ANTHROPIC_BASE_URL"),
        agent_model=_line(env, "AGENT_MODEL", Settings.agent_model),
        llm_daily_usd=dollars("LLM_DAILY_USD", "50"),
        llm_user_daily_usd=dollars("LLM_USER_DAILY_USD", "1"),
        archive_bucket=_line(env, "ARCHIVE_BUCKET"),
        archive_endpoint_url=_address(env, "ARCHIVE_ENDPOINT_URL"),
        aws_access_key_id=_line(env, "AWS_ACCESS_KEY_ID"),
        aws_secret_access_key=_line(env, "AWS_SECRET_ACCESS_KEY"),
        aws_default_region=_line(env, "AWS_DEFAULT_REGION"),
        lease_seconds=seconds("LEASE_SECONDS", 30),
        model_seconds=seconds("MODEL_SECONDS", 8),
        webhook_seconds=seconds("WEBHOOK_SECONDS", 10),
        send_timeout_seconds=seconds("SEND_TIMEOUT_SECONDS", 10),
        reconcile_after_seconds=seconds("RECONCILE_AFTER_SECONDS", 60),
        delivery_check_seconds=seconds("DELIVERY_CHECK_SECONDS", 600),
        inbound_reconcile_seconds=seconds("INBOUND_RECONCILE_SECONDS", 900),
        stripe_api_key=_line(env, "STRIPE_API_KEY"),
        stripe_webhook_secret=_secret(environment, "STRIPE_WEBHOOK_SECRET"),
        stripe_api_base_url=_confidential(env, "STRIPE_API_BASE_URL", Settings.stripe_api_base_url),
        credit_price_cents=_whole(env, "CREDIT_PRICE_CENTS", 100, 100_000),
        credits_base_url=_confidential(env, "CREDITS_BASE_URL") or _public_base_url(env),
        upload_signing_key=_secret(environment, "UPLOAD_SIGNING_KEY"),
        upload_base_url=_confidential(env, "UPLOAD_BASE_URL") or _public_base_url(env),
        tavily_api_key=_line(env, "TAVILY_API_KEY"),
        tavily_base_url=_confidential(env, "TAVILY_BASE_URL", Settings.tavily_base_url),
        pdl_api_key=_line(env, "PDL_API_KEY"),
        pdl_base_url=_confidential(env, "PDL_BASE_URL", Settings.pdl_base_url),
        on_cloud_run=bool(env.get("K_SERVICE")),
        iap_audience=_list(env, "IAP_AUDIENCE"),
        iap_keys_url=_confidential(env, "IAP_KEYS_URL", Settings.iap_keys_url),
        dashboard_operators=_operators(env),
        dashboard_base_url=_confidential(env, "DASHBOARD_BASE_URL") or _public_base_url(env),
        phone_page_url=_confidential(env, "PHONE_PAGE_URL"),
        redis_url=_redis_url(env),
        twilio=_twilio(env, _secret(environment, "TWILIO_AUTH_TOKEN")),
    )


def _whole(env: Mapping[str, str], name: str, default: int, most: int) -> int:
    value = env.get(name, str(default))
    if not (value.isascii() and value.isdecimal()) or not 1 <= int(value[:10]) <= most:
        raise ConfigurationError(f"{name} must be a whole number from 1 to {most}")
    return int(value)


def _timezone(env: Mapping[str, str]) -> str:
    name = env.get("DEFAULT_TIMEZONE", Settings.default_timezone)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigurationError(f"DEFAULT_TIMEZONE: {name} is no IANA time zone") from error
    return name


def _list(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Values with commas between them."""
    return tuple(part for part in map(str.strip, _line(env, name).split(",")) if part)


def _operators(env: Mapping[str, str]) -> tuple[str, ...]:
    """Addresses and domains, in small letters."""
    given = tuple(one.lower() for one in _list(env, "DASHBOARD_OPERATORS"))
    for one in given:
        local, at, domain = one.rpartition("@")
        if (at and not local) or not _DOMAIN.fullmatch(domain):
            raise ConfigurationError(
                "DASHBOARD_OPERATORS has an entry that is neither an email nor a domain"
            )
    return given


def _redis_url(env: Mapping[str, str]) -> str:
    url = env.get("REDIS_URL", "")
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        raise ConfigurationError("REDIS_URL must begin with redis://, rediss:// or unix://")
    return url


def _secret(environment: Mapping[str, str], name: str) -> str:
    """What others prove themselves with: one value, or two lines of one each; empty if unset.

    A value that anybody could guess, or that nobody meant (a blank line, a stray character), would
    let everybody in, so it is refused and not passed over.
    """
    written = environment.get(name, "")
    if not written:
        return ""
    values = [line.strip(" \t\r") for line in written.strip(" \t\r\n").split("\n")]
    if not all(values):
        raise ConfigurationError(
            f"{name} is blank or has a blank line; give one value, or two lines while it is rotated"
        )
    if len(values) > _VALUES_OF_A_SECRET:
        raise ConfigurationError(f"{name} has more than two lines: the newer value, then the older")
    if not all(_SECRET.fullmatch(value) for value in values):
        raise ConfigurationError(f"{name} has characters that are not printable ASCII")
    if min(map(len, values)) < SHORTEST_SECRET:
        raise ConfigurationError(
            f"{name} has a value of less than {SHORTEST_SECRET} characters; anybody could guess it"
        )
    return "\n".join(values)


def _line(env: Mapping[str, str], name: str, default: str = "") -> str:
    """Text on one line. What a second line or a control character means to its reader is open."""
    value = env.get(name, default)
    if not value.isprintable():
        raise ConfigurationError(f"{name} has a line break or another control character")
    return value


def _address(env: Mapping[str, str], name: str, default: str = "") -> str:
    """A base URL of http or https, without a slash at its end, credentials, query or fragment."""
    value = _line(env, name, default).rstrip("/")
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ConfigurationError(f"{name} is not a URL") from error
    if parts.scheme not in ("https", "http"):
        raise ConfigurationError(f"{name} must begin with https:// or http://")
    if not host or "@" in parts.netloc or parts.query or parts.fragment or " " in value:
        raise ConfigurationError(f"{name} must be scheme and host, without user, query or fragment")
    return value


def _confidential(env: Mapping[str, str], name: str, default: str = "") -> str:
    """An address that gets credentials or is believed: https, unless it is this machine."""
    value = _address(env, name, default)
    parts = urlsplit(value)
    if parts.scheme == "http" and not _LOOPBACK.fullmatch(parts.hostname or ""):
        raise ConfigurationError(f"{name} must begin with https://; http:// is for this machine")
    return value


def _public_base_url(env: Mapping[str, str]) -> str:
    value = _address(env, "PUBLIC_BASE_URL")
    if urlsplit(value).path:
        raise ConfigurationError("PUBLIC_BASE_URL has a path; give what comes before /sms only")
    return value


def _mail_domain(env: Mapping[str, str]) -> str:
    domain = env.get("MAIL_DOMAIN", "")
    if domain and not _DOMAIN.fullmatch(domain):
        raise ConfigurationError("MAIL_DOMAIN is not a domain such as mail.example.com")
    return domain


def _twilio(env: Mapping[str, str], auth_token: str) -> TwilioSettings | None:
    account_sid = _line(env, "TWILIO_ACCOUNT_SID")
    read = TwilioSettings(
        account_sid=account_sid,
        auth_token=auth_token,
        phone_number=_line(env, "TWILIO_PHONE_NUMBER"),
        messaging_service_sid=_line(env, "TWILIO_MESSAGING_SERVICE_SID"),
        api_base_url=_confidential(env, "TWILIO_API_BASE_URL", TwilioSettings.api_base_url),
        public_base_url=_public_base_url(env),
    )
    return read if account_sid and auth_token else None


@lru_cache(maxsize=1)
def settings() -> Settings:
    """This process's settings, read from its environment on first use."""
    return read_settings(os.environ)
