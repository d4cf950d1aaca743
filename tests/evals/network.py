"""Lives a scenario through: the real turn, the real queues, the real database, an owned clock."""

import re
import time
from collections import Counter, defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from psycopg import sql

from shared.config import read_settings
from shared.conversation import Conversation
from shared.db.people import record_email_proof
from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.llm.engines import Engines
from shared.network.prospects.links import SignedLinks
from tests.evals.background import MODEL_SECONDS, START, Background
from tests.evals.disclosure import Disclosure
from tests.evals.people import People
from tests.evals.scenario import Scenario, Step
from tests.evals.web import WebStandIn, web_of
from tests.fixtures.checkout import CheckoutStub
from tests.fixtures.people import Connection, column, one, text

_READING = timedelta(seconds=40)  # between a text and the next
_LONGEST = 320  # characters of a text, without links
_LINK = re.compile(r"https?://\S+")
_SHORT = 5  # words: so much may be said again at once
_APART = 9  # answers between one and the same again


def engines_of(**environment: str) -> Engines:
    """Engines as a function has them, with payment and upload pages that nobody opens."""
    settings = read_settings(
        {"DATABASE_URL": "unused", "MAIL_DOMAIN": "in.example.com", **environment}
    )
    links = SignedLinks("https://upload.example.com", "k" * 40)
    return Engines(settings, CheckoutStub(), links)


class Failed(AssertionError):
    """What does not hold, with the transcript up to it."""


