"""What others say, passed on in their own words and under their name, never worded by a model."""

from shared.domain.queued import (
    AnyQueuedData,
    QueuedCommunityClosed,
    QueuedCommunityRequest,
    QueuedCommunityResponse,
    QueuedTwinEvent,
)

OF_OTHERS = (
    QueuedTwinEvent,
    QueuedCommunityRequest,
    QueuedCommunityResponse,
    QueuedCommunityClosed,
)


def words_of_others(data: AnyQueuedData) -> str | None:
    """The text; None for what is not others' to say."""
    if isinstance(data, QueuedTwinEvent):
        return _from_a_twin(data)
    if isinstance(data, QueuedCommunityRequest):
        return _asked(data)
    if isinstance(data, QueuedCommunityResponse):
        return _answered(data)
    if isinstance(data, QueuedCommunityClosed):
        return (
            f'Nobody has answered "{as_said(clause(data.text))}", so it is closed now. If you put'
            " it in other words, I'll ask again."
        )
    return None


def _from_a_twin(data: QueuedTwinEvent) -> str:
    """Whose words these are comes first, so that nobody takes them for ours."""
    who = f"{clause(data.source_name)}'s twin" if data.source_name else "a colleague's twin"
    kind = {"suggestion": "a suggestion", "alert": "an alert", "request": "a request"}
    return f"From {who} ({clause(data.source_role)}), {kind[data.event_type]}: {clause(data.text)}."


def _asked(data: QueuedCommunityRequest) -> str:
    """Who asks stands before what they ask; what an answer earns is all that is promised."""
    asker = clause(data.asker) if data.asker else "A member"
    if data.others:
        asker += f" and {data.others} other{'s' if data.others > 1 else ''}"
    more = f" They add: {as_said(clause(data.context))}." if data.context else ""
    meet = " They'd like to meet somebody." if data.wants_introduction else ""
    return (
        f'{asker} ask{"" if data.others else "s"}: "{as_said(data.text)}"{more}{meet} If you know,'
        ' text me your answer, or "pass". Useful answers earn credits.'
    )


def _answered(data: QueuedCommunityResponse) -> str:
    expert = clause(data.expert) if data.expert else "A member"
    said = as_said(data.text)
    if data.more:
        return f'{expert} adds: "{said}"'
    return f'{expert} on your question "{as_said(clause(data.question))}": "{said}"'


def clause(text: str) -> str:
    """A fact as part of a sentence of ours."""
    return " ".join(text.split()).rstrip(".!;, ")


def as_said(text: str) -> str:
    """Others' words, fit to stand between quotation marks."""
    return " ".join(text.split()).replace('"', "'")


__all__ = ["OF_OTHERS", "as_said", "clause", "words_of_others"]
