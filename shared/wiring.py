"""What the functions build alike, once for each process and on first use.

Nothing is imported before it is needed: what a function loads at its start is what its `main.py`
imports, and a sweep that finds nothing due loads no agent and no model.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from shared.config import accepted, settings
from shared.entry import database

if TYPE_CHECKING:
    from shared.conversation import Conversation
    from shared.db.outbound import Outbound
    from shared.db.turns import Turns
    from shared.domain.purchases import Checkout
    from shared.domain.uploads import UploadLinks
    from shared.llm.engines import Engines
    from shared.providers.people import PeopleResearch
    from shared.providers.web import WebResearch


def lease() -> timedelta:
    """How long a claimed row may take."""
    return timedelta(seconds=settings().lease_seconds)


def with_spend() -> bool:
    """Whether asking costs money, so that the caps on a day's spend count."""
    return bool(settings().anthropic_api_key)


@lru_cache(maxsize=1)
def engines() -> Engines:
    """Who decides and answers questions."""
    from shared.llm.engines import Engines

    return Engines(settings(), _checkout(), _uploads())


def _uploads() -> UploadLinks | None:
    """Who makes upload links; None where their key or the page's address is not configured."""
    configured = settings()
    keys = accepted(configured.upload_signing_key)
    if not keys or not configured.upload_base_url:
        return None
    from shared.network.prospects.links import SignedLinks

    return SignedLinks(configured.upload_base_url, keys[0])


def _checkout() -> Checkout | None:
    """Who makes payment pages; None where Stripe or the address to come back to is not
    configured."""
    configured = settings()
    if not configured.stripe_api_key or not configured.credits_base_url:
        return None
    from shared.payments.checkout import StripeCheckout

    return StripeCheckout(
        configured.stripe_api_key,
        configured.stripe_api_base_url,
        configured.credits_base_url,
        configured.credit_price_cents,
    )


@lru_cache(maxsize=1)
def web_research() -> WebResearch | None:
    """Who looks things up on the web; None where nobody is configured."""
    configured = settings()
    if not configured.tavily_api_key:
        return None
    from shared.providers.tavily import TavilySearch

    return TavilySearch(configured.tavily_api_key, configured.tavily_base_url)


@lru_cache(maxsize=1)
def people_research() -> PeopleResearch | None:
    """Who knows where people have worked; None where nobody is configured."""
    configured = settings()
    if not configured.pdl_api_key:
        return None
    from shared.providers.people_data_labs import PeopleDataLabs

    return PeopleDataLabs(configured.pdl_api_key, configured.pdl_base_url)


@lru_cache(maxsize=1)
def turns() -> Turns:
    """The turn's calls, on this process's pool."""
    from shared.db.turns import Turns

    return Turns(database(), lease=lease(), with_spend=with_spend())


@lru_cache(maxsize=1)
def conversation() -> Conversation:
    """The turn. Who decides is loaded with the first one: its text is recorded before."""
    from shared.conversation import Conversation, LateEngines

    return Conversation(turns(), LateEngines(engines), settings().model_seconds)


@lru_cache(maxsize=1)
def outbound() -> Outbound:
    """The calls of the sending protocol, on this process's pool."""
    from shared.db.outbound import Outbound

    configured = settings()
    return Outbound(
        database(),
        lease=lease(),
        reconcile_after=timedelta(seconds=configured.reconcile_after_seconds),
        check_after=timedelta(seconds=configured.delivery_check_seconds),
    )


def warm() -> None:
    """Opens the connection that a sweep begins with; loads the model's library if it is used."""
    database().value("select 1")
    if with_spend():
        engines().warm()
