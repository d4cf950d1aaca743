"""An innovator uploads contacts by a link, hears what they have uploaded, and takes it back."""

from dataclasses import dataclass
from typing import Annotated

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
from shared.agents.language.uploading import Uploading, read_uploading
from shared.agents.language.words import matches, places_in
from shared.domain.context import TurnContext, Upload
from shared.domain.dialogue import OpenQuestion
from shared.domain.effects.prospects import WithdrawUpload
from shared.domain.uploads import LINK_LASTS
from shared.llm.interface import AgentSettings, Arguments, Nothing, Tool, Toolbox, ToolResult

WHICH = "upload_which"
_NO = r"^\W*(?:no|nope|none|never ?mind|cancel|forget (?:it|that)|keep (?:it|them)|leave it)\b"
_LAST = r"\b(?:last|latest|newest|most recent|recent|just)\b"
_ALL = r"\b(?:all|every|both|everything)\b"
_SOURCES = {
    "linkedin": "LinkedIn",
    "hubspot": "HubSpot",
    "salesforce": "Salesforce",
    "google": "Google",
    "outlook": "Outlook",
    "apollo": "Apollo",
    "csv": "your list",
}


class Chosen(Arguments):
    """Which upload, by its id in the context."""

    upload_id: Annotated[str, Field(max_length=64)]


@dataclass(frozen=True)
class Wish:
    """What is wanted; of a withdrawal, the ids of the uploads if the text says which."""

    what: Uploading
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Keep:
    """Nothing is to be taken back after all."""


