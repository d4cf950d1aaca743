"""Replies to somebody are held back: if that is a person, an operator has to lift it."""

from shared.domain.events import ConversationPaused
from shared.events.handler import ClaimedEvent, Done, Handler, Notice, Ports

NOTICE = Notice(
    name="conversation_paused",
    words=(
        "two machines seem to be talking, so replies are held back; if it is a person:"
        " `yachtparty resume`, or `select resume_conversation('<aggregate_id>')`"
    ),
)


def _run(event: ClaimedEvent, payload: ConversationPaused, ports: Ports) -> Done:
    return Done(notice=NOTICE)


HANDLER = Handler(event=ConversationPaused, run=_run)
