"""Uploading contacts by text: a link, what was uploaded, and taking it back."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from shared.agents.language.uploading import Uploading, read_uploading
from shared.domain.context import Upload
from shared.domain.effects.prospects import WithdrawUpload
from shared.domain.values import AgentType
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import SETTINGS, START, Phone, a_member

LINK = "https://up.example.com/AYJ9_x-3token"
TEXTS = {
    Uploading.UPLOAD: """
        upload my contacts
        i want to add prospects
        Can I upload a CSV?
        how do i upload my linkedin connections
        where can I import contacts
        send me an upload link
        I need a new upload link please
        let me upload some leads
        i have a csv of people i'd like to meet
        can i send you my contact list?
        add my hubspot contacts
        i'd like to import prospects from salesforce
        uploading contacts, how?
        want to share my address book
        upload prospects
        i got a spreadsheet with leads for you
        import connections.csv
        could you give me the link to upload
    """,
    Uploading.WITHDRAW: """
        withdraw my last upload
        undo the upload
        delete my contacts
        please take back my latest upload
        remove the list I uploaded
        cancel my last import
        I uploaded the wrong file
        pull my last batch back
        delete all my prospects
        erase the contacts i uploaded
        retract my linkedin upload
        get rid of my last csv
    """,
    Uploading.REMOVE_ONE: """
        remove Jane Doe from my prospects
        delete Omar Haddad from my contact list
        can you take sam@globex.com off my list
        remove one contact
    """,
    Uploading.LIST: """
        how many contacts have i uploaded
        what did I upload?
        did my upload work
        show me my uploads
        how many prospects do i have
        what became of my upload?
    """,
    None: """
        don't upload my contacts
        remind me to upload my contacts tomorrow
        who can help me import leads into our CRM?
        how do i upload a file to my website
        I want to meet the head of data at Acme
        my contact at Acme is on vacation
        what's my balance
        cancel my reminder
        delete my goal
        I never upload contacts anywhere
        i need more introductions
        can you add a reminder
        remove quiet hours
        our sales team imports wine
    """,
}
CASES = [(text.strip(), want) for want, texts in TEXTS.items() for text in texts.splitlines()]


@dataclass
class Links:
    """A port that makes the same link for everybody, and keeps for which upload."""

    made: list[tuple[UUID, UUID]] = field(default_factory=list[tuple[UUID, UUID]])

    def link(self, user_id: UUID, link_id: UUID, issued_at: float) -> str:
        self.made.append((user_id, link_id))
        return LINK


def an_innovator(*uploads: Upload, links: Links | None = None) -> Phone:
    user = a_member(poc_agent_type=AgentType.INNOVATOR, innovator=True)
    return Phone(user=user, settings=replace(SETTINGS, uploads=links), uploads=list(uploads))


def an_upload(source: str, count: int, days: int) -> Upload:
    return Upload(
        id=uuid4(),
        link_id=uuid4(),
        source=source,
        added=count,
        left=count,
        created_at=START - timedelta(days=days),
    )


def taken_back(phone: Phone) -> list[UUID]:
    assert phone.decision is not None
    return [one.batch_id for one in phone.decision.effects if isinstance(one, WithdrawUpload)]


@each("text, want", [case for case in CASES if case[0]])
def test_a_text_about_contacts_is_read_as_what_it_wants(text: str, want: Uploading | None) -> None:
    assert read_uploading(text) == want


def test_a_link_is_texted_once_for_a_text_that_asks() -> None:
    links = Links()
    phone = an_innovator(links=links)
    reply = phone.says("i want to add prospects")
    assert reply.endswith(f":\n{LINK}")
    ((user, _),) = links.made
    assert user == phone.user.id
    assert len(reply) < 320


def test_without_the_page_nothing_is_promised() -> None:
    reply = an_innovator().says("upload my contacts")
    assert reply == "Contacts can't be uploaded yet. help@example.com can help you."


def test_the_last_upload_is_taken_back_and_named() -> None:
    new, old = an_upload("linkedin", 412, 1), an_upload("csv", 3, 9)
    phone = an_innovator(new, old, links=Links())
    reply = phone.says("withdraw my last upload")
    assert taken_back(phone) == [new.id]
    assert reply.startswith("Taken back: 412 contacts from LinkedIn, ")
    assert phone.uploads == [old]


@pytest.mark.parametrize(
    ("answer", "which"),
    [("the second", 1), ("1", 0), ("the linkedin one", 0), ("never mind", None), ("both", 2)],
)
def test_of_several_it_is_asked_which(answer: str, which: int | None) -> None:
    uploads = [an_upload("linkedin", 412, 1), an_upload("csv", 3, 9)]
    phone = an_innovator(*uploads, links=Links())
    assert "1) 412 contacts from LinkedIn" in phone.says("take back my upload")
    assert taken_back(phone) == []
    phone.says(answer)
    expected = uploads if which == 2 else [] if which is None else [uploads[which]]
    assert taken_back(phone) == [one.id for one in expected]


def test_there_is_nothing_to_take_back_where_nothing_was_uploaded() -> None:
    phone = an_innovator(links=Links())
    assert phone.says("withdraw my last upload") == "You have no upload that could be taken back."
    assert "no contacts so far" in phone.says("how many contacts have i uploaded?")


def test_one_contact_is_removed_on_the_page() -> None:
    reply = an_innovator(an_upload("csv", 3, 9), links=Links()).says("remove Bo from my prospects")
    assert reply.endswith(LINK)


def test_a_plain_member_uploads_nothing() -> None:
    links = Links()
    phone = Phone(user=a_member(), settings=replace(SETTINGS, uploads=links))
    phone.says("upload my contacts")
    assert links.made == []
