"""An innovator buys credits: how many is asked for when missing, the answer is a payment page."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from shared.agents.asking import ask
from shared.agents.capability import (
    Capability,
    Example,
    Intent,
    QuestionKind,
    Situation,
    Specificity,
)
from shared.agents.language.buying import Buying, WantsCredits, read_amount, read_buying
from shared.agents.language.words import matches
from shared.domain.context import TurnContext
from shared.domain.dialogue import OpenQuestion
from shared.domain.effects.credits import RecordCheckout
from shared.domain.purchases import LEAST, MOST, CheckoutUnavailable, Purchase
from shared.llm.interface import AgentSettings, Arguments, Tool, Toolbox, ToolResult

HOW_MANY = "credits_how_many"
OFFERED = "credits_offered"
LINKED = "credits_linked"
_YES = r"^\W*(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please|do (?:it|that)|go ahead|send it|fine|y)\b"
_NO = (
    r"^\W*(?:no|nope|nah|none|never ?mind|cancel|forget (?:it|that)|not (?:now|yet|today)|later|"
    r"leave it|skip|changed my mind)\b"
)
_LIMITS = f"between {LEAST} and {MOST:,}"


class Funding(Arguments):
    """How many credits; left out when they did not say."""

    credits: Annotated[int | None, Field(description=f"whole credits, {_LIMITS}")] = None


@dataclass(frozen=True)
class Leave:
    """They do not want to buy any after all."""


Wish = WantsCredits | Leave


def _request(context: TurnContext, given: Funding, settings: AgentSettings) -> ToolResult:
    if settings.checkout is None:
        support = {"support": settings.support_contact} if settings.support_contact else {}
        return ToolResult(told={"error": "credits cannot be bought by text yet", **support})
    if given.credits is None or not LEAST <= given.credits <= MOST:
        lacks = "how many is missing" if given.credits is None else "that many cannot be bought"
        return ToolResult(told={"error": f"{lacks}: ask for a number {_LIMITS}", "again": True})
    # The text that asked names the purchase: a turn that is decided anew gets the same page.
    asked = context.events[0].id
    purchase = Purchase(
        user_id=context.user.id,
        credits=given.credits,
        key=f"credits:{context.user.id}:{asked}:{given.credits}",
    )
    try:
        page = settings.checkout.open(purchase)
    except CheckoutUnavailable as unavailable:
        failed = "no payment page could be made, and nothing was charged"
        return ToolResult(told={"error": failed, "try_again_in_minutes": unavailable.again})
    return ToolResult(
        told={
            "credits": given.credits,
            "usd": _dollars(page.amount),
            "link": page.url,
            "valid_hours": 24,
        },
        effects=(
            RecordCheckout(
                session_id=page.session_id,
                credits=given.credits,
                amount=page.amount,
                currency=page.currency,
            ),
        ),
        question=OpenQuestion(kind=LINKED, asked_at=context.now),
        verbatim=(page.url,),
    )


REQUEST_CREDIT_FUNDING = Tool(
    name="request_credit_funding",
    description=(
        "Makes a payment page on which this innovator can buy credits, and gives its link. The"
        " credits are added when it is paid, and never before."
    ),
    arguments=Funding,
    run=_request,
    asks_outside=True,
)


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    wish = read_buying(text, situation.settings.credit_price_cents)
    return Intent(wish=wish, specificity=Specificity.NAMED) if wish else None


def _read_how_many(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    price = situation.settings.credit_price_cents
    if (credits := read_amount(text, price)) is not None:
        return WantsCredits(Buying.BUY, credits)
    if matches(_NO, text):
        return Leave()
    return None


def _read_offered(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    if (wish := _read_how_many(text, question, situation)) is not None:
        return wish
    offered = question.about.get("credits", "")
    if matches(_YES, text) and offered.isdecimal():
        return WantsCredits(Buying.BUY, int(offered))
    return None


def _read_linked(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """ "Actually 300": another page. A bare no or thanks is no order."""
    wish = _read_how_many(text, question, situation)
    return None if isinstance(wish, Leave) else wish


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, Leave):
        return "All right, nothing is bought."
    if wish.what is Buying.PRICE:
        return _price(wish.credits, box)
    arguments = {} if wish.credits is None else {"credits": wish.credits}
    told = box.run("request_credit_funding", arguments)
    if told.get("again"):
        ask(box, HOW_MANY)
        if wish.credits is None:
            each = f"${_dollars(box.settings.credit_price_cents)}"
            return f"How many credits would you like? A purchase is {_LIMITS}, at {each} each."
        return f"A purchase is {_LIMITS} credits. How many would you like?"
    if "error" in told:
        return _refused(told, box)
    return (
        f"{told['credits']:,} credits are ${told['usd']}. The payment page is good for a day, and "
        f"I'll text you when they are added:\n{told['link']}"
    )


def _refused(told: dict[str, Any], box: Toolbox) -> str:
    contact = box.settings.support_contact
    help = f" {contact} can help you." if contact else ""
    if "try_again_in_minutes" not in told:
        return f"Credits can't be bought by text yet.{help}"
    if told["try_again_in_minutes"]:
        return (
            "I couldn't get a payment page just now, and nothing was charged."
            " Please ask again in a few minutes."
        )
    return f"Payments don't work on our side right now; nothing was charged.{help}"


def _price(credits: int | None, box: Toolbox) -> str:
    each = f"${_dollars(box.settings.credit_price_cents)}"
    if box.settings.checkout is None:
        return f"A credit is {each}, but they can't be bought by text yet."
    if credits is None:
        ask(box, HOW_MANY)
        return f"A credit is {each}. How many would you like, {_LIMITS}?"
    if not LEAST <= credits <= MOST:
        ask(box, HOW_MANY)
        return f"A purchase is {_LIMITS} credits, at {each} each. How many would you like?"
    ask(box, OFFERED, credits=str(credits))
    cost = _dollars(credits * box.settings.credit_price_cents)
    return f"{credits:,} credits are ${cost}. Shall I text you a payment page?"


def _dollars(cents: int) -> str:
    """12.50, or 12 when it is whole."""
    dollars = Decimal(cents) / 100
    return f"{dollars:,.2f}".removesuffix(".00")


def _describe(context: TurnContext, settings: AgentSettings) -> Iterator[str]:
    if settings.checkout is not None:
        yield f"A credit costs ${_dollars(settings.credit_price_cents)}"


FUNDING: Capability[Wish] = Capability(
    name="funding",
    read=_read,
    answer=_answer,
    tools=(REQUEST_CREDIT_FUNDING,),
    questions=(
        QuestionKind(
            kind=HOW_MANY,
            meaning="you asked how many credits they want to buy",
            read=_read_how_many,
        ),
        QuestionKind(
            kind=OFFERED,
            meaning="you told what a number of credits costs and offered a payment page;"
            " about.credits: how many",
            read=_read_offered,
            about=frozenset({"credits"}),
        ),
        QuestionKind(
            kind=LINKED,
            meaning="a payment page was just given; they may want another number",
            read=_read_linked,
        ),
    ),
    instructions=f"""\
- Sell credits (request_credit_funding), {_LIMITS} at a time; ask how many when they did not say.
  Give the link exactly as told, on a line of its own, with what it costs. The credits come when it
  is paid: never say that they are there.
""",
    label="give you a payment page for credits",
    tries=("buy 100 credits",),
    describe=_describe,
    examples=(
        Example(text="add 500 credits", wish=WantsCredits(Buying.BUY, 500)),
        Example(text="I need more budget", wish=WantsCredits(Buying.BUY)),
        Example(text="buy credits", wish=WantsCredits(Buying.BUY)),
        Example(text="add $250 to my balance", wish=WantsCredits(Buying.BUY, 250)),
        Example(text="how much are 300 credits?", wish=WantsCredits(Buying.PRICE, 300)),
    ),
    counter_examples=(
        "how many credits do I have?",
        "I lost my credit card",
        "remind me to buy credits tomorrow",
        "set our bounty to 50",
        "my client needs more budget for marketing",
        "how do I earn credits?",
    ),
)

__all__ = ["FUNDING"]
