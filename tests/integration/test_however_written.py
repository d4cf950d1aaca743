"""A number and an address are found however people write them, by SQL and by Python alike."""

import re
import unicodedata
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from tests.fixtures.examples import each
from tests.fixtures.people import Connection, one

# In each way: as people at home write it, as those abroad do, and by hand.
WRITTEN = {
    "+14155550101": [
        *("415,555,0101", "(415) 555 - 0101", "415_555_0101", "1.415.555.0101"),
        *("415&#8209;555&ndash;0101", "415<br>555<br/>0101", "415</b>&#x2d;555&#45;0101"),
        "\u2463\u2460\u2464 \u2464\u2464\u2464 \u24ea\u2460\u24ea\u2460",
        "4\u00b95-555-0\u00b90\u00b9",
        *("415&nbsp;555&nbsp;0101", "415%C2%A0555%C2%A00101", "415\u200b555\u20110101"),
        "\u2084\u2081\u2085 \u2085\u2085\u2085 \u2080\u2081\u2080\u2081",
    ],
    "+34612345678": ["612 345 678", "612.34.56.78", "+34 612 345 678", "0034612345678"],
    "+390612345678": ["06 1234 5678", "+39 06 12345678"],
    "+442079460958": ["020 7946 0958", "+44 (0)20 7946 0958", "(020) 79460958", "01144 2079460958"],
    "+4512345678": ["12 34 56 78", "12345678"],
    "+48601234567": ["601-234-567", "601 234 567"],
    "+79123456789": ["8 (912) 345-67-89", "+7 912 345 67 89", "912 345-67-89"],
    "+36201234567": ["06 20 123 4567", "06-20/123-4567"],
    "+919876543210": ["98765 43210", "09876543210", "+91-98765-43210"],
    "+525512345678": ["55 1234 5678", "044 55 1234 5678", "+52 1 55 1234 5678"],
    "+5215512345678": ["55 1234 5678", "+52 55 1234 5678", "01 55 1234 5678"],
    "+5511912345678": ["(11) 91234-5678", "0 15 11 91234-5678", "011 91234-5678"],
    "+5491123456789": ["011 15-2345-6789", "11 2345-6789", "+54 9 11 2345 6789", "+54 11 23456789"],
    "+61412345678": ["0412 345 678", "0011 61 412 345 678"],
    "+971501234567": [
        "050 123 4567",
        "\u0660\u0665\u0660 \u0661\u0662\u0663 \u0664\u0665\u0666\u0667",
        "+\u0669\u0667\u0661 \u0665\u0660 \u0661\u0662\u0663\u0664\u0665\u0666\u0667",
    ],
    "+819012345678": [
        "090-1234-5678",
        "\uff10\uff19\uff10\uff0d\uff11\uff12\uff13\uff14\uff0d\uff15\uff16\uff17\uff18",
        "\uff0b\uff18\uff11\uff19\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
    ],
    "+8613812345678": ["138 1234 5678", "138-1234-5678", "+86 138 1234 5678"],
    "+380501234567": ["050 123 45 67", "8 (050) 123-45-67", "+38 050 123 45 67"],
    "+375291234567": ["80291234567", "8 029 123-45-67", "+375 (29) 123 45 67"],
    "+447700900123": ["07700%20900%20123", "+44%207700%2D900%2D123"],
    "+4915112345678": ["0151 12345678", "+49 (0) 151 / 123 456 78", "0151\\n12345678"],
}
OTHERS = {
    "+34612345678": ["612 345 679", "1612345678", "612 345 67"],
    "+33612345678": ["06123456789", "16 12 34 56 78", "+33 6 12 34 56"],
    "+14155550101": ["94155550101", "415 555 01011", "\u06604155550101"],
    "+4915112345678": ["15112345678", "+49 151 12345679"],
}
MAILS = {
    "sarah@acme.test": [
        *("sarah@acme.test", "SARAH@Acme.TEST", "sarah+news@acme.test", "Sarah+a.b-c@acme.test"),
        *("mailto:sarah@acme.test.", "sarah%40acme.test", "sarah=acme.test@lists.test"),
        *("sarah (at) acme (dot) test", "sarah[at]acme[dot]test", "sarah\uff20acme.test"),
        "\uff33arah\uff20acme\uff0etest",
    ],
    "sam.lee@acme.example": [
        *("sam.lee at acme dot example", "Sam.Lee AT acme.example", "sam.lee @ acme.example"),
        *("sam.lee(@)acme.example", "sam_dot_lee_at_acme_dot_example", "sam.lee@acme,example"),
        *(
            "sam.lee @ acme . example",
            "sam.lee -at- acme -dot- example",
            "sam.lee[@]acme[.]example",
        ),
        *(
            "sam.lee(at)acme(.)example",
            "sam.lee&commat;acme&period;example",
            "sam.lee@@acme..example",
        ),
        *("sam.lee&#x40;acme.example", "sam%2Elee%40acme%2Eexample", "sam.lee%2540acme.example"),
        *("sam.lee=40acme=2Eexample", "sam.lee\\u0040acme.example", "sam.lee\ufe6bacme.example"),
        *(
            "sam.lee\u200b@\u200bacme.example",
            "sam.\u00adlee@acme.example",
            "sam.lee at-sign acme.example",
        ),
        *("sam.lee arroba acme punto example", "sam.lee arobase acme point example"),
        *("sam.lee%2Bnews%40acme.example", "sam.lee&#64;acme.example", "sam.lee@ acme.example"),
    ],
    # Domains as people and as mail servers write them, whichever is stored.
    "sam@xn--bcher-kva.example": [
        *("sam@b\u00fccher.example", "SAM@B\u00dcCHER.example", "sam@bu\u0308cher.example"),
        *("sam+x@b\u00fccher.example", "sam@XN--BCHER-KVA.example", "sam(at)b\u00fccher.example"),
    ],
    "sam@b\u00fccher.example": ["sam@xn--bcher-kva.example", "sam@B\u00fccher.example"],
    "sam@xn--r8jz45g.jp": ["sam@\u4f8b\u3048.jp", "sam@\u4f8b\u3048\u3002jp"],
    "sam@xn--fa-hia.de": ["sam@fa\u00df.de"],
    "sam@xn--80ak6aa92e.example": [
        "sam@\u0430\u0440\u0440\u04cf\u0435.example",
        "sam@\u0410\u0440\u0440\u04cf\u0435.example",
    ],
    "sarah+yp@acme.test": ["sarah@acme.test", "sarah+yp@acme.test", "sarah+other@acme.test"],
    "s.chen@gmail.com": ["schen@gmail.com", "s.c.hen+x@googlemail.com", "S.Chen@GMail.com"],
}
OTHERS_MAILS = {
    "sarah@acme.test": [
        *("joansarah@acme.test", "sarah-jones@acme.test", "sarah@acme.test.co", "sarah@acme.tests"),
        *("x+sarah@acme.test", "sarahh@acme.test", "s.arah@acme.test", "sarah@acmetest"),
    ],
    "sam@xn--bcher-kva.example": ["sam@bucher.example", "sam@b\u00fccher.example.org"],
    "s.chen@gmail.com": ["s.chen@mail.com", "schenk@gmail.com", "aschen@gmail.com"],
}


