"""Release: what waits in message_queue goes out at its moment, or says why not."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from shared.db.message_queue import MessageQueue, QueueContext
from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.errors import LeaseLost
from shared.queue import Outcome
from shared.release.orchestrator import Orchestrator
from tests.fixtures.database import Database
from tests.fixtures.engines import rules_only
from tests.fixtures.people import SARAH, Connection, add_user, column, one, text
from tests.fixtures.queued import add_queued, release, steps

# Sarah's number lies in San Francisco: 18:00 UTC is 10 in the morning there, in winter.
MORNING = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)  # 22:00
EIGHT = datetime(2026, 3, 3, 16, 0, tzinfo=UTC)
NINE_PM = datetime(2026, 3, 3, 5, 0, tzinfo=UTC)
SOON = timedelta(minutes=1)


@pytest.fixture
def orchestrator(pool: Pool) -> Orchestrator:
    return Orchestrator(
        queue=MessageQueue(pool), ask=rules_only().ask, default_timezone="America/New_York"
    )


def row(app: Connection, queued: UUID) -> dict[str, Any]:
    return one(app, "select to_jsonb(q) from message_queue q where id = %s", queued)


def moment(value: str) -> datetime:
    return datetime.fromisoformat(value)


def texts(app: Connection) -> list[str]:
    return column(app, "select content from messages where direction = 'outbound' order by seq")


# One message on its way.


def test_what_is_due_goes_out_counted_and_traced(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    queued = add_queued(app, user, "Hello there.", at=MORNING)

    assert release(orchestrator, now=MORNING) == {"release": 1}

    message = app.execute(
        "select id, content, status, role, purpose, queue_id, segments, send_before from messages"
    ).fetchone()
    assert message is not None
    assert message[1:] == (
        *("Hello there.", "queued_for_send", "concierge", "proactive", queued, 1),
        NINE_PM,
    )
    after = row(app, queued)
    assert (after["status"], after["final_message"]) == ("sent", "Hello there.")
    assert after["delivered_message_id"] == str(message[0])
    assert (moment(after["sent_at"]), after["budget_date"]) == (MORNING, "2026-03-02")
    assert after["trace"][-1]["step"] == "released"
    assert app.execute(
        "select date::text, messages_sent, last_message_at from user_message_budget"
    ).fetchall() == [("2026-03-02", 1, MORNING)]
    assert release(orchestrator, now=MORNING) == {}, "once"


def test_what_is_due_later_waits(orchestrator: Orchestrator, app: Connection) -> None:
    add_queued(app, add_user(app), "Later.", at=MORNING, scheduled_for=MORNING + SOON)

    assert release(orchestrator, now=MORNING) == {}
    assert release(orchestrator, now=MORNING + SOON) == {"release": 1}


def test_a_long_text_goes_out_as_at_most_three_messages_counted_once(
    orchestrator: Orchestrator, app: Connection
) -> None:
    long = " ".join(f"This is sentence number {n}." for n in range(150))
    add_queued(app, add_user(app), long, at=MORNING)
    release(orchestrator, now=MORNING)

    assert len(texts(app)) == 3
    assert " ".join(texts(app)) == long
    assert one(app, "select messages_sent from user_message_budget") == 1


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "fax", "text": "x"},
        {"kind": "text"},
        {"kind": "text", "text": "  "},
        {"text": "x"},
        [],
        {"kind": "priorities", "priority_ids": ["x"]},
    ],
)
def test_what_cannot_be_read_is_cancelled_at_once_with_the_error(
    orchestrator: Orchestrator, app: Connection, data: Any
) -> None:
    user = add_user(app)
    broken = add_queued(app, user, data, at=MORNING)
    fine = add_queued(app, user, "Fine.", at=MORNING)

    assert release(orchestrator, now=MORNING) == {"release": 1, "cancel": 1}
    after = row(app, broken)
    assert after["status"] == "cancelled"
    assert "message_data" in after["last_error"]
    assert after["trace"][-1] | {"at": ""} == {
        "step": "cancelled",
        "at": "",
        "reason": after["last_error"],
    }
    assert row(app, fine)["status"] == "sent"


# Priority and budget.


def test_true_priority_goes_first_then_age_and_two_an_hour_is_all(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    minute = timedelta(minutes=1)
    for number, priority in enumerate(["medium", "low", "high", "medium", "high"]):
        add_queued(
            app, user, f"{priority} {number}", at=MORNING + number * minute, priority=priority
        )
    now = MORNING + 5 * minute
    assert release(orchestrator, now=now) == {"release": 2, "hold": 3}
    assert texts(app) == ["high 2", "high 4"]
    held = one(app, "select id from message_queue where message_data ->> 'text' = 'medium 0'")
    assert steps(app, held)[-1] | {"at": ""} == {
        "step": "held",
        "at": "",
        "reason": "over budget: 2 in 60 minutes",
        "until": (now + timedelta(hours=1)).isoformat().replace("+00:00", "+00:00"),
    }
    assert release(orchestrator, now=now + timedelta(minutes=59)) == {}
    assert release(orchestrator, now=now + timedelta(minutes=60)) == {"release": 2, "hold": 1}
    assert texts(app)[2:] == ["medium 0", "medium 3"]


def test_five_a_local_day_and_the_sixth_waits_for_the_morning(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    queued = [add_queued(app, user, str(n), at=MORNING) for n in range(6)]
    for hour in range(4):
        release(orchestrator, now=MORNING + timedelta(hours=hour))

    assert texts(app) == ["0", "1", "2", "3", "4"]
    assert one(app, "select messages_sent from user_message_budget") == 5
    assert row(app, queued[5])["trace"][-1]["reason"] == "over budget: 5 a day"
    assert moment(row(app, queued[5])["scheduled_for"]) == EIGHT
    assert release(orchestrator, now=EIGHT) == {"release": 1}
    assert column(app, "select messages_sent from user_message_budget order by date") == [5, 1]


def test_a_new_days_row_takes_over_the_last_ones_limits(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    app.execute(
        "insert into user_message_budget (user_id, date, daily_limit, hourly_limit,"
        " quiet_hours_enabled) values (%s, '2026-01-01', 3, 3, false)",
        (user,),
    )
    for number in range(4):
        add_queued(app, user, str(number), at=NIGHT)

    assert release(orchestrator, now=NIGHT) == {"release": 3, "hold": 1}, "nor quiet hours"
    assert app.execute(
        "select date::text, messages_sent, daily_limit, hourly_limit, quiet_hours_enabled"
        " from user_message_budget order by date desc limit 1"
    ).fetchone() == ("2026-03-02", 3, 3, 3, False)
    assert column(app, "select send_before from messages") == [None] * 3


def test_urgent_skips_the_budget_but_not_the_quiet_hours_and_is_counted(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    for number in range(7):
        add_queued(app, user, str(number), at=MORNING, priority="urgent")
    assert release(orchestrator, now=MORNING) == {"release": 7}
    assert one(app, "select messages_sent from user_message_budget") == 7

    late = add_queued(app, user, "late", at=NIGHT, priority="urgent")
    assert release(orchestrator, now=NIGHT) == {"hold": 1}
    assert moment(row(app, late)["scheduled_for"]) == EIGHT


def test_settling_checks_the_budget_itself(orchestrator: Orchestrator, app: Connection) -> None:
    user = add_user(app)
    queued = add_queued(app, user, "x", at=MORNING)
    (context,) = orchestrator.queue.claim(1, uuid4(), now=MORNING)
    app.execute(
        "insert into user_message_budget (user_id, date, messages_sent)"
        " values (%s, '2026-03-02', 5)",
        (user,),
    )
    assert orchestrator.settle(context, now=MORNING) == (Outcome.DONE, {"hold": 1})
    assert row(app, queued)["trace"][-1]["reason"] == "over budget: 5 a day"
    assert texts(app) == []


# Quiet hours.


def test_at_night_a_message_moves_to_the_end_of_the_quiet_hours(
    orchestrator: Orchestrator, app: Connection
) -> None:
    queued = add_queued(app, add_user(app), "x", at=NIGHT)

    assert release(orchestrator, now=NIGHT) == {"hold": 1}
    assert moment(row(app, queued)["scheduled_for"]) == EIGHT
    assert steps(app, queued)[-1]["reason"] == "quiet hours"
    assert release(orchestrator, now=EIGHT) == {"release": 1}


@pytest.mark.parametrize(
    ("columns", "now", "until"),
    [
        # Their own hours, over midnight, in the zone they told us.
        (
            {
                "timezone": "Asia/Kathmandu",
                "quiet_hours_start": time(22, 30),
                "quiet_hours_end": time(6, 15),
            },
            datetime(2026, 3, 2, 20, 0, tzinfo=UTC),
            datetime(2026, 3, 3, 0, 30, tzinfo=UTC),
        ),
        # Toll-free: the deployment's zone, New York.
        (
            {"phone_number": "+18005550101"},
            datetime(2026, 3, 2, 12, 0, tzinfo=UTC),
            datetime(2026, 3, 2, 13, 0, tzinfo=UTC),
        ),
        # An Australian mobile: Perth must be awake and Sydney not yet asleep.
        (
            {"phone_number": "+61412345678"},
            datetime(2026, 6, 30, 22, 30, tzinfo=UTC),  # 08:30 in Sydney, 06:30 in Perth
            datetime(2026, 7, 1, 1, 30, tzinfo=UTC),
        ),
    ],
)
def test_quiet_hours_are_those_of_where_they_may_be(
    orchestrator: Orchestrator,
    app: Connection,
    columns: dict[str, Any],
    now: datetime,
    until: datetime,
) -> None:
    phone = columns.pop("phone_number", SARAH)
    queued = add_queued(app, add_user(app, phone, **columns), "x", at=now)

    assert release(orchestrator, now=now) == {"hold": 1}
    assert moment(row(app, queued)["scheduled_for"]) == until


def test_a_low_priority_waits_for_an_hour_at_which_they_answer(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app, response_pattern=Jsonb({"hours": [15, 3]}))
    low = add_queued(app, user, "low", at=MORNING, priority="low")
    add_queued(app, user, "medium", at=MORNING)

    assert release(orchestrator, now=MORNING) == {"release": 1, "hold": 1}
    three_pm = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    assert moment(row(app, low)["scheduled_for"]) == three_pm
    assert release(orchestrator, now=three_pm) == {"release": 1}


# In conversation.


def test_who_has_just_texted_gets_what_is_relevant_at_night_and_over_budget(
    orchestrator: Orchestrator, turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    turns.record(text("Any news about my CRM search?"), now=NIGHT)
    now = NIGHT + timedelta(minutes=2)
    for number in range(3):
        add_queued(app, user, f"The CRM search found option {number}.", at=now)
    other = add_queued(app, user, "Mike would like to meet you.", at=now)

    assert release(orchestrator, now=now) == {"release": 3, "hold": 1}
    assert row(app, other)["trace"][-1]["reason"] == "quiet hours"
    assert one(app, "select messages_sent from user_message_budget") == 3, "counted all the same"
    assert column(app, "select distinct send_before from messages where purpose = 'proactive'") == [
        NIGHT + timedelta(minutes=10)
    ], "the conversation's end, in the night"


def test_ten_minutes_after_their_text_it_is_night_again(
    orchestrator: Orchestrator, turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    turns.record(text("Any news about my CRM search?"), now=NIGHT)
    add_queued(app, user, "The CRM search is done.", at=NIGHT + timedelta(minutes=10))

    assert release(orchestrator, now=NIGHT + timedelta(minutes=10)) == {"hold": 1}


# Relevance and supersession.


@pytest.mark.parametrize(
    ("wrote", "expected"),
    [
        ("Never mind the CRM, already found one", "superseded"),
        ("How is the CRM search going?", "sent"),
        ("What are my credits?", "sent"),
    ],
)
def test_what_needs_fresh_context_is_judged_when_they_have_written_since(
    orchestrator: Orchestrator, turns: Turns, app: Connection, wrote: str, expected: str
) -> None:
    user = add_user(app)
    queued = add_queued(
        app, user, "Two CRM options came up.", at=MORNING, requires_fresh_context=True
    )
    turns.record(text(wrote), now=MORNING + SOON)
    release(orchestrator, now=MORNING + 2 * SOON)

    after = row(app, queued)
    assert after["status"] == expected
    if expected == "superseded":
        assert after["superseded_reason"] == "stale: the conversation has moved on"
        assert after["trace"][-1]["step"] == "superseded"
    assert one(app, "select count(*) from agent_tasks") == 0, "finished prose does not ask"


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "followup", "note": "find a CRM"},
        {"kind": "text", "text": "Two CRM options came up.", "reformulate": True},
    ],
)
def test_what_is_stale_may_ask_its_agent_for_new_words(
    orchestrator: Orchestrator, turns: Turns, app: Connection, data: Any
) -> None:
    user = add_user(app)
    queued = add_queued(app, user, data, at=MORNING, requires_fresh_context=True)
    turns.record(text("Forget about the CRM"), now=MORNING + SOON)
    release(orchestrator, now=MORNING + 2 * SOON)

    assert row(app, queued)["status"] == "superseded"
    task = app.execute(
        "select task_type, agent_type, user_id, context_json ->> 'queue_id'"
        " from agent_tasks where task_type = 'reformulate_message'"
    ).fetchone()
    assert task == ("reformulate_message", "concierge", user, str(queued))


def test_a_newer_message_about_the_same_item_supersedes_the_older_that_waits(
    app: Connection,
) -> None:
    user, other, item = add_user(app), add_user(app, "+14155550109"), uuid4()
    about = {"item_type": "intro_offer", "item_id": item}
    sequence = {"sequence_id": uuid4(), "sequence_total": 2}
    first = add_queued(app, user, "1", at=MORNING, **about)
    parts = [
        add_queued(
            app, user, "s", at=MORNING, **sequence, sequence_position=n, **(about if n == 1 else {})
        )
        for n in (1, 2)
    ]
    unrelated = add_queued(app, user, "u", at=MORNING, item_type="goal", item_id=item)
    theirs = add_queued(app, other, "o", at=MORNING, **about)
    newest = add_queued(app, user, "2", at=MORNING, **about)

    assert [row(app, id)["status"] for id in (first, *parts)] == ["superseded"] * 3
    assert row(app, first)["superseded_by_message_id"] == str(parts[0])
    assert row(app, parts[1])["superseded_by_message_id"] == str(newest), "whole or not at all"
    assert row(app, first)["superseded_reason"] == "a newer message about the same item"
    assert steps(app, first)[-1]["by"] == str(parts[0])
    assert [row(app, id)["status"] for id in (unrelated, theirs, newest)] == ["queued"] * 3


# Sequences.


def test_a_sequence_goes_out_whole_in_order_and_counts_once(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user, sequence = add_user(app), uuid4()
    for position in (3, 1):
        add_part(app, user, sequence, position)
    assert release(orchestrator, now=MORNING) == {"hold": 1}
    assert column(app, "select distinct status from message_queue") == ["approved"]
    add_part(app, user, sequence, 2)
    assert release(orchestrator, now=MORNING + SOON) == {"release": 1}

    assert texts(app) == ["part 1", "part 2", "part 3"]
    assert one(app, "select messages_sent from user_message_budget") == 1
    add_queued(app, user, "another", at=MORNING)
    assert release(orchestrator, now=MORNING + SOON) == {"release": 1}, "two an hour"


def test_a_sequence_waits_for_the_part_that_is_due_last(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user, sequence = add_user(app), uuid4()
    later = MORNING + timedelta(hours=1)
    first = add_part(app, user, sequence, 1, total=2)
    last = add_part(app, user, sequence, 2, total=2, scheduled_for=later)

    assert release(orchestrator, now=MORNING) == {"hold": 1}
    assert (row(app, first)["status"], row(app, last)["status"]) == ("approved", "queued")
    assert release(orchestrator, now=later) == {"release": 1}
    assert texts(app) == ["part 1", "part 2"]


def test_a_sequence_that_stays_incomplete_is_given_up_visibly(
    orchestrator: Orchestrator, app: Connection
) -> None:
    part = add_part(app, add_user(app), uuid4(), 1)
    for hour in range(26):
        release(orchestrator, now=MORNING + timedelta(hours=hour))

    after = row(app, part)
    assert after["status"] == "cancelled"
    assert after["trace"][-1]["reason"] == "its sequence stayed incomplete for 24 hours"
    assert len(after["trace"]) == 2, "held again and again is one entry"


def add_part(app: Connection, user: UUID, sequence: UUID, position: int, **columns: Any) -> UUID:
    row = {"sequence_total": columns.pop("total", 3), "at": MORNING, **columns}
    return add_queued(
        app, user, f"part {position}", sequence_id=sequence, sequence_position=position, **row
    )


# Consent and pauses.


def test_an_opt_out_cancels_what_waits_at_once(turns: Turns, app: Connection) -> None:
    user = add_user(app)
    queued = add_queued(app, user, "x", at=MORNING)
    turns.record(text("STOP"), now=MORNING)

    assert row(app, queued)["status"] == "cancelled"
    assert steps(app, queued)[-1]["reason"] == "opted out"


def test_who_has_opted_out_before_is_not_written_to(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app, opted_out_at=MORNING)
    queued = add_queued(app, user, "x", at=MORNING)

    assert release(orchestrator, now=MORNING) == {"cancel": 1}
    assert steps(app, queued)[-1]["reason"] == "opted out"


def test_a_paused_conversation_holds_and_lifting_the_pause_frees(
    orchestrator: Orchestrator, turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    turns.record(text("Hello"), now=MORNING - timedelta(hours=1))
    app.execute("update conversations set status = 'paused'")
    queued = add_queued(app, user, "x", at=MORNING)

    assert release(orchestrator, now=MORNING) == {"hold": 1}
    assert steps(app, queued)[-1]["reason"] == "the conversation is paused"
    one(app, "select resume_conversation(id, %s) from conversations", MORNING + SOON)
    assert release(orchestrator, now=MORNING + SOON) == {"release": 1}


# Decisions that have become stale.


@pytest.mark.parametrize("change", ["text", "opt-out", "pause", "quiet hours"])
def test_what_changes_between_deciding_and_settling_makes_it_decide_again(
    orchestrator: Orchestrator, turns: Turns, app: Connection, change: str
) -> None:
    user = add_user(app)
    turns.record(text("I need a CRM"), now=MORNING - timedelta(hours=1))
    queued = add_queued(
        app, user, "Two CRM options came up.", at=MORNING, requires_fresh_context=True
    )
    (context,) = orchestrator.queue.claim(1, uuid4(), now=MORNING)
    now = MORNING + timedelta(seconds=2)
    if change == "text":
        turns.record(text("Never mind the CRM"), now=now)
    elif change == "opt-out":
        one(app, "select record_opt_out(%s, 'operator')", user)
    elif change == "pause":
        app.execute("update conversations set status = 'paused'")
    else:
        now = NIGHT
    _, counts = orchestrator.settle(context, now=now)

    expected = {"text": "superseded", "opt-out": "cancelled"}.get(change, "queued")
    assert row(app, queued)["status"] == expected
    assert "release" not in counts
    assert one(app, "select count(*) from user_message_budget") == 0


def test_hours_that_they_change_meanwhile_hold_at_once(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    queued = add_queued(app, user, "x", at=MORNING)
    (context,) = orchestrator.queue.claim(1, uuid4(), now=MORNING)
    app.execute("update users set quiet_hours_start = '00:00', quiet_hours_end = '23:00'")

    assert orchestrator.settle(context, now=MORNING)[1] == {"hold": 1}
    assert row(app, queued)["status"] == "queued"


def test_deciding_again_is_no_death(orchestrator: Orchestrator, app: Connection) -> None:
    user = add_user(app)
    queued = add_queued(app, user, "x", at=MORNING)
    for _ in range(8):
        (context,) = orchestrator.queue.claim(1, uuid4(), now=MORNING)
        stale = {**settlement(), "clock": "something else", "last_inbound_seq": None}
        settled = orchestrator.queue.settle(context, stale, [], now=MORNING)
        assert settled.outcome == "stale"
        app.execute("update private.lanes set leased_until = null, lease_token = null")

    assert row(app, queued)["attempts"] == 0
    assert release(orchestrator, now=MORNING) == {"release": 1}


# One orchestrator a person, and crashes.


def claimed(orchestrator: Orchestrator, now: datetime) -> list[QueueContext]:
    return orchestrator.queue.claim(5, uuid4(), now=now)


def test_a_person_is_one_orchestrators_at_a_time_and_holds_nobody_else_up(
    orchestrator: Orchestrator, app: Connection
) -> None:
    sarah, mike = add_user(app), add_user(app, "+14155550102")
    add_queued(app, sarah, "x", at=MORNING)
    assert [c.user.id for c in claimed(orchestrator, MORNING)] == [sarah]
    add_queued(app, sarah, "y", at=MORNING)
    add_queued(app, mike, "m", at=MORNING)

    assert [c.user.id for c in claimed(orchestrator, MORNING + SOON / 3)] == [mike]


def test_a_claim_waits_for_nobody_who_changes_a_waiting_message(
    orchestrator: Orchestrator, database: Database, app: Connection
) -> None:
    user = add_user(app)
    first, second = (add_queued(app, user, name, at=MORNING) for name in ("first", "second"))

    with psycopg.connect(database.app_url) as other:
        # As an opt-out does that has come to the second: it may want the first next.
        other.execute("update message_queue set priority = 'low' where id = %s", (second,))
        (context,) = claimed(orchestrator, MORNING)
        other.execute("update message_queue set priority = 'low' where id = %s", (first,))

    assert {item.id for item in context.items} == {first, second}


def test_killed_between_claim_and_settle_it_is_done_by_the_next_and_only_by_the_next(
    orchestrator: Orchestrator, app: Connection
) -> None:
    add_queued(app, add_user(app), "x", at=MORNING)
    (killed,) = claimed(orchestrator, MORNING)

    later = MORNING + timedelta(seconds=30)
    (rescued,) = claimed(orchestrator, later)
    with pytest.raises(LeaseLost):
        orchestrator.queue.settle(killed, settlement(), [], now=later)
    assert orchestrator.settle(killed, now=later) == (Outcome.LOST, {}), "should it still live"
    assert orchestrator.settle(rescued, now=later) == (Outcome.DONE, {"release": 1})
    assert texts(app) == ["x"]


def test_killed_before_commit_nothing_has_happened(
    orchestrator: Orchestrator, app: Connection, owner: Connection
) -> None:
    queued = add_queued(app, add_user(app), "x", at=MORNING)
    (context,) = claimed(orchestrator, MORNING)
    # The server itself ends the connection as the very last of the transaction's statements runs.
    owner.execute(
        "create function die() returns trigger language plpgsql security definer as"
        " $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;"
        " create constraint trigger die after insert on messages"
        " deferrable initially deferred for each row execute function die()"
    )
    with pytest.raises(Exception, match="database"):
        orchestrator.settle(context, now=MORNING)
    owner.execute("drop trigger die on messages")

    assert (row(app, queued)["status"], texts(app)) == ("queued", [])
    assert one(app, "select count(*) from user_message_budget") == 0
    assert release(orchestrator, now=MORNING + SOON) == {"release": 1}
    assert texts(app) == ["x"]


def test_killed_after_commit_it_is_not_said_again(
    orchestrator: Orchestrator, app: Connection
) -> None:
    add_queued(app, add_user(app), "x", at=MORNING)
    (context,) = claimed(orchestrator, MORNING)
    orchestrator.settle(context, now=MORNING)

    # Its caller never heard of the commit and settles once more, as does the next sweep.
    assert orchestrator.settle(context, now=MORNING) == (Outcome.LOST, {})
    assert release(orchestrator, now=MORNING + SOON) == {}
    assert texts(app) == ["x"]


def test_what_kills_every_orchestrator_is_found_cancelled_and_blocks_nothing(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    deadly = add_queued(app, user, "deadly", at=MORNING)
    fine = [add_queued(app, user, f"fine {n}", at=MORNING) for n in (1, 2)]
    now, deaths = MORNING, 0
    while one(app, "select count(*) from message_queue where status = 'queued'"):
        for context in claimed(orchestrator, now):
            live = [item for item in context.items if item.attempts <= 5]
            if deadly in {item.id for item in live}:
                deaths += 1
            else:
                orchestrator.settle(context, now=now)
        now += timedelta(seconds=30)
        assert deaths <= 5, "it must end"

    assert [row(app, id)["status"] for id in (deadly, *fine)] == ["cancelled", "sent", "sent"]
    assert row(app, deadly)["last_error"] == "failed 5 times: the orchestrator died over it"


def test_whose_rows_cannot_be_read_block_nobody_and_are_named(
    orchestrator: Orchestrator, app: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    people = [add_user(app, f"+1415555010{number}") for number in range(6)]
    rows = [add_queued(app, user, "Hello.", at=MORNING) for user in people]
    app.execute(
        "update message_queue set scheduled_for = '-infinity' where id = any (%s)", (rows[:5],)
    )

    token = uuid4()
    readable = [context.user.id for context in orchestrator.queue.claim(4, token, now=MORNING)]
    readable += [context.user.id for context in orchestrator.queue.claim(4, token, now=MORNING)]

    assert readable == [people[5]]
    assert {str(user) in caplog.text for user in people[:5]} == {True}
    assert "items.0.scheduled_for" in caplog.text


def test_quiet_hours_may_end_at_the_end_of_the_day(
    orchestrator: Orchestrator, app: Connection
) -> None:
    queued = add_queued(app, add_user(app, quiet_hours_end="24:00"), "Hello.", at=NIGHT)

    assert release(orchestrator, now=NIGHT) == {"hold": 1}
    assert moment(row(app, queued)["scheduled_for"]) == NIGHT + timedelta(hours=2)


def test_what_cannot_be_worded_is_tried_with_backoff_then_cancelled_and_blocks_nothing(
    pool: Pool, app: Connection
) -> None:
    def broken(question: Any, seconds: float, spend: Any = None) -> Any:
        raise ValueError("+14155550101 said something private")

    orchestrator = Orchestrator(
        queue=MessageQueue(pool), ask=broken, default_timezone="America/New_York"
    )
    user = add_user(app)
    failing = add_queued(app, user, {"kind": "followup", "note": "call"}, at=MORNING)
    add_queued(app, user, "fine", at=MORNING)
    assert release(orchestrator, now=MORNING) == {"release": 1, "fail": 1}
    for minute in range(1, 40):
        release(orchestrator, now=MORNING + minute * SOON)

    after = row(app, failing)
    assert after["status"] == "cancelled"
    assert after["last_error"] == "failed 5 times: ValueError"
    assert [step["step"] for step in after["trace"]] == ["failed"] * 5 + ["cancelled"]


def settlement() -> dict[str, Any]:
    return {
        "valid_until": "infinity",
        "day": "2026-03-02",
        "day_end": "infinity",
        "clock": "-",
        "dormant": [],
        "prompt_version": "release-test",
        "log": [],
    }


# What matters to a person is read again.


def add_priority(app: Connection, user: UUID, rank: int, **columns: Any) -> UUID:
    return one(
        app,
        "insert into user_priorities (user_id, priority_rank, item_type, item_id, item_summary,"
        " status, presentation_count) values (%s, %s, 'goal', gen_random_uuid(), %s, %s, %s)"
        " returning id",
        user,
        rank,
        columns.get("summary", f"Item {rank}"),
        columns.get("status", "active"),
        columns.get("presented", 0),
    )


def test_of_priorities_only_what_still_matters_is_spoken_of_and_it_counts_as_presented(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    live = add_priority(app, user, 1, summary="Mike can introduce you to Acme!")
    gone = add_priority(app, user, 2, status="expired")
    tired = add_priority(app, user, 3, status="presented", presented=2)
    ids = [str(id) for id in (live, gone, tired)]
    add_queued(app, user, {"kind": "priorities", "priority_ids": ids}, at=MORNING)
    assert release(orchestrator, now=MORNING) == {"release": 1}

    assert texts(app) == [
        "Something that may matter to you: Mike can introduce you to Acme. Want to hear more?"
    ]
    rows = app.execute(
        "select status, presentation_count, last_presented_at from user_priorities"
        " order by priority_rank"
    ).fetchall()
    assert rows == [("presented", 1, MORNING), ("expired", 0, None), ("dormant", 2, None)]


def test_priorities_that_are_all_gone_are_not_spoken_of(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    gone = add_priority(app, user, 1, status="actioned")
    queued = add_queued(app, user, {"kind": "priorities", "priority_ids": [str(gone)]}, at=MORNING)
    assert release(orchestrator, now=MORNING) == {"cancel": 1}
    assert steps(app, queued)[-1]["reason"] == "nothing of it matters any more"


def test_priorities_that_are_all_gone_take_nobodys_place_in_the_budget(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    gone = add_priority(app, user, 1, status="actioned")
    for _ in range(2):
        add_queued(app, user, {"kind": "priorities", "priority_ids": [str(gone)]}, at=MORNING)
    add_queued(app, user, "Hello.", at=MORNING)

    assert release(orchestrator, now=MORNING) == {"cancel": 2, "release": 1}


def test_priorities_in_a_part_that_is_due_later_are_spoken_of_with_their_sequence(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user, sequence = add_user(app), uuid4()
    spoken = {
        "kind": "priorities",
        "priority_ids": [str(add_priority(app, user, 1, summary="Acme"))],
    }
    parts = [add_part(app, user, sequence, number, total=2) for number in (1, 2)]
    app.execute(
        "update message_queue set message_data = %s, scheduled_for = %s where id = %s",
        (Jsonb(spoken), MORNING + SOON, parts[1]),
    )

    assert release(orchestrator, now=MORNING) == {"hold": 1}
    assert release(orchestrator, now=MORNING + SOON) == {"release": 1}
    assert "Acme" in texts(app)[1]


def test_a_priority_that_goes_while_it_is_worded_is_not_spoken_of(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    priority = add_priority(app, user, 1)
    add_queued(app, user, {"kind": "priorities", "priority_ids": [str(priority)]}, at=MORNING)
    (context,) = claimed(orchestrator, MORNING)
    app.execute("update user_priorities set status = 'actioned'")

    assert orchestrator.settle(context, now=MORNING) == (Outcome.DONE, {"cancel": 1})
    assert texts(app) == []


# Re-engagement.


@pytest.mark.parametrize(
    ("case", "outcome", "reason"),
    [
        ("first", "sent", None),
        ("paused for good", "cancelled", "re-engagement is paused for good"),
        ("six days after the last", "cancelled", "re-engaged less than 7 days ago"),
        ("seven days after the last", "sent", None),
        ("they have written", "superseded", "they have written by themselves"),
    ],
)
def test_re_engagement_at_release(
    orchestrator: Orchestrator,
    turns: Turns,
    app: Connection,
    case: str,
    outcome: str,
    reason: str | None,
) -> None:
    user = add_user(app, re_engagement_paused_at=MORNING if case == "paused for good" else None)
    now = MORNING
    if case.endswith("the last"):
        add_queued(app, user, {"kind": "re_engagement"}, at=now)
        release(orchestrator, now=now)
        now += timedelta(days=6 if case.startswith("six") else 7)
    queued = add_queued(app, user, {"kind": "re_engagement", "last_step": "your email"}, at=now)
    if case == "they have written":
        turns.record(text("Hi again"), now=now + SOON)
    release(orchestrator, now=now + 2 * SOON)

    after = row(app, queued)
    assert after["status"] == outcome
    assert after["trace"][-1].get("reason") == reason
