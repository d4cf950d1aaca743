"""What the local stack is configured with: ports, secrets of its own, the functions' variables."""

import fcntl
import json
import os
import secrets
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from infra.local.ports import free_ports
from infra.local.services import Service

# Variables of the shell that a person may want to reach the functions of `make up`.
PASSED_THROUGH = (
    "AGENT_MODEL",
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_BASE_URL",
    "DEFAULT_TIMEZONE",
    "LLM_DAILY_USD",
    "LLM_USER_DAILY_USD",
    "OPT_OUT_REPLIES",
    "PDL_API_KEY",
    "PDL_BASE_URL",
    "REDIS_URL",
    "SUPPORT_CONTACT",
    "TAVILY_API_KEY",
    "TAVILY_BASE_URL",
)


@dataclass(frozen=True)
class Ports:
    """Where everything listens on the loopback address."""

    phone: int
    twilio: int
    stripe: int
    postgres: int
    functions: Mapping[str, int]

    @classmethod
    def free(cls, services: list[Service]) -> Self:
        """Ports that nothing listens on."""
        phone, twilio, stripe, postgres, *others = free_ports(4 + len(services))
        names = [service.name for service in services]
        return cls(phone, twilio, stripe, postgres, dict(zip(names, others, strict=True)))

    @classmethod
    def chosen(cls, services: list[Service], environment: Mapping[str, str]) -> Self:
        """PHONE_PORT (8080), POSTGRES_PORT (54320), and from BASE_PORT (8090) on all others."""
        base = int(environment.get("BASE_PORT", "8090"))
        functions = {service.name: base + 1 + index for index, service in enumerate(services)}
        return cls(
            phone=int(environment.get("PHONE_PORT", "8080")),
            twilio=base,
            stripe=base + 1 + len(services),
            postgres=int(environment.get("POSTGRES_PORT", "54320")),
            functions=functions,
        )

    def named(self) -> list[tuple[int, str, str]]:
        """Every port, who wants it, and the variable that moves it."""
        return [
            (self.phone, "the phone page", "PHONE_PORT"),
            (self.postgres, "Postgres", "POSTGRES_PORT"),
            (self.twilio, "the Twilio stand-in", "BASE_PORT"),
            (self.stripe, "the Stripe stand-in", "BASE_PORT"),
            *((port, name, "BASE_PORT") for name, port in self.functions.items()),
        ]


@dataclass(frozen=True)
class LocalSecrets:
    """What only this stack knows; made once and kept beside the data."""

    account_sid: str
    auth_token: str = field(repr=False)
    poke_secret: str = field(repr=False)
    mail_webhook_secret: str = field(repr=False)
    stripe_api_key: str = field(repr=False)
    stripe_webhook_secret: str = field(repr=False)
    upload_signing_key: str = field(repr=False)

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Reads `secrets.json` (0600) of the directory; makes it, or what it has not got yet."""
        path = directory / "secrets.json"
        made = {
            "account_sid": f"AC{secrets.token_hex(16)}",
            "auth_token": secrets.token_hex(16),
            "poke_secret": secrets.token_urlsafe(32),
            "mail_webhook_secret": secrets.token_urlsafe(32),
            "stripe_api_key": f"sk_test_{secrets.token_hex(24)}",
            "stripe_webhook_secret": f"whsec_{secrets.token_hex(24)}",
            "upload_signing_key": secrets.token_urlsafe(32),
        }
        kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        loaded = cls(**{name: kept.get(name, value) for name, value in made.items()})
        if asdict(loaded) != kept:
            path.unlink(missing_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                json.dump(asdict(loaded), file)
        return loaded


class AlreadyRunning(Exception):
    """Another stack, or a command that changes its data, is using the directory."""


@contextmanager
def sole_use(directory: Path) -> Generator[None]:
    """Keeps other stacks from a directory; raises AlreadyRunning if one is using it."""
    with (directory / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(
                f"{directory} is in use by a stack that runs: stop that one first (Ctrl-C)"
            ) from error
        yield


def function_environment(service: Service, values: Mapping[str, str]) -> dict[str, str]:
    """Those of the values that the function is given in the cloud too, by `services.yaml`."""
    return {name: values[name] for name in (*service.env, *service.secrets) if name in values}
