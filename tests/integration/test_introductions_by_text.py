"""Conversations about introductions with the rules and the real database, from several phones.

Whatever is said to somebody names only who stands in a row that this person is shown.
"""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest

from shared.agents.rendering import Facts, plain_words
from shared.conversation import Conversation
from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.domain.queued import read
from shared.release.orchestrator import Orchestrator
from tests.fixtures.community import background, clock, member, publish
from tests.fixtures.engines import rules_only
from tests.fixtures.introductions import (
    DAY,
    available,
    innovator,
    offer,
    opportunity,
    prospect,
    proved,
    request,
)
from tests.fixtures.people import Connection, column, one, text
from tests.fixtures.queued import release


@dataclass
class Phones:
    """Everybody's phone; each reply is looked through for names."""

    pool: Pool
    app: Connection
    transcript: list[str] = field(default_factory=list[str])

    def says(self, user: UUID, words: str) -> str:
        """A text, and the reply to it."""
        number = one(self.app, "select phone_number from users where id = %s", user)
        before = one(self.app, "select coalesce(max(seq), 0) from messages")
        conversation = Conversation(Turns(self.pool), rules_only())
        conversation.receive(text(words, sender=number), deadline=time.monotonic() + 30)
        reply = " ".join(
            column(
                self.app,
                "select content from messages where user_id = %s and direction = 'outbound'"
                " and seq > %s order by seq",
                *(user, before),
            )
        )
        self.transcript.append(f"{number} > {words}\n{number} < {reply}")
        assert reply, "\n".join(self.transcript)
        self.looks_through(user, reply)
        return reply

    def hears(self, user: UUID) -> list[str]:
        """What waits to be told to somebody of introductions, as it will be worded."""
        rows = column(
            self.app,
            "select message_data from message_queue where user_id = %s and status = 'queued'"
            " and message_data ->> 'kind' = 'introduction' order by seq",
            user,
        )
        said = [plain_words(Facts(data=read(row))) or "" for row in rows]
        for words in said:
            self.looks_through(user, words)
        return said

    def looks_through(self, user: UUID, words: str) -> None:
        """Every name and company of the database that is said stands in a row for this person."""
        names = column(
            self.app,
            "select distinct name from ("
            " select last_name as name from users union select company from users"
            " union select split_part(name, ' ', 2) from prospects"
            " union select company from prospects"
            " union select split_part(prospect_name, ' ', 2) from intro_offers"
            " union select prospect_company from intro_offers) x where length(name) > 2",
        )
        now = clock(self.app)
        shown = json.dumps(one(self.app, "select private.introductions_of(%s, %s)", user, now))
        rows = column(
            self.app,
            "select to_jsonb(p)::text from user_priorities p where user_id = %s"
            " union all select content from messages where user_id = %s and direction = 'inbound'"
            " union all select to_jsonb(u)::text from users u where id = %s",
            *(user, user, user),
        )
        for name in names:
            if name in words:
                assert name in shown + "".join(rows), f"{name}: {self.transcript[-3:]}"
        numbers = column(self.app, "select phone_number from users")
        assert not any(number in words for number in numbers)


@pytest.fixture
def phones(pool: Pool, app: Connection) -> Iterator[Phones]:
    yield Phones(pool, app)


def a_connector(app: Connection, last_name: str) -> UUID:
    return member(
        app, last_name=last_name, company="Hooli", **proved(f"{last_name.lower()}@hooli.test")
    )


def test_two_connectors_at_one_moment(phones: Phones, app: Connection) -> None:
    now = clock(app)
    payer = innovator(app, 200, **proved("ines@acme.test"))
    who = prospect(app, payer)
    connectors = [a_connector(app, name) for name in ("Roe", "Pike")]
    for connector in connectors:
        assert opportunity(app, connector, who, now) is not None
        assert "would like an introduction to Jo Lee" in phones.says(connector, "what matters now?")

    def accept(user: UUID) -> str:
        return Phones(phones.pool, app).says(user, "happy to introduce Jo Lee")

    with ThreadPoolExecutor(2) as threads:
        replies = list(threads.map(accept, connectors))
    won = [reply for reply in replies if "I text you and Ines Ito each other's address" in reply]
    lost = [reply for reply in replies if "Another member is introducing Jo Lee" in reply]
    assert (len(won), len(lost)) == (1, 1), replies
    assert available(app, payer) == 150
    (heard,) = phones.hears(payer)
    assert "will introduce you to Jo Lee (CFO, Initech)" in heard


def test_credits_that_run_out_between_two_acceptances(phones: Phones, app: Connection) -> None:
    now = clock(app)
    payer = innovator(app, 60)
    first, second = a_connector(app, "Roe"), a_connector(app, "Pike")
    assert opportunity(app, first, prospect(app, payer), now) is not None
    kim = prospect(app, payer, name="Kim Ray", company="Globex", email="kim@globex.test")
    assert opportunity(app, second, kim, now) is not None
    for connector in (first, second):
        assert "for 50 credits" in phones.says(connector, "what matters now?")
    assert "50 credits are yours once" in phones.says(first, "happy to introduce them")
    reply = phones.says(second, "happy to introduce them")
    assert reply == (
        "Ines Ito can't put up the 50 credits any more, so there would be none."
        " Will you introduce them all the same?"
    )
    assert column(app, "select status from intro_opportunities order by created_at, status")[1:]
    reply = phones.says(second, "yes")
    assert reply == "Thank you. I text you and Ines Ito each other's address now."
    assert sorted(
        app.execute("select status, bounty_credits from intro_opportunities").fetchall()
    ) == [("accepted", 0), ("accepted", 50)]


