"""Contact lists are read as they come; each row says what became of it, and nothing of members."""

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.network.prospects.contact import (
    mailbox,
    read_email,
    read_linkedin,
    read_phone,
    region_of,
)
from shared.network.prospects.headers import Field, field_of, plain, read_header
from shared.network.prospects.lines import UnreadableFile
from shared.network.prospects.reading import (
    MOST_ROWS,
    Reading,
    Status,
    read_contacts,
    without_known,
)
from tests.fixtures.contact_files import JANE, OMAR, SAMPLES, Sample, only
from tests.fixtures.examples import each


def read(text: str) -> Reading:
    return read_contacts(text.encode(), "US")


@each("sample", SAMPLES)
def test_every_products_export_gives_the_same_people(sample: Sample) -> None:
    reading = read_contacts(sample.content, "US")
    assert reading.source == sample.source
    assert reading.accepted == [only(JANE, sample.has), only(OMAR, sample.has)]
    assert {row.status for row in reading.rows} == {Status.VALID}, reading.rows


@each(
    "name, field",
    [
        *[(one, Field.EMAIL) for one in ("E-mail", "Work Email", "Email (work)", "Contact Email")],
        *[
            (one, Field.PHONE)
            for one in ("Mobile No", "Direct Phone Number", "Cell #", "Phone (M)")
        ],
        *[
            (one, Field.LINKEDIN)
            for one in ("LinkedIn Profile Link", "Contact LinkedIn", "linked in")
        ],
        *[(one, Field.FIRST_NAME) for one in ("Prénom", "Contact First Name", "FIRST_NAME")],
        *[(one, Field.COMPANY) for one in ("Organisation", "Société", "Current Company")],
        *[
            (one, None)
            for one in (
                *(
                    "Email Status",
                    "Company Phone",
                    "Corporate Phone",
                    "Business Fax",
                    "Owner Email",
                ),
                *(
                    "Email Opt Out",
                    "Phone Type",
                    "Company Linkedin Url",
                    "Account Owner",
                    "Country",
                ),
                *(
                    "Assistant's Phone",
                    "Last Email Date",
                    "Phonetic Last Name",
                    "Emails Sent",
                    "ID",
                ),
            )
        ],
    ],
)
def test_a_column_is_known_by_its_name(name: str, field: Field | None) -> None:
    found = field_of(plain(name))
    assert (found and found[0]) == field


def test_a_header_is_no_row_of_data() -> None:
    assert read_header(["Jane", "Doe", "jane@acme.com"]) is None
    assert read_header(["Phone", "Email", "+1 415 555 0100"]) is None
    assert read_header(["Email"]) is not None
    assert read_header(["Jane", "Doe", "Acme"]) is None


STATUSES = [
    ("Jane,Doe,jane@acme.com,,", "valid", ""),
    ("Jane,Doe,,415-555-0100,", "valid", ""),
    ("Jane,Doe,,,linkedin.com/in/jane", "valid", ""),
    ("Jane,Doe,not an address,415-555-0100,", "warning", "no email address: not an address"),
    ("Jane,Doe,jane@acme.com,12,", "warning", "no phone number: 12"),
    (",,jane@acme.com,,", "warning", "no name"),
    ("Jane,Doe,jane@acme.com,,,more", "warning", "more cells than columns"),
    ("=1+1,Doe,jane@acme.com,,", "warning", "begins like a formula; kept as text"),
    ("Jane,@SUM(A1),jane@acme.com,,", "valid", ""),
    ("x" * 300 + ",Doe,jane@acme.com,,", "warning", "cut to 255 characters"),
    ("Jane,Doe,,,", "error", "no email, phone number or LinkedIn address"),
    ("Jane,Doe,nonsense,,", "error", "no email address: nonsense"),
    ("Jane,Doe,,,linkedin.com/company/acme", "error", "no email, phone number or LinkedIn address"),
    ('"Jane,Doe,jane@acme.com,,', "error", "a quote is opened and never closed"),
    ("Jane", "error", "no email, phone number or LinkedIn address"),
]


@each("row, status, told", STATUSES)
def test_each_row_says_what_became_of_it(row: str, status: str, told: str) -> None:
    reading = read(f"First,Last,Email,Phone,LinkedIn\n{row}\nOmar,Haddad,omar@globex.org,,\n")
    assert [row.status for row in reading.rows] == [status, "valid"]
    assert " ".join(reading.rows[0].told) == told
    assert (reading.rows[0].contact is None) == (status == "error")


def test_the_same_contact_again_is_told_and_taken_once() -> None:
    reading = read(
        "Name,Email,Phone,LinkedIn\nA B,a.b+x@gmail.com,,\nA B,ab@googlemail.com,,\n"
        "C D,c@d.com,415 555 0100,\nE F,e@f.com,+1 (415) 555-0100,\nG H,,,linkedin.com/in/G-h\n"
        "G H,g@h.com,,https://de.linkedin.com/in/g-h/?x=1\n"
    )
    assert [row.status for row in reading.rows] == ["valid", "duplicate"] * 3
    assert reading.rows[1].told == ("the same contact as line 2",)
    before = without_known(
        reading, lambda asked: [n for n, one in enumerate(asked) if one.phone_number]
    )
    assert [row.status for row in before.rows] == [
        *("valid", "duplicate", "duplicate", "duplicate", "valid", "duplicate")
    ]
    assert len(before.accepted) == 2


