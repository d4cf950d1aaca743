"""Innovators upload contacts in a browser, by a link that was texted to them.

`GET /{token}` is the form, or once the link is used what came of it. `POST /{token}` with a file
(multipart field `file`, or the CSV itself as the body) shows what was read of it, row by row; with
what that page holds (`confirmed`) stores it: 303. Nothing is stored before, nowhere: the preview
travels with the page, signed. `GET /{token}/contacts` lists an upload, `POST /{token}/withdraw`
takes one back, `POST /{token}/remove` one contact of it.

A link is one member's, for one upload, for 24 hours: 404 nobody made it, 410 its time is over, 403
they are no innovator any more, 409 it has been used. What is refused is a page too. Nothing on any
page depends on who is a member.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from shared.config import Settings, accepted, settings
from shared.db.prospects import Prospects, Uploader
from shared.domain.context import Upload
from shared.entry import Answer, Call, Route, database, http_function
from shared.entry.forms import read_form, read_upload
from shared.errors import ConfigurationError, EffectNoLongerApplies
from shared.log import logger
from shared.network.prospects.contact import region_of
from shared.network.prospects.lines import MOST_BYTES, UnreadableFile
from shared.network.prospects.links import BadLink, ExpiredLink, Link, read_link, seal, unseal
from shared.network.prospects.reading import (
    Reading,
    ReportRow,
    Status,
    read_contacts,
    without_known,
)
from shared.pages import error_page, page, render, same_origin, stylesheet_route
from shared.pages.rendering import redirect

MOST_BODY = MOST_BYTES + 100_000  # with the form around the file
UPLOAD_SECONDS = 40.0  # 10 MB at 2 Mbit a second, as a phone has it
SHOWN_ROWS = 300  # of those that are not plainly valid, and 100 of those that are
A_PAGE = 50

SOURCES = {
    "linkedin": "LinkedIn",
    "hubspot": "HubSpot",
    "salesforce": "Salesforce",
    "google": "Google Contacts",
    "outlook": "Outlook",
    "apollo": "Apollo",
    "csv": "a list",
}
_LABELS = {
    Status.VALID: "will be added",
    Status.WARNING: "added, with a note",
    Status.DUPLICATE: "there already",
    Status.ERROR: "left out",
}
_FIELDS = {
    "first_name": "First name",
    "middle_name": "Middle name",
    "last_name": "Last name",
    "name": "Name",
    "email": "Email",
    "phone_number": "Phone",
    "linkedin_url": "LinkedIn",
    "company": "Company",
    "title": "Title",
    "prospect_notes": "Notes",
}
_USED = "This link has been used. Text us “upload my contacts” for a new one."


_Change = Callable[[Link, Mapping[str, str]], object]


class _Refused(Exception):
    """A page is answered instead."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


@lru_cache(maxsize=1)
def prospects() -> Prospects:
    """The transitions, on this process's pool."""
    return Prospects(database())


def show(call: Call) -> Answer:
    """The form; what came of the upload once it is used."""
    try:
        link, who = _visitor(call)
    except _Refused as refused:
        return refused.answer
    if who.used:
        mine = next((one for one in who.uploads if one.link_id == link.link_id), None)
        return _page(call, "done", upload=mine, uploads=who.uploads)
    return _form(call, who)


def receive(call: Call) -> Answer:
    """A file to look at, or the preview of one to be stored."""
    same_origin(call, settings().upload_base_url)
    try:
        link, who = _visitor(call)
    except _Refused as refused:
        return refused.answer
    if who.used:
        return error_page(409, "This link has been used", _USED, back=_here(call))
    kind = call.headers.get("Content-Type", "")
    form = read_form(kind, call.body)
    if "confirmed" in form:
        return _store(call, link, form["confirmed"])
    content = read_upload(kind, call.body, "file")
    if content is None:
        return _form(call, who, problem="Choose a file first.", status=400)
    try:
        reading = read_contacts(content, region_of(who.phone_number))
    except UnreadableFile as unreadable:
        return _form(call, who, problem=str(unreadable), status=422)
    reading = without_known(reading, lambda contacts: prospects().known(link.user_id, contacts))
    return _preview(call, link, reading)


def listed(call: Call) -> Answer:
    """Contacts of one upload, a page at a time."""
    try:
        link, who = _visitor(call)
    except _Refused as refused:
        return refused.answer
    upload = _upload(who, call.query.get("batch", ""))
    if upload is None:
        return error_page(404, "There is no such upload", "It was taken back.", back=_here(call))
    words = call.query.get("words", "")[:100].replace("\x00", "")
    after = _uuid(call.query.get("after", ""))
    found = prospects().listed(link.user_id, upload.id, words, after, A_PAGE + 1)
    last = found[A_PAGE - 1].id if len(found) > A_PAGE else None
    return _page(call, "contacts", upload=upload, words=words, contacts=found[:A_PAGE], after=last)


def withdraw(call: Call) -> Answer:
    """Takes an upload back."""
    return _change(
        call, lambda link, form: prospects().withdraw(link.user_id, _given(form.get("batch", "")))
    )


def remove(call: Call) -> Answer:
    """Takes one contact back."""
    return _change(
        call, lambda link, form: prospects().remove(link.user_id, _given(form.get("prospect", "")))
    )


