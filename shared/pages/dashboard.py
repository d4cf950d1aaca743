"""The frame of the pages for operators: modules of pages, who may open them, and five seconds.

A module of pages is a `Pages`: its routes, made by `shown` (a GET, which changes nothing) and
`acts` (a POST, by operators, from a page of ours), and the tabs that lead to them.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, LiteralString
from uuid import UUID

from shared.config import settings
from shared.db.decisions import Decisions
from shared.db.pool import Database, Row
from shared.entry import Answer, Call, Route
from shared.errors import CallerError, DatabaseRejected
from shared.log import logger
from shared.pages.rendering import error_page, render
from shared.pages.requests import PAGE_SECONDS, page, same_origin
from shared.pages.visitors import Visitor, operator, visitor

_WAIT_SECONDS = 0.8  # for a connection
_SLOWEST_SECONDS = 2.0  # of one statement


@lru_cache(maxsize=1)
def page_database() -> Database:
    """This process's pool for pages: nobody waits long at one."""
    configured = settings()
    return Database(
        configured.database_url,
        pool_max=configured.db_pool_max,
        wait_seconds=_WAIT_SECONDS,
        statement_seconds=_SLOWEST_SECONDS + 1,
    )


@dataclass(frozen=True)
class Tab:
    """A link that every page shows to those who may follow it."""

    path: str
    label: str
    operators: bool = True


@dataclass(frozen=True)
class Pages:
    """A module of pages."""

    routes: Sequence[Route]
    tabs: Sequence[Tab] = ()


@dataclass(frozen=True)
class Visit:
    """Somebody at a page, until a moment of time.monotonic()."""

    call: Call
    who: Visitor
    until: float

    @property
    def database(self) -> Database:
        """For what changes something; each call ends within the page's time."""
        return page_database()

    @property
    def decisions(self) -> Decisions:
        """What the visitor decides, in their name."""
        return Decisions(page_database(), self.who.email)

    def rows(self, query: LiteralString, **parameters: object) -> list[Row]:
        """Rows of one reading. Raises DatabaseUnavailable when the page's time is up."""
        return page_database().read(query, parameters, seconds=_SLOWEST_SECONDS)

    def value(self, query: LiteralString, **parameters: object) -> Any:
        """The first column of the first row, or None."""
        rows = self.rows(query, **parameters)
        return rows[0][0] if rows else None

    def asked(self, name: str, most: int = 200) -> str:
        """A value of the address bar, cut, without what no column can hold."""
        return self.call.query.get(name, "")[:most].replace("\x00", "").strip()

    def page(self, template: str, *, status: int = 200, **values: object) -> Answer:
        """A page with the tabs that this visitor may follow."""
        return render(
            f"operations/{template}.html",
            status=status,
            frame=frame(self.who, self.call.path),
            **values,
        )


View = Callable[[Visit], Answer]


_TABS: list[Tab] = []  # of all modules, from when their routes are asked for


def frame(who: Visitor, tab: str) -> dict[str, object]:
    """What `frame.html` shows around a page: who looks at it, and the tabs that they may follow."""
    return {
        "who": who,
        "tab": _tab_of(tab),
        "tabs": [one for one in _TABS if who.operator or not one.operators],
        "phone_page": settings().phone_page_url,
    }


def _tab_of(path: str) -> str:
    """The tab under which a page stands: its own, or that of the list which leads to it."""
    found = [one.path for one in _TABS if path == one.path or path.startswith(f"{one.path}/")]
    return max(found, key=len, default=path)


def shown(path: str, view: View, *, operators: bool = True) -> Route:
    """A page that is looked at; unless said otherwise, by operators only."""
    admit = operator if operators else visitor
    return Route("GET", path, _answered(view, admit), authenticate=_nobody_yet)


def acts(path: str, act: View) -> Route:
    """What is posted by an operator from a page of ours, and changes something."""

    def admit(call: Call) -> Visitor:
        who = operator(call)
        same_origin(call, settings().dashboard_base_url)
        return who

    return Route("POST", path, _answered(act, admit), authenticate=_nobody_yet)


def all_routes(modules: Sequence[Pages]) -> list[Route]:
    """The routes of all modules, and a page for every other address."""
    _TABS[:] = [tab for module in modules for tab in module.tabs]
    routes = [route for module in modules for route in module.routes]
    return [*routes, shown("/<path:elsewhere>", _not_here, operators=False)]


def record(who: Visitor, action: str, table: str, **detail: str | int | list[str]) -> None:
    """Notes what an operator does that changes no row: `detail` holds ids and counts only."""
    page_database().value(
        "select private.record_operator_action(%s, %s, %s, null, '', %s::jsonb)",
        (who.email, action, table, json.dumps(detail)),
    )


def opened(visit: Visit, action: str, table: str, id: UUID) -> None:
    """Notes that an operator opens what people wrote, before it is shown.

    A page that refreshes itself (Sec-Fetch-Dest: empty) is one opening an hour.
    """
    visit.database.value(
        "select private.record_opening(%s, %s, %s, %s, %s)",
        (visit.who.email, action, table, id, visit.call.headers.get("Sec-Fetch-Dest") == "empty"),
    )


def _not_here(visit: Visit) -> Answer:
    return error_page(404, "There is no such page", "The address may have been cut.", back="/")


def _nobody_yet(call: Call) -> None:
    """Who asks is read by the page itself, so that refusing it is a page, with its headers."""


def _answered(view: View, admit: Callable[[Call], Visitor]) -> Callable[[Call], Answer]:
    def answer(call: Call) -> Answer:
        visit = Visit(call, admit(call), time.monotonic() + PAGE_SECONDS)
        try:
            return view(visit)
        except CallerError:
            raise
        except DatabaseRejected as error:
            logger.error("a page cannot be shown: %s", error)
            broken = "The database refused a statement, which changed nothing; the log says more."
            return error_page(500, "This page is broken", broken, back="/operations")

    return page(answer, seconds=PAGE_SECONDS)


__all__ = [
    "Pages",
    "Tab",
    "Visit",
    "acts",
    "all_routes",
    "frame",
    "opened",
    "page_database",
    "record",
    "shown",
]
