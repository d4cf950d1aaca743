"""The Bouncer's questions, each in two wordings, and how to recognise them when they were asked."""

from shared.agents.reading.profile import Ask
from shared.llm.interface import Toolbox

# Patterns over the last text that we sent, whichever engine wrote it.
ASKED_BY: dict[Ask, str] = {
    Ask.EMAIL: r"verify-|\be?-?mail\b",
    Ask.LAST_NAME: r"\blast name\b",
    Ask.NAME: r"\bname\b",
    Ask.TITLE: r"\btitle\b|\brole\b",
    Ask.WORK: r"\bwork\b|\bcompany\b",
    Ask.COMPANY: r"\bcompany\b|\bwork\b",
    Ask.REFERRER: r"\breferred\b|\btold you\b|\bhear about\b|\bsent you\b",
}

REASONS = {
    "personal_address": (
        "A mail arrived, but from a personal address, which doesn't count. Please send one from "
        "your work email."
    ),
    "not_authenticated": (
        "A mail arrived, but its sender couldn't be confirmed. Please send a new one straight from "
        "your work mailbox, not forwarded."
    ),
    "disposable_address": (
        "A mail arrived, but from an address that hides or throws away the real one, which doesn't "
        "count. Please send one from your work email."
    ),
    "role_address": (
        "A mail arrived, but from a mailbox that machines or a help desk use. Please send one from "
        "your own work address."
    ),
    "unclear_sender": (
        "A mail arrived, but its From didn't name one clear address. Please send one from your "
        "work email, with only your own name and address as the sender."
    ),
    "automatic": (
        "A mail arrived, but a program sent it: an automatic reply, a list or a receipt. Please "
        "write one yourself from your work email."
    ),
    "reply": (
        "A mail arrived, but as a reply or a forward, which doesn't count. Please write a new mail "
        "from your work email; it can be empty."
    ),
    "not_addressed": (
        "A mail arrived, but my address wasn't in its To line. Please write a new mail from your "
        "work email with that address in To."
    ),
    "unreadable": (
        "A mail arrived, but it couldn't be read. Please send a new one from your work email; it "
        "can be empty."
    ),
    "taken": (
        "A mail arrived, but that address already belongs to another account. Do you have another "
        "work email, or another number you text from?"
    ),
}

_FIRST = {
    Ask.REFERRER: "Who told you about us?",
    Ask.NAME: "What's your first and last name?",
    Ask.LAST_NAME: "And your last name?",
    Ask.WORK: "Where do you work, and what's your title?",
    Ask.COMPANY: "Which company is that at?",
}
_AGAIN = {
    Ask.REFERRER: "Who told you about Yachtparty? A name is enough, or say nobody.",
    Ask.NAME: "What's your full name, for example Sam Rivera?",
    Ask.LAST_NAME: "What's your last name?",
    Ask.WORK: "Which company do you work for, and as what? For example: engineer at Acme.",
    Ask.COMPANY: "What's the name of the company you work for?",
}


def question(ask: Ask, box: Toolbox, *, again: bool, last_reply: str) -> str:
    """The words for the next step; when the same was just asked, the other wording."""
    if ask is Ask.EMAIL:
        return _email(box, again=again)
    company = box.context.user.company
    first = _FIRST.get(ask) or f"What's your title at {company}?"
    second = _AGAIN.get(ask) or f"What do you do at {company}, your job title?"
    return second if again and second not in last_reply else first


def _email(box: Toolbox, *, again: bool) -> str:
    told = box.run("send_verification_email", {})
    if "address" not in told:
        contact = box.settings.support_contact
        where = f" Please write to {contact}." if contact else ""
        return f"The last step is proof of your work email, but mail isn't set up here yet.{where}"
    if again:
        return f"Please send any mail from your work email to {told['address']}."
    return (
        f"Last step: from your work email, send any mail, even an empty one, to {told['address']}. "
        "That shows it's yours."
    )