def _change(call: Call, change: _Change) -> Answer:
    same_origin(call, settings().upload_base_url)
    try:
        link, _ = _visitor(call)
    except _Refused as refused:
        return refused.answer
    form = call.form()
    try:
        change(link, form)
    except (EffectNoLongerApplies, ValueError):
        gone = "It was taken back before, or is not in your uploads."
        return error_page(404, "It is not there", gone, back=_here(call))
    batch = _uuid(form.get("batch", "")) if "prospect" in form else None
    return redirect(f"{_here(call)}/contacts?batch={batch}" if batch else _here(call))


def _store(call: Call, link: Link, sealed: str) -> Answer:
    try:
        source, contacts = unseal(link, sealed, _secrets())
    except BadLink:
        again = "Please choose the file again."
        return error_page(400, "That preview cannot be used", again, back=_here(call))
    try:
        batch = prospects().upload(link.user_id, link.link_id, source, contacts)
    except EffectNoLongerApplies:
        return error_page(409, "This link has been used", _USED, back=_here(call))
    logger.info(
        "an upload of contacts was confirmed",
        extra={"event": "upload", "batch_id": batch, "source": source, "rows": len(contacts)},
    )
    return redirect(_here(call))


def _preview(call: Call, link: Link, reading: Reading) -> Answer:
    accepted_now = reading.accepted
    counts = reading.counts
    rows = _shown(reading.rows)
    what = "a list of contacts" if reading.source == "csv" else f"{SOURCES[reading.source]} export"
    return _page(
        call,
        "preview",
        added=len(accepted_now),
        what=what,
        sealed=seal(link, reading.source, accepted_now, _secrets()[0]),
        tiles=[
            {"status": status.value, "label": label, "count": counts[status]}
            for status, label in _LABELS.items()
        ],
        columns=[
            (label, reading.columns[field])
            for field, label in _FIELDS.items()
            if field in reading.columns
        ],
        rows=rows,
        more=len(reading.rows) - len(rows),
        shown_most=SHOWN_ROWS,
    )


def _shown(rows: list[ReportRow]) -> list[ReportRow]:
    """What needs a look, and some of the rest, in the order of the file."""
    left = {True: 100, False: SHOWN_ROWS}
    shown: list[ReportRow] = []
    for row in rows:
        plainly = row.status is Status.VALID
        if left[plainly]:
            left[plainly] -= 1
            shown.append(row)
    return shown


def _form(call: Call, who: Uploader, *, problem: str = "", status: int = 200) -> Answer:
    return _page(
        call,
        "form",
        status=status,
        first_name=who.first_name,
        problem=problem,
        uploads=who.uploads,
    )


def _page(call: Call, name: str, *, status: int = 200, **values: object) -> Answer:
    template = f"prospect_upload/{name}.html"
    return render(template, status=status, here=_here(call), sources=SOURCES, **values)


def _visitor(call: Call) -> tuple[Link, Uploader]:
    try:
        link = read_link(call.named["token"], _secrets(), datetime.now(UTC))
    except BadLink as bad:
        detail = "Open the link as it stands in our text, or text us “upload my contacts”."
        raise _Refused(error_page(404, "This link does not work", detail)) from bad
    except ExpiredLink as expired:
        detail = "It was good for 24 hours. Text us “upload my contacts” for a new one."
        raise _Refused(error_page(410, "This link has expired", detail)) from expired
    who = prospects().uploader(link.user_id, link.link_id)
    if who is None or not who.allowed:
        detail = "Contacts can be uploaded by innovators only."
        raise _Refused(error_page(403, "This link is not yours to use any more", detail))
    return link, who


def _upload(who: Uploader, batch: str) -> Upload | None:
    wanted = _uuid(batch)
    return next((one for one in who.uploads if one.id == wanted), None)


def _here(call: Call) -> str:
    return f"/{call.named['token']}"


def _uuid(text: str) -> UUID | None:
    return UUID(text) if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text) else None


def _given(text: str) -> UUID:
    """Raises ValueError."""
    return UUID(text)


def _secrets() -> list[str]:
    return accepted(settings().upload_signing_key)


def _anybody(call: Call) -> None:
    """The token in the path says who it is; it is read where refusing it can be a page."""


def needs(configured: Settings) -> None:
    """Start-up fails without the key."""
    if not configured.upload_signing_key:
        raise ConfigurationError(
            "UPLOAD_SIGNING_KEY is not set; give what upload links are signed by"
        )


prospect_upload = http_function(
    "prospect_upload",
    [
        stylesheet_route(),
        Route("GET", "/<token>", page(show), authenticate=_anybody, private=True),
        Route(
            "POST",
            "/<token>",
            page(receive),
            authenticate=_anybody,
            max_body=MOST_BODY,
            private=True,
        ),
        Route("GET", "/<token>/contacts", page(listed), authenticate=_anybody, private=True),
        Route("POST", "/<token>/withdraw", page(withdraw), authenticate=_anybody, private=True),
        Route("POST", "/<token>/remove", page(remove), authenticate=_anybody, private=True),
    ],
    needs=needs,
    request_seconds=UPLOAD_SECONDS,
)
