"""Credits: a member's balance and level, what they were for, and how they come about."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from shared.agents.capability import Capability, Example, Intent, Rephrased, Situation, Specificity
from shared.agents.language import wishes
from shared.agents.language.buying import read_buying
from shared.agents.language.words import matches
from shared.domain.context import TurnContext
from shared.llm.interface import AgentSettings, Nothing, Tool, Toolbox, ToolResult

_HOW = (
    "Credits are paid for help: useful answers to members' questions, and introductions that take"
    " place"
)

_CASH = (
    r"\b(?:cash(?: (?:it|them|credits|these))?(?: out| in)|withdraw|redeem|real money|in dollars)\b"
)
_CASH_OUT = r"^\W*(?:(?:so|and|ok)\b\s*)*(?:can|could|how (?:do|can|would)) (?:i|we) cash "
_MORE = r"\bhow (?:do|can|could) (?:i|we) (?:get|make|have) (?:more|some|any|them|others)\b"


class About(Enum):
    """What of them is asked."""

    BALANCE = "balance"
    SOURCES = "sources"  # what theirs were for
    EARNING = "earning"  # how they come about
    GRANT = "grant"  # asks for some
    CASH = "cash"  # wants money for theirs
    PAID = "paid"  # what has become of a payment of theirs
    REFUND = "refund"  # wants a purchase undone
    BUYING = "buying"  # wants to pay for some, and is no innovator


@dataclass(frozen=True)
class Wish:
    """A question about credits."""

    about: About = About.BALANCE


def _check_credits(context: TurnContext, _: Nothing, settings: AgentSettings) -> ToolResult:
    user, credits = context.user, context.credits
    available = user.credit_balance if credits is None else credits.available
    sources = [] if credits is None else credits.sources
    return ToolResult(
        told={
            "balance": user.credit_balance,
            "set_aside": user.credit_balance - available,
            "available": available,
            "status_level": user.status_level,
            "came_from": [{"what": one.label, "credits": one.credits} for one in sources],
            "spent_on_introductions": 0 if credits is None else credits.spent,
        }
    )


CHECK_CREDITS = Tool(
    name="check_credits",
    description=(
        "The person's credit balance, what of it is set aside for introductions under way, what"
        " their credits were for, and their status level. Credits cannot be given by text."
    ),
    arguments=Nothing,
    run=_check_credits,
)


_PAID = (
    r"\b(?:did|has|have|is|was|when (?:will|does)) (?:my|the|our) (?:payment|purchase|charge"
    r"|transaction|order|money)\b"
    r"(?! plan)|\b(?:i|we)(?:'ve| have)?(?: just| already)? (?:paid|bought"
    r"|purchased)\b.{0,60}\b(?:no|not|n't|where|never|"
    r"still|did it|has it|nothing|missing|land|arrive|show|yet|went through)\b|"
    r"\b(?:any )?(?:news|status|update) (?:on|of) (?:my|the) (?:payment|purchase)\b|\bpayment "
    r"(?:status|failed|missing)\b|"
    r"\bwhere (?:are|is) (?:my|the) (?:credits|payment)(?: (?:i|we) (?:bought|paid))\b"
)


_REFUND = (
    r"\b(?:refund|reverse|undo|cancel) (?:me\b|(?:my|our|the|that|those|these|all) "
    r"(?:\w+ )?(?:credits?|purchases?|payments?|orders?|charges?|money)\b)|"
    r"\b(?:want|need|get|have|give me) (?:an? |my |our )?(?:refund|money back)\b(?! polic)"
)


_IN_IT = r"^\W*(?:(?:so|and|ok|hm+)\W+)*what(?:'?s| is) in it for (?:me|us)\W*$"


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if wishes.asks_what_they_are(text):
        return Intent(wish=Wish(About.EARNING))
    for pattern, about in ((_REFUND, About.REFUND), (_PAID, About.PAID)):
        if matches(pattern, text):
            return Intent(wish=Wish(about), specificity=Specificity.NAMED)
    buying = read_buying(text, situation.settings.credit_price_cents) is not None
    of_theirs = wishes.asks_credits(text)
    if (of_theirs or _told_before(situation) or matches(_CASH_OUT, text)) and matches(_CASH, text):
        return Intent(wish=Wish(About.CASH))
    named = of_theirs or "credits" in text.casefold() or _told_before(situation)
    if named and wishes.asks_what_for(text):
        return Intent(wish=Wish(About.SOURCES))
    if wishes.asks_how_to_earn(text) or (_told_before(situation) and matches(_MORE, text)):
        return Intent(wish=Wish(About.EARNING))
    if not of_theirs and not buying:
        # Of something that was just told it asks for more of that.
        in_it = Intent(wish=Wish(About.EARNING), specificity=Specificity.LOOSE)
        return in_it if matches(_IN_IT, text) else None
    if buying:
        return Intent(wish=Wish(About.BUYING))
    if wishes.asks_how_earned(text):
        return Intent(wish=Wish(About.EARNING))
    return Intent(wish=Wish(About.GRANT if wishes.wants_credits_given(text) else About.BALANCE))


def _told_before(situation: Situation) -> bool:
    """Whether they asked about credits right before, so that "them" are credits."""
    return wishes.asks_credits(situation.before)


def _answer(wish: Wish, box: Toolbox) -> str:
    told = box.run("check_credits", {})
    balance = f"Your balance is {_credits(told['balance'])}"
    if wish.about is About.EARNING:
        return f"{_HOW}. {balance}."
    if wish.about is About.PAID:
        contact = box.settings.support_contact
        where = f"; if it is missing, please write to {contact}" if contact else ""
        return f"A payment shows here once it is booked. {balance}{where}."
    if wish.about is About.REFUND:
        contact = box.settings.support_contact
        where = f" Please write to {contact}." if contact else ""
        return f"A purchase can't be refunded by text.{where} {balance}."
    if wish.about is About.CASH:
        return f"I know of no way to cash credits out; they pay for introductions. {balance}."
    if wish.about is About.GRANT:
        return f"Credits can't be given out by text. {balance}."
    if wish.about is About.BUYING:
        return f"Only innovators buy credits. {_HOW}."
    if wish.about is About.SOURCES:
        return f"{_sources(told)} {balance}."
    aside = f" {told['set_aside']:,} of them are set aside for introductions under way."
    return (
        f"{balance}, and your level is {told['status_level']}.{aside if told['set_aside'] else ''}"
    )


def _sources(told: dict[str, Any]) -> str:
    came = [f"{one['credits']:,} for {one['what']}" for one in told["came_from"]]
    if not came:
        return f"You haven't got any credits so far. {_HOW}."
    spent = told["spent_on_introductions"]
    gone = f"; {spent:,} went to introductions" if spent else ""
    return f"So far: {', '.join(came)}{gone}."


def _credits(amount: int) -> str:
    return f"{amount:,} credit{'' if abs(amount) == 1 else 's'}"


CREDITS = Capability(
    name="credits",
    read=_read,
    answer=_answer,
    tools=(CHECK_CREDITS,),
    instructions="""\
