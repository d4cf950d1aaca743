"""What we know of a member, told when they ask; what of it cannot be changed by text, said."""

from dataclasses import dataclass

from shared.agents.capability import Capability, Example, Intent, Situation
from shared.agents.language import wishes
from shared.agents.language.topics import Topic, topics
from shared.llm.interface import Toolbox


@dataclass(frozen=True)
class Tell:
    """They ask what is known about them, or for their goals."""


@dataclass(frozen=True)
class Change:
    """Something of their profile is to be changed, which no tool does for members."""


Wish = Tell | Change


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if wishes.changes_profile(text):
        return Intent(wish=Change())
    if wishes.asks_what_is_known(text) and Topic.PRIVACY not in topics(text):
        return Intent(wish=Tell())
    return None


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, Change):
        contact = box.settings.support_contact
        where = f" {contact} can." if contact else ""
        return f"I can't change your profile by text.{where}"
    user = box.context.user
    who = " ".join(filter(None, (user.first_name, user.last_name)))
    work = ", ".join(filter(None, (user.title, user.company)))
    goals = "; ".join(goal.text for goal in user.goals[-3:])
    profile = f"I have you as {who or 'a member'}{f' ({work})' if work else ''}."
    return f"{profile} Goals noted: {goals}." if goals else f"{profile} No goals noted yet."


PROFILE: Capability[Wish] = Capability(
    name="profile",
    read=_read,
    answer=_answer,
    label="tell you what I know about you",
    examples=(
        Example(text="what do you know about me?", wish=Tell()),
        Example(text="change my company to Foo", wish=Change()),
    ),
    counter_examples=("who can see my goals?", "I need a lawyer", "delete my account"),
)

__all__ = ["PROFILE"]