def pairs(of: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(whose, written) for whose, all_of in of.items() for written in all_of]


def found(app: Connection, kind: str, whose: str, written: str) -> bool:
    """In a sentence of somebody's, which loses it and nothing else."""
    pattern = one(app, f"select private.{kind}_pattern(%s)", whose)
    said = f"ask {written}, or 7 others"
    by_sql = one(app, "select regexp_replace(%s::text, %s, '[erased]', 'gi')", said, pattern)
    assert re.sub(pattern, "[erased]", said, flags=re.IGNORECASE) == by_sql
    if by_sql != said:
        assert by_sql.startswith(("ask [", "ask mailto:["))
        assert by_sql.endswith(("], or 7 others", "]., or 7 others", "]@lists.test, or 7 others"))
    return by_sql != said


@each("number, written", pairs(WRITTEN))
def test_a_number_is_found_as_people_write_it(app: Connection, number: str, written: str) -> None:
    assert found(app, "number", number, written)


@each("number, written", pairs(OTHERS))
def test_somebody_elses_number_is_left(app: Connection, number: str, written: str) -> None:
    assert not found(app, "number", number, written)


@each("mail, written", pairs(MAILS))
def test_an_address_is_found_as_people_write_it(app: Connection, mail: str, written: str) -> None:
    assert found(app, "mail", mail, written)


@each("mail, written", pairs(OTHERS_MAILS))
def test_somebody_elses_address_is_left(app: Connection, mail: str, written: str) -> None:
    assert not found(app, "mail", mail, written)


def test_the_archives_manifest_knows_whom_a_line_names_however_it_is_written(
    app: Connection,
) -> None:
    for whose, written in pairs(WRITTEN) + pairs(MAILS):
        user = one(
            app,
            "insert into users (phone_number, email) values (%s, %s) returning id",
            *(("+12025550100", whose) if "@" in whose else (whose, None)),
        )
        said = f"7 at {written}!".replace("\\n", "\n")
        row = {"id": str(UUID(int=7)), "at": "2026-11-20T15:00:00.123456+00:00", "said": said}
        line = Jsonb({"table": "events", "row": row | {"seq": 12345678901}})
        assert one(app, "select private.archive_users(array[%s::text])", line) == [user], written
        app.execute("delete from users where id = %s", (user,))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # which only reads
)
@given(st.text(st.characters(min_codepoint=0x80, categories=["Ll", "Lo"]), min_size=1, max_size=12))
def test_a_label_of_any_script_is_written_in_ascii_and_back(app: Connection, label: str) -> None:
    label = unicodedata.normalize("NFC", label)
    encoded = label.encode("punycode").decode()
    assert one(app, "select private.to_punycode(%s)", label) == encoded
    assert one(app, "select private.from_punycode(%s)", encoded) == label


@each("label", ["", "-", "a-", "99999999", "zz", "a-\u00fc", "A-kva", "9" * 60])
def test_what_is_no_punycode_is_no_error(app: Connection, label: str) -> None:
    one(app, "select private.from_punycode(%s)", label)
    assert one(app, "select private.mail_key('sam@xn--' || %s)", label) is not None


def test_a_number_is_found_in_the_digits_of_every_script(app: Connection) -> None:
    pattern = re.compile(one(app, "select private.number_pattern('+34612345678')"))
    zeros = [code for code in range(0x110000) if unicodedata.decimal(chr(code), None) == 0]
    assert len(zeros) > 60
    for zero in zeros:
        written = "".join(chr(zero + int(digit)) for digit in "612345678")
        assert pattern.fullmatch(written), unicodedata.name(chr(zero))
