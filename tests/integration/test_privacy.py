"""Export and erasure reach every table and every column that could hold somebody's words."""

import json
import re
from uuid import uuid4

import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from shared.db.pool import Database as Pool
from shared.db.privacy import HELD, Person, find_person
from shared.privacy.requests import erase, export
from tests.fixtures.people import SARAH, Connection, column, one
from tests.fixtures.whole_life import (
    EMAIL,
    LINKEDIN,
    NAME,
    OTHER,
    PERSON,
    PROFILE,
    WholeLife,
    columns,
    everywhere,
    live,
)

# Rows that mention the person and are somebody else's: the mention goes, the rest is theirs.
OTHERS = {
    "users@referred_by": "whom they referred",
    "prospects@users_researching": "somebody whom they and others want to meet",
    "community_requests@target_user_ids": "a question that was put to them and others",
    "pair_blocks@blocked_user_id": "whom somebody never wants to meet",
    "connection_requests@vouched_by_user_ids": "two others, for one of whom they vouched",
    "twin_events@processed_by": "what another twin sent and theirs worked off",
}
# Words of others, or about others, in rows that they share: theirs to ask for.
WITHHELD = {
    "intro_opportunities": {"connector_response", "intro_context"},
    "intro_offers": {"introducee_response", "connector_confirmation", "prospect_context"},
    "connection_requests": {"introducee_response"},
    "twin_events": {"payload", "last_error"},
    "operator_actions": {"actor"},
    "messages": {"turn"},  # what the agent knew: in the other tables, without what is others'
}
# What is left of a person's own rows, and why it is nothing personal.
LEFT = {
    "users.poc_agent_type": "a closed list",
    "agent_actions_log.agent_type": "which agent, for the books",
    "agent_actions_log.action_type": "which action, for the books",
    "agent_actions_log.model_used": "which model, for the books",
    "agent_instances.agent_type": "which agent",
    "agent_instances.status": "a closed list",
    "user_profiles.role": "the place in the organisation, which another may take",
    "credit_events.event_type": "what was paid for; the books must add up",
    "credit_events.reference_type": "the same",
    "credit_events.idempotency_key": "made of ids",
    "stripe_payments.session_id": "what Stripe calls the purchase; the books must add up",
    "stripe_payments.payment_intent": "the same",
    "stripe_payments.currency": "the same",
    "unanswered_texts.twilio_message_sid": "so that Twilio's list does not bring the text back",
    "events.event_type": "that it happened",
    "events.aggregate_type": "that it happened",
    "events.created_by": "which part of the system wrote it",
    "events.source": "the idempotency key",
    "events.request_id": "the idempotency key",
    "event_dead_letters.event_type": "that it happened",
    "operator_actions.actor": "which operator, who may be asked about it",
    "operator_actions.action": "what was done",
    "operator_actions.target_table": "the same",
    "community_requests.requesting_agent_type": "which agent",
    "community_requests.context_type": "a kind of thing",
}

# Their words are removed by functions of their own, by whose row or event it is.
APPENDED = {
    *("events", "event_dead_letters", "system_events", "consent_events", "credit_events"),
    "operator_actions",
}
# What operators write, about nobody.
VOCABULARY = {"expertise_tags", "expertise_synonyms"}
# Whose a row is; another may have had the number before.
IDENTITY = {
    *("users.phone_number", "users.email", "users.linkedin_url", "users.phone_number_history"),
    *("users.email_verification_token", "conversations.phone_number", "user_profiles.email"),
    *("prospects.phone_number", "prospects.email", "prospects.linkedin_url"),
    *("intro_opportunities.prospect_linkedin_url", "connection_requests.requestor_linkedin_url"),
    "credit_events.idempotency_key",
    *("twin_analytics.users.id", "twin_analytics.users.email"),
    *("twin_analytics.twins.id", "twin_analytics.twins.user_id"),
    *(f"twin_analytics.sessions.{key}" for key in ("id", "user_id", "twin_id")),
    *("twin_analytics.messages.id", "twin_analytics.messages.session_id"),
    *(f"twin_analytics.documents.{key}" for key in ("id", "session_id", "message_id")),
    *(f"twin_analytics.queries.{key}" for key in ("id", "session_id", "message_id")),
}


