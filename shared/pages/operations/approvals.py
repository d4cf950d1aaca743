"""Who wants to become a member: approved as concierge's or innovator's, or declined with a reason.

Nobody is approved who has not given all that joining asks for, unless "anyway" is ticked.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode
from uuid import UUID

from shared.db.people import Applicant, Standing, applicants_query, unfinished
from shared.domain.mail_domains import is_disposable, is_free
from shared.entry import Answer
from shared.errors import MalformedRequest
from shared.pages.csv_export import csv_answer
from shared.pages.dashboard import Pages, Tab, Visit, acts, record, shown
from shared.pages.paging import Cursor, read_cursor, write_cursor
from shared.pages.people.finding import masked_number

_MOST_SHOWN = 100
_MOST_EXPORTED = 5000
_BEGIN = Cursor()
_LONGEST_REASON = 300
_SPARED_SECONDS = 2.5  # of a page's time, for what comes after acting
_LABELS = {
    Standing.WAITING: "Waiting",
    Standing.UNFINISHED: "Not finished joining",
    Standing.DECLINED: "Declined",
}


@dataclass(frozen=True)
class Told:
    """What became of one of those acted on."""

    id: UUID
    name: str
    what: str
    done: bool = False


def _show(visit: Visit) -> Answer:
    return _page(visit, visit.asked("standing"), read_cursor(visit))


def _page(
    visit: Visit, standing: str, cursor: Cursor = _BEGIN, told: Sequence[Told] = ()
) -> Answer:
    chosen = _standing(standing)
    found = _found(visit, chosen, cursor, _MOST_SHOWN + 1)
    people = found[:_MOST_SHOWN]
    read = [str(one.id) for one in people if one.wrote]
    if read:
        record(visit.who, "open_approvals", "users", people=read)
    onwards = ""
    if len(found) > _MOST_SHOWN:
        last = write_cursor(people[-1].since, people[-1].id)
        onwards = "/approvals?" + urlencode({"standing": chosen.value, "after": last})
    return visit.page(
        "approvals",
        chosen=chosen.value,
        labels={one.value: label for one, label in _LABELS.items()},
        people=[(one, _of_mail(one)) for one in people],
        onwards=onwards,
        begun=cursor.after is not None,
        told=told,
    )


def _standing(written: str) -> Standing:
    return next((one for one in Standing if one.value == written), Standing.WAITING)


def _found(visit: Visit, standing: Standing, cursor: Cursor, most: int) -> list[Applicant]:
    rows = visit.rows(applicants_query(standing), most=most, **cursor.parameters)
    return [Applicant(*row) for row in rows]


def _export(visit: Visit) -> Answer:
    """Who is listed, without what they wrote; a number by its end, as lists show it."""
    standing = _standing(visit.asked("standing"))
    found = _found(visit, standing, _BEGIN, _MOST_EXPORTED)
    columns = ("name", "number", "title", "company", "email", "of the email", "referred by")
    return csv_answer(
        f"approvals-{standing.value}",
        (*columns, "linkedin", "not given", "since"),
        (
            (
                *(one.name, masked_number(one.phone_number), one.title or "", one.company or ""),
                *(one.email or "", _of_mail(one), one.referrer or "", one.linkedin_url or ""),
                *("; ".join(one.lacking), one.since.isoformat()),
            )
            for one in found
        ),
    )


def _of_mail(person: Applicant) -> str:
    """What the domain of their address says of them."""
    if not person.email:
        return "no address is proved"
    domain = person.email.rpartition("@")[2]
    if is_disposable(domain):
        return "a throwaway address"
    if is_free(domain):
        return "a personal address"
    members = f"{person.colleagues} members" if person.colleagues != 1 else "1 member"
    return f"a work address; {members if person.colleagues else 'no member'} of {domain}"


def _marked(form: Mapping[str, str]) -> list[UUID]:
    try:
        return [UUID(name.removeprefix("person:")) for name in form if name.startswith("person:")]
    except ValueError as error:
        raise MalformedRequest("a person of the form has no id", field="person") from error


def _names(visit: Visit, ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = visit.rows(
        "select id, coalesce(nullif(concat_ws(' ', first_name, last_name), ''), 'somebody without"
        " a name') from users where id = any(%(ids)s) and erased_at is null",
        ids=list(ids),
    )
    return dict(rows)


def _in_time(visit: Visit, names: Mapping[UUID, str]) -> Iterator[tuple[UUID, str]]:
    """These people, until the page's time is nearly up; who is left is still on the list."""
    for id, name in names.items():
        if time.monotonic() > visit.until - _SPARED_SECONDS:
            return
        yield id, name


def _approve(visit: Visit) -> Answer:
    form = visit.call.form()
    agent = "innovator" if form.get("as") == "innovator" else "concierge"
    names = _names(visit, _marked(form))
    told = [
        Told(id, name, *_approved(visit, id, agent, anyway="anyway" in form))
        for id, name in _in_time(visit, names)
    ]
    return _page(visit, form.get("standing", ""), told=told)


def _approved(
    visit: Visit, id: UUID, agent: Literal["concierge", "innovator"], *, anyway: bool
) -> tuple[str, bool]:
    lacking = [] if anyway else unfinished(visit.database, id)
    if lacking:
        return f"not approved: has not given {', '.join(lacking)}", False
    done = visit.decisions.approve(id, agent)
    return (f"approved, {agent}", True) if done else ("was approved before", False)


def _decline(visit: Visit) -> Answer:
    form = visit.call.form()
    ids = _marked(form)
    reason = " ".join(form.get("reason", "").replace("\x00", "").split())
    if not ids:
        return _page(visit, form.get("standing", ""))
    names = _names(visit, ids)
    if "sure" not in form:
        return visit.page(
            "decline",
            people=names,
            standing=form.get("standing", ""),
            example=kind_words("Sarah", "your words"),
            longest=_LONGEST_REASON,
        )
    if not reason or len(reason) > _LONGEST_REASON:
        raise MalformedRequest(
            f"A decline needs a reason of {_LONGEST_REASON} letters at most: they are told it",
            field="reason",
        )
    told = [Told(id, name, *_declined(visit, id, reason)) for id, name in _in_time(visit, names)]
    return _page(visit, form.get("standing", ""), told=told)


def _declined(visit: Visit, id: UUID, reason: str) -> tuple[str, bool]:
    first_name = visit.value("select first_name from users where id = %(id)s", id=id)
    if visit.decisions.decline(id, reason, kind_words(first_name, reason)):
        return "declined; they are told by the next text that may go out", True
    return "was approved or declined before", False


def kind_words(first_name: str | None, reason: str) -> str:
    """What somebody is told who is declined."""
    greeting = f"Hi {first_name}, thank you" if first_name else "Thank you"
    return (
        f"{greeting} for your time and for wanting to join Yachtparty. A person has looked at your"
        f" profile, and we can't offer you a place for now. The reason: {reason.rstrip('.!')}."
        " I'm sorry. If that changes, text me here, and somebody can look again."
    )


PAGES = Pages(
    [
        shown("/approvals", _show),
        shown("/approvals.csv", _export),
        acts("/approvals/approve", _approve),
        acts("/approvals/decline", _decline),
    ],
    [Tab("/approvals", "Approvals")],
)