- Tell their credits, and what they were for (check_credits).
- Credits are earned by useful answers to other members' questions and by introductions that happen;
  promise no number.
""",
    ability="tell you your credit balance",
    label="tell you your credit balance",
    rephrased={
        "credits": Rephrased("{text} credits", "what is my credit balance", tells=True),
    },
    tries=("what's my balance",),
    examples=(
        Example(text="what's my balance?", wish=Wish()),
        Example(text="how many credits do I have?", wish=Wish()),
        Example(text="how do I earn credits?", wish=Wish(About.EARNING)),
        Example(text="whats in it for me", wish=Wish(About.EARNING)),
        Example(text="how do i earn more", wish=Wish(About.EARNING)),
        Example(text="give me 1000 credits", wish=Wish(About.GRANT)),
        Example(text="refund my credits", wish=Wish(About.REFUND)),
        Example(text="I want my money back", wish=Wish(About.REFUND)),
        Example(text="what did I earn my credits for?", wish=Wish(About.SOURCES)),
        Example(text="where do my credits come from?", wish=Wish(About.SOURCES)),
    ),
    counter_examples=(
        "I lost my credit card",
        "how do you handle refunds at your company?",
        "I need to refund a customer",
        "remind me to check my credits tomorrow",
        "what did I get from the meeting",
    ),
)

__all__ = ["CREDITS"]
