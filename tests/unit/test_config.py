"""Settings: every variable has its default, is read, and is named when it is wrong."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.config import (
    SHORTEST_SECRET,
    Settings,
    TwilioSettings,
    accepted,
    read_settings,
    settings,
)
from shared.errors import ConfigurationError
from tests.fixtures.examples import each

URL = "postgresql://app:pass-w0rd@db.test/yachtparty"
TWILIO = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "twilio-t0ken"}

# variable, field, default, a value as it is written, the same as it is read
VARIABLES: list[tuple[str, str, Any, str, Any]] = [
    ("DB_POOL_MAX", "db_pool_max", 4, "12", 12),
    ("POKE_SECRET", "poke_secret", "", "ring-ring", "ring-ring"),
    ("OIDC_AUDIENCE", "oidc_audience", "", "https://x.test", "https://x.test"),
    ("OIDC_SERVICE_ACCOUNT", "oidc_service_account", "", "sweeps@x.test", "sweeps@x.test"),
    (
        "OIDC_CERTS_URL",
        "oidc_certs_url",
        "https://www.googleapis.com/oauth2/v1/certs",
        "http://127.0.0.1:3/certs",
        "http://127.0.0.1:3/certs",
    ),
    ("DEFAULT_TIMEZONE", "default_timezone", "America/New_York", "Asia/Tokyo", "Asia/Tokyo"),
    ("OPT_OUT_REPLIES", "opt_out_replies", "twilio", "app", "app"),
    ("SUPPORT_CONTACT", "support_contact", "", "help@x.test", "help@x.test"),
    ("MAIL_DOMAIN", "mail_domain", "", "mail.x.test", "mail.x.test"),
    ("MAIL_WEBHOOK_SECRET", "mail_webhook_secret", "", "signed-by", "signed-by"),
    ("ANTHROPIC_API_KEY", "anthropic_api_key", "", "sk-1", "sk-1"),
    ("ANTHROPIC_BASE_URL", "anthropic_base_url", "", "http://127.0.0.1:1", "http://127.0.0.1:1"),
    ("AGENT_MODEL", "agent_model", Settings.agent_model, "another-model", "another-model"),
    ("LLM_DAILY_USD", "llm_daily_usd", Decimal(50), "7.25", Decimal("7.25")),
    ("LLM_USER_DAILY_USD", "llm_user_daily_usd", Decimal(1), "0", Decimal(0)),
    ("LEASE_SECONDS", "lease_seconds", 30, "6", 6),
    ("MODEL_SECONDS", "model_seconds", 8, "2.5", 2.5),
    ("WEBHOOK_SECONDS", "webhook_seconds", 10, "5", 5),
    ("SEND_TIMEOUT_SECONDS", "send_timeout_seconds", 10, "3", 3),
    ("RECONCILE_AFTER_SECONDS", "reconcile_after_seconds", 60, "0", 0),
    ("DELIVERY_CHECK_SECONDS", "delivery_check_seconds", 600, "2", 2),
    ("INBOUND_RECONCILE_SECONDS", "inbound_reconcile_seconds", 900, "5", 5),
    ("ARCHIVE_BUCKET", "archive_bucket", "", "cellar", "cellar"),
    ("ARCHIVE_ENDPOINT_URL", "archive_endpoint_url", "", "https://s3.x.test/", "https://s3.x.test"),
    ("AWS_ACCESS_KEY_ID", "aws_access_key_id", "", "key", "key"),
    ("AWS_SECRET_ACCESS_KEY", "aws_secret_access_key", "", "hush", "hush"),
    ("AWS_DEFAULT_REGION", "aws_default_region", "", "eu-west-1", "eu-west-1"),
    ("STRIPE_API_KEY", "stripe_api_key", "", "sk_test_1", "sk_test_1"),
    ("STRIPE_WEBHOOK_SECRET", "stripe_webhook_secret", "", "whsec_12", "whsec_12"),
    (
        "STRIPE_API_BASE_URL",
        "stripe_api_base_url",
        "https://api.stripe.com",
        "http://127.0.0.1:4/",
        "http://127.0.0.1:4",
    ),
    ("CREDIT_PRICE_CENTS", "credit_price_cents", 100, "25", 25),
    ("CREDITS_BASE_URL", "credits_base_url", "", "https://pay.x.test/", "https://pay.x.test"),
    ("UPLOAD_SIGNING_KEY", "upload_signing_key", "", "upload-key", "upload-key"),
    ("UPLOAD_BASE_URL", "upload_base_url", "", "https://up.x.test/", "https://up.x.test"),
    ("TAVILY_API_KEY", "tavily_api_key", "", "tvly-1", "tvly-1"),
    (
        "TAVILY_BASE_URL",
        "tavily_base_url",
        "https://api.tavily.com",
        "http://127.0.0.1:5/",
        "http://127.0.0.1:5",
    ),
    ("PDL_API_KEY", "pdl_api_key", "", "pdl-1", "pdl-1"),
    (
        "PDL_BASE_URL",
        "pdl_base_url",
        "https://api.peopledatalabs.com",
        "http://127.0.0.1:6/",
        "http://127.0.0.1:6",
    ),
    ("K_SERVICE", "on_cloud_run", False, "dashboard", True),
    ("IAP_AUDIENCE", "iap_audience", (), "/projects/1/a, /b", ("/projects/1/a", "/b")),
    (
        "IAP_KEYS_URL",
        "iap_keys_url",
        "https://www.gstatic.com/iap/verify/public_key",
        "http://127.0.0.1:4/keys",
        "http://127.0.0.1:4/keys",
    ),
    (
        "DASHBOARD_OPERATORS",
        "dashboard_operators",
        (),
        "Ana@x.test, y.test",
        ("ana@x.test", "y.test"),
    ),
    ("DASHBOARD_BASE_URL", "dashboard_base_url", "", "https://d.x.test/", "https://d.x.test"),
    ("PHONE_PAGE_URL", "phone_page_url", "", "http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
    ("REDIS_URL", "redis_url", "", "rediss://x.test:6380/1", "rediss://x.test:6380/1"),
]
TWILIO_VARIABLES: list[tuple[str, str, Any, str, Any]] = [
    ("TWILIO_PHONE_NUMBER", "phone_number", "", "+15005550006", "+15005550006"),
    ("TWILIO_MESSAGING_SERVICE_SID", "messaging_service_sid", "", "MG1", "MG1"),
    (
        "TWILIO_API_BASE_URL",
        "api_base_url",
        "https://api.twilio.com",
        "http://127.0.0.1:2/",
        "http://127.0.0.1:2",
    ),
    ("PUBLIC_BASE_URL", "public_base_url", "", "https://sms.x.test/", "https://sms.x.test"),
]
# What others prove themselves with: see also `accepted`.
SECRETS = (
    "POKE_SECRET",
    "MAIL_WEBHOOK_SECRET",
    "STRIPE_WEBHOOK_SECRET",
    "TWILIO_AUTH_TOKEN",
    "UPLOAD_SIGNING_KEY",
)
SECONDS = [row[0] for row in VARIABLES if row[0].endswith("_SECONDS")]


def read(**variables: str) -> Settings:
    return read_settings({"DATABASE_URL": URL, **variables})


@each("variable, field, default, written, value", VARIABLES)
def test_a_variable_has_a_default_and_is_read(
    variable: str, field: str, default: object, written: str, value: object
) -> None:
    assert getattr(read(), field) == default
    assert getattr(read(**{variable: ""}), field) == default, "empty is not set"
    if variable not in SECRETS:
        assert getattr(read(**{variable: "  "}), field) == default, "blank is not set"
    assert getattr(read(**{variable: f" {written}\n"}), field) == value


@pytest.mark.parametrize(("variable", "field", "default", "written", "value"), TWILIO_VARIABLES)
def test_a_variable_of_the_twilio_account_has_a_default_and_is_read(
    variable: str, field: str, default: object, written: str, value: object
) -> None:
    assert getattr(read(**TWILIO).twilio, field) == default
    assert getattr(read(**TWILIO, **{variable: written}).twilio, field) == value


def test_the_address_that_twilio_calls_has_to_be_known() -> None:
    with pytest.raises(ConfigurationError, match="PUBLIC_BASE_URL"):
        read(**TWILIO).require_twilio()
    assert read(**TWILIO, PUBLIC_BASE_URL="https://x.test").require_twilio().account_sid


def test_these_are_all_the_settings_there_are() -> None:
    fields = {row[1] for row in VARIABLES} | {"database_url", "twilio"}
    assert fields == set(Settings.__dataclass_fields__)
    account = {row[1] for row in TWILIO_VARIABLES} | {"account_sid", "auth_token"}
    assert account == set(TwilioSettings.__dataclass_fields__)


@pytest.mark.parametrize("variables", [{}, {"DATABASE_URL": ""}, {"DATABASE_URL": " "}])
def test_the_database_must_be_named(variables: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="DATABASE_URL is not set"):
        read_settings(variables)
    assert read().database_url == URL


@pytest.mark.parametrize("missing", list(TWILIO))
def test_half_a_twilio_account_is_none_and_asking_for_it_names_both(missing: str) -> None:
    half = read(**{name: value for name, value in TWILIO.items() if name != missing})
    assert half.twilio is None
    with pytest.raises(ConfigurationError, match="TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN"):
        half.require_twilio()


@each(
    "variable, written",
    [
        *[("DB_POOL_MAX", value) for value in ("0", "101", "-1", "4.0", "four", "\u00b2")],
        *[("CREDIT_PRICE_CENTS", value) for value in ("0", "100001", "-1", "1.5", "a dollar")],
        *[
            ("DEFAULT_TIMEZONE", value)
            for value in ("Mars/Olympus", "America", "../../etc/passwd", "EST 5", "\x00")
        ],
        *[("OPT_OUT_REPLIES", value) for value in ("none", "Twilio")],
        *[("ARCHIVE_ENDPOINT_URL", value) for value in ("s3.x.test", "s3://cellar")],
        *[("REDIS_URL", value) for value in ("127.0.0.1:6379", "http://x.test", "redis")],
        *[
            (variable, value)
            for variable in ("LLM_DAILY_USD", "LLM_USER_DAILY_USD")
            for value in ("fifty", "$5", "-1", "NaN", "sNaN", "Infinity")
        ],
        *[
            (variable, value)
            for variable in SECONDS
            for value in ("soon", "-1", "nan", "inf", "1e9", "10s")
        ],
    ],
)
def test_a_wrong_value_is_refused_by_name(variable: str, written: str) -> None:
    with pytest.raises(ConfigurationError, match=variable):
        read(**{variable: written})


@each("name", SECRETS)
@each(
    "written",
    [
        *(" ", "\t", "\n", "\r\n", "\n\n\n", " \n ", "\u00a0", "\u200b"),
        *("x", "short", "sevench", "\0\0\0\0\0\0\0\0"),
        *("new-secret\n\nold-secret", "new-secret\n \nold-secret", "new-secret\r\n\r\nold-secret"),
        *("new-secret\nx", "x\nold-secret", "one-secret\ntwo-secret\nthree-secret"),
        *("a-secret\u00e9", "a-secret\x0bold-secret", "a-secret\u2028old-secret", "a-secret\x7f"),
        *("a-secret\x1b[2J", "\udcff\udcff-a-secret", "a-secret\rold-secret"),
    ],
)
def test_a_secret_that_anybody_could_have_is_refused_by_name_and_not_shown(
    name: str, written: str
) -> None:
    with pytest.raises(ConfigurationError, match=name) as refused:
        read(**{name: written})
    assert "secret" not in str(refused.value).replace(name, "")


@pytest.mark.parametrize("name", SECRETS)
@given(written=st.text(st.sampled_from("ab \t\r\n\0\v\u00a0\u2028\u00e9"), max_size=24))
def test_whatever_a_secret_is_set_to_nothing_blank_or_short_is_ever_accepted(
    name: str, written: str
) -> None:
    try:
        configured = read(**{"TWILIO_ACCOUNT_SID": "AC1", name: written})
    except ConfigurationError:
        return
    auth_token = "" if configured.twilio is None else configured.twilio.auth_token
    held = (configured.poke_secret, configured.mail_webhook_secret, auth_token)
    for value in (value for secret in held for value in accepted(secret)):
        assert len(value) >= SHORTEST_SECRET
        assert value == value.strip()
        assert value.isascii()


@pytest.mark.parametrize("name", SECRETS[:2])
@pytest.mark.parametrize("written", ["new-secret\nold-secret\n", " new-secret \r\n old-secret "])
def test_a_secret_that_is_rotated_has_two_values_the_newer_first(name: str, written: str) -> None:
    secret: str = getattr(read(**{name: written}), name.lower())
    assert accepted(secret) == ["new-secret", "old-secret"]


@pytest.mark.parametrize("secret", ["", "\n", "new\n\nold", "\nnew\n \n\t\n"])
def test_a_blank_line_is_no_value_of_a_secret(secret: str) -> None:
    assert "" not in [value.strip() for value in accepted(secret)]


@each(
    "variable",
    [
        *("OIDC_AUDIENCE", "OIDC_SERVICE_ACCOUNT", "OIDC_CERTS_URL", "ANTHROPIC_API_KEY"),
        *("ANTHROPIC_BASE_URL", "AGENT_MODEL", "SUPPORT_CONTACT", "MAIL_DOMAIN"),
        *("ARCHIVE_BUCKET", "ARCHIVE_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
        *("TWILIO_ACCOUNT_SID", "TWILIO_PHONE_NUMBER", "TWILIO_MESSAGING_SERVICE_SID"),
        *("TWILIO_API_BASE_URL", "PUBLIC_BASE_URL", "TAVILY_API_KEY", "PDL_API_KEY"),
    ],
)
@each("stray", ["\n", "\r\n", "\0", "\x1b", "\u2028"])
def test_a_line_break_or_a_control_character_in_a_setting_is_refused(
    variable: str, stray: str
) -> None:
    with pytest.raises(ConfigurationError, match=variable):
        read(**{variable: f"https://x.test{stray}https://y.test"})


@each(
    "variable",
    [
        *("TWILIO_API_BASE_URL", "ANTHROPIC_BASE_URL", "OIDC_CERTS_URL"),
        *("TAVILY_BASE_URL", "PDL_BASE_URL"),
    ],
)
@each(
    "address",
    [
        *("http://x.test", "http://127.0.0.1.x.test", "http://localhost@x.test", "ftp://x.test"),
        *("//x.test", "x.test", "https://", "https://u:p@x.test", "https://x.test:port"),
        *("https://x.test?y=1", "https://x.test/#y", "https://x.test/ y", "https://[x"),
    ],
)
def test_credentials_go_and_certificates_come_only_over_https_or_within_this_machine(
    variable: str, address: str
) -> None:
    with pytest.raises(ConfigurationError, match=variable):
        read(**TWILIO, **{variable: address})
    for fine in ("https://x.test", "http://127.0.0.1:3", "http://localhost:3", "http://[::1]:3"):
        read(**TWILIO, **{variable: fine})


@pytest.mark.parametrize("address", ["x.test", "https://x.test/sms", "https://x.test#rc=5&rp=all"])
def test_the_public_address_has_no_path(address: str) -> None:
    with pytest.raises(ConfigurationError, match="PUBLIC_BASE_URL"):
        read(**TWILIO, PUBLIC_BASE_URL=address)


@pytest.mark.parametrize("domain", ["mail", "@x.test", "mail x.test", "https://x.test", "x..test"])
def test_the_mail_domain_is_a_domain(domain: str) -> None:
    with pytest.raises(ConfigurationError, match="MAIL_DOMAIN"):
        read(MAIL_DOMAIN=domain)


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    secrets = {
        "POKE_SECRET": "secret-of-pokes",
        "MAIL_WEBHOOK_SECRET": "secret-of-mail",
        "ANTHROPIC_API_KEY": "secret-of-model",
        "AWS_SECRET_ACCESS_KEY": "secret-of-storage",
        "TAVILY_API_KEY": "secret-of-research",
        "PDL_API_KEY": "secret-of-research",
        "REDIS_URL": "redis://:secret-of-redis@127.0.0.1",
        "TWILIO_ACCOUNT_SID": "AC1",
        "TWILIO_AUTH_TOKEN": "secret-of-twilio",
    }
    printed = repr(read(**secrets)) + str(read(**secrets).twilio)
    assert "AC1" in printed
    assert "secret-of" not in printed
    assert "pass-w0rd" not in printed


def test_a_process_reads_its_environment_once(monkeypatch: pytest.MonkeyPatch) -> None:
    settings.cache_clear()
    monkeypatch.setenv("DATABASE_URL", URL)
    try:
        first = settings()
        monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere")
        assert settings() is first
        assert first.database_url == URL
    finally:
        settings.cache_clear()
