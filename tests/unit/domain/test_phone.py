"""Who a text comes from, and where a number may lie."""

import re
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.phone import Sender, SenderKind, normalise_sender, time_zones_of
from shared.domain.renumbering import canonical, forms_of
from tests.fixtures.examples import each


@each(
    "raw, number",
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


@pytest.mark.parametrize("raw", ["72975", "262966", "1234", "1234567"])
def test_a_few_digits_are_a_short_code(raw: str) -> None:
    assert normalise_sender(raw) == Sender(SenderKind.SHORT_CODE)


@each("raw", ["MYBANK", "Uber", "T-Mobile", "A", "3M", "Pizza + Co"])
def test_a_name_is_an_alphanumeric_sender(raw: str) -> None:
    assert normalise_sender(raw) == Sender(SenderKind.ALPHANUMERIC)


@each(
    "raw",
    ["", " ", "anonymous", "Restricted", "UNKNOWN", "unavailable", "+266696687", "+86282452253"],
)
def test_a_number_that_is_not_shown_is_nobodys(raw: str) -> None:
    assert normalise_sender(raw) == Sender(SenderKind.WITHHELD)


@each(
    "raw, channel, number",
    [
        ("rcs:+14155552671", "rcs", "+14155552671"),
        ("whatsapp:+14155552671", "whatsapp", "+14155552671"),
        ("WhatsApp:+1 415 555 2671", "whatsapp", "+14155552671"),
        ("whatsapp:+5215512345678", "whatsapp", "+525512345678"),
        ("viber:+447911123456", "viber", "+447911123456"),
        ("messenger:7765432198765432", "messenger", None),
        ("instagram:1784140", "instagram", None),
        ("client:sarah", "client", None),
        ("sip:+14155552671@x.test", "sip", None),
        ("whatsapp:US.13491208655302741918", "whatsapp", None),
        ("rcs:", "rcs", None),
        ("a-channel-of-2030:somebody", "a-channel-of-2030", None),
    ],
)
def test_another_channel_keeps_its_name_and_the_number_behind_it(
    raw: str, channel: str, number: str | None
) -> None:
    sender = normalise_sender(raw)
    assert (sender.kind, sender.channel, sender.number) == (SenderKind.CHANNEL, channel, number)
    assert (sender.number in sender.known_as) == (number is not None)


def test_the_channel_of_texts_may_be_written_out() -> None:
    assert normalise_sender("sms:+14155552671") == normalise_sender("+14155552671")


@each(
    "raw",
    [
        "+",
        "+1",
        "+1415",
        "+141555526711234567",
        "++14155552671",
        "+0123456789",
        "+999123456789",
        "14155552671",
        "4155552671",
        "+1415555XXXX",
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
def test_anything_else_is_unreadable_and_no_fault_of_the_senders(raw: str) -> None:
    sender = normalise_sender(raw)
    assert (sender.kind, sender.number) == (SenderKind.UNREADABLE, None)


@each(
    "raw",
    [
        *("14155552671", "4155552671", " 14155552671", " +14155552671", "+14155552671\n"),
        *(
            "+14155552671;ext=5",
            "+14155552671x5",
            "+1\u00a0415\u00a0555\u00a02671",
            "%2B14155552671",
        ),
        "+\uff11\uff14\uff11\uff15\uff15\uff15\uff15\uff12\uff16\uff17\uff11",
        *("sip:+14155552671@pstn.twilio.com", "sip:%2B14155552671@x.test;user=phone"),
        *("sip:+1-415-555-2671@x.test", "whatsapp: +14155552671", "whatsapp:14155552671"),
        *("tel:+14155552671;phone-context=x", "rcs:+14155552671@rbm.goog"),
    ],
)
def test_whoever_may_be_meant_by_an_odd_sender_is_known(raw: str) -> None:
    assert "+14155552671" in normalise_sender(raw).known_as


@pytest.mark.parametrize("raw", ["x" * 90_000, "1" * 90_000, "+1 " * 9_000, "sip:" + "(" * 9_000])
def test_a_sender_of_any_length_names_nobody_by_chance(raw: str) -> None:
    assert normalise_sender(raw).known_as == ()


def test_a_number_that_no_plan_knows_may_still_be_somebodys_who_is_stored() -> None:
    assert normalise_sender("+999123456789").known_as == ("+999123456789",)


# Numbers that are written in more than one way.


@each(
    "written, today",
    [
        ("+5215512345678", "+525512345678"),  # Mexico until 2019
        ("+52 1 55 1234 5678", "+525512345678"),
        ("+551187654321", "+5511987654321"),  # Brazil before the ninth digit
        ("+22997123456", "+2290197123456"),  # Benin until 2024
        ("+22507123456", "+2250707123456"),  # Ivory Coast until 2021
        ("+59387654321", "+593987654321"),  # Ecuador until 2012
        ("+23777123456", "+237677123456"),  # Cameroon until 2014
        ("+2307654321", "+23057654321"),  # Mauritius until 2013
        ("+24107123456", "+24177123456"),  # Gabon until 2019
        ("+24106123456", "+24166123456"),
        ("+841623456789", "+84323456789"),  # Viet Nam until 2018
    ],
)
def test_a_form_that_its_country_has_replaced_is_read_as_todays(written: str, today: str) -> None:
    old, new = normalise_sender(written), normalise_sender(today)
    assert (old.kind, old.number) == (SenderKind.PHONE, today)
    assert set(old.known_as) == set(new.known_as) >= {today, re.sub("[^+0-9]", "", written)}
    assert old.known_as[0] == today


@pytest.mark.parametrize(
    "fixed", ["+551131234567", "+22520212223", "+14155552671", "+4915112345678", "+56221234567"]
)
def test_other_numbers_have_one_form(fixed: str) -> None:
    assert normalise_sender(fixed).known_as == (fixed,)


def test_an_argentine_mobile_number_is_the_same_person_with_and_without_its_nine() -> None:
    with_nine, without = normalise_sender("+5491123456789"), normalise_sender("+541123456789")
    assert set(with_nine.known_as) == set(without.known_as) == {"+5491123456789", "+541123456789"}


@given(st.from_regex(r"\+(52|521|54|549|55|225|229|84|1|44)[0-9]{7,11}", fullmatch=True))
def test_every_form_of_a_number_leads_to_the_same_forms(number: str) -> None:
    assert canonical(canonical(number)) == canonical(number)
    forms = forms_of(number)
    assert canonical(number) == forms[0]
    assert {frozenset(forms_of(form)) for form in forms} == {frozenset(forms)}


@given(st.text() | st.from_regex(r"\+[0-9 .()\-]{0,20}", fullmatch=True))
def test_no_text_whatever_raises_and_e164_normalises_to_itself(raw: str) -> None:
    sender = normalise_sender(raw)
    if sender.kind is not SenderKind.CHANNEL:
        assert (sender.number is not None) == (sender.kind is SenderKind.PHONE)
    if sender.number:
        again = normalise_sender(sender.number)
        assert (again.kind, again.number) == (SenderKind.PHONE, sender.number)


NOWHERE: set[str] = set()


@each(
    "number, zones",
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
