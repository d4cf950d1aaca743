"""The frame of the pages for operators: modules of pages, who may open them, and five seconds.

A module of pages is a `Pages`: its routes, made by `shown` (a GET, which changes nothing) and
`acts` (a POST, by operators, from a page of ours), and the tabs that lead to them.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, LiteralString

from shared.config import settings
from shared.db.pool import Database, Row
from shared.entry import Answer, Call, Route
from shared.errors import CallerError, DatabaseRejected, DatabaseUnavailable
from shared.log import logger
from shared.pages.rendering import error_page, redirect, render
from shared.pages.requests import page, same_origin
from shared.pages.visitors import Visitor, operator, visitor

PAGE_SECONDS = 4.5  # in which a page is there, or says that the database is away
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
    tabs: Sequence[Tab]

    @property
    def database(self) -> Database:
        """For what changes something; each call ends within the page's time."""
        return page_database()

    def rows(self, query: LiteralString, **parameters: object) -> list[Row]:
        """Rows of one reading. Raises DatabaseUnavailable when the page's time is up."""
        left = self.until - time.monotonic() - _WAIT_SECONDS - 1
        if left <= 0:
            raise DatabaseUnavailable("a page's readings took too long")
        return page_database().read(query, parameters, seconds=min(left, _SLOWEST_SECONDS))

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
            who=self.who,
            tabs=[tab for tab in self.tabs if self.who.operator or not tab.operators],
            here=self.call.path,
            phone_page=settings().phone_page_url,
            **values,
        )


View = Callable[[Visit], Answer]


class Frame:
    """The tabs of all modules, known when their routes are asked for."""

    def __init__(self) -> None:
        self.tabs: list[Tab] = []

    def visit(self, call: Call, who: Visitor) -> Visit:
        """Somebody at a page, from now on."""
        return Visit(call, who, time.monotonic() + PAGE_SECONDS, self.tabs)


FRAME = Frame()


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


def all_routes(modules: Sequence[Pages], *, first: Sequence[Tab] = ()) -> list[Route]:
    """The routes of all modules, and a page for every other address."""
    FRAME.tabs[:] = [*first, *(tab for module in modules for tab in module.tabs)]
    routes = [route for module in modules for route in module.routes]
    return [*routes, shown("/<path:elsewhere>", _not_here, operators=False)]


def back(path: str, query: Mapping[str, str] | None = None) -> Answer:
    """On to a page by GET after something was done."""
    from urllib.parse import urlencode

    kept = urlencode({name: value for name, value in (query or {}).items() if value})
    return redirect(f"{path}?{kept}" if kept else path)


def _not_here(visit: Visit) -> Answer:
    return error_page(404, "There is no such page", "The address may have been cut.", back="/")


def _nobody_yet(call: Call) -> None:
    """Who asks is read by the page itself, so that refusing it is a page, with its headers."""


def _answered(view: View, admit: Callable[[Call], Visitor]) -> Callable[[Call], Answer]:
    def answer(call: Call) -> Answer:
        visit = FRAME.visit(call, admit(call))
        try:
            return view(visit)
        except CallerError:
            raise
        except DatabaseRejected as error:
            logger.error("a page cannot be shown: %s", error)
            broken = "The database refused a statement. Nothing was changed; the log says more."
            return error_page(500, "This page is broken", broken, back="/operations")

    return page(answer)


__all__ = ["Pages", "Tab", "Visit", "acts", "all_routes", "back", "page_database", "shown"]
