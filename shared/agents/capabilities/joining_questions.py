"""The questions of joining, each in two wordings, and the one that is open."""

from datetime import timedelta

from shared.agents.asking import ask as leave_open
from shared.agents.capabilities.joining_tools import missing, verification_address
from shared.agents.language.facts import Ask, Doubt, next_ask
from shared.agents.language.work import SELF_EMPLOYED
from shared.agents.turn import unsaid
from shared.domain.context import TurnContext
from shared.llm.interface import Toolbox

PROFILE_FIELD = "profile_field"
JOINING_CHANGE = "joining_change"
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


_THEIR_TRADE = (
    "And what do you do, in a word or two?",
    "What do you work as, for example designer?",
)
_DOUBTED = {
    Ask.REFERRER: "Is {} the name of who told you about us? If not, who was it, or nobody?",
    Ask.NAME: "Is {} your name? If not, what's your first and last name?",
    Ask.LAST_NAME: "Is {} your last name? If not, what is it?",
}


def doubting(doubt: Doubt, box: Toolbox) -> str:
    """Asks about an answer that may be none; the next one is taken as it stands."""
    about = {"field": doubt.asked.value, "wording": "second", "doubted": doubt.words}
    leave_open(box, PROFILE_FIELD, **about)
    return _DOUBTED[doubt.asked].format(doubt.words)


def question(ask: Ask, box: Toolbox, *, again: bool) -> str:
    """The words for the next step; when the same was just asked, the other wording.

    It is left open, with what is asked and in which wording.
    """
    second = again and _wording(box) != "second"
    leave_open(box, PROFILE_FIELD, field=ask.value, wording="second" if second else "first")
    if ask is Ask.EMAIL:
        return _email(box)
    company = box.context.user.company
    if ask is Ask.TITLE and company == SELF_EMPLOYED:
        return _THEIR_TRADE[second]
    if second:
        return _AGAIN.get(ask) or f"What do you do at {company}, your job title?"
    return _FIRST.get(ask) or f"What's your title at {company}?"


def _wording(box: Toolbox) -> str:
    asked = box.context.open_question
    return str(asked.about.get("wording", "")) if asked is not None else ""


def asked_last(context: TurnContext, *, first_contact: bool) -> Ask | None:
    """What our last text asked; None before we asked anything or when nothing is missing."""
    if first_contact:
        return None
    expected = next_ask(missing(context.user))
    asked = context.open_question
    if expected is not None or asked is None or asked.kind != PROFILE_FIELD:
        return expected
    field = asked.about.get("field")
    return Ask(field) if field in list(Ask) else None


_REPEATED_AFTER = 3  # texts of ours without the address
_ADDRESS_AGAIN = (
    "Please send any mail from your work email to {address}.",
    "The mail goes to {address}, from your work email.",
    "The address is {address}; an empty mail from work is enough.",
    "What's missing is a mail from your work email to {address}.",
    "Once more, for the mail from work: {address}.",
)
_NO_MAIL_YET = (
    "The last step is proof of your work email, but mail isn't set up here yet.{where}",
    "Only proof of your work email is missing, which can't be given here yet.{where}",
)


def address_was_told(box: Toolbox) -> bool:
    """Whether one of our last texts named the address for the mail, or said that there is none."""
    return _texts_since(box) is not None


def address_is_due(box: Toolbox, *, enough: bool) -> bool:
    """Whether they have to be told the address again: after a day, or some texts without it.

    `enough`: the reply says enough without it, unless a day has passed.
    """
    since = _texts_since(box)
    if since is None or (since >= _REPEATED_AFTER and not enough):
        return True
    said = [one for one in box.context.messages if one.direction == "outbound"]
    return box.context.now - said[-1 - since].created_at > timedelta(days=1)


def _texts_since(box: Toolbox) -> int | None:
    """How many texts of ours came after the last one that named the address; None: none did."""
    address = verification_address(box.context.user, box.settings)
    named = address if box.settings.mail_domain else "proof of your work email"
    said = [one.content for one in box.context.messages if one.direction == "outbound"]
    return next((since for since, text in enumerate(reversed(said)) if named in text), None)


def address_again(box: Toolbox) -> str:
    """The address for the mail, in words that were not used lately."""
    leave_open(box, PROFILE_FIELD, field=Ask.EMAIL.value, wording="second")
    told = box.run("send_verification_email", {})
    if "address" not in told:
        return _no_mail(box)
    worded = [one.format(address=told["address"]) for one in _ADDRESS_AGAIN]
    return unsaid(worded, box.context)


def _no_mail(box: Toolbox) -> str:
    contact = box.settings.support_contact
    where = f" Please write to {contact}." if contact else ""
    return unsaid([one.format(where=where) for one in _NO_MAIL_YET], box.context)


def _email(box: Toolbox) -> str:
    told = box.run("send_verification_email", {})
    if "address" not in told:
        return _no_mail(box)
    if box.context.user.company == SELF_EMPLOYED:
        contact = box.settings.support_contact
        without = f" Without one, please write to {contact}." if contact else ""
        return (
            "Last step: from an address at a domain of your own, send any mail, even an empty one, "
            f"to {told['address']}. Gmail and the like don't count.{without}"
        )
    return (
        f"Last step: from your work email, send any mail, even an empty one, to {told['address']}. "
        "That shows it's yours."
    )
