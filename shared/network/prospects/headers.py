"""Which column of a file holds what, by the names that products and people give them.

Names are compared in small letters, without accents, with everything but letters and digits as one
blank: "E-mail 1 - Value" is "e mail 1 value". Sources: exports of LinkedIn, HubSpot, Salesforce,
Google Contacts, Outlook and Apollo, and lists that people keep by hand.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """What a column may hold."""

    FIRST_NAME = "first_name"
    MIDDLE_NAME = "middle_name"
    LAST_NAME = "last_name"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone_number"
    LINKEDIN = "linkedin_url"
    COMPANY = "company"
    TITLE = "title"
    NOTES = "prospect_notes"


CONTACT = frozenset({Field.EMAIL, Field.PHONE, Field.LINKEDIN})

# In order of preference where a file has several columns for one field.
_NAMES: Mapping[Field, str] = {
    Field.FIRST_NAME: "first name|firstname|given name|givenname|forename|first|vorname|prenom"
    "|nombre|nombre de pila|nome|voornaam|imie|primeiro nome",
    Field.MIDDLE_NAME: "middle name|additional name|middle|segundo nombre",
    Field.LAST_NAME: "last name|lastname|surname|family name|familyname|last|nachname|nom"
    "|nom de famille|apellidos|apellido|cognome|sobrenome|apelido|achternaam|nazwisko",
    Field.NAME: "full name|fullname|name|contact name|contact|display name|displayname|person"
    "|person name|lead name|prospect name|prospect|nombre completo|nom complet|nome completo"
    "|vollstandiger name|anzeigename|who",
    Field.EMAIL: "email|e mail|email address|e mail address|emailaddress|mail|primary email"
    "|work email|business email|email 1|e mail 1 value|email 1 value|e mail 1|correo"
    "|correo electronico|e mail adresse|adresse e mail|adresse email|courriel"
    "|adresse de messagerie|e mailadres|indirizzo email|indirizzo di posta elettronica"
    "|endereco de email|email work|e mail 2 address|e mail 2 value|email 2|secondary email"
    "|e mail 3 address|e mail 3 value|email 3|personal email|email personal|home email",
    Field.PHONE: "mobile phone|mobile|mobile number|mobile phone number|cell|cell phone|cellphone"
    "|handy|mobiltelefon|telefono movil|movil|portable|phone|phone number|phonenumber|telephone"
    "|tel|telefon|telefono|telefone|telefoonnummer|primary phone|work direct phone|direct phone"
    "|phone 1 value|phone 1|work phone|business phone|phone work|business phone 2|phone 2 value"
    "|phone 2|phone 3 value|phone 3|other phone|home phone|home phone 2|telephone 1|whatsapp",
    Field.LINKEDIN: "person linkedin url|linkedin url|linkedin|linkedin profile"
    "|linkedin profile url|linkedin address|profile url|url|linkedin bio|hs linkedin url"
    "|website 1 value|website 2 value|web page|website|personal web page",
    Field.COMPANY: "company|company name|companyname|organization|organisation|organization name"
    "|organization 1 name|account name|accountname|account|employer|current company|firm|firma"
    "|unternehmen|entreprise|societe|empresa|azienda|societa|bedrijf|associated company"
    "|primary associated company|company name for emails",
    Field.TITLE: "job title|jobtitle|position|organization title|organization 1 title|title|role"
    "|designation|headline|current position|cargo|puesto|poste|fonction|funktion|stelle"
    "|berufsbezeichnung|functie|posizione",
    Field.NOTES: "notes|note|comment|comments|remarks|prospect notes|description|notas|notizen"
    "|bemerkungen|remarques|how we know each other|context",
}
_PLACES = {
    name: (field, place)
    for field, names in _NAMES.items()
    for place, name in enumerate(names.split("|"))
}
# Names that hold one of ours and something else: whose row this is not, or about what it is.
_OTHERS = re.compile(
    r"\b(?:owner|assistant|manager|spouse|partner|referred|referrer|phonetic|yomi|created|creator"
    r"|modified|recruiter|children|emergency)\b"
)
_LOOSE: tuple[tuple[Field, re.Pattern[str]], ...] = (
    (Field.LINKEDIN, re.compile(r"\blinkedin\b(?!.*\b(?:company|organi[sz]ation|account|id)\b)")),
    (
        Field.EMAIL,
        re.compile(
            r"^(?!.*\b(?:status|opt|opted|type|label|confidence|source|company|domain|count|sent"
            r"|bounced?|verified|verification|date|opens?|opened|clicks?|clicked|emails|catch|quality"
            r"|last|next|provider|name|invalid|hard|replied|unsubscribed|preferences?|display)\b)"
            r"(?:.* )?(?:e ?mail)(?: (?:address|adresse))?(?: \d)?(?: .*)?$"
        ),
    ),
    (
        Field.PHONE,
        re.compile(
            r"^(?!.*\b(?:company|corporate|organi[sz]ation|account|fax|main|hq|headquarters|pager"
            r"|telex|tty|tdd|isdn|type|label|status|country|extension|ext|call|calls|car|radio"
            r"|callback|source)\b).*\b(?:phone|mobile|cell|telephone|telefon|telefono)\b"
        ),
    ),
    (Field.FIRST_NAME, re.compile(r"(?:^|.* )(?:first|given) name$")),
    (Field.LAST_NAME, re.compile(r"(?:^|.* )(?:last|family) name$|(?:^|.* )surname$")),
    (Field.TITLE, re.compile(r"(?:^|.* )job title$")),
    (Field.COMPANY, re.compile(r"^(?:current |prospect |contact |lead )company(?: name)?$")),
)
_COMPANYS = re.compile(r"\b(?:company|corporate|organi[sz]ation|account)\b")
_LOOSE_PLACE = 1_000


@dataclass(frozen=True)
class Header:
    """A row that names columns."""

    cells: tuple[str, ...]  # as they are written
    columns: Mapping[Field, tuple[int, ...]]  # for each field, the preferred column first

    @property
    def names(self) -> tuple[str, ...]:
        """The cells as they are compared."""
        return tuple(map(plain, self.cells))


def plain(name: str) -> str:
    """A column's name as it is compared."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ")
    letters = unicodedata.normalize("NFKD", apart).casefold()
    bare = "".join(one for one in letters if not unicodedata.combining(one))
    return " ".join(re.findall(r"\w+", bare)).replace("linked in", "linkedin")


