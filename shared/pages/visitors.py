"""Who opens a page: whom the identity-aware proxy signed for; on a laptop, whoever sits at it."""

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache

from shared.config import Settings, settings
from shared.entry import Call
from shared.errors import ConfigurationError, NotAllowed, NotAuthenticated
from shared.oidc import ProxyTokens

HEADER = "X-Goog-IAP-JWT-Assertion"
LAPTOP = "laptop"
_LOCAL_HOST = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?", re.IGNORECASE)


@dataclass(frozen=True)
class Visitor:
    """Whoever was let in. Only an operator acts, and sees people."""

    email: str
    operator: bool


@lru_cache(maxsize=1)
def proxy_tokens() -> ProxyTokens:
    """This process's keys of the proxy."""
    return ProxyTokens(settings().iap_keys_url)


def visitor(call: Call) -> Visitor:
    """Who asks. Raises NotAuthenticated, or NotAllowed on a laptop for whoever is elsewhere."""
    configured = settings()
    if not configured.iap_audience:
        _at_this_machine(call)
        return Visitor(LAPTOP, operator=True)
    signed = call.headers.get(HEADER, "")
    if not signed:
        raise NotAuthenticated("The identity-aware proxy has not said who asks")
    email = proxy_tokens().verify(signed, audience=configured.iap_audience)
    return Visitor(email, is_operator(email, configured))


def operator(call: Call) -> Visitor:
    """Who asks, and may act. Raises NotAllowed for everybody else whom the proxy lets in."""
    who = visitor(call)
    if not who.operator:
        raise NotAllowed("This page is for operators. DASHBOARD_OPERATORS names them")
    return who


def is_operator(email: str, configured: Settings) -> bool:
    """Whether DASHBOARD_OPERATORS names the address or its domain."""
    domain = email.rpartition("@")[2]
    return any(one in (email, domain, f"@{domain}") for one in configured.dashboard_operators)


def needs_audience(configured: Settings) -> None:
    """Raises ConfigurationError on Cloud Run (K_SERVICE) while nobody could be told apart."""
    if configured.on_cloud_run and not configured.iap_audience:
        raise ConfigurationError(
            "IAP_AUDIENCE is not set; give whom the identity-aware proxy signs for, like"
            " /projects/NUMBER/locations/REGION/services/dashboard"
        )


def _at_this_machine(call: Call) -> None:
    """A page of another site may reach this machine by a name that it points here."""
    if not _LOCAL_HOST.fullmatch(call.headers.get("Host", "")):
        raise NotAllowed("These pages are served as 127.0.0.1 only")
    try:
        near = ipaddress.ip_address(call.remote).is_loopback
    except ValueError:
        near = False
    if not near:
        raise NotAllowed("These pages are served to this machine only")


__all__ = ["LAPTOP", "Visitor", "is_operator", "needs_audience", "operator", "visitor"]
