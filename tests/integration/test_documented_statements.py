"""The statements that are documented for other programs and operators run as they are printed."""

import re
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from tests.fixtures.database import Database
from tests.fixtures.people import SARAH, Connection, add_outbound, add_user, column, one
from tests.integration.conftest import NOON

STATEMENTS = Path(__file__).parents[1] / "fixtures" / "documented_statements.sql"
NOBODY = "+14155550199"


@dataclass(frozen=True)
class Statement:
    """One statement, and what the comment above it says it is run with."""

    text: str
    given: tuple[str, ...]

    @property
    def needs_pg_cron(self) -> bool:
        return self.given == ("pg_cron",)

    def with_ids(self, ids: dict[str, str]) -> str:
        """Real ids and values in the place of those of the page."""
        text = self.text
        phone = NOBODY if self.given == ("newcomer",) else ids["phone"]
        text = text.replace("+14155551234", phone)
        for name, printed in (("user", "user"), ("conversation", "conv"), ("message", "message")):
            text = text.replace(f"'{printed}-uuid'", f"'{ids[name]}'")
        text = text.replace("'event-uuid'", f"'{ids['event']}'")
        return re.sub(r"\$(\d)", lambda number: f"'{ids[self.given[int(number[1]) - 1]]}'", text)


def _read() -> list[Statement]:
    _, *parts = STATEMENTS.read_text().split("\n\n")
    statements: list[Statement] = []
    for part in parts:
        comment = re.match(r"-- with (.*)\n", part)
        given = tuple(comment[1].split(", ")) if comment else ()
        statements.append(Statement(part[comment.end() :] if comment else part, given))
    return statements


@pytest.fixture
def ids(owner: Connection) -> dict[str, str]:
    """A person with a conversation, and one of everything that the statements look for."""
    user = add_user(owner, SARAH)
    message = add_outbound(owner, user, "Hello", at=NOON)
    conversation: UUID = one(owner, "select id from conversations")
    event = one(
        owner,
        "insert into events (event_type, payload) values ('thing.happened', '{}') returning id",
    )
    owner.execute(
        "insert into agent_tasks (task_type, agent_type, scheduled_for, context_json)"
        " values ('create_conversation_summary', 'system', now() - interval '1 minute',"
        " jsonb_build_object('conversation_id', %s::text))",
        (conversation,),
    )
    return {
        "user": str(user),
        "conversation": str(conversation),
        "message": str(message),
        "event": str(event),
        "phone": SARAH,
        "mail": "jane@x.test",
        "text": "Can you help?",
    }


def _failures(
    connection: Connection, statements: list[Statement], ids: dict[str, str]
) -> list[str]:
    failures: list[str] = []
    for statement in statements:
        text = statement.with_ids(ids)
        try:
            with connection.transaction(force_rollback=True):
                found = connection.execute(text.encode()).rowcount
        except psycopg.Error as error:
            failures.append(f"{text}\n{error}")
        else:
            if found < 1:
                failures.append(f"{text}\nfound nothing")
    return failures


@pytest.mark.parametrize("role", ["owner", "app"])
def test_every_documented_statement_runs_and_finds_its_rows(
    database: Database, ids: dict[str, str], role: str
) -> None:
    statements = [statement for statement in _read() if not statement.needs_pg_cron]
    assert len(statements) > 40
    url = database.owner_url if role == "owner" else database.app_url
    with psycopg.connect(url, autocommit=True) as connection:
        assert _failures(connection, statements, ids) == []


def test_what_asks_for_pg_cron_runs_where_it_is(owner: Connection, ids: dict[str, str]) -> None:
    statements = [statement for statement in _read() if statement.needs_pg_cron]
    if not one(owner, "select exists (select from pg_extension where extname = 'pg_cron')"):
        owner.execute("create schema cron")
        owner.execute(
            "create table cron.job (jobid bigint, jobname text, schedule text, active boolean)"
        )
        owner.execute("insert into cron.job values (1, 'process-agent-tasks', '*/2 * * * *', true)")
        statements = [statement for statement in statements if "pg_extension" not in statement.text]
    assert len(statements) >= 3
    assert _failures(owner, statements, ids) == []


def test_a_pending_outbound_insert_alone_is_queued_for_sending(
    app: Connection, ids: dict[str, str]
) -> None:
    returned = app.execute(
        "insert into messages (conversation_id, user_id, role, content, direction, status)"
        " values (%s, %s, 'concierge', 'Hi', 'outbound', 'pending') returning *",
        (ids["conversation"], ids["user"]),
    )
    names = [described.name for described in returned.description or ()]
    row = dict(zip(names, returned.fetchone() or (), strict=True))
    assert (row["status"], row["content"]) == ("queued_for_send", "Hi")
    assert one(app, "select status from messages where id = %s", row["id"]) == "queued_for_send"
    claimed = column(
        app, "select id from claim_messages(10, gen_random_uuid(), p_now => now() + interval '1 s')"
    )
    assert claimed == [UUID(ids["message"])], "the older one goes first"


def test_an_inbound_insert_without_a_status_is_received(
    app: Connection, ids: dict[str, str]
) -> None:
    status = one(
        app,
        "insert into messages (conversation_id, user_id, role, content, direction, status)"
        " values (%s, %s, 'user', 'Hi', 'inbound', null) returning status",
        ids["conversation"],
        ids["user"],
    )
    assert status == "received"


def test_a_changed_number_is_archived_and_its_conversation_closed(
    app: Connection, ids: dict[str, str]
) -> None:
    app.execute("update users set phone_number = %s where id = %s", (NOBODY, ids["user"]))
    history = one(app, "select phone_number_history from users where id = %s", ids["user"])
    assert [entry["phone_number"] for entry in history] == [SARAH]
    assert column(app, "select status from conversations") == ["closed"]


@pytest.mark.parametrize(
    "change", ["delete from events", "update events set payload = '{\"a\": 1}'"]
)
def test_what_happened_cannot_be_rewritten(
    app: Connection, ids: dict[str, str], change: str
) -> None:
    with pytest.raises(psycopg.DatabaseError) as refused:
        app.execute(change.encode())
    assert refused.value.sqlstate == "YP006"


def test_the_ledger_keeps_the_balance_and_refuses_to_go_below_zero(
    app: Connection, ids: dict[str, str]
) -> None:
    def book(amount: int, key: str, *, processed: bool = True) -> None:
        app.execute(
            "insert into credit_events (user_id, event_type, amount, idempotency_key, processed)"
            " values (%s, 'test', %s, %s, %s)",
            (ids["user"], amount, key, processed),
        )

    def balances() -> tuple[int, int]:
        cached = one(app, "select credit_balance from users where id = %s", ids["user"])
        return cached, one(app, "select balance from user_credit_balances") or 0

    book(50, "earned")
    book(20, "reserved", processed=False)
    assert balances() == (50, 50)
    app.execute("update credit_events set processed = true where idempotency_key = 'reserved'")
    assert balances() == (70, 70)
    with pytest.raises(psycopg.DatabaseError) as refused:
        book(-71, "too much")
    assert refused.value.sqlstate == "YP003"
    with pytest.raises(psycopg.errors.UniqueViolation):
        book(50, "earned")
    with pytest.raises(psycopg.DatabaseError):
        app.execute("update credit_events set amount = 1000")
    assert balances() == (70, 70)
