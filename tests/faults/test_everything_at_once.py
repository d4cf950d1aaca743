"""Hundreds of people text at once while everything that can fail does.

Twilio fails one call in ten, drops one in twenty after accepting it, repeats, reorders and loses
callbacks; half the pokes are lost; every function is killed and started again. Meanwhile tasks,
queued messages and mails of other people are worked off. In the end every text is answered, in
order, once, and nothing that anybody wrote stands in a log, whichever format it is written in.
The seed is fixed; what was injected and counted is printed.
"""

import gc
import io
import json
import random
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from urllib.parse import quote, quote_plus

import psycopg
import pytest

from infra.local.functions import FunctionProcess
from infra.local.postgres import FAST
from infra.local.stack import Stack, StackOptions
from infra.local.twilio import Faults
from shared.doctor.command import doctor
from tests.fixtures.errands import PERSONAL, run_errands
from tests.fixtures.people import Connection, column, one
from tests.fixtures.texting import (
    LIMIT_SECONDS,
    SHORT_WAITS,
    assert_everything_answered,
    assert_nothing_twice_nothing_lost,
    assert_order,
    wait_until_settled,
)
from tests.fixtures.waiting import until

SEED = 20261120
PEOPLE = (100, pytest.param(500, marks=pytest.mark.deep))
TEXTS = ("Hello", "I'm Sarah Chen", "CTO at Acme")
QUIET = 48  # more people, who do not text
CORE = ("twilio_webhook", "sms_sender", "event_processor")  # killed twice, the others once

FAULTS = Faults(
    too_many_requests=0.04,
    unavailable=0.02,
    error_before_accepting=0.02,
    error_after_accepting=0.02,
    drop_after_accepting=0.05,
    duplicate_callback=0.2,
    reordered_callbacks=0.2,
    lost_callback=0.02,
    duplicate_inbound=0.05,
    undelivered=0.02,
)


@pytest.fixture
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    directory = tmp_path_factory.mktemp("stack")
    options = StackOptions(
        postgres_options=FAST,
        poke_loss=0.5,
        seed=SEED,
        sweep_interval=1.0,
        environment=SHORT_WAITS,
    )
    with Stack(directory, options=options) as stack:
        yield stack
    gc.collect()  # here, where it is expected: see below


# A connect that a killed server cuts off inside anyio leaves its socket to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("people", PEOPLE)
def test_every_text_is_answered_once_and_in_order_whatever_fails(stack: Stack, people: int) -> None:
    numbers = [f"+1628{5550000 + number}" for number in range(people)]
    with psycopg.connect(stack.database.owner, autocommit=True) as connection:
        run_errands(stack, connection, [f"+1628{5560000 + number}" for number in range(QUIET)])
        stack.twilio.faults = FAULTS
        sent = _text_and_kill(stack, numbers)
        seconds = wait_until_settled(connection, sent)
        _print_what_happened(stack, connection, people, seconds)
        assert_everything_answered(connection, sent)
        assert_nothing_twice_nothing_lost(stack, connection)
        assert_order(stack, connection)
        _assert_the_other_work_is_done(connection)
        said = _all_that_was_said(connection)
    _assert_logs_hold_nothing_personal(stack, said)
    _assert_holds_nothing_personal("doctor", _doctors_reports(stack), said)


def _text_and_kill(stack: Stack, numbers: list[str]) -> list[str]:
    """Everybody texts three times, a second apart at least; meanwhile functions are killed.

    The last time when each function has been killed once: those that are killed again have work.
    """
    dice = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    sids: list[str] = []
    each_killed = threading.Event()

    def kill() -> None:
        # The format of the log changes with each kill: what is killed twice ends as it began.
        names = (*sorted(stack.functions.keys() - set(CORE)), *CORE, *CORE)
        for number, name in enumerate(names):
            if number == len(stack.functions):
                each_killed.set()
            time.sleep(dice.uniform(0.5, 2))
            function = stack.functions[name]
            if name in CORE:  # on a slow machine it may have said nothing yet
                until(lambda one=function: _has_logged(one), f"{name} logs", seconds=60)
            function.kill()
            formats = {"json": "text", "text": "json"}
            function.environment["LOG_FORMAT"] = formats[function.environment["LOG_FORMAT"]]
            function.start(wait=False)

    with ThreadPoolExecutor(1) as killer:
        killing = killer.submit(kill)
        for body in TEXTS:
            if body == TEXTS[-1]:
                until(lambda: each_killed.is_set() or killing.done(), "each was killed", 120)
            round_began = time.monotonic()
            sids += [stack.twilio.receive(number, body) for number in numbers]
            time.sleep(max(0.0, round_began + 1 - time.monotonic()))
        killing.result(timeout=LIMIT_SECONDS)
    return sids