@dataclass
class Network:
    """A database that one scenario has to itself, and whoever decides in it."""

    pool: Pool
    app: Connection
    superuser: Connection
    engines: Engines
    strict: bool = True  # whether the wording is the rules'
    with_spend: bool = False
    model_seconds: float = MODEL_SECONDS  # for a turn
    transcript: list[str] = field(default_factory=list[str])
    _heard: Counter[UUID] = field(
        default_factory=Counter[UUID], init=False
    )  # the last text of ours, by person

    _answers: dict[str, deque[str]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=_APART)), init=False
    )  # the last ones to each person

    background: Background = field(init=False)
    _web: WebStandIn | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.people = People(self.app)
        self._disclosure = Disclosure(self.app)
        self._turns = Turns(self.pool, with_spend=self.with_spend)
        self._conversation = Conversation(self._turns, self.engines, self.model_seconds)

    def live(self, scenario: Scenario) -> None:
        """Every step, and what has to be true of any. Raises Failed at the first that is not."""
        with web_of(scenario.web) as self._web:
            self.background = Background(
                self.pool,
                self.superuser,
                self.engines,
                self._conversation,
                self._web.client if self._web else None,
                self.with_spend,
            )
            self.background.advance(START)
            self.people.add(scenario)
            self._work()
            for step in scenario.script:
                self._step(step)
            self._check_books()
            self._check_web()

    def _step(self, step: Step) -> None:
        if step.person is not None:
            said = self._say(step.person, step.texts)
            self._expect(step, said)
            if bool(said) == step.nothing:
                self._fail(f"{step.person} is answered {said or 'nothing'}")
        elif step.at_once:
            self._expect(step, self._at_once(step.at_once))
        elif step.wait is not None:
            self.transcript.append(f"-- {step.wait} --")
            self._pass(self.background.now + step.wait)
        elif step.gets is not None:
            said = self._since(step.gets)
            self._expect(step, said)
            if bool(said) == step.nothing:
                self._fail(f"{step.gets} got {said or 'nothing'}")
        elif step.rows is not None:
            self._compare(step.rows, step.are)
        else:
            self._happens(step)

    def _happens(self, step: Step) -> None:
        """What nobody texts."""
        if step.approve is not None:
            kind = "innovator" if step.innovator else "concierge"
            one(self.app, "select approve_user(%s, %s)", self.people.id(step.approve), kind)
            self._work()
        elif step.mail is not None:
            self._mail(step.mail, step.address)
        elif step.web is not None:
            assert self._web is not None, "the scenario has no `web`"
            self._web.behave(step.web)
            self.transcript.append(f"* the web: {step.web}")

    def _say(self, person: str, texts: list[str]) -> list[str]:
        self.background.advance(self.background.now + _READING)
        number = self.people.number(person)
        self._since(person)
        for words in texts[:-1]:
            self._turns.record(text(words, sender=number), take=False)
        self.transcript += [f"{person} > {words}" for words in texts]
        self._conversation.receive(
            text(texts[-1], sender=number), deadline=time.monotonic() + MODEL_SECONDS
        )
        said = self._since(person)
        if self.strict:
            self._check_wording(person, said)
        self._work()
        return said

    def _check_wording(self, person: str, said: list[str]) -> None:
        """Whatever the script asks for: brief, calm, and no long answer twice within ten."""
        answer = "\n".join(said)
        lately = self._answers[person]
        if any(len(_LINK.sub("", words)) > _LONGEST for words in said) or "!" in answer:
            self._fail("what is said is too long, or excited")
        if len(answer.split()) > _SHORT and answer.casefold() in lately:
            self._fail("what is said has been said before")
        lately.append(answer.casefold())

    def _at_once(self, texts: dict[str, str]) -> list[str]:
        self.background.advance(self.background.now + _READING)
        for person in texts:
            self._since(person)

        def receive(said: tuple[str, str]) -> None:
            number = self.people.number(said[0])
            self._conversation.receive(
                text(said[1], sender=number), deadline=time.monotonic() + MODEL_SECONDS
            )

        with ThreadPoolExecutor(len(texts)) as threads:
            list(threads.map(receive, texts.items()))
        self.transcript += [f"{person} > {words}" for person, words in texts.items()]
        said = [words for person in texts for words in self._since(person)]
        self._work()
        return said

    def _since(self, person: str) -> list[str]:
        """Our texts to somebody that no line of the script has looked at yet."""
        user = self.people.id_or_none(person)
        if user is None:
            return []
        rows = self.app.execute(
            "select seq, content from messages where user_id = %s and direction = 'outbound'"
            " and seq > %s order by seq",
            (user, self._heard[user]),
        ).fetchall()
        if rows:
            self._heard[user] = rows[-1][0]
        for _, words in rows:
            self.transcript.append(f"{person} < {words}")
        for _, words in rows:
            if strange := self._disclosure.strange(user, words):
                self._fail(f"{person} may not be told of {', '.join(strange)}")
        return [words for _, words in rows]

    def _expect(self, step: Step, said: list[str]) -> None:
        words = "\n".join(said)
        for wanted in step.reply if self.strict else ():
            if wanted.casefold() not in words.casefold():
                self._fail(f"not said: {wanted}")
        for pattern in step.tells:
            if not re.search(pattern, words, re.IGNORECASE):
                self._fail(f"not told: {pattern}")
        for pattern in step.never:
            if re.search(pattern, words, re.IGNORECASE):
                self._fail(f"must not be said: {pattern}")

    def _compare(self, query: str, wanted: list[Any]) -> None:
        ids = {name: sql.Literal(self.people.id(name)) for name in self.people.known()}
        rows = self.app.execute(sql.SQL(cast("Any", query)).format(**ids)).fetchall()
        found = [[_plain(value) for value in row] for row in rows]
        flat = [row[0] for row in found] if all(len(row) == 1 for row in found) else found
        if flat != wanted:
            self._fail(f"{query}\n  is {flat}\n  not {wanted}")

    def _mail(self, person: str, address: str) -> None:
        token = one(
            self.app,
            "select email_verification_token from users where id = %s",
            self.people.id(person),
        )
        mark = f"{person}{self.background.now}".encode()
        outcome = record_email_proof(
            self.pool,
            token=token,
            address=address,
            rejection=None,
            mail_id=mark.decode(),
            signature=mark,
            content=mark,
        )
        self.transcript.append(f"* mail from {address}: {outcome}")
        self._work()

    def _pass(self, until: datetime) -> None:
        """Lets time pass: whatever falls due on the way is done at its moment."""
        if not self.background.pass_until(until):
            self._fail("the background does not come to rest")
        self._look_through()

    def _work(self) -> None:
        self.background.work()
        self._look_through()

    def _look_through(self) -> None:
        """What has come by itself is looked through at once: later they may know more."""
        for person in self.people.known():
            user = self.people.id(person)
            rows = column(
                self.app,
                "select content from messages where user_id = %s and direction = 'outbound'"
                " and seq > %s order by seq",
                *(user, self._heard[user]),
            )
            for words in rows:
                if strange := self._disclosure.strange(user, words):
                    self.transcript.append(f"{person} < {words}")
                    self._fail(f"{person} may not be told of {', '.join(strange)}")

    def _check_books(self) -> None:
        """Whatever was lived through: nothing died, and the books agree."""
        failed = column(
            self.app,
            "select task_type || ': ' || coalesce(error_log, '') from agent_tasks"
            " where status = 'failed'"
            " union all select event_type || ': ' || error_message from event_dead_letters",
        )
        if failed:
            self._fail(f"failed in the background: {failed}")
        unequal = column(
            self.app,
            "select u.id from users u left join innovators i on i.user_id = u.id,"
            " lateral (select coalesce(sum(amount), 0) as sum from credit_events e"
            "          where e.user_id = u.id and processed) ledger"
            " where u.credit_balance <> ledger.sum or i.credits_balance <> ledger.sum"
            " or private.available_credits(u.id) < 0",
        )
        if unequal:
            self._fail("the ledger and the balances differ")

    def _check_web(self) -> None:
        """Whatever was looked up: nobody outside learns who asks."""
        sent = self._web.sent if self._web else ""
        known = column(
            self.app,
            "select unnest(array[first_name, last_name, email, phone_number, id::text]) from users",
        )
        if told := [one for one in known if one and re.search(rf"\b{re.escape(one)}\b", sent)]:
            self._fail(f"the web was told of {', '.join(told)}")

    def _fail(self, why: str) -> None:
        raise Failed("\n".join([*self.transcript, "", why]))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return str(value) if isinstance(value, UUID | datetime) else value


__all__ = ["Failed", "Network", "engines_of"]
