"""Forms: what was meant is read, and what is not a form is its sender's fault."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.test import encode_multipart

from shared.entry.forms import LONGEST_VALUE, MOST_FIELDS, read_form
from shared.errors import MalformedRequest

URL_ENCODED = "application/x-www-form-urlencoded"
# Any text but lone surrogates, which nobody can send as UTF-8.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
pairs = st.lists(st.tuples(texts.filter(bool), texts), max_size=20)


def first_values(fields: list[tuple[str, str]]) -> dict[str, str]:
    return dict(reversed(fields))


@given(fields=pairs)
def test_a_url_encoded_form_is_read_as_it_was_written(fields: list[tuple[str, str]]) -> None:
    body = urlencode(fields).encode()
    assert dict(read_form(f"{URL_ENCODED}; charset=utf-8", body)) == first_values(fields)


@given(fields=pairs)
def test_a_multipart_form_is_read_as_it_was_written(fields: list[tuple[str, str]]) -> None:
    quoted = [(name.translate(dict.fromkeys(b'\r\n"\\%\0', "-")), value) for name, value in fields]
    quoted = [(name.strip() or "-", value) for name, value in quoted]
    quoted = [(name, value) for name, value in quoted if name.isprintable()]
    boundary, body = encode_multipart(MultiDict(quoted))
    assert dict(read_form(f"multipart/form-data; boundary={boundary}", body)) == first_values(
        quoted
    )


@given(body=st.binary(max_size=300), kind=st.sampled_from([URL_ENCODED, "multipart/form-data"]))
def test_whatever_is_sent_as_a_form_is_text_or_the_senders_fault(body: bytes, kind: str) -> None:
    try:
        for value in read_form(f"{kind}; boundary=b", body).values():
            value.encode()
    except MalformedRequest:
        return


@pytest.mark.parametrize("kind", ["", "text/plain", "application/json", "application/x-www-form"])
def test_another_type_has_no_fields(kind: str) -> None:
    assert read_form(kind, b"a=b") == {}


def test_the_number_of_fields_is_bounded() -> None:
    at_most = b"&".join([b"a=b"] * MOST_FIELDS)
    assert read_form(URL_ENCODED, at_most) == {"a": "b"}
    with pytest.raises(MalformedRequest, match=f"more than {MOST_FIELDS} fields"):
        read_form(URL_ENCODED, at_most + b"&a=b")
    part = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
    kind = "multipart/form-data; boundary=b"
    assert read_form(kind, part * MOST_FIELDS + b"--b--") == {"a": "b"}
    with pytest.raises(MalformedRequest, match=f"more than {MOST_FIELDS} fields"):
        read_form(kind, part * (MOST_FIELDS + 1) + b"--b--")


def test_a_value_costs_nothing_until_it_is_asked_for_and_then_has_to_be_one() -> None:
    too_long = b"a=" + b"%41" * LONGEST_VALUE + b"&b=%ff&c=fine&c=later"
    form = read_form(URL_ENCODED, too_long)
    assert (form["c"], form.get("d"), list(form)) == ("fine", None, ["a", "b", "c"])
    with pytest.raises(MalformedRequest, match="a is longer"):
        form["a"]
    with pytest.raises(MalformedRequest, match="b is not percent-encoded UTF-8"):
        form["b"]


@pytest.mark.parametrize("boundary", ["", "; boundary", "; boundary=", "; boundary=other"])
def test_multipart_without_its_boundary_is_the_senders_fault(boundary: str) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--b--'
    with pytest.raises(MalformedRequest):
        read_form(f"multipart/form-data{boundary}", body)
