"""A request and its answer, as a function's `main.py` sees them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from werkzeug.datastructures import Headers

from shared.domain import exact_json
from shared.entry.forms import read_fields, read_form
from shared.errors import MalformedRequest

Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """A request. Its body is read when something first asks for it, and not for strangers whom
    the headers give away."""

    method: str
    path: str
    target: str  # path and query exactly as received, still percent-encoded
    query: Mapping[str, str]
    headers: Headers
    read: Callable[[], bytes]  # the body within its limit, the same every time; see entry.body
    named: Mapping[str, Any] = field(default_factory=dict[str, Any])  # the path's variable parts
    remote: str = ""  # the address that the connection came from

    @property
    def body(self) -> bytes:
        """All of it. Raises what entry.body says."""
        return self.read()

    def form(self) -> Mapping[str, str]:
        """The first value of each field. Raises MalformedRequest."""
        return read_form(self.headers.get("Content-Type", ""), self.body)

    def fields(self, names: Iterable[str]) -> Mapping[str, str]:
        """Some fields of a form whose other names a stranger chose. Raises MalformedRequest."""
        return read_fields(self.headers.get("Content-Type", ""), self.body, names)

    def json(self) -> Json:
        """The body as a JSON object, an empty body as an empty one. Raises MalformedRequest."""
        if not self.body.strip():
            return {}
        document = self.document()
        if not isinstance(document, dict):
            raise MalformedRequest("The body is not a JSON object")
        return cast("Json", document)

    def document(self) -> object:
        """The body as JSON of any kind; numbers are int or Decimal. Raises MalformedRequest."""
        try:
            return exact_json.loads(self.body.decode())
        except (ValueError, RecursionError) as error:
            raise MalformedRequest("The body is not JSON in UTF-8") from error

    def ids(self, name: str) -> list[UUID] | None:
        """The ids of a poke, or None for a sweep. Raises MalformedRequest naming the field."""
        values = self.json().get(name)
        if values is None:
            return None
        try:
            return [UUID(value) for value in values]
        except (TypeError, ValueError, AttributeError) as error:
            raise MalformedRequest(f"{name} is not a list of UUIDs", field=name) from error


@dataclass(frozen=True)
class Answer:
    """A response that is not JSON, or that says something in its headers too."""

    status: int = 200
    body: str = ""
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Route:
    """One path of a function. `authenticate` raises before anything is done.

    Parts in angle brackets vary, as in werkzeug's rules: `/orgs/<uuid:org>` is `call.named["org"]`,
    a UUID already; what does not fit is not found.
    """

    method: str
    path: str
    handle: Callable[[Call], Json | Answer]
    authenticate: Callable[[Call], None] = field(kw_only=True)
    max_body: int = field(kw_only=True, default=65_536)  # bytes
    private: bool = field(kw_only=True, default=False)  # its path is a secret, and is not logged
    # Answered to a larger one: what its caller takes for final.
    too_large_status: int = field(kw_only=True, default=413)
