"""Settings: environment variables, read once, validated, named when missing.

A frozen dataclass over `os.environ`: pydantic-settings would add a third of a bare function's
start-up time to each of them.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.errors import ConfigurationError

OptOutReplies = Literal["twilio", "app"]

_LONGEST_SECONDS = 604_800.0


def accepted(secret: str) -> list[str]:
    """The values that a secret has: two lines, the newer first, while it is being rotated.

    Who proves something with it may use either; we use the first ourselves.
    """
    return secret.splitlines()


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
    pool_max = env.get("DB_POOL_MAX", "4")
    if not pool_max.isdecimal() or not 1 <= int(pool_max) <= 100:
        raise ConfigurationError("DB_POOL_MAX must be a whole number from 1 to 100")
    return Settings(
        database_url=env["DATABASE_URL"],
        db_pool_max=int(pool_max),
        poke_secret=env.get("POKE_SECRET", ""),
        oidc_audience=env.get("OIDC_AUDIENCE", ""),
        oidc_service_account=env.get("OIDC_SERVICE_ACCOUNT", ""),
        oidc_certs_url=env.get("OIDC_CERTS_URL", Settings.oidc_certs_url),
        default_timezone=_timezone(env),
        opt_out_replies=opt_out_replies,
        support_contact=env.get("SUPPORT_CONTACT", ""),
        mail_domain=env.get("MAIL_DOMAIN", ""),
        mail_webhook_secret=env.get("MAIL_WEBHOOK_SECRET", ""),
        anthropic_api_key=env.get("ANTHROPIC_API_KEY", ""),
        anthropic_base_url=env.get("ANTHROPIC_BASE_URL", ""),
        agent_model=env.get("AGENT_MODEL", Settings.agent_model),
        llm_daily_usd=dollars("LLM_DAILY_USD", "50"),
        llm_user_daily_usd=dollars("LLM_USER_DAILY_USD", "1"),
        archive_bucket=env.get("ARCHIVE_BUCKET", ""),
        archive_endpoint_url=_archive_endpoint(env),
        aws_access_key_id=env.get("AWS_ACCESS_KEY_ID", ""),
        aws_secret_access_key=env.get("AWS_SECRET_ACCESS_KEY", ""),
        aws_default_region=env.get("AWS_DEFAULT_REGION", ""),
        lease_seconds=seconds("LEASE_SECONDS", 30),
        model_seconds=seconds("MODEL_SECONDS", 8),
        webhook_seconds=seconds("WEBHOOK_SECONDS", 10),
        send_timeout_seconds=seconds("SEND_TIMEOUT_SECONDS", 10),
        reconcile_after_seconds=seconds("RECONCILE_AFTER_SECONDS", 60),
        delivery_check_seconds=seconds("DELIVERY_CHECK_SECONDS", 600),
        inbound_reconcile_seconds=seconds("INBOUND_RECONCILE_SECONDS", 900),
        redis_url=_redis_url(env),
        twilio=_twilio(env),
    )


def _timezone(env: Mapping[str, str]) -> str:
    name = env.get("DEFAULT_TIMEZONE", Settings.default_timezone)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigurationError(f"DEFAULT_TIMEZONE: {name} is no IANA time zone") from error
    return name


def _redis_url(env: Mapping[str, str]) -> str:
    url = env.get("REDIS_URL", "")
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        raise ConfigurationError("REDIS_URL must begin with redis://, rediss:// or unix://")
    return url


def _archive_endpoint(env: Mapping[str, str]) -> str:
    url = env.get("ARCHIVE_ENDPOINT_URL", "").rstrip("/")
    if url and not url.startswith(("https://", "http://")):
        raise ConfigurationError("ARCHIVE_ENDPOINT_URL must begin with https:// or http://")
    return url


def _twilio(env: Mapping[str, str]) -> TwilioSettings | None:
    if "TWILIO_ACCOUNT_SID" not in env or "TWILIO_AUTH_TOKEN" not in env:
        return None
    return TwilioSettings(
        account_sid=env["TWILIO_ACCOUNT_SID"],
        auth_token=env["TWILIO_AUTH_TOKEN"],
        phone_number=env.get("TWILIO_PHONE_NUMBER", ""),
        messaging_service_sid=env.get("TWILIO_MESSAGING_SERVICE_SID", ""),
        api_base_url=env.get("TWILIO_API_BASE_URL", TwilioSettings.api_base_url).rstrip("/"),
        public_base_url=env.get("PUBLIC_BASE_URL", "").rstrip("/"),
    )


@lru_cache(maxsize=1)
def settings() -> Settings:
    """This process's settings, read from its environment on first use."""
    return read_settings(os.environ)