@pytest.fixture
def life(owner: Connection) -> WholeLife:
    return live(owner)


@pytest.fixture
def sarah(life: WholeLife, pool: Pool) -> Person:
    person = find_person(pool, user_id=PERSON, phone=None)
    assert person is not None
    return person


def of(place: str) -> tuple[str, str, str]:
    """Table, column and the column by which the row is somebody's."""
    full, _, by = place.partition("@")
    table, _, name = full.rpartition(".")
    return table, name, by


def test_every_way_to_refer_to_a_person_is_filled(owner: Connection, life: WholeLife) -> None:
    referring = {f"{c.table}@{c.name}" for c in columns(owner) if c.refers}
    assert referring <= set(life.rows)
    assert len(referring) > 35
    assert len(life.words) > 250


def test_every_table_that_refers_to_a_person_is_exported(
    owner: Connection, life: WholeLife
) -> None:
    referring = {c.table for c in columns(owner) if c.refers}
    assert referring - set(HELD) == set(), "add it to HELD, and to erase_person"
    tables = {c.table for c in columns(owner)}
    assert set(HELD) <= tables


def test_an_export_holds_every_word_and_withholds_only_others(
    life: WholeLife, sarah: Person, pool: Pool
) -> None:
    exported = export(pool, None, sarah)
    document = json.loads(exported)
    missing = {place for word, place in life.words.items() if word not in exported}
    unexpected = {
        place
        for place in missing
        if of(place)[1] not in WITHHELD.get(of(place)[0], set())
        and f"{of(place)[0]}@{of(place)[2]}" not in OTHERS
    }
    assert unexpected == set(), (
        f"an export lacks {unexpected} (table.column@the column that makes the row theirs): read it"
        " in HELD (shared/db/privacy.py), or say in WITHHELD or OTHERS whose it is"
    )
    for fact in (SARAH, EMAIL, LINKEDIN, *NAME):
        assert fact in exported
    assert set(document["database"]) == set(HELD)
    assert all(document["database"].values()), "of every table there is a row"


def test_an_export_gives_nothing_away_about_others(
    owner: Connection, life: WholeLife, sarah: Person, pool: Pool
) -> None:
    other = find_person(pool, user_id=OTHER, phone=None)
    assert other is not None
    exported = export(pool, None, other)
    theirs = {place for word, place in life.words.items() if word in exported}
    for place in theirs:
        table, name, by = of(place)
        shared = table in WITHHELD or f"{table}@{by}" in OTHERS
        assert shared or table in ("community_responses",), place
        assert name not in WITHHELD.get(table, set()) or by in (
            # the rows in which the other one said it
            *("innovator_id", "introducee_user_id", "offering_user_id", "prospect_id"),
            *("requestor_user_id", "vouched_by_user_ids", "prospect_linkedin_url"),
            *("requestor_linkedin_url", "requestor_prospect_id", "processed_by", "reported_by"),
        ), place