def _has_logged(function: FunctionProcess) -> bool:
    """Whether anything stands in its log in the format that it has now."""
    as_json = function.environment["LOG_FORMAT"] == "json"
    lines = function.log.read_text().splitlines()
    return any(line.startswith("{") == as_json for line in lines if "event" in line)


def _print_what_happened(stack: Stack, connection: Connection, people: int, seconds: float) -> None:
    steps = connection.execute(
        "select step ->> 'step', count(*) from messages, jsonb_array_elements(trace) step"
        " where direction = 'outbound' group by 1 order by 2 desc"
    ).fetchall()
    states = connection.execute(
        "select status, count(*) from messages group by 1 order by 2 desc"
    ).fetchall()
    attempts = one(connection, "select max(attempts) from events")
    print(f"\nseed {SEED}, {people} people, {len(TEXTS)} texts each")  # noqa: T201 - read with -s
    print(f"injected by Twilio's stand-in: {stack.twilio.injected}")  # noqa: T201 - read with -s
    lost = stack.relay.counts.lost
    print(f"pokes lost: {lost} of {lost + stack.relay.counts.sent}")  # noqa: T201 - read with -s
    print(f"messages: {dict(states)}; steps: {dict(steps)}")  # noqa: T201 - read with -s
    print(f"most attempts at a turn: {attempts}; settled {seconds:.1f} s after the last")  # noqa: T201 - read with -s


def _assert_the_other_work_is_done(connection: Connection) -> None:
    queued = dict(
        connection.execute("select status, count(*) from message_queue group by 1").fetchall()
    )
    assert queued.get("sent", 0) >= QUIET, queued
    tasks = dict(
        connection.execute("select status, count(*) from agent_tasks group by 1").fetchall()
    )
    assert tasks.get("failed", 0) == QUIET // 2, tasks  # every second one cannot be done
    assert tasks.get("completed", 0) >= QUIET // 2, tasks


def _all_that_was_said(connection: Connection) -> set[str]:
    """Every text in either direction, and the words that only a person would use."""
    texts = column(connection, "select distinct content from messages where content <> ''")
    return {*TEXTS, *texts, *PERSONAL, "Sarah", "Chen", "Acme"}


def _assert_logs_hold_nothing_personal(stack: Stack, said: set[str]) -> None:
    for name in stack.functions:
        log = (stack.directory / "logs" / f"{name}.log").read_text()
        _assert_holds_nothing_personal(name, log, said)
    logs = {path.stem: path.read_text() for path in (stack.directory / "logs").glob("*.log")}
    for name in CORE:
        formats = {line.startswith("{") for line in logs[name].splitlines() if "event" in line}
        assert formats == {True, False}, f"{name} has logged in both formats"
    for name, event in [
        ("twilio_webhook", "delivery"),
        ("twilio_webhook", "decision"),
        ("sms_sender", "sweep"),
        ("task_processor", "dead_letter"),
        ("message_orchestrator", "sweep"),
    ]:
        assert f'"event": "{event}"' in logs[name] or f"event={event}" in logs[name], name


def _assert_holds_nothing_personal(where: str, written: str, said: set[str]) -> None:
    """As it is, and as JSON, a form or an address would write it."""
    lower = written.lower()
    assert not re.search(r"628\W{0,2}55[56]\W?\d{4}", lower), f"{where} holds a phone number"
    for text in said:
        for form in (text, json.dumps(text)[1:-1], quote(text), quote_plus(text)):
            assert form.lower() not in lower, f"{where} holds {text!r}"


def _doctors_reports(stack: Stack) -> str:
    written = io.StringIO()
    with redirect_stdout(written), redirect_stderr(written):
        for as_json in (False, True):
            doctor({"DATABASE_URL": stack.database.app}, as_json=as_json)
    assert "tasks_failed" in written.getvalue()
    return written.getvalue()
