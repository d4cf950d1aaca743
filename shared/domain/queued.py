"""What `message_queue.message_data` may hold: something to say, not yet worded.

Each kind says which facts it carries; the wording is made just before release, so that it fits the
moment. A kind that nobody knows, or one with the wrong fields, can never be worded: it is cancelled
with the error that `read` gives.
"""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from shared.domain.twins import SpokenType

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=6000)]


class QueuedData(BaseModel):
    """Base of the kinds. `reformulate` asks its agent for a new wording should it become stale."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    reformulate: bool = True


class QueuedText(QueuedData):
    """Finished prose that goes out as it stands; stale, it is dropped unless it asks otherwise."""

    kind: Literal["text"] = "text"
    text: Words
    reformulate: bool = False


class QueuedFollowup(QueuedData):
    """Coming back to a person about what they asked to be reminded of, in their words."""

    kind: Literal["followup"] = "followup"
    note: Words


class QueuedReEngagement(QueuedData):
    """A soft word after silence; `last_step` is what they had come to."""

    kind: Literal["re_engagement"] = "re_engagement"
    last_step: Words | None = None


class QueuedPriorities(QueuedData):
    """What matters most to the person now: rows of `user_priorities`, read again for the words."""

    kind: Literal["priorities"] = "priorities"
    priority_ids: Annotated[list[UUID], Field(min_length=1, max_length=10)]


class QueuedTwinEvent(QueuedData):
    """What a colleague's twin suggests, warns of or asks for: others' words, told as such."""

    kind: Literal["twin_event"] = "twin_event"
    event_type: SpokenType
    text: Words
    source_role: Words
    source_name: Words | None = None  # None: nobody knows their name
    reformulate: bool = False


class QueuedCredits(QueuedData):
    """What became of a purchase of credits: told as it stands, amounts are nothing to reword."""

    kind: Literal["credits"] = "credits"
    what: Literal["bought", "failed", "taken_back", "given_back"]
    credits: Annotated[int, Field(gt=0)]
    reformulate: bool = False


class QueuedCommunityRequest(QueuedData):
    """A question that a member is asked, in the asker's words, and who asks."""

    kind: Literal["community_request"] = "community_request"
    request_id: UUID
    text: Words
    asker: Words | None = None  # None: nobody knows their name
    context: Words | None = None
    wants_introduction: bool = False
    others: Annotated[int, Field(ge=0)] = 0  # who ask the same
    priority_ids: Annotated[list[UUID], Field(max_length=1)] = Field(default_factory=list[UUID])


class QueuedCommunityResponse(QueuedData):
    """An answer to a member's question: the expert's words, told as such."""

    kind: Literal["community_response"] = "community_response"
    text: Words
    expert: Words | None = None  # first name and title
    question: Words
    more: bool = False  # what is added to an answer that they have heard
    priority_ids: Annotated[list[UUID], Field(max_length=1)] = Field(default_factory=list[UUID])
    reformulate: bool = False


class QueuedCommunityClosed(QueuedData):
    """Nobody has answered a member's question, which is over."""

    kind: Literal["community_closed"] = "community_closed"
    text: Words  # the question
    reformulate: bool = False


class QueuedIntroduction(QueuedData):
    """What one side of an introduction is told or asked; names, reasons and addresses of others.

    `name` and `work` are the other side, `third` is the person outside.
    """

    kind: Literal["introduction"] = "introduction"
    what: Literal[
        "introduced",  # both have said yes
        "willing",  # asks the volunteer whether the third person is
        "happened",  # asks whether it did
        "objected",  # the other says that it did not
        "completed",
        "not_coming",  # to who would have met somebody
        "not_needed",  # to who would have introduced somebody
    ]
    item_type: Literal["intro_opportunity", "connection_request", "intro_offer"]
    item_id: UUID
    side: Literal["maker", "beneficiary"] = "beneficiary"
    name: Words | None = None
    work: Words | None = None
    email: Words | None = None
    third: Words | None = None
    reason: Words | None = None
    credits: Annotated[int, Field(gt=0)] | None = None
    reported: bool = False  # the other says that it happened
    priority_ids: Annotated[list[UUID], Field(max_length=1)] = Field(default_factory=list[UUID])
    reformulate: bool = False


class ToldOption(BaseModel):
    """A solution that may fit; its text was written by others."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: Words
    about: Words | None = None
    url: Words | None = None  # None: an innovator's listing


class QueuedSolutionUpdate(QueuedData):
    """How a member's search stands: first findings, or how it has ended."""

    kind: Literal["solution_update"] = "solution_update"
    text: Words  # what they need
    what: Literal["first", "ended"]
    options: Annotated[list[ToldOption], Field(max_length=3)] = Field(default_factory=list)
    more: Annotated[int, Field(ge=0)] = 0  # options that are not told
    fits: bool = False  # the best one well
    answers: Annotated[int, Field(ge=0)] = 0  # of members, which they have been told
    members_asked: bool = True  # the question could be put to them
    web_failed: bool = False  # the web was to be searched, and could not be
    priority_ids: Annotated[list[UUID], Field(max_length=1)] = Field(default_factory=list[UUID])
    reformulate: bool = False


AnyQueuedData = Annotated[
    QueuedText
    | QueuedFollowup
    | QueuedReEngagement
    | QueuedPriorities
    | QueuedTwinEvent
    | QueuedCredits
    | QueuedCommunityRequest
    | QueuedCommunityResponse
    | QueuedCommunityClosed
    | QueuedIntroduction
    | QueuedSolutionUpdate,
    Field(discriminator="kind"),
]

_DATA: TypeAdapter[AnyQueuedData] = TypeAdapter(AnyQueuedData, config=ConfigDict(defer_build=True))


def presented_by(data: AnyQueuedData) -> list[UUID]:
    """The rows of `user_priorities` that it tells of."""
    if isinstance(
        data,
        QueuedPriorities
        | QueuedCommunityRequest
        | QueuedCommunityResponse
        | QueuedIntroduction
        | QueuedSolutionUpdate,
    ):
        return data.priority_ids
    return []


class MalformedQueuedData(ValueError):
    """The data can never be worded; the message names the fields and none of their values."""


def read(document: Any) -> AnyQueuedData:
    """`message_data` as its kind. Raises MalformedQueuedData."""
    try:
        return _DATA.validate_python(document)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, problem['loc'])) or 'message_data'}: {problem['type']}"
            for problem in error.errors(
                include_url=False, include_input=False, include_context=False
            )
        )
        raise MalformedQueuedData(f"message_data cannot be read: {problems}") from error