def test_erasure_leaves_no_word_and_no_address_in_any_table(
    owner: Connection, life: WholeLife, sarah: Person, pool: Pool
) -> None:
    before = everywhere(owner)
    assert all(any(word in text for text in before.values()) for word in life.words)
    assert erase(pool, None, sarah)
    after = everywhere(owner)

    left = {
        place for word, place in life.words.items() if any(word in text for text in after.values())
    }
    unexpected = {
        place
        for place in left
        if place.partition("@")[0] not in LEFT
        and f"{of(place)[0]}@{of(place)[2]}" not in OTHERS
        and not (of(place)[0] == "system_events" and of(place)[1] != "payload")
    }
    assert unexpected == set(), (
        f"erasure leaves {unexpected} (table.column@the column that makes the row theirs): empty it"
        " in sql/functions/privacy, for a column of users in erase_person.sql; or say in LEFT why"
        " it is nothing personal"
    )
    assert {place.partition("@")[0] for place in left} >= set(LEFT) & {
        place.partition("@")[0] for place in life.words.values()
    }, "what is excused is still there"
    for table, text in after.items():
        for fact in (SARAH, EMAIL, LINKEDIN):
            assert fact not in text, table
    for role in OTHERS:
        table, _, by = role.partition("@")
        kept = {word for word, place in life.words.items() if of(place)[::2] == (table, by)}
        gone = {word for word in kept if word not in after[table]}
        # What their own row says about whom they were referred by may have to be said anew.
        assert {of(life.words[word])[1] for word in gone} <= set(), role


def test_erasure_leaves_no_reference_where_others_would_still_meet_them(
    owner: Connection, life: WholeLife, sarah: Person, pool: Pool
) -> None:
    erase(pool, None, sarah)
    assert one(owner, "select referred_by from users where id = %s", OTHER) is None
    for table, name in (
        ("community_requests", "target_user_ids"),
        ("connection_requests", "vouched_by_user_ids"),
        ("prospects", "users_researching"),
    ):
        arrays = column(owner, f"select {name} from {table} where {name} is not null")  # noqa: S608
        assert not [ids for ids in arrays if PERSON in ids], table
    assert column(owner, "select user_id from user_profiles where id = %s", PROFILE) == [None]


def test_what_is_left_is_a_row_that_nobody_can_text(
    owner: Connection, life: WholeLife, sarah: Person, pool: Pool
) -> None:
    erase(pool, None, sarah)
    row = owner.execute(
        "select phone_number ~ '^erased:[0-9a-f]{12}$', erased_at is not null,"
        " opted_out_at is not null, verified, email, phone_number_history from users where id = %s",
        (PERSON,),
    ).fetchone()
    assert row == (True, True, True, False, None, [])
    assert one(owner, "select event_type from events where request_id = %s", f"erased:{PERSON}")
    again = find_person(pool, user_id=PERSON, phone=None)
    assert again is not None
    assert again.erased
    assert not erase(pool, None, again), "the second time there is nothing to do"
    assert find_person(pool, user_id=None, phone=SARAH) is None


def test_books_add_up_after_an_erasure(
    owner: Connection, life: WholeLife, sarah: Person, pool: Pool
) -> None:
    amounts = column(owner, "select amount from credit_events order by id")
    spent = one(owner, "select sum(input_tokens) from agent_actions_log")
    erase(pool, None, sarah)
    assert column(owner, "select amount from credit_events order by id") == amounts
    assert one(owner, "select sum(input_tokens) from agent_actions_log") == spent


def test_what_was_still_to_be_said_about_them_is_called_off(
    owner: Connection, life: WholeLife, sarah: Person, pool: Pool
) -> None:
    offer = life.rows["intro_offers@introducee_user_id"]
    waiting = one(
        owner,
        "insert into message_queue (user_id, agent_id, message_data, scheduled_for, item_id)"
        " values (%s, 'concierge', %s, now(), %s) returning id",
        OTHER,
        json.dumps({"say": "Sarah would like to meet you"}),
        offer,
    )
    named = one(
        owner,
        "insert into agent_tasks (task_type, agent_type, user_id, scheduled_for, context_json)"
        " values ('x', 'x', %s, now(), %s) returning id",
        OTHER,
        json.dumps({"expert": str(PERSON)}),
    )
    own = one(
        owner,
        "insert into agent_tasks (task_type, agent_type, user_id, scheduled_for, context_json)"
        " values ('x', 'x', %s, now(), '{}') returning id",
        OTHER,
    )
    erase(pool, None, sarah)
    queued = owner.execute(
        "select status, message_data ? 'say' from message_queue where id = %s", (waiting,)
    ).fetchone()
    assert queued == ("cancelled", False)
    assert one(owner, "select status from agent_tasks where id = %s", named) == "cancelled"
    assert one(owner, "select status from agent_tasks where id = %s", own) == "pending"


