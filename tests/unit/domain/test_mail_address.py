"""The address in a From as mail programs write it, and all that it could be read as."""

import re
from email.header import Header
from email.headerregistry import Address as Written
from email.utils import formataddr

from hypothesis import assume, given
from hypothesis import strategies as st

from shared.domain.mail_address import parse_address, recipients, senders
from tests.fixtures.examples import each
from tests.fixtures.from_headers import NONE, ONE, SEVERAL

SAM, EVIL = "sam@acme.com", "evil@x.com"


def read(header: str) -> set[str]:
    return {str(address) for address in senders(header)}


@each("header, address", ONE)
def test_a_from_is_read_as_the_mail_program_meant_it(header: str, address: str) -> None:
    assert read(header) == {address}


@each("header", NONE)
def test_a_from_without_an_address_that_mail_can_reach_names_nobody(header: str) -> None:
    assert read(header) == set()


@each("header", SEVERAL)
def test_a_from_that_could_mean_several_addresses_means_all_of_them(header: str) -> None:
    assert len(read(header)) > 1


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
PLAIN = st.from_regex(r"[A-Za-z0-9]{1,8}(?:[.+_'-][A-Za-z0-9]{1,8}){0,2}", fullmatch=True)
DOMAINS = st.sampled_from(["acme.com", "mail.acme.co.uk", "xn--bcher-kva.example", "x.io"])


@given(NAMES, PLAIN, DOMAINS)
def test_whatever_name_a_library_writes_the_address_is_read(
    name: str, local: str, domain: str
) -> None:
    address = f"{local}@{domain}".lower()
    assert read(str(Written(name, local, domain))) == {address}
    assert read(formataddr((name, f"{local}@{domain}"))) == {address}


@given(NAMES, PLAIN, DOMAINS)
def test_a_name_in_encoded_words_and_folded_never_counts(
    name: str, local: str, domain: str
) -> None:
    encoded = Header(f"{name} {EVIL}, <{EVIL}>", "utf-8").encode()
    assert read(f"{encoded}\r\n <{local}@{domain}>") == {f"{local}@{domain}".lower()}


@given(st.text(st.sampled_from(" ,;:|.[]{}'`*&/@abc\u00e9\u674e-")))
def test_a_name_that_lost_its_quotes_hides_the_address_only_if_it_holds_another(name: str) -> None:
    assume(not re.search(r"\S@\S", name))
    assert read(f"{name} <{SAM}>") == {SAM}


@given(st.text(st.sampled_from(' ,;:<>()"\\[]@.ab\r\n='), max_size=40))
def test_what_stands_before_the_last_address_never_replaces_it(before: str) -> None:
    found = read(f"{before} <{SAM}>")
    assert not found or SAM in found


@given(st.text(max_size=200) | st.text(st.sampled_from('"\\<>(),;@a. '), max_size=200))
def test_anything_is_read_and_what_is_found_is_an_address(header: str) -> None:
    for address in senders(header) | recipients(header):
        assert parse_address(str(address)) == address
        assert str(address).isprintable()


@each("nasty", ['"\\', '\\"', '<"\\"', "(", "()", "<", "a@b.c,"])
def test_an_endless_header_is_not_read(nasty: str) -> None:
    assert senders(nasty * 1_000_000) == frozenset()
    assert recipients(nasty * 1_000_000) == frozenset()


@each(
    "to, found",
    [
        (SAM, {SAM}),
        (f"Sam <{SAM}>, Kim <kim@x.com>", {SAM, "kim@x.com"}),
        (f"Lee, Sam <{SAM}>; kim@x.com", {SAM, "kim@x.com"}),
        (f'"{SAM}" <{EVIL}>', {EVIL}),
        (f"{SAM} <{EVIL}>", {EVIL}),
        (f"{EVIL} ({SAM})", {EVIL}),
        ("undisclosed-recipients:;", set[str]()),
        ("", set[str]()),
    ],
)
def test_a_to_names_its_addresses_and_not_what_stands_in_a_name(to: str, found: set[str]) -> None:
    assert {str(address) for address in recipients(to)} == found
