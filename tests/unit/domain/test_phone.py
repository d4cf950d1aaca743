"""Who a text comes from, and where a number may lie."""

from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.phone import SenderKind, normalise_sender, time_zones_of


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("+14155552671", "+14155552671"),
        ("+1 (415) 555-2671", "+14155552671"),
        ("+1.415.555.2671", "+14155552671"),
        ("+15550001111", "+15550001111"),  # fictitious, as tests and demonstrations use them
        ("+447911123456", "+447911123456"),
        ("+4915112345678", "+4915112345678"),
        ("+442079460018", "+442079460018"),
    ],
)
def test_a_full_number_becomes_e164(raw: str, number: str) -> None:
    sender = normalise_sender(raw)
    assert (sender.kind, sender.number) == (SenderKind.PHONE, number)


@pytest.mark.parametrize("raw", ["72975", "262966"])
def test_five_or_six_digits_are_a_short_code(raw: str) -> None:
    assert normalise_sender(raw).kind is SenderKind.SHORT_CODE


@pytest.mark.parametrize("raw", ["MYBANK", "Uber", "T-Mobile", "A", "3M", "Pizza + Co"])
def test_a_name_is_an_alphanumeric_sender(raw: str) -> None:
    assert normalise_sender(raw).kind is SenderKind.ALPHANUMERIC


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        "+",
        "+1",
        "+1415",
        "+141555526711234567",
        "++14155552671",
        "+0123456789",
        "+999123456789",
        "14155552671",
        "4155552671",
        "1234",
        "1234567",
        "whatsapp:+14155552671",
        "+1415555267\x00",
        "+14155552671\n",
        "+14155552671;ext=5",
        "+１４１５５５５２６７１",  # noqa: RUF001 - full-width digits
        "'; DROP TABLE users; --",
        "<script>",
        "a" * 12,
        "+" + "1" * 5000,
        "\udcff",
    ],
)
def test_anything_else_is_malformed(raw: str) -> None:
    sender = normalise_sender(raw)
    assert (sender.kind, sender.number) == (SenderKind.MALFORMED, None)


@given(st.text() | st.from_regex(r"\+[0-9 .()\-]{0,20}", fullmatch=True))
def test_no_text_whatever_raises_and_e164_normalises_to_itself(raw: str) -> None:
    sender = normalise_sender(raw)
    assert (sender.number is not None) == (sender.kind is SenderKind.PHONE)
    if sender.number:
        assert normalise_sender(sender.number) == sender


NOWHERE: set[str] = set()


@pytest.mark.parametrize(
    ("number", "zones"),
    [
        ("+12125551234", {"America/New_York"}),
        ("+14155552671", {"America/Los_Angeles"}),
        ("+4915112345678", {"Europe/Berlin"}),
        ("+18005551212", NOWHERE),  # toll-free
        ("+18885551212", NOWHERE),
        ("+15550001111", NOWHERE),  # no assigned prefix
        ("+883510012345", NOWHERE),  # international network, no country
        ("nonsense", NOWHERE),
        ("", NOWHERE),
    ],
)
def test_a_number_lies_in_the_zones_of_its_prefix_or_nowhere(number: str, zones: set[str]) -> None:
    assert time_zones_of(number) == zones


def test_a_prefix_across_zones_gives_all_of_them() -> None:
    assert {"Australia/Sydney", "Australia/Perth"} <= time_zones_of("+61412345678")


def test_every_zone_is_one_that_python_knows() -> None:
    for number in ("+61412345678", "+79161234567", "+19075551234", "+5511961234567"):
        assert time_zones_of(number) <= available_timezones()