def test_findings_about_them_leave_others_research(
    owner: Connection, life: WholeLife, sarah: Person, pool: Pool
) -> None:
    workflow = one(
        owner,
        "insert into solution_workflows (user_id, request_description, matched_innovators,"
        " expert_recommendations, conversation_log) values (%s, 'a CRM', %s, %s, %s) returning id",
        OTHER,
        json.dumps([{"user_id": str(PERSON), "name": "Acme"}, {"user_id": str(uuid4())}]),
        json.dumps({"best": f"ask {EMAIL.upper()}", "why": "they know"}),
        json.dumps([{"step": "done"}]),
    )
    erase(pool, None, sarah)
    row = owner.execute(
        "select jsonb_array_length(matched_innovators), expert_recommendations, conversation_log"
        " from solution_workflows where id = %s",
        (workflow,),
    ).fetchone()
    assert row == (1, {"best": "[erased]", "why": "they know"}, [{"step": "done"}])


HERS = (
    "+14155550101",
    "(415) 555-0101",
    "415.555.0101",
    "1-415-555 0101",
    "+1\u00a0415\u20115550101",
    "415,555,0101",
    "\uff14\uff11\uff15\uff0d\uff15\uff15\uff15\uff0d\uff10\uff11\uff10\uff11",
    "\u0664\u0661\u0665 \u0665\u0665\u0665 \u0660\u0661\u0660\u0661",
    "SARAH@Acme.test",
    "Sarah+news@acme.test",
    "sarah%40acme.test",
    "mailto:sarah@acme.test.",
    "www.linkedin.test/in/Sarah/",
)
NOT_HERS = (
    "+14155550102",
    "415 555 01011",
    "94155550101",
    "joansarah@acme.test",
    "sarah@acme.test.co",
    "linkedin.test/in/sarah-jones",
)


def test_whatever_others_wrote_of_their_numbers_and_addresses_is_blotted_out(
    owner: Connection, life: WholeLife, sarah: Person, pool: Pool
) -> None:
    """Every text and document of every row that is another's, tables of tomorrow included."""
    said = "Ask\n" + ", or ".join((*HERS, *NOT_HERS)) + "\nSarah knows"
    filled = 0
    owner.execute("set session_replication_role = replica")
    for one_column in columns(owner):
        if one_column.table in APPENDED | VOCABULARY or one_column.choices or not one_column.wordy:
            continue
        if one_column.table.startswith("private.") or one_column.full in IDENTITY:
            continue
        limit = re.search(r"\((\d+)\)", one_column.type)
        if limit and int(limit[1]) < len(said):
            continue
        if one_column.type == "text[]":
            value: object = [said, "growth"]
        elif one_column.type != "jsonb":
            value = said
        elif "'array'" in one_column.check or one_column.default.startswith("'[]'"):
            value = Jsonb([{"said": said}, {"said": "kept"}])
        else:
            value = Jsonb(
                {"of": [{"said": said}, {"said": "kept"}], "why": said, "tel": 14155550101}
            )
        owner.execute(
            sql.SQL("update {} set {} = %s").format(
                sql.Identifier(*one_column.table.split(".")), sql.Identifier(one_column.name)
            ),
            (value,),
        )
        filled += 1
    owner.execute("set session_replication_role = origin")
    assert filled > 80

    erase(pool, None, sarah)
    after = everywhere(owner)
    for table, text in after.items():
        for fact in (*HERS, "14155550101"):
            found = re.search(
                rf"(?<![0-9a-z]){re.escape(fact.strip('/.'))}(?![\w.-]\w)", text, re.I
            )
            assert found is None, (table, fact)
    kept = "\n".join(after.values())
    assert all(fact in kept for fact in NOT_HERS)
    assert "Sarah knows" in kept, "a name is others' too"


