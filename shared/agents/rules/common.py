"""Answers that every agent gives alike. Nothing here claims what the system does not do."""

from shared.agents.reading.topics import Topic

PICTURE = "I can't see pictures, only text. Could you write it to me?"
FOREIGN = "Sorry, I only speak English for now, so please write to me in English."
FALLBACK = "I didn't quite get that."

_FIXED = {
    Topic.INJECTION: "I can't change rules, access or credits by text, for anyone.",
    Topic.FOREIGN: FOREIGN,
    Topic.IDENTITY: "I'm Yachtparty's assistant: software, not a person.",
    Topic.NUMBER: (
        "I have this number only because it has been in touch with this line. Text STOP and you "
        "won't get any more texts."
    ),
    Topic.ABUSE: "Fair enough. Text STOP if you'd rather not hear from me.",
    Topic.HOW_ARE_YOU: "All working here, thanks.",
    Topic.CONFUSED: "Let me put that more simply.",
}


def fixed_answer(topic: Topic, support_contact: str) -> str | None:
    """The answer to a topic that is the same for everybody; None for one that is not."""
    at = f" at {support_contact}" if support_contact else ""
    if topic is Topic.PRIVACY:
        more = (
            f"ask {support_contact} about your data" if support_contact else "STOP ends all texts"
        )
        return f"What you text is stored so that this can work; {more}."
    if topic is Topic.DELETE:
        return f"I can't delete or export data by text. A person can{at}."
    if topic is Topic.PERSON:
        if not support_contact:
            return "I'm software and can't pass you on to a person by text."
        return f"I'm software and can't pass you on, but a person answers at {support_contact}."
    if topic is Topic.PRICE:
        return "I have no prices to quote, and nothing you do by text here takes a payment."
    if topic is Topic.MEMBERS:
        return "I can't share who else is here."
    return _FIXED.get(topic)