def field_of(name: str) -> tuple[Field, int] | None:
    """What a column of this plain name holds, and how much it is preferred: 0 is the most."""
    if exact := _PLACES.get(name):
        return exact
    if len(name) > 60 or _OTHERS.search(name):
        return None
    for field, pattern in _LOOSE:
        if pattern.search(name) and not (field in CONTACT and _COMPANYS.search(name)):
            return field, _LOOSE_PLACE
    return None


def read_header(cells: Sequence[str]) -> Header | None:
    """The columns that a row names; None if it is no header.

    One names two things at least, or it is a single column of contacts, and no cell is data.
    """
    if any("@" in cell or sum(map(str.isdigit, cell)) > 6 for cell in cells):
        return None
    found: dict[Field, list[tuple[int, int]]] = {}
    named = 0
    for column, cell in enumerate(cells):
        name = plain(cell)
        named += bool(name)
        if name and (held := field_of(name)):
            found.setdefault(held[0], []).append((held[1], column))
    if len(found) < 2 and not (named == 1 and CONTACT & found.keys()):
        return None
    if any(plain(cell) == "job title" for cell in cells):
        # Outlook's "Title" is Mr or Ms then.
        jobs = found[Field.TITLE]
        found[Field.TITLE] = [one for one in jobs if plain(cells[one[1]]) != "title"]
    columns = {field: tuple(column for _, column in sorted(ones)) for field, ones in found.items()}
    return Header(tuple(cells), columns)


def source_of(names: Sequence[str]) -> str:
    """Whose export it is, by plain names: `prospects.upload_source`."""
    there = set(names)
    if {"url", "connected on"} <= there:
        return "linkedin"
    if {"person linkedin url", "apollo contact id"} & there or {
        "email status",
        "seniority",
    } <= there:
        return "apollo"
    if {"record id", "contact id"} & there and {
        "lead status",
        "contact owner",
        "create date",
    } & there:
        return "hubspot"
    if any(re.fullmatch(r"(?:e mail|phone) 1 (?:value|label|type)", name) for name in there):
        return "google"
    if "e mail address" in there and any(
        name.startswith(("e mail 2", "business ", "home ", "office location")) for name in there
    ):
        return "outlook"
    if {"account name", "accountid", "account id", "accountname"} & there:
        return "salesforce"
    return "csv"


__all__ = ["CONTACT", "Field", "Header", "field_of", "plain", "read_header", "source_of"]