def test_others_ledgers_lose_the_number_and_keep_their_words(
    owner: Connection, life: WholeLife, sarah: Person, pool: Pool
) -> None:
    said = "credit for 415,555,0101 and Mike"
    owner.execute(
        "insert into credit_events (user_id, event_type, amount, idempotency_key, description)"
        " values (%s, 'x', 1, 'theirs', %s)",
        (OTHER, said),
    )
    owner.execute(
        "insert into consent_events (user_id, phone_number, change, source, words)"
        " values (%s, '+14155550102', 'out', 'wording', %s)",
        (OTHER, said),
    )
    erase(pool, None, sarah)
    kept = "credit for [erased] and Mike"
    assert kept in column(owner, "select description from credit_events")
    assert kept in column(owner, "select words from consent_events")


def test_why_an_operator_did_something_goes_with_the_person_it_was_about(
    owner: Connection, life: WholeLife, sarah: Person, pool: Pool
) -> None:
    task, queued = life.rows["agent_tasks@user_id"], life.rows["message_queue@user_id"]
    mentioning = one(
        owner,
        "insert into events (event_type, aggregate_type, aggregate_id, payload, created_by)"
        " values ('x', 'user', %s, %s, 'system') returning id",
        OTHER,
        json.dumps({"about": str(PERSON)}),
    )
    acts = {"users": PERSON, "agent_tasks": task, "message_queue": queued, "events": mentioning}
    for table, id in acts.items():
        owner.execute(
            "select private.record_operator_action('ana@ops.test', 'dismiss', %s, %s,"
            " 'Sarah was rude')",
            (table, id),
        )
    of_another = one(
        owner,
        "select private.record_operator_action(%s, 'decline', 'users', %s, %s, %s)",
        *(EMAIL, OTHER, f"works with Sarah, {SARAH}", json.dumps({"told": EMAIL, "n": 2})),
    )
    assert erase(pool, None, sarah)
    words = "select reason, detail from operator_actions where target_id = %s"
    for id in acts.values():
        assert owner.execute(words, (id,)).fetchone() == ("", {}), id
    kept = "select actor, reason, detail from operator_actions where id = %s"
    assert owner.execute(kept, (of_another,)).fetchone() == (
        *("[erased]", "works with Sarah, [erased]"),
        {"told": "[erased]", "n": 2},
    )
    assert one(owner, "select count(*) from operator_actions where actor = 'ana@ops.test'") == 4


def test_a_prospect_is_theirs_however_the_number_or_the_address_was_uploaded(
    owner: Connection, life: WholeLife, sarah: Person, pool: Pool
) -> None:
    theirs = ["(415) 555-0101", "1 415 555 0101"]
    for phone in (*theirs, "+14155550102"):
        owner.execute(
            "insert into prospects (innovator_id, name, phone_number) values (%s, 'x', %s)",
            (OTHER, phone),
        )
    for mail in ("Sarah+lists@ACME.test", "mike@acme.test"):
        owner.execute(
            "insert into prospects (innovator_id, name, email) values (%s, 'x', %s)", (OTHER, mail)
        )
    erase(pool, None, sarah)
    assert not {*column(owner, "select phone_number from prospects")} & {*theirs}
    mails = column(owner, "select email from prospects where email is not null")
    assert "mike@acme.test" in mails
    assert "Sarah+lists@ACME.test" not in mails


def test_a_number_from_elsewhere_is_known_as_people_there_write_it(
    owner: Connection, pool: Pool
) -> None:
    pattern = one(owner, "select private.number_pattern('+4915112345678')")
    for written in ("+49 151 12345678", "0049 151/123-456-78", "0151 12345678", "4915112345678"):
        assert one(owner, "select %s::text ~* %s", written, pattern), written
        assert re.search(pattern, written), written
    for other in ("15112345678", "0151 123456789", "+49 151 12345679"):
        assert not one(owner, "select %s::text ~* %s", other, pattern), other
        assert not re.search(pattern, other), other
