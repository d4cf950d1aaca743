"""Record: one round trip, once per SID, the turn leased to the request that recorded."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.domain.context import Conversation, TurnContext, User
from tests.fixtures.database import Database
from tests.fixtures.people import (
    SARAH,
    Connection,
    add_outbound,
    add_user,
    column,
    decision,
    new_sid,
    one,
    text,
)
from tests.fixtures.wire import wire
from tests.integration.conftest import NOON


def test_a_first_text_makes_the_person_the_conversation_the_message_and_a_leased_event(
    turns: Turns, app: Connection
) -> None:
    recorded = turns.record(text("Hello"), now=NOON)

    assert recorded.outcome == "taken"
    assert recorded.turn is not None
    context = recorded.turn.context
    assert (context.user.phone_number, context.user.verified) == (SARAH, False)
    assert context.texts == ["Hello"]
    assert [message.content for message in context.messages] == ["Hello"]
    user = app.execute("select verified, poc_agent_type, last_active_at from users").fetchone()
    assert user == (False, "bouncer", NOON)
    assert one(app, "select status from messages") == "received"
    assert one(app, "select last_message_at from conversations") == NOON
    event = app.execute(
        "select event_type, processed, leased_until, source, payload from events"
    ).fetchone()
    assert event is not None
    assert event[:4] == ("user.message.received", False, NOON + timedelta(seconds=30), "twilio")
    assert set(event[4]) == {"message_id", "conversation_id"}, "ids only, no personal text"


def test_the_same_sid_delivered_twenty_times_at_once_is_recorded_once(
    turns: Turns, app: Connection
) -> None:
    sid = new_sid()
    with ThreadPoolExecutor(20) as threads:
        copies = [text("Hello", sid=sid) for _ in range(20)]
        outcomes = [recorded.outcome for recorded in threads.map(turns.record, copies)]

    assert sorted(outcomes) == ["duplicate"] * 19 + ["taken"]
    assert one(app, "select count(*) from messages") == 1
    assert one(app, "select count(*) from events") == 1
    assert one(app, "select count(*) from users") == 1


def test_twenty_first_texts_at_once_from_one_number_make_one_person_and_one_turn(
    turns: Turns, app: Connection
) -> None:
    with ThreadPoolExecutor(20) as threads:
        texts = [text(f"t{number}") for number in range(20)]
        outcomes = [recorded.outcome for recorded in threads.map(turns.record, texts)]

    assert sorted(outcomes) == ["busy"] * 19 + ["taken"]
    assert one(app, "select count(*) from users") == 1
    assert one(app, "select count(*) from conversations") == 1
    assert one(app, "select count(*) from messages") == 20


def test_recording_is_one_round_trip_and_a_whole_turn_two_also_with_effects(
    database: Database,
) -> None:
    from shared.domain.effects.member import StoreGoal

    with wire(database.app_url) as counted:
        pool = Pool(counted.url)
        turns = Turns(pool)
        pool.value("select 1")
        before = counted.round_trips

        recorded = turns.record(text("Hello"))
        after_record = counted.round_trips
        assert recorded.turn is not None
        made = decision("Hi.", effects=[StoreGoal(text="a CRM")])
        turns.settle(recorded.turn, made, [("Hi.", 1)], decided_ms=1)
        after_turn = counted.round_trips
        pool.close()

    assert after_record - before == 1
    assert after_turn - before == 2


def test_a_text_that_comes_while_a_turn_runs_stays_for_the_one_who_runs_it(turns: Turns) -> None:
    assert turns.record(text("one"), now=NOON).outcome == "taken"
    assert turns.record(text("two"), now=NOON + timedelta(seconds=5)).outcome == "busy"


def test_a_text_after_the_lease_ran_out_takes_the_unanswered_ones_along(turns: Turns) -> None:
    turns.record(text("one"), now=NOON)
    later = turns.record(text("two"), now=NOON + timedelta(seconds=31))

    assert later.turn is not None
    assert later.turn.context.texts == ["one", "two"]
    assert [event.attempts for event in later.turn.context.events] == [2, 1]


def test_pictures_without_text_are_recorded(turns: Turns, app: Connection) -> None:
    recorded = turns.record(text("", pictures=2))

    assert recorded.turn is not None
    event = recorded.turn.context.events[0]
    assert (event.text, event.media_count) == (None, 2)
    assert one(app, "select jsonb_array_length(media) from messages") == 2


def test_the_fiftieth_message_creates_the_summary_task_and_the_count_begins_again(
    app: Connection,
) -> None:
    user = add_user(app)
    for number in range(50):
        add_outbound(app, user, f"m{number}", at=NOON)

    tasks = app.execute("select task_type, context_json, user_id from agent_tasks").fetchall()
    conversation = one(app, "select id::text from conversations")
    assert tasks == [("create_conversation_summary", {"conversation_id": conversation}, user)]
    assert one(app, "select messages_since_summary from conversations") == 0


# Opt-out: while recording, not in the turn.


@pytest.mark.parametrize(
    "word", ["STOP", "stop", " Stop ", "UNSUBSCRIBE", "end", "Revoke", "OPTOUT"]
)
def test_a_keyword_stops_everything_that_waits_and_twilio_answers_it(
    turns: Turns, app: Connection, word: str
) -> None:
    user = add_user(app)
    waiting = add_outbound(app, user, "hello", at=NOON)

    assert turns.record(text(word), now=NOON).outcome == "silent"

    assert one(app, "select opted_out_at from users") == NOON
    assert one(app, "select status from messages where id = %s", waiting) == "cancelled"
    trace = one(app, "select trace -> -1 from messages where id = %s", waiting)
    assert (trace["step"], trace["reason"]) == ("cancelled", "opted out")
    assert one(app, "select count(*) from messages where role = 'system'") == 0
    consent = app.execute("select change, source, words from consent_events").fetchall()
    assert consent == [("out", "keyword", word)]
    assert column(app, "select processed from events") == [True]


def test_where_the_app_answers_keywords_there_is_one_confirmation(
    turns: Turns, app: Connection
) -> None:
    turns.record(text("STOP", replies="app"), now=NOON)
    turns.record(text("STOP", replies="app"), now=NOON)

    sent = app.execute("select purpose, status from messages where role = 'system'").fetchall()
    assert sent == [("consent", "queued_for_send")]
    assert one(app, "select count(*) from consent_events") == 1


def test_plain_wording_is_an_opt_out_that_we_confirm_ourselves(
    turns: Turns, app: Connection
) -> None:
    turns.record(text("please stop texting me"), now=NOON)

    assert one(app, "select opted_out_at is not null from users")
    assert column(app, "select source from consent_events") == ["wording"]
    assert "unsubscribed" in one(app, "select content from messages where role = 'system'")


def test_an_ordinary_text_from_someone_opted_out_is_recorded_and_not_answered(
    turns: Turns, app: Connection
) -> None:
    turns.record(text("STOP"), now=NOON)

    assert turns.record(text("hello?"), now=NOON).outcome == "silent"
    assert one(app, "select opted_out_at is not null from users")
    assert column(app, "select content from messages order by seq") == ["STOP", "hello?"]
    assert column(app, "select trace -> 1 ->> 'reason' from messages order by seq") == [
        "opts out",
        "opted out",
    ]


@pytest.mark.parametrize("word", ["START", "unstop", "YES"])
def test_start_resumes_and_the_next_text_is_answered(
    turns: Turns, app: Connection, word: str
) -> None:
    turns.record(text("STOP"), now=NOON)
    turns.record(text(word, replies="app"), now=NOON + timedelta(minutes=1))

    assert one(app, "select opted_out_at from users") is None
    assert column(app, "select change from consent_events order by created_at") == ["out", "in"]
    assert one(app, "select count(*) from messages where role = 'system'") == 1
    assert turns.record(text("hello"), now=NOON + timedelta(minutes=2)).outcome == "taken"


def test_after_an_opt_out_in_words_yes_is_confirmed_by_us_once(
    turns: Turns, app: Connection
) -> None:
    turns.record(text("please stop texting me"), now=NOON)
    turns.record(text("YES"), now=NOON + timedelta(minutes=1))

    assert one(app, "select opted_out_at from users") is None
    spoken = column(app, "select content from messages where role = 'system' order by seq")
    assert [words.split(". ")[0] for words in spoken] == [
        "You are unsubscribed from Yachtparty and will get no more texts",
        "You are subscribed to Yachtparty again",
    ]
    assert turns.record(text("YES"), now=NOON + timedelta(minutes=2)).outcome == "taken"


@pytest.mark.parametrize("refusal", ["STOP", "please stop texting me"])
@pytest.mark.parametrize("words", ["START.", "start please", "Start\n\nSent from my iPhone"])
def test_start_in_its_frame_resumes_and_is_confirmed_by_us_whoever_stopped(
    turns: Turns, app: Connection, refusal: str, words: str
) -> None:
    turns.record(text(refusal), now=NOON)
    turns.record(text(words), now=NOON + timedelta(minutes=1))

    assert one(app, "select opted_out_at from users") is None
    last = "select content from messages where role = 'system' order by seq desc limit 1"
    assert "subscribed to Yachtparty again" in one(app, last)
    consent = column(
        app, "select (change, source, words)::text from consent_events where change = 'in'"
    )
    assert len(consent) == 1
    assert "wording" in consent[0]


def test_start_in_other_words_is_an_ordinary_text_from_someone_who_did_not_opt_out(
    turns: Turns, app: Connection
) -> None:
    assert turns.record(text("start please")).outcome == "taken"
    assert one(app, "select count(*) from consent_events") == 0


def test_yes_and_start_are_ordinary_texts_from_someone_who_did_not_opt_out(turns: Turns) -> None:
    for word, sender in (("YES", "+14155550111"), ("START", "+14155550112")):
        assert turns.record(text(word, sender=sender)).outcome == "taken"


def test_help_gets_a_fixed_answer_with_the_contact_also_after_an_opt_out(
    turns: Turns, app: Connection
) -> None:
    turns.record(text("STOP", replies="app"), now=NOON)
    turns.record(text("HELP", replies="app"), now=NOON)

    answer = app.execute("select content, status from messages where purpose = 'help'").fetchone()
    assert answer is not None
    assert "help@x.test" in answer[0]
    assert answer[1] == "queued_for_send"


def test_twilios_own_opt_out_type_counts_whatever_the_keyword(
    turns: Turns, app: Connection
) -> None:
    turns.record(text("ARRET", opt_out_type="STOP"), now=NOON)

    assert column(app, "select (change, source)::text from consent_events") == ["(out,twilio)"]


def test_a_stop_that_arrives_late_does_not_undo_what_the_person_said_since(
    turns: Turns, app: Connection
) -> None:
    turns.record(text("STOP"), now=NOON)
    turns.record(text("START"), now=NOON + timedelta(minutes=5))

    turns.record(
        text("STOP", sent_at=NOON - timedelta(minutes=1)), now=NOON + timedelta(minutes=20)
    )

    assert one(app, "select opted_out_at from users") is None


# What may be a refusal is asked about.


def question(app: Connection) -> list[str]:
    return column(app, "select content from messages where role = 'system' order by seq")


@pytest.mark.parametrize("body", ["fuck off", "wrong number", "cancel my subscription", "basta"])
def test_what_may_be_a_refusal_gets_one_question_that_names_stop_and_no_agent(
    turns: Turns, app: Connection, body: str
) -> None:
    assert turns.record(text(body), now=NOON).outcome == "silent"

    assert [("STOP" in words) for words in question(app)] == [True]
    assert one(app, "select opted_out_at from users") is None
    assert column(app, "select processed from events") == [True]
    assert one(app, "select trace -> 1 ->> 'reason' from messages order by seq limit 1") == (
        "may opt out: asked"
    )


@pytest.mark.parametrize(
    "answer", ["YES", "yes please", "yeah", "sí", "STOP", "go away", "fuck off"]
)
def test_whoever_says_yes_to_the_question_or_says_it_again_is_opted_out(
    turns: Turns, app: Connection, answer: str
) -> None:
    turns.record(text("fuck off"), now=NOON)
    turns.record(text(answer), now=NOON + timedelta(minutes=5))

    assert one(app, "select opted_out_at is not null from users")
    consent = column(app, "select (change, words)::text from consent_events")
    assert len(consent) == 1
    told = answer != "STOP"  # that one Twilio answers
    assert len(question(app)) == 1 + told


@pytest.mark.parametrize("answer", ["no", "I meant the reminders", "what?"])
def test_any_other_answer_ends_the_question_and_goes_to_the_agent(
    turns: Turns, app: Connection, answer: str
) -> None:
    turns.record(text("fuck off"), now=NOON)
    assert turns.record(text(answer), now=NOON + timedelta(minutes=1)).outcome == "taken"
    assert turns.record(text("yes"), now=NOON + timedelta(minutes=2)).outcome == "taken"
    assert one(app, "select opted_out_at from users") is None


def test_a_yes_to_something_that_we_have_said_since_is_no_yes_to_the_question(
    turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    turns.record(text("fuck off"), now=NOON)
    add_outbound(app, user, "Do you want to meet Dana?", at=NOON + timedelta(minutes=1))

    assert turns.record(text("yes"), now=NOON + timedelta(minutes=2)).outcome == "taken"
    assert one(app, "select opted_out_at from users") is None


def test_a_yes_the_day_after_is_none_either(turns: Turns, app: Connection) -> None:
    turns.record(text("fuck off"), now=NOON)
    assert turns.record(text("yes"), now=NOON + timedelta(hours=25)).outcome == "taken"


def test_cancel_all_is_asked_about_only_where_nothing_waits(turns: Turns, app: Connection) -> None:
    user = add_user(app)
    assert turns.record(text("cancel all"), now=NOON).outcome == "silent"
    app.execute(
        "insert into agent_tasks"
        " (task_type, agent_type, user_id, scheduled_for, priority, context_json, created_by)"
        " values ('schedule_followup', 'concierge', %s, %s, 'medium', '{}', 'concierge_agent')",
        (user, NOON + timedelta(days=1)),
    )
    app.execute("update conversations set consent_asked_at = null")
    assert turns.record(text("cancel all"), now=NOON + timedelta(minutes=1)).outcome == "taken"


def test_the_question_is_not_sent_to_somebody_who_opts_out_before_it_went_out(
    turns: Turns, app: Connection
) -> None:
    turns.record(text("fuck off"), now=NOON)
    turns.record(text("STOP"), now=NOON + timedelta(seconds=1))
    assert column(app, "select status from messages where role = 'system'") == ["cancelled"]


def test_somebody_who_has_opted_out_is_asked_nothing(turns: Turns, app: Connection) -> None:
    turns.record(text("STOP"), now=NOON)
    assert turns.record(text("fuck off"), now=NOON + timedelta(minutes=1)).outcome == "silent"
    assert question(app) == []


# Machines that answer machines.


def test_the_same_text_five_times_pauses_visibly_until_an_hour_is_over(
    turns: Turns, app: Connection
) -> None:
    def say(minute: int) -> str:
        moment = NOON + timedelta(minutes=minute)
        recorded = turns.record(text("I am out of office"), now=moment)
        if recorded.turn:
            turns.settle(recorded.turn, decision("Hi."), [("Hi.", 1)], decided_ms=1, now=moment)
        return recorded.outcome

    assert [say(minute) for minute in range(5)] == ["taken"] * 4 + ["paused"]
    assert one(app, "select pause_reason from conversations") == "the same text 5 times"
    why = one(app, "select trace -> 1 from messages order by seq desc limit 1")
    assert (why["step"], why["reason"]) == ("paused", "the same text 5 times")
    assert one(app, "select count(*) from events where event_type = 'conversation.paused'") == 1
    moment = NOON + timedelta(minutes=90)
    later = turns.record(text("Back now, can you help?"), now=moment)
    assert later.turn is not None
    assert later.turn.context.texts == ["I am out of office", "Back now, can you help?"]
    assert one(app, "select status from conversations") == "active"


def test_more_than_ten_replies_in_five_minutes_pause_and_a_person_may_lift_it(
    turns: Turns, app: Connection
) -> None:
    for second in range(10):
        moment = NOON + timedelta(seconds=second)
        recorded = turns.record(text(f"text {second}"), now=moment)
        assert recorded.turn is not None
        turns.settle(recorded.turn, decision("Hi."), [("Hi.", 1)], decided_ms=1, now=moment)

    assert turns.record(text("one more"), now=NOON + timedelta(seconds=11)).outcome == "paused"
    assert (
        one(app, "select pause_reason from conversations")
        == "more than 10 replies within 5 minutes"
    )
    conversation = one(app, "select id from conversations")
    lifted = NOON + timedelta(minutes=10)
    assert one(app, "select resume_conversation(%s, %s)", conversation, lifted)
    again = turns.record(text("thanks"), now=lifted)
    assert again.turn is not None
    assert again.turn.context.texts == ["one more", "thanks"]


def converse(turns: Turns, texts: list[str], *, apart: float, reply: str = "Noted.") -> list[str]:
    """Each text recorded and answered, `apart` seconds one after the other."""
    outcomes: list[str] = []
    for number, body in enumerate(texts):
        moment = NOON + timedelta(seconds=apart * number)
        recorded = turns.record(text(body), now=moment)
        outcomes.append(recorded.outcome)
        if recorded.turn is not None:
            said = f"{reply} ({number})"
            turns.settle(recorded.turn, decision(said), [(said, 1)], decided_ms=1, now=moment)
    return outcomes


def notices(app: Connection) -> int:
    return one(
        app,
        "select count(*) from messages where role = 'system'"
        " and content like '%%machine wrote them%%'",
    )


def test_a_person_who_texts_fast_is_never_paused(turns: Turns, app: Connection) -> None:
    texts = [f"thing number {number}" for number in range(15)]
    assert converse(turns, texts, apart=15) == ["taken"] * 15
    assert notices(app) == 0


def test_texts_seconds_apart_are_told_once_before_the_pause(turns: Turns, app: Connection) -> None:
    outcomes = converse(turns, [f"item {number}" for number in range(14)], apart=2)

    assert outcomes == ["taken"] * 10 + ["paused"] * 4
    assert notices(app) == 1
    told = one(app, "select machine_told_at from conversations")
    paused = one(app, "select created_at from events where event_type = 'conversation.paused'")
    assert told < paused


def test_the_same_text_is_told_once_before_the_pause(turns: Turns, app: Connection) -> None:
    outcomes = converse(turns, ["I am out of office"] * 7, apart=60)
    assert outcomes == ["taken"] * 4 + ["paused"] * 3
    assert notices(app) == 1


def test_our_own_words_sent_back_pause_it(turns: Turns, app: Connection) -> None:
    outcomes: list[str] = []
    said = "Hello"
    for number in range(6):
        moment = NOON + timedelta(minutes=number)
        recorded = turns.record(text(said), now=moment)
        outcomes.append(recorded.outcome)
        if recorded.turn is not None:
            said = f"Noted, and what else do you need? ({number})"
            turns.settle(recorded.turn, decision(said), [(said, 1)], decided_ms=1, now=moment)
            said = f"{said}" if number % 2 else f"Re: {said}"

    assert outcomes == ["taken"] * 3 + ["paused"] * 3
    assert one(app, "select pause_reason from conversations") == "our own words 3 times"
    assert notices(app) == 1


def test_one_quotation_of_ours_is_no_echo(turns: Turns, app: Connection) -> None:
    converse(turns, ["Hello", "Noted. (0)", "what do you mean by noted"], apart=20)
    assert one(app, "select status from conversations") == "active"
    assert notices(app) == 0


def test_the_context_in_sql_has_every_field_that_agents_read(app: Connection, turns: Turns) -> None:
    """A field that turn_context.sql or user_document.sql left out would be empty in every turn."""
    turns.record(text("Hello"))
    written = one(
        app,
        "select turn_context(user_id, (select lease_token from events), true) from conversations",
    )
    assert TurnContext.model_fields.keys() <= written.keys()
    assert User.model_fields.keys() <= written["user"].keys()
    assert Conversation.model_fields.keys() <= written["conversation"].keys()
