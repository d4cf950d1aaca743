"""Tasks put into the table in bulk, what became of them, and the bare statements by pgbench."""

import re
import subprocess
from pathlib import Path

import psycopg

from tests.benchmarks.bulk import filling

TASK_TYPE = "no_op"
BARE_BATCH = 500

# Nobody's tasks and everybody's are due in the same way: in the past, a microsecond apart.
_FILL = (
    "insert into agent_tasks"
    " (task_type, agent_type, user_id, scheduled_for, priority, context_json)"
    " select %s, 'concierge', {user}, now() - interval '1 hour' + n * interval '1 microsecond',"
    " 'medium', '{{}}' from generate_series(1, %s) n"
)
# Half of the tasks are the first one's.
_PEOPLE = (
    "(array(select id from users order by phone_number limit 1000))"
    "[case mod(n, 2) when 0 then 1 else 1 + mod(n / 2, 1000) end]"
)
_FINISHED = (
    "insert into agent_tasks (task_type, agent_type, scheduled_for, priority, status, attempts,"
    " context_json, created_at, last_attempted_at, completed_at)"
    " select 'no_op', 'concierge', t, 'medium', 'completed', 1, '{}', t, t, t"
    " from generate_series(1, %s) n, lateral (select now() - n * interval '1 second' as t) at"
)

# What any queue on such a table must do at least; nothing keeps a person's tasks apart here.
_BARE = """
with due as (
  select id from agent_tasks
  where status in ('pending', 'processing') and private.priority_rank(priority) = 3
    and greatest(scheduled_for, available_at) <= now()
  order by greatest(scheduled_for, available_at), seq limit :batch for update skip locked),
claimed as (
  update agent_tasks t
  set status = 'processing', lease_token = gen_random_uuid(), attempts = attempts + 1,
      last_attempted_at = now(), leased_until = now() + interval '30 seconds',
      available_at = now() + interval '30 seconds'
  from due where t.id = due.id returning t.id)
select array_agg(id)::text as ids from claimed \\gset
update agent_tasks
set status = 'completed', completed_at = now(), lease_token = null, leased_until = null
where id = any (:ids::uuid[]) and status = 'processing';
"""


class Table:
    """agent_tasks of one database, as its owner."""

    def __init__(self, owner_url: str) -> None:
        self._url = owner_url

    def fill(self, count: int, *, people: bool = False) -> None:
        """So many due tasks: nobody's, or a thousand people's, half of them one person's."""
        user = _PEOPLE if people else "null::uuid"
        self._run(_FILL.format(user=user), TASK_TYPE, count)

    def fill_finished(self, count: int) -> None:
        """A history, as a queue that has run for long has it."""
        with (
            psycopg.connect(self._url, autocommit=True) as connection,
            filling(connection, "agent_tasks"),
        ):
            connection.execute(_FINISHED.encode(), (count,))

    def vacuum(self) -> None:
        """Statistics and visibility as autovacuum leaves them."""
        self._run("vacuum analyze agent_tasks")

    def last_finished(self, expected: int) -> float:
        """When the last task was settled, as `time.time` has it; all must be by now."""
        with psycopg.connect(self._url) as connection:
            row = connection.execute(
                "select count(*) filter (where status = 'completed'), count(*),"
                " extract(epoch from max(completed_at))::float8"
                " from agent_tasks where task_type = %s",
                (TASK_TYPE,),
            ).fetchone()
        assert row is not None
        assert row[:2] == (expected, expected), f"{row[0]} of {row[1]}, not {expected}, are done"
        return row[2]

    def clear(self) -> None:
        """No tasks, no dead rows."""
        self._run("truncate agent_tasks")

    def _run(self, statement: str, *parameters: object) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(statement.encode(), parameters or None)


def bare_rate(pgbench: Path, table_url: str, directory: Path, count: int, batch: int) -> float:
    """Tasks a second that pgbench claims and finishes with nothing but statements, one client."""
    script = directory / "bare.sql"
    script.write_text(_BARE)
    done = subprocess.run(
        [
            *(str(pgbench), "--no-vacuum", "--protocol=prepared", "--client=1"),
            *(f"--transactions={count // batch}", f"--define=batch={batch}", f"--file={script}"),
            table_url,
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"tps = ([\d.]+) \(without", done.stdout)
    assert found is not None, done.stdout
    return float(found[1]) * batch
