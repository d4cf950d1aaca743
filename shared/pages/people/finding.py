"""Finding people: by name, company, email, the last digits of a number, or a whole one."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from shared.domain.renumbering import forms_of
from shared.entry import Answer
from shared.errors import MalformedRequest
from shared.pages.csv_export import csv_answer
from shared.pages.dashboard import Pages, Tab, Visit, acts, shown
from shared.pages.rendering import redirect

MOST_SHOWN = 50  # people on a page
MOST_EXPORTED = 5000
WHOLE_NUMBER = 7  # digits, from which on they are a number that no address bar may hold
_NUMBER = re.compile(r"[+(]?[\d ().+-]*\d[\d ().-]*")
_WHOLE_NUMBER = re.compile(r"\d(?:[ ().+-]{0,3}\d){6}")  # WHOLE_NUMBER digits


@dataclass(frozen=True)
class Found:
    """Somebody in the list."""

    id: UUID
    name: str
    work: str
    email: str
    number: str  # masked
    standing: str
    opted_out: bool
    last_active_at: datetime | None
    created_at: datetime


def masked_number(number: str) -> str:
    """A number by its last two digits."""
    return f"\u2026{number[-2:]}"


def digits_of(words: str) -> str:
    """The digits of what looks like a number or its end; empty for anything else."""
    return re.sub(r"\D", "", words) if _NUMBER.fullmatch(words) else ""


_MATCHING = (
    "select id, concat_ws(' ', first_name, last_name), concat_ws(', ', title, company),"
    " coalesce(email, ''), phone_number, case when not coalesce(verified, false) then 'newcomer'"
    "  when poc_agent_type = 'innovator' then 'innovator' else 'member' end,"
    " opted_out_at is not null, private.moment(last_active_at), private.moment(created_at)"
    " from users u where erased_at is null"
    " and (%(digits)s = '' or right(phone_number, length(%(digits)s)) = %(digits)s"
    "  or phone_number = any(%(forms)s) or exists ("
    "   select from jsonb_path_query(phone_number_history, '$[*].phone_number') former"
    "   where former #>> '{}' = any(%(forms)s)))"
    " and (%(digits)s <> '' or not exists (select from unnest(%(words)s::text[]) word"
    "  where strpos(lower(concat_ws(' ', first_name, last_name, company, title, email)), word)"
    "   = 0))"
    " and (%(after)s::uuid is null or (created_at, id) < ("
    "  select created_at, id from users where id = %(after)s::uuid))"
    " order by created_at desc, id desc limit %(most)s"
)


def find(visit: Visit, words: str, after: UUID | None, most: int) -> list[Found]:
    """People who match, the newest first, from behind `after`."""
    digits = digits_of(words)
    whole = len(digits) >= WHOLE_NUMBER
    rows = visit.rows(
        _MATCHING,
        digits=digits,
        forms=list(forms_of(f"+{digits}")) if whole else [],
        words=words.lower().split(),
        after=after,
        most=most,
    )
    return [
        Found(id, name, work, email, masked_number(number), *rest)
        for id, name, work, email, number, *rest in rows
    ]


def _asked(visit: Visit) -> str:
    """What the address asks for. Raises MalformedRequest for a number, which a log would keep."""
    words = visit.asked("q")
    if _WHOLE_NUMBER.search(words):
        why = "A number stands in no address, which is logged: look for it by the form"
        raise MalformedRequest(why, field="q")
    return words


def _show(visit: Visit) -> Answer:
    words, after = _asked(visit), _after(visit)
    found = find(visit, words, after, MOST_SHOWN + 1)
    onwards = ""
    if len(found) > MOST_SHOWN:
        onwards = "/people?" + urlencode({"q": words, "after": str(found[MOST_SHOWN - 1].id)})
    return visit.page(
        "people",
        words=words,
        found=found[:MOST_SHOWN],
        onwards=onwards,
        begun=after is not None,
        file="/people.csv?" + urlencode({"q": words}),
    )


def _after(visit: Visit) -> UUID | None:
    try:
        return UUID(visit.asked("after")) if visit.asked("after") else None
    except ValueError as error:
        raise MalformedRequest("after is no id of a person", field="after") from error


def _look_up(visit: Visit) -> Answer:
    """A search is posted, so that a whole number stands in no address bar and in no log of
    addresses: it leads to its person. All else goes on to the list, whose address can be shared."""
    words = visit.call.form().get("q", "")[:200].replace("\x00", "").strip()
    if not _WHOLE_NUMBER.search(words):
        return redirect("/people?" + urlencode({"q": words}) if words else "/people")
    found = find(visit, words, None, MOST_SHOWN)
    if len(found) == 1:
        return redirect(f"/people/{found[0].id}")
    return visit.page(
        "people", words=words, found=found, onwards="", begun=False, file="/people.csv"
    )


def _export(visit: Visit) -> Answer:
    columns = ("name", "work", "email", "number", "standing", "opted out", "last active", "since")
    found = find(visit, _asked(visit), None, MOST_EXPORTED)
    return csv_answer(
        "people",
        columns,
        (
            (
                *(one.name, one.work, one.email, one.number, one.standing),
                "yes" if one.opted_out else "no",
                one.last_active_at.isoformat() if one.last_active_at else "",
                one.created_at.isoformat(),
            )
            for one in found
        ),
    )


PAGES = Pages(
    [
        shown("/people", _show),
        shown("/people.csv", _export),
        acts("/people", _look_up),
    ],
    [Tab("/people", "People")],
)
