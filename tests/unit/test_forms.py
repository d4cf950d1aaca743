"""Forms: what was meant is read, and what is not a form is its sender's fault."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.test import encode_multipart

from shared.entry.forms import LONGEST_VALUE, MOST_FIELDS, read_fields, read_form
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


@given(fields=pairs, others=st.binary(max_size=40))
def test_some_fields_are_read_whatever_the_others_are_called(
    fields: list[tuple[str, str]], others: bytes
) -> None:
    named = [(name, value) for name, value in fields if name.isascii() and name.isalnum()]
    stranger = others.replace(b"&", b"").replace(b"=", b"")
    body = urlencode(named).encode() + b"&\xff" + stranger + b"=1&" + b"n" * 2_000 + b"=2"
    read = read_fields(URL_ENCODED, body, {name for name, _ in named} | {"absent"})
    assert set(read) == {name for name, _ in named}
    for name in read:
        said = {value for other, value in named if other == name}
        if len(said) == 1:
            assert {read[name]} == said
        else:
            with pytest.raises(MalformedRequest, match="says two things"):
                read[name]


def test_some_fields_are_read_of_more_than_a_form_may_have() -> None:
    body = (
        b"from=a&" + b"&".join(b"x%d=" % number for number in range(3_000)) + b"&to=b&tox=c&xto=d"
    )
    assert dict(read_fields(URL_ENCODED, body, ("from", "to"))) == {"from": "a", "to": "b"}
    part = b'--b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'
    parts = (
        part % (b"from", b"a") * 2 + part % (b"x", b"") * 2_000 + part % (b"to", b"b") + b"--b--"
    )
    kind = "multipart/form-data; boundary=b"
    assert dict(read_fields(kind, parts, ("from", "to"))) == {"from": "a", "to": "b"}
    with pytest.raises(MalformedRequest, match="from says two things"):
        read_fields(kind, part % (b"from", b"e") + parts, ("from",))["from"]


@pytest.mark.parametrize("boundary", ["", "; boundary", "; boundary=", "; boundary=other"])
def test_multipart_without_its_boundary_is_the_senders_fault(boundary: str) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--b--'
    with pytest.raises(MalformedRequest):
        read_form(f"multipart/form-data{boundary}", body)
