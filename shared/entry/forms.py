"""Forms, read without giving a stranger's bytes more memory than they take themselves.

Whoever signs a form signs some of its fields: the body has to be read before it is known who sent
it. So the number of fields is bounded, and a value is decoded only when it is asked for, up to
LONGEST_VALUE: ten megabytes of `%41` would take two hundred, and seconds.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import IO
from urllib.parse import unquote_to_bytes

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header

from shared.errors import MalformedRequest

MOST_FIELDS = 1_000
MOST_PARTS = 5_000  # of a multipart form of which only some fields are read
LONGEST_VALUE = 1_000_000  # bytes, as it is written, that a function can ask for
_LONGEST_NAME = 1_000  # bytes, as it is written
_SHOWN = 100


def read_form(content_type: str, body: bytes) -> Mapping[str, str]:
    """The first value of every field, url-encoded or multipart; no fields of any other type.

    Raises MalformedRequest: too many fields, a name too long, not UTF-8 (when that is asked for),
    or multipart that does not end. What is uploaded as a file is left out.
    """
    mimetype, options = parse_options_header(content_type)
    if mimetype == "application/x-www-form-urlencoded":
        return UrlEncoded(body)
    if mimetype != "multipart/form-data":
        return {}
    return dict(_parts(body, options, MOST_FIELDS).items())


def read_fields(content_type: str, body: bytes, names: Iterable[str]) -> Mapping[str, str]:
    """Some fields of a form of any number of them, whatever the others are called.

    For forms whose further names a stranger chooses, such as the headers of a mail. Reading a field
    that is there twice and says two things raises MalformedRequest: one of them is the stranger's.
    """
    mimetype, options = parse_options_header(content_type)
    if mimetype == "application/x-www-form-urlencoded":
        return _Sole({name: _written(body, name) for name in names})
    if mimetype != "multipart/form-data":
        return {}
    form = _parts(body, options, MOST_PARTS)
    return _Sole({name: list(dict.fromkeys(form.getlist(name))) for name in names})


def _parts(body: bytes, options: Mapping[str, str], most: int) -> MultiDict[str, str]:
    parser = FormDataParser(max_form_memory_size=len(body) + 1, max_form_parts=most, silent=False)
    try:
        _, form, files = parser.parse(
            io.BytesIO(body), "multipart/form-data", len(body), dict(options)
        )
    except RequestEntityTooLarge as error:
        raise MalformedRequest(f"The form has more than {most} fields") from error
    except ValueError as error:
        raise MalformedRequest("The body is not multipart/form-data") from error
    for _, file in files.items(multi=True):
        file.close()
    return form


def _written(body: bytes, name: str) -> list[bytes]:
    """The first two different values of a field, as they are written."""
    found: list[bytes] = []
    start = b"&%b=" % name.encode()
    # Where the value begins; the first field has no & before it.
    place = len(start) - 1 if body.startswith(start[1:]) else _after(body, start, 0)
    while place >= 0 and len(found) < 2:
        end = body.find(b"&", place)
        value = body[place : end if end >= 0 else len(body)]
        if value not in found:
            found.append(value)
        place = _after(body, start, place)
    return found


def _after(body: bytes, start: bytes, place: int) -> int:
    found = body.find(start, place)
    return found if found < 0 else found + len(start)


class _Sole(Mapping[str, str]):
    """Fields that say one thing each."""

    def __init__(self, values: Mapping[str, list[bytes] | list[str]]) -> None:
        self._values = {name: given for name, given in values.items() if given}

    def __getitem__(self, name: str) -> str:
        value, *others = self._values[name]
        if others:
            raise MalformedRequest(f"{name} says two things")
        if len(value) > LONGEST_VALUE:
            raise MalformedRequest(f"{name} is longer than {LONGEST_VALUE} bytes")
        return _text(value, name) if isinstance(value, bytes) else value

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def read_upload(content_type: str, body: bytes, name: str) -> bytes | None:
    """What was uploaded as the file `name` of a multipart form; None if nothing was.

    A body of another type than a form's is the file itself. Raises MalformedRequest.
    """
    mimetype, options = parse_options_header(content_type)
    if mimetype == "application/x-www-form-urlencoded":
        return None
    if mimetype != "multipart/form-data":
        return body or None
    # In memory: where functions run, a file is memory too.
    parser = FormDataParser(stream_factory=_in_memory, max_form_parts=MOST_FIELDS, silent=False)
    try:
        _, _, files = parser.parse(io.BytesIO(body), mimetype, len(body), options)
    except RequestEntityTooLarge as error:
        raise MalformedRequest(f"The form has more than {MOST_FIELDS} fields") from error
    except ValueError as error:
        raise MalformedRequest("The body is not multipart/form-data") from error
    given = files.get(name)
    if given is None or not (given.filename or given.stream.read(1)):
        return None
    given.stream.seek(0)
    return given.stream.read()


def _in_memory(
    total_content_length: int | None,
    content_type: str | None,
    filename: str | None,
    content_length: int | None = None,
) -> IO[bytes]:
    return io.BytesIO()


class UrlEncoded(Mapping[str, str]):
    """A url-encoded form. Raises MalformedRequest for a value that is too long, or not UTF-8."""

    def __init__(self, body: bytes) -> None:
        if body.count(b"&") >= MOST_FIELDS:
            raise MalformedRequest(f"The form has more than {MOST_FIELDS} fields")
        self._values: dict[str, bytes] = {}
        for pair in body.split(b"&"):
            name, _, value = pair.partition(b"=")
            if len(name) > _LONGEST_NAME:
                raise MalformedRequest(f"A field's name is longer than {_LONGEST_NAME} bytes")
            if pair:
                self._values.setdefault(_text(name, "A field's name"), value)

    def __getitem__(self, name: str) -> str:
        value = self._values[name]
        if len(value) > LONGEST_VALUE:
            raise MalformedRequest(f"{name[:_SHOWN]} is longer than {LONGEST_VALUE} bytes")
        return _text(value, name[:_SHOWN])

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _text(written: bytes, what: str) -> str:
    try:
        return unquote_to_bytes(written.replace(b"+", b" ")).decode()
    except UnicodeDecodeError as error:
        raise MalformedRequest(f"{what} is not percent-encoded UTF-8") from error
