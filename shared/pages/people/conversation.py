"""A conversation: the thread, who answers it, and an operator who pauses it or answers instead.

All that changes something is one SQL function under the lock of the person's row, with its record
in `operator_actions`; of two operators at the same moment one is told that the other was first.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from shared.entry import Answer
from shared.errors import MalformedRequest
from shared.messaging.segments import count_segments, normalise, split_message
from shared.pages.dashboard import Pages, Visit, acts, opened, shown
from shared.pages.people.person import Quiet, missing, named, quiet_of
from shared.pages.people.thread import thread
from shared.pages.rendering import redirect

JOINED = (
    "A person from the Yachtparty team has joined this conversation and answers you here from now"
    " on, instead of the software."
)
LONGEST = 3000  # characters of an answer
PAUSES = {"1": "for an hour", "24": "for a day", "": "until somebody resumes it"}

_TOLD = {
    "taken": "You answer now. The agents are silent.",
    "yours": "You had taken it over already.",
    "theirs": "Another operator took it over before you.",
    "closed": "This conversation is over: the person has another number now.",
    "sent": "Your answer is on its way.",
    "given_back": "Given back: the agent answers again, and what waits first.",
    "not_held": "It was given back, or resumed, before.",
    "paused": "Paused: nothing is answered, and nothing is started.",
    "not_paused": "It was paused already, taken over, or is over.",
    "resumed": "Resumed: what waits is answered next.",
    "closed_request": "Noted: nobody needs to answer that request any more.",
    "no_request": "Nobody asks for a person here any more.",
    "not_yours": "Not sent: you do not answer here (any more). Take it over first.",
    "newer": "Not sent: a text has come or gone since you opened this page. Read it, then send.",
    "opted_out": "Not sent: the person has opted out, so nothing may be sent.",
    "quiet": "Not sent: these are quiet hours for the person, and none of their texts waits.",
    "empty": "Not sent: there is nothing in it.",
    "too_long": "Not sent: it is longer than three texts.",
}
_REFUSED = ("not_yours", "newer", "opted_out", "quiet", "empty", "too_long")

_CONVERSATION = (
    "select c.id, c.user_id, u.phone_number, concat_ws(' ', u.first_name, u.last_name), c.status,"
    " case when isfinite(c.paused_until) then private.moment(c.paused_until) end,"
    " coalesce(c.pause_reason, ''), c.taken_over_by, private.moment(c.taken_over_at),"
    " private.moment(c.joined_told_at), private.moment(c.person_asked_at),"
    " c.open_question::text, c.conversation_summary, u.opted_out_at is not null,"
    " (select count(*) from events e where e.aggregate_id = c.user_id and e.lane = 'conversation'"
    "   and not e.processed and e.event_type = 'user.message.received'),"
    " u.timezone, u.quiet_hours_start + interval '0', u.quiet_hours_end + interval '0',"
    " u.rest_days,"
    " coalesce(u.poc_agent_type, 'bouncer'), coalesce(c.paused_until, 'infinity') > now()"
    " from conversations c join users u on u.id = c.user_id"
    " where c.id = %(id)s and u.erased_at is null"
)


@dataclass(frozen=True)
class Shown:
    """A conversation and who answers it now."""

    id: UUID
    user_id: UUID
    number: str
    name: str
    status: str
    paused_until: datetime | None
    pause_reason: str
    taken_over_by: str | None
    taken_over_at: datetime | None
    joined_told_at: datetime | None
    person_asked_at: datetime | None
    open_question: str | None
    summary: str | None
    opted_out: bool
    waiting: int  # texts that nobody has answered
    agent: str
    quiet: Quiet

    @property
    def over(self) -> bool:
        """Whether nobody can be answered here."""
        return self.status not in ("active", "paused")


def _read(visit: Visit, id: UUID) -> Shown | None:
    rows = visit.rows(_CONVERSATION, id=id)
    if not rows:
        return None
    row: list[Any] = list(rows[0])
    held, agent = row.pop(), row.pop()
    timezone, start, end, rest_days = row[-4:]
    user = {
        "timezone": timezone,
        "phone_number": row[2],
        "quiet_hours_start": start,
        "quiet_hours_end": end,
        "rest_days": rest_days,
    }
    if row[4] == "paused" and not held:  # its time is over; the next sweep lifts it
        row[4:9] = ["active", None, "", None, None]
    return Shown(*row[:-4], agent=agent, quiet=quiet_of(user, datetime.now(UTC)))


def _show(visit: Visit) -> Answer:
    return _page(visit, told=visit.asked("told"))


def _page(visit: Visit, *, told: str = "", draft: str = "") -> Answer:
    id = named(visit)
    found = _read(visit, id) if id else None
    if found is None:
        return missing("conversation", "/people")
    opened(visit, "open_conversation", "conversations", found.id)
    return visit.page(
        "conversation",
        status=409 if told in _REFUSED else 200,
        one=found,
        thread=thread(visit, found.id, _seq(visit.asked("before"))),
        yours=found.taken_over_by == visit.who.email,
        told=_TOLD.get(told, ""),
        refused=told in _REFUSED or told == "theirs",
        draft=draft,
        pauses=PAUSES,
        longest=LONGEST,
    )


def _back(id: UUID, told: str) -> Answer:
    return redirect(f"/conversations/{id}?{urlencode({'told': told})}#now")


def _act(visit: Visit) -> tuple[Shown, str]:
    """The conversation and why. Raises MalformedRequest without a conversation."""
    id = named(visit)
    found = _read(visit, id) if id else None
    if found is None:
        raise MalformedRequest("There is no such conversation", field="id")
    return found, visit.call.form().get("reason", "")[:1000].replace("\x00", "").strip()


def _because(visit: Visit) -> tuple[UUID, str]:
    found, reason = _act(visit)
    if not reason:
        raise MalformedRequest("Say why: it is kept with what was done", field="reason")
    return found.id, reason


def _take_over(visit: Visit) -> Answer:
    found, reason = _act(visit)
    told = visit.database.value(
        "select private.take_over(%s, %s, %s, %s, %s)",
        (found.id, visit.who.email, reason, normalise(JOINED), found.quiet.now),
    )
    return _back(found.id, told)


def _answer(visit: Visit) -> Answer:
    found, _ = _act(visit)
    form = visit.call.form()
    written, seen = form.get("answer", ""), form.get("seen", "")
    text = normalise(written.replace("\x00", "")).strip()
    parts = split_message(text)
    if not parts:
        return _page(visit, told="empty", draft=written)
    if len(text) > LONGEST or (parts[-1].endswith(" ...") and not text.endswith(" ...")):
        return _page(visit, told="too_long", draft=written)
    texts = [{"content": part, "segments": count_segments(part).segments} for part in parts]
    told = visit.database.value(
        "select private.answer_as_operator(%s, %s, %s::jsonb, %s, %s, %s)",
        (
            *(found.id, visit.who.email, json.dumps(texts), _seq(seen) or 0),
            *(normalise(JOINED), found.quiet.now),
        ),
    )
    return _back(found.id, told) if told == "sent" else _page(visit, told=told, draft=written)


def _seq(written: str) -> int | None:
    """A `messages.seq` of a form or an address; None: it is none."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 19 else None