@each(
    "content, why",
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"PK\x03\x04" + b"\x00" * 99, "Excel workbook or a zip"),
        (b"\x1f\x8b\x08" + b"\x00" * 99, "compressed"),
        (b"%PDF-1.7\n", "PDF"),
        (b"BEGIN:VCARD\nFN:Jane\n", "vCard"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "no text|No row"),
        (b"Jane,Doe,jane@acme.com\n", "No row with column names"),
        (b"Name,Company\nJane,Acme\n", "No column holds an email"),
        (b"Name,Email\n", "no contact below"),
        (b"Name,Email\n" + b"x" * 5_000_000, "Line 2 is longer"),
        (b"Name,Email\n" + b"," * 5_000_000, "Line 2 is longer"),
        (b'"' * 5_000_000, "Line 1 is longer"),
        (b"Name,Email\n" + b"\n" * 400_000, "lines"),
        (b"x" * 10_000_001, "10 MB"),
        (b"Name,Email\n" + b"A,a%d@b.com\n" * (MOST_ROWS + 1), "20,000 contacts"),
    ],
)
def test_what_is_no_list_of_contacts_says_what_to_do(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        read_contacts(content)


@pytest.mark.deep
def test_the_largest_list_is_read_within_the_memory_of_its_function() -> None:
    row = ",".join(["Jane{0}", "Doe", "jane{0}@acme{0}.com", "+1415555{0:04d}", "Acme", "x" * 400])
    text = "First,Last,Email,Phone,Company,Notes\n" + "".join(
        row.format(number) + "\n" for number in range(MOST_ROWS)
    )
    content = text.encode()
    del text
    tracemalloc.start()
    reading = read_contacts(content, "US")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(reading.rows) == MOST_ROWS
    assert len(content) > 9_000_000
    assert peak < 100_000_000


@each(
    "written, email",
    [
        ("Jane@ACME.com", "jane@acme.com"),
        ("Jane Doe <jane@acme.com>", "jane@acme.com"),
        ("mailto:jane@acme.com", "jane@acme.com"),
        ("jane@acme.com,", "jane@acme.com"),
        ("jane@münchen.de", "jane@xn--mnchen-3ya.de"),
        ("jane", None),
        ("jane@acme", None),
        ("a@b.com c@d.com", None),
        ("x" * 300 + "@acme.com", None),
    ],
)
def test_an_address_is_read_however_it_is_wrapped(written: str, email: str | None) -> None:
    assert read_email(written) == email


@each(
    "written, page",
    [
        ("https://www.linkedin.com/in/Jane-Doe/", "jane-doe"),
        ("uk.linkedin.com/in/jane-doe?trk=x#y", "jane-doe"),
        ("linkedin.com/in/jos%C3%A9", "josé"),
        ("http://www.linkedin.com/pub/jane-doe/1/2/3", "jane-doe"),
        ("https://www.linkedin.com/company/acme", None),
        ("https://acme.com/in/jane", None),
        ("jane-doe", None),
    ],
)
def test_a_linkedin_page_is_a_persons(written: str, page: str | None) -> None:
    assert read_linkedin(written) == (page and f"https://www.linkedin.com/in/{page}")


@each(
    "written, region, number",
    [
        ("(415) 555-0100", "US", "+14155550100"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("0049 30 123456", "US", "+4930123456"),
        ("415.555.0100 ext. 12", "US", "+14155550100"),
        ("tel:+1-415-555-0100", None, "+14155550100"),
        ("415 555 0100", None, None),
        ("1-800-FLOWERS", "US", None),
        ("12", "US", None),
    ],
)
def test_a_number_without_a_country_is_of_the_uploaders(
    written: str, region: str | None, number: str | None
) -> None:
    assert read_phone(written, region) == number
    assert region_of("+14155550100") == "US"
    assert region_of("+442079460018") == "GB"


@given(content=st.binary(max_size=400))
def test_whatever_is_uploaded_is_read_or_refused_in_words(content: bytes) -> None:
    for file in (content, b"Name,Email\n" + content):
        try:
            reading = read_contacts(file, "US")
        except UnreadableFile as refused:
            assert str(refused)
        else:
            assert all(row.told or row.status is Status.VALID for row in reading.rows)


_CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=20)


@settings(max_examples=60)
@given(names=st.lists(_CELLS, min_size=1, max_size=8), delimiter=st.sampled_from(",;\t|"))
def test_every_row_that_is_written_is_reported_once_whatever_its_cells(
    names: list[str], delimiter: str
) -> None:
    rows = [
        '"' + name.replace('"', '""') + f'"{delimiter}p{at}@x.com' for at, name in enumerate(names)
    ]
    reading = read(f"Name{delimiter}Email\n" + "\n".join(rows))
    assert [row.contact and row.contact.email for row in reading.rows] == [
        f"p{at}@x.com" for at in range(len(names))
    ]
    for row in reading.rows:
        assert row.contact is not None
        assert "\x00" not in row.contact.name
        assert mailbox(row.contact.email or "") == row.contact.email
