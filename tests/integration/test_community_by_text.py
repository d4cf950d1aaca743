"""Two members text: one asks around, the other answers; on the database, with the rules."""

import time
from datetime import datetime, timedelta
from uuid import UUID

from shared.conversation import Conversation
from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.release.orchestrator import Orchestrator
from tests.fixtures.community import background, clock
from tests.fixtures.engines import rules_only
from tests.fixtures.people import MIKE, SARAH, Connection, add_user, column, one, text
from tests.fixtures.queued import release

HOUR, SOON = timedelta(hours=1), timedelta(minutes=1)


class Phones:
    """Sarah asks, Mike knows; neither has quiet hours."""

    def __init__(self, app: Connection, pool: Pool, orchestrator: Orchestrator) -> None:
        self.app, self.pool, self.orchestrator = app, pool, orchestrator
        self.sarah = self.member(SARAH, "Sarah", "CEO")
        self.mike = self.member(MIKE, "Mike", "VP Finance", "cfo")
        self._turns = Turns(pool)

    def member(self, phone: str, name: str, title: str, *expertise: str) -> UUID:
        row = {"first_name": name, "title": title, "company": "Acme"}
        user = add_user(self.app, phone, expertise=list(expertise), **row)
        self.app.execute(
            "insert into user_message_budget (user_id, date, quiet_hours_enabled)"
            " values (%s, current_date, false)",
            (user,),
        )
        self.app.execute(
            "insert into conversations (user_id, phone_number) values (%s, %s)", (user, phone)
        )
        return user

    def says(self, phone: str, words: str) -> str:
        """A text and its answer."""
        sent = text(words, sender=phone)
        Conversation(self._turns, rules_only()).receive(sent, deadline=time.monotonic() + 60)
        return self._last(phone)

    def hears(self, phone: str, now: datetime) -> str:
        """What the background has for them, as it is released."""
        background(self.pool, self.app, now)
        release(self.orchestrator, now=max(now, one(self.app, "select now()")))
        return self._last(phone)

    def _last(self, phone: str) -> str:
        return one(
            self.app,
            "select content from messages m join users u on u.id = m.user_id"
            " where direction = 'outbound' and u.phone_number = %s order by seq desc limit 1",
            phone,
        )


def test_from_a_question_to_the_answer(
    app: Connection, pool: Pool, orchestrator: Orchestrator
) -> None:
    phones, now = Phones(app, pool, orchestrator), clock(app)
    assert phones.says(SARAH, "who knows a good fractional CFO?").startswith("Your question is in")
    asked = phones.hears(MIKE, now)
    assert asked.startswith('Sarah (CEO, Acme) asks: "who knows a good fractional CFO?"')
    assert column(app, "select status from user_priorities") == ["presented"]
    words = (
        "We hired Finlytics for $4k a month. Ask them for a fixed scope and start small, because a"
        " fractional CFO gets expensive."
    )
    assert phones.says(MIKE, words) == "Thank you. I pass that on to Sarah."
    assert column(app, "select status from user_priorities") == ["actioned"]
    answered = phones.hears(SARAH, now)
    assert answered.startswith('Mike, VP Finance on your question "who knows a good fractional CFO')
    assert words in answered
    assert phones.says(SARAH, "any answers yet?").endswith("One answer so far.")
    assert phones.says(MIKE, "also ask for references from SaaS companies").endswith(
        "rewarded already."
    )
    assert one(app, "select credit_balance from users where id = %s", phones.mike) == 25


def test_a_pass_an_end_without_an_answer_and_one_that_comes_late(
    app: Connection, pool: Pool, orchestrator: Orchestrator
) -> None:
    phones, now = Phones(app, pool, orchestrator), clock(app)
    phones.says(SARAH, "who knows a good fractional CFO?")
    phones.hears(MIKE, now)
    assert "noted that you know someone" in phones.says(MIKE, "not me, but I know someone")
    assert column(app, "select knows_someone from community_passes") == [True]
    phones.hears(SARAH, now + HOUR + SOON)  # nobody else is found
    ended = phones.hears(SARAH, now + 2 * HOUR + 2 * SOON)
    assert ended.startswith('Nobody has answered "who knows a good fractional CFO?"')
    late = phones.says(MIKE, "on the CFO question: talk to Finlytics, they were great for us")
    assert late.startswith("Thank you. That question has closed meanwhile")
    assert column(app, "select count(*) from community_responses") == [0]
    assert phones.says(SARAH, "any answers yet?") == "No question of yours is open."


def test_whoever_takes_a_question_over_is_named_with_their_words_and_the_first_is_not(
    app: Connection, pool: Pool, orchestrator: Orchestrator
) -> None:
    phones, now = Phones(app, pool, orchestrator), clock(app)
    lee = phones.member("+14155550199", "Lee", "COO")
    phones.says(SARAH, "who knows a good fractional CFO?")
    phones.says("+14155550199", "anyone know a good fractional CFO? who knows one")
    background(pool, app, now)
    assert one(app, "select count(*) from community_requests") == 1
    assert phones.says(SARAH, "scratch that").startswith("Withdrawn")
    asked = phones.hears(MIKE, now)
    assert asked.startswith('Lee (COO, Acme) asks: "anyone know a good fractional CFO')
    assert column(app, "select user_id from community_request_askers") == [lee]
    stored = column(app, "select concat(message_data) from message_queue")
    stored += column(
        app, "select concat_ws(' ', item_primary_name, item_summary) from user_priorities"
    )
    assert not any("Sarah" in words for words in stored)