def _give_back(visit: Visit) -> Answer:
    found, reason = _act(visit)
    return _back(found.id, "given_back" if _resumed(visit, found.id, reason) else "not_held")


def _resume(visit: Visit) -> Answer:
    id, reason = _because(visit)
    return _back(id, "resumed" if _resumed(visit, id, reason) else "not_held")


def _resumed(visit: Visit, id: UUID, reason: str) -> bool:
    return visit.database.value(
        "select private.resume(%s, %s, %s, now())", (id, visit.who.email, reason)
    )


def _pause(visit: Visit) -> Answer:
    id, reason = _because(visit)
    hours = visit.call.form().get("hours", "")
    if hours not in PAUSES:
        raise MalformedRequest("A pause is 1 hour, 24 hours, or without an end", field="hours")
    until = datetime.now(UTC) + timedelta(hours=int(hours)) if hours else None
    done = visit.database.value(
        "select private.pause_as_operator(%s, %s, %s, %s)", (id, visit.who.email, reason, until)
    )
    return _back(id, "paused" if done else "not_paused")


def _close_request(visit: Visit) -> Answer:
    id, reason = _because(visit)
    done = visit.database.value(
        "select private.close_request(%s, %s, %s)", (id, visit.who.email, reason)
    )
    return _back(id, "closed_request" if done else "no_request")


PAGES = Pages(
    [
        shown("/conversations/<id>", _show),
        acts("/conversations/<id>/take-over", _take_over),
        acts("/conversations/<id>/answer", _answer),
        acts("/conversations/<id>/give-back", _give_back),
        acts("/conversations/<id>/pause", _pause),
        acts("/conversations/<id>/resume", _resume),
        acts("/conversations/<id>/close-request", _close_request),
    ]
)
