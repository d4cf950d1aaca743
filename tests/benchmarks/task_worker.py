"""Our worker: the real loop, with a handler that does nothing.

`python -m tests.benchmarks.task_worker URL` takes orders as lines of JSON and answers each with
one: `drain` works until nothing is due, says when that began, and for each person when each of
their tasks ran; `churn` works for so many seconds on tasks that it puts in itself, and says how
many were done in each.
"""

import json
import sys
import threading
import time
from itertools import pairwise
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from shared.config import read_settings
from shared.db.pool import Database
from shared.db.tasks import ClaimedTask, Tasks
from shared.llm.engines import Engines
from shared.tasks.handler import Done, Handler, Ports
from shared.tasks.processor import TaskProcessor
from tests.benchmarks.task_tables import TASK_TYPE, Table

SLOW_EVERY = 100  # one in so many of a person's tasks takes a millisecond: two at once would show
BACKLOG = 20_000  # tasks that a churn keeps waiting, in portions of a quarter


class NoContext(BaseModel):
    """The arguments of a task that does nothing."""


class NoOp:
    """Runs the tasks and remembers when, by a clock that all processes share."""

    def __init__(self) -> None:
        self.ran: dict[UUID, list[tuple[int, int]]] = {}
        self.done = 0

    def handler(self) -> Handler[NoContext]:
        return Handler(task_type=TASK_TYPE, context=NoContext, run=self._run)

    def _run(self, task: ClaimedTask, context: NoContext, ports: Ports) -> Done:
        self.done += 1
        if task.user_id is not None:
            began = time.monotonic_ns()
            if self.done % SLOW_EVERY == 0:
                time.sleep(0.001)
            self.ran.setdefault(task.user_id, []).append((began, time.monotonic_ns()))
        return Done()


class OurWorker:
    """What task_processor has, on the database of the benchmark."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._database = Database(url, pool_max=4)
        self._database.value("select 1")

    def obey(self, order: dict[str, Any]) -> dict[str, Any]:
        return self._drain() if order["do"] == "drain" else self._churn(order["seconds"])

    def _processor(self, no_op: NoOp) -> TaskProcessor:
        return TaskProcessor(
            tasks=Tasks(self._database),
            handlers={TASK_TYPE: no_op.handler()},
            engines=Engines(read_settings({"DATABASE_URL": self._url})),
        )

    def _drain(self) -> dict[str, Any]:
        no_op = NoOp()
        began = time.time()
        done = self._processor(no_op).work_off(seconds=300, stopping=lambda: False)["done"]
        ran = {str(user): spans for user, spans in no_op.ran.items()}
        return {"began": began, "done": done, "ran": ran}

    def _churn(self, seconds: int) -> dict[str, Any]:
        no_op = NoOp()
        table = Table(self._url)
        over = threading.Event()

        def work() -> None:
            while not over.is_set():
                self._processor(no_op).work_off(seconds=seconds, stopping=over.is_set)

        def fill() -> None:
            put_in = 0
            while not over.wait(0.01):
                while put_in - no_op.done < BACKLOG:
                    table.fill(BACKLOG // 4)
                    put_in += BACKLOG // 4

        threads = [threading.Thread(target=fill), threading.Thread(target=work)]
        for thread in threads:
            thread.start()
        done = [0]
        began = time.monotonic()
        for second in range(1, seconds + 1):
            time.sleep(max(0.0, began + second - time.monotonic()))
            done.append(no_op.done)
        over.set()
        for thread in threads:
            thread.join()
        return {"each_second": [after - before for before, after in pairwise(done)]}


def _main() -> None:
    worker = OurWorker(sys.argv[1])
    for line in sys.stdin:
        sys.stdout.write(json.dumps(worker.obey(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
