"""Somebody wants to talk to a human: the operators are told at once."""

from shared.domain.events import PersonAsked
from shared.events.handler import ClaimedEvent, Done, Handler, Notice, Ports

NOTICE = Notice(
    name="person_asked",
    words=(
        "somebody wants to talk to a human and was told that one answers: open the conversation on"
        " the dashboard, under /conversations, and take it over"
    ),
)


def _run(event: ClaimedEvent, payload: PersonAsked, ports: Ports) -> Done:
    return Done(notice=NOTICE)


HANDLER = Handler(event=PersonAsked, run=_run)