def test_an_offer_that_answers_a_question_from_two_phones(
    phones: Phones, pool: Pool, app: Connection
) -> None:
    now = clock(app)
    asker = innovator(app, 100, last_name="Ito", **proved("ines@acme.test"))
    expert = member(app, "cfo", last_name="Roe", **proved("roe@hooli.test"))
    publish(app, asker, now=now)
    background(pool, app, now)
    phones.says(expert, "what matters now?")
    reply = phones.says(expert, "not me, but I can introduce them to Jo Lee, CFO at Initech")
    assert "would like to meet Jo Lee" in reply
    assert column(app, "select status from intro_offers") == ["pending_introducee_response"]

    assert "offers to introduce you to the CFO at Initech" in phones.says(
        asker, "what matters now?"
    )
    reply = phones.says(asker, "yes, connect me")
    assert "costs you 25 credits" in reply
    assert "25 credits are set aside" in phones.says(asker, "yes")
    (willing,) = phones.hears(expert)
    assert "would like your introduction to Jo Lee" in willing
    assert "would like your introduction" in phones.says(expert, "who is waiting on me?")
    assert "each other's address" in phones.says(expert, "yes to Ines, he is happy to")
    assert any("roe@hooli.test" in words for words in phones.hears(asker))
    assert "25 credits go to" in phones.says(asker, "we met, great call with Jo")
    assert available(app, expert) == 25
    assert "has been made" in phones.says(expert, "accept the introduction to Jo Lee")


def test_the_volunteer_is_texted_the_question_and_a_yes_to_it_is_enough(
    phones: Phones, orchestrator: Orchestrator, app: Connection
) -> None:
    now = clock(app)
    volunteer, introducee = a_connector(app, "Roe"), innovator(app, 50, **proved("i@acme.test"))
    assert offer(app, volunteer, introducee, now) is not None
    phones.says(volunteer, "hello")
    phones.says(introducee, "what matters now?")
    phones.says(introducee, "yes, connect me")
    phones.says(introducee, "yes")
    noon = (now + DAY).replace(hour=20)  # in California
    assert release(orchestrator, now=noon)["release"] >= 1
    last = "select content from messages where user_id = %s order by seq desc limit 1"
    assert "Are they willing?" in one(app, last, volunteer)
    assert "each other's address" in phones.says(volunteer, "yes")
    assert column(app, "select status from intro_offers") == ["confirmed"]


def test_yes_with_two_open_is_asked_which(phones: Phones, app: Connection) -> None:
    now = clock(app)
    senior = a_connector(app, "Roe")
    for name in ("Quill", "Vance"):
        asker = innovator(app, last_name=name, company=f"{name} Labs")
        assert request(app, senior, asker, now) is not None
    phones.says(senior, "what matters now?")
    assert "Which one do you mean" in phones.says(senior, "yes")
    phones.says(senior, "the Vance one")
    assert "Ines Vance" in phones.says(senior, "yes")
    assert sorted(column(app, "select status from connection_requests")) == ["accepted", "open"]


def test_an_over_eager_seller_and_a_senior_person_who_has_had_enough(
    phones: Phones, pool: Pool, app: Connection
) -> None:
    now = clock(app)
    senior, seller = a_connector(app, "Roe"), innovator(app, 100)
    words = "introduce me to Dana Roe at Hooli about our product"
    replies = {phones.says(seller, words) for _ in range(2)}
    background(pool, app, now)
    assert len(replies) <= 2
    assert one(app, "select count(*) from connection_requests") == 1
    for name in ("Wanda Quill", "Walt Quill", "Willa Quill"):
        assert "come back when there is a match" in phones.says(
            seller, f"introduce me to {name} about our product"
        )
    assert "many people for one day" in phones.says(
        seller, "introduce me to Wes Quill about our product"
    )
    phones.says(senior, "what matters now?")
    assert phones.says(senior, "never with them") == "All right, never with Ines Ito."
    assert column(app, "select status from connection_requests") == ["declined"]
    reply = phones.says(seller, "how are my intros going?")
    assert "Dana Roe" in reply
    assert "no match so far" in reply
    assert phones.hears(seller) == []


def test_a_week_after_a_meeting_both_say_what_became_of_it(
    phones: Phones, pool: Pool, app: Connection
) -> None:
    now = clock(app)
    asked, asker = a_connector(app, "Roe"), innovator(app, 50)
    assert request(app, asked, asker, now, 20) is not None
    assert "would like to meet you" in phones.says(asked, "what matters now?")
    phones.says(asked, "happy to meet them")
    background(pool, app, now + 8 * DAY)
    assert any("Have you and Dana Roe met?" in words for words in phones.hears(asker))
    assert "ask again in a week" in phones.says(asker, "no, we haven't met yet")
    assert "ask Dana Roe to confirm" in phones.says(asker, "oh wait, we met this morning")
    assert "counts as made" in phones.says(asked, "yes we met")
    assert available(app, asked) == 20
    assert offer(app, asker, asked, now + timedelta(days=9)) is not None
