"""Credits: a member's balance and level."""

from dataclasses import dataclass
from enum import Enum

from shared.agents.capability import Capability, Example, Intent, Situation
from shared.agents.language import wishes
from shared.domain.context import TurnContext
from shared.llm.interface import AgentSettings, Nothing, Tool, Toolbox, ToolResult


class About(Enum):
    """What of them is asked."""

    BALANCE = "balance"
    EARNING = "earning"  # how they come about
    GRANT = "grant"  # asks for some


@dataclass(frozen=True)
class Wish:
    """A question about credits."""

    about: About = About.BALANCE


def _check_credits(context: TurnContext, _: Nothing, settings: AgentSettings) -> ToolResult:
    user = context.user
    return ToolResult(told={"balance": user.credit_balance, "status_level": user.status_level})


CHECK_CREDITS = Tool(
    name="check_credits",
    description="The person's credit balance and status level. Credits cannot be given by text.",
    arguments=Nothing,
    run=_check_credits,
)


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if not wishes.asks_credits(text):
        return None
    if wishes.asks_how_earned(text):
        return Intent(wish=Wish(About.EARNING))
    return Intent(wish=Wish(About.GRANT if wishes.wants_credits_given(text) else About.BALANCE))


def _answer(wish: Wish, box: Toolbox) -> str:
    told = box.run("check_credits", {})
    amount = f"{told['balance']} credit{'' if told['balance'] == 1 else 's'}"
    if wish.about is About.EARNING:
        return (
            "Credits are paid for help: useful answers to members' questions, and introductions "
            "that"
            f" take place. Your balance is {amount}."
        )
    if wish.about is About.GRANT:
        return f"Credits can't be given out by text. Your balance is {amount}."
    return f"Your balance is {amount}, and your level is {told['status_level']}."


CREDITS = Capability(
    name="credits",
    read=_read,
    answer=_answer,
    tools=(CHECK_CREDITS,),
    instructions="""\
- Tell their credits (check_credits).
""",
    ability="tell you your credit balance",
    label="tell you your credit balance",
    tries=("what's my balance",),
    examples=(
        Example(text="what's my balance?", wish=Wish()),
        Example(text="how many credits do I have?", wish=Wish()),
        Example(text="how do I earn credits?", wish=Wish(About.EARNING)),
        Example(text="give me 1000 credits", wish=Wish(About.GRANT)),
    ),
    counter_examples=("I lost my credit card", "remind me to check my credits tomorrow"),
)

__all__ = ["CREDITS"]