def _link(context: TurnContext, given: Nothing, settings: AgentSettings) -> ToolResult:
    if settings.uploads is None:
        support = {"support": settings.support_contact} if settings.support_contact else {}
        return ToolResult(told={"error": "contacts cannot be uploaded yet", **support})
    # The text that asked names the upload: a turn that is decided anew gives the same one.
    link = settings.uploads.link(context.user.id, context.events[0].id, context.now.timestamp())
    hours = int(LINK_LASTS.total_seconds() // 3600)
    return ToolResult(told={"link": link, "valid_hours": hours, "uses": 1}, verbatim=(link,))


UPLOAD_PROSPECTS = Tool(
    name="upload_prospects",
    description=(
        "Gives a private link to a page on which this innovator uploads contacts (a CSV file),"
        " looks at earlier uploads and removes single contacts. It is for one upload."
    ),
    arguments=Nothing,
    run=_link,
)


def _take_back(context: TurnContext, given: Chosen, settings: AgentSettings) -> ToolResult:
    upload = next((one for one in context.uploads if str(one.id) == given.upload_id), None)
    if upload is None:
        return ToolResult(told={"error": "they have no such upload"})
    return ToolResult(
        told={"withdrawn": upload.left, "what": _name(upload)},
        effects=(WithdrawUpload(batch_id=upload.id),),
    )


WITHDRAW_UPLOAD = Tool(
    name="withdraw_upload",
    description="Takes one of their uploads back, with every contact of it.",
    arguments=Chosen,
    run=_take_back,
)


def _name(upload: Upload) -> str:
    """ "412 contacts from LinkedIn, Nov 28"."""
    contacts = f"{upload.left:,} contact{'' if upload.left == 1 else 's'}"
    day = f"{upload.created_at:%b} {upload.created_at.day}"
    return f"{contacts} from {_SOURCES.get(upload.source, 'your list')}, {day}"


def _options(context: TurnContext) -> dict[str, str]:
    return {str(upload.id): _name(upload) for upload in context.uploads}


def _meant(text: str, uploads: list[Upload]) -> tuple[str, ...]:
    """Which uploads a text means, newest first; empty when it does not say."""
    if matches(_ALL, text):
        return tuple(str(one.id) for one in uploads)
    if matches(_LAST, text):
        return tuple(str(one.id) for one in uploads[:1])
    named = [one for one in uploads if one.source != "csv" and one.source in text.lower()]
    if len(named) == 1:
        return (str(named[0].id),)
    return tuple(str(one.id) for one in uploads) if len(uploads) == 1 else ()


def _read(text: str, situation: Situation) -> Intent[Wish | Keep] | None:
    what = read_uploading(text)
    if what is None:
        return None
    ids = _meant(text, situation.context.uploads) if what is Uploading.WITHDRAW else ()
    return Intent(wish=Wish(what, ids), specificity=Specificity.NAMED)


def _read_which(text: str, question: OpenQuestion, situation: Situation) -> Wish | Keep | None:
    if matches(_NO, text):
        return Keep()
    offered = [str(option.id) for option in question.options]
    known = [one for one in situation.context.uploads if str(one.id) in offered]
    if len(text.split()) > 8:
        return None
    if ids := _meant(text, known):
        return Wish(Uploading.WITHDRAW, ids)
    placed = [offered[place] for place in places_in(text, len(offered))]
    return Wish(Uploading.WITHDRAW, tuple(placed)) if len(placed) == 1 else None


def _answer(wish: Wish | Keep, box: Toolbox) -> str:
    if isinstance(wish, Keep):
        return "All right, your uploads stay as they are."
    if wish.what is Uploading.WITHDRAW:
        return _withdraw(wish, box)
    if wish.what is Uploading.LIST:
        return _list(box)
    told = box.run("upload_prospects", {})
    if "error" in told:
        contact = f" {told['support']} can help you." if "support" in told else ""
        return f"Contacts can't be uploaded yet.{contact}"
    if wish.what is Uploading.REMOVE_ONE:
        return (
            f"You can remove single contacts on this page, for the next 24 hours:\n{told['link']}"
        )
    return (
        "Upload a CSV here; you see what is in it before anything is added. The link is for you"
        f" alone, for one upload within {told['valid_hours']} hours:\n{told['link']}"
    )


def _withdraw(wish: Wish, box: Toolbox) -> str:
    uploads = box.context.uploads
    if not uploads:
        return "You have no upload that could be taken back."
    if not wish.ids:
        shown = uploads[:3]
        ask(box, WHICH, [one.id for one in shown])
        listed = "; ".join(f"{place}) {_name(one)}" for place, one in enumerate(shown, 1))
        return f"Which upload should I take back: {listed}?"
    done = [box.run("withdraw_upload", {"upload_id": id}) for id in wish.ids]
    names = [str(one["what"]) for one in done if "error" not in one]
    return f"Taken back: {' and '.join(names)}." if names else "That upload is not there any more."


def _list(box: Toolbox) -> str:
    uploads = box.context.uploads
    if not uploads:
        return 'You have uploaded no contacts so far. Text "upload my contacts" for a link.'
    return f"You have uploaded {'; '.join(_name(one) for one in uploads[:3])}."


def _describe(context: TurnContext, settings: AgentSettings) -> list[str]:
    return [f"Upload {one.id}: {_name(one)}" for one in context.uploads]


UPLOADING: Capability[Wish | Keep] = Capability(
    name="uploading",
    read=_read,
    answer=_answer,
    tools=(UPLOAD_PROSPECTS, WITHDRAW_UPLOAD),
    questions=(
        QuestionKind(
            kind=WHICH,
            meaning="you asked which upload of contacts is to be taken back; options: uploads",
            read=_read_which,
            options=_options,
        ),
    ),
    instructions="""\
- Upload contacts whom they want to meet (upload_prospects): give the link exactly as told, on a
  line of its own. The same page removes single contacts. Take a whole upload back
  (withdraw_upload); ask which when they have several and did not say. Never say whether somebody
  they uploaded is a member.
""",
    ability="take contacts you'd like to meet",
    label="give you a link to upload contacts",
    tries=("upload my contacts",),
    describe=_describe,
    examples=(
        Example(text="upload my contacts", wish=Wish(Uploading.UPLOAD)),
        Example(text="i want to add prospects", wish=Wish(Uploading.UPLOAD)),
        Example(text="can I import a CSV?", wish=Wish(Uploading.UPLOAD)),
        Example(text="withdraw my last upload", wish=Wish(Uploading.WITHDRAW)),
        Example(text="remove Jane Doe from my prospects", wish=Wish(Uploading.REMOVE_ONE)),
        Example(text="how many contacts have I uploaded?", wish=Wish(Uploading.LIST)),
    ),
    counter_examples=(
        "don't upload my contacts",
        "remind me to upload my contacts tomorrow",
        "I lost my contact lenses",
        "I want to meet prospects in Berlin",
        "how do I import a csv into our crm",
        "I need leads for a plumber",
    ),
)

__all__ = ["UPLOADING", "UPLOAD_PROSPECTS", "WITHDRAW_UPLOAD"]
