"""The Account Manager: how long a round over all active members takes one worker."""

import time
from collections import Counter

import psycopg

from infra.local.postgres import Postgres
from shared.config import read_settings
from shared.db.pool import Database
from shared.db.tasks import Tasks
from shared.llm.engines import Engines
from shared.tasks.processor import TaskProcessor
from shared.tasks.registry import HANDLERS
from tests.benchmarks.grown import PEOPLE, clone
from tests.benchmarks.report import Section, ratio

COLUMNS = ["", "s for all / 60 s", "s", "members/s", "items"]
WITHIN = 60.0  # seconds


def measure(postgres: Postgres) -> Section:
    """A first round, in which everything is new, and the one six hours later."""
    urls = clone(postgres, "reviews")
    rows: list[list[str]] = []
    with psycopg.connect(urls.owner, autocommit=True) as connection:
        _fill(connection)
        database = Database(urls.app, pool_max=4)
        for name in ("first: all is new", "six hours later: nothing has changed"):
            began = time.perf_counter()
            counts = _round(database, urls.app)
            took = time.perf_counter() - began
            assert not counts["dead"], counts
            reviewed = _number(connection, "select count(*) from private.priority_reviews")
            assert reviewed == PEOPLE, reviewed
            items = _number(connection, "select count(*) from user_priorities")
            figures = [f"{took:.1f}", f"{PEOPLE / took:.0f}", str(items)]
            rows.append([name, ratio(took, WITHIN), *figures])
            connection.execute(
                "update private.priority_reviews set reviewed_at = reviewed_at - interval '6 hours'"
            )
            connection.execute("update private.sweeps set finished_at = '-infinity'")
        database.close()
    return Section(
        "What matters to members",
        f"{PEOPLE} members who were active in the last 30 days, each with two connection requests,"
        " an opportunity, an offer, a question, an answer, research and a goal: one worker reviews"
        " all of them, scores, ranks, expires and announces.",
        COLUMNS,
        rows,
    )


def _number(connection: "psycopg.Connection[tuple[int]]", query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    return row[0] if row else 0


def _round(database: Database, url: str) -> Counter[str]:
    processor = TaskProcessor(
        tasks=Tasks(database),
        handlers=HANDLERS,
        engines=Engines(read_settings({"DATABASE_URL": url})),
        workers=1,
    )
    return processor.work_off(seconds=300, stopping=lambda: False)


def _fill(connection: "psycopg.Connection[tuple[int]]") -> None:
    connection.execute("set session_replication_role = replica")  # no triggers
    connection.execute(
        "update users set verified = true, poc_agent_type = 'concierge', last_active_at = now(),"
        " first_name = 'Ada', last_name = 'Low', title = 'CFO', company = 'Hooli',"
        " expertise = '{pricing}', goals = jsonb_build_array(jsonb_build_object("
        "   'text', 'a CRM for our sales team', 'stated_at', now()))"
    )
    connection.execute(
        "create temporary table n as select id, lead(id, 1, id) over (order by id) as other,"
        " gen_random_uuid() as question from users"
    )
    for statement in (
        "insert into connection_requests (introducee_user_id, requestor_user_id, requestor_name,"
        "  vouched_by_user_ids) select id, other, 'Ada Low', array[other]"
        "  from n, generate_series(1, 2)",
        "insert into intro_opportunities (connector_user_id, innovator_id, prospect_name,"
        "  prospect_company) select id, other, 'Bo Berg', 'Initech' from n",
        "insert into intro_offers (offering_user_id, introducee_user_id, prospect_name)"
        "  select other, id, 'Carla Dunn' from n",
        "insert into community_requests (id, requesting_agent_type, requesting_user_id, question,"
        "  expertise_needed, target_user_ids) select question, 'concierge', id, 'How to price?',"
        "  '{pricing}', array[other] from n",
        "insert into community_targets (request_id, user_id, wave, score)"
        "  select question, other, 1, 65 from n",
        "insert into community_responses (request_id, user_id, response_text)"
        "  select question, other, 'By seat.' from n where other <> id",
        "insert into solution_workflows (user_id, request_description, current_step)"
        "  select id, 'a CRM', 'complete' from n",
        "insert into user_priorities (user_id, priority_rank, item_type, item_id, value_score,"
        "  item_summary) select r.requesting_user_id, 1, 'community_response', a.id, 10, 'one'"
        "  from community_responses a join community_requests r on r.id = a.request_id",
        "vacuum analyze",
    ):
        connection.execute(statement)
