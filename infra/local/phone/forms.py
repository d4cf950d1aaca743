"""What the page may ask for, and how it is told what went wrong."""

import json
import re
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError
from starlette.requests import Request

_NUMBER = re.compile(r"\+[1-9]\d{6,14}")
_MAILBOX = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")


class Problem(Exception):
    """Answered as JSON with these words for the person at the page."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.words = words
        self.status = status


class Form(BaseModel):
    """A JSON body without fields that nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _of_a_phone(number: str) -> str:
    if not _NUMBER.fullmatch(number):
        raise PydanticCustomError("number", "is to be written like +12125550142")
    return number


class Text(Form):
    """A text from a phone, with the names of pictures that were attached."""

    number: Annotated[str, AfterValidator(_of_a_phone)]
    text: str = Field(default="", max_length=1600)
    pictures: list[str] = Field(default_factory=list[str], max_length=10)


def _of_a_mailbox(address: str) -> str:
    if not _MAILBOX.fullmatch(address):
        raise PydanticCustomError("mailbox", "is to be written like maya@example.com")
    return address


class Mail(Form):
    """A mail to a verification address."""

    sender: Annotated[str, AfterValidator(_of_a_mailbox)]
    recipient: str = Field(max_length=300)


class Approval(Form):
    """A person's approval of a newcomer."""

    user_id: UUID
    agent_type: Literal["concierge", "innovator"]


F = TypeVar("F", bound=BaseModel)


async def read_json(request: Request, form: type[F]) -> F:
    """The JSON body. A form that another site could post without asking is refused."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise Problem("The body must be JSON.", 415)
    try:
        document: Any = json.loads(await request.body())
    except ValueError as error:
        raise Problem("The body is not JSON.") from error
    try:
        return form.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise Problem(f"{field}: {first['msg']}", 422) from error
