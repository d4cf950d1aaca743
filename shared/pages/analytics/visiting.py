"""Who asks, and what every page of analytics begins with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from shared.analytics.period import PRESETS, Period, Reporting, read_period, reporting
from shared.db.pool import Database
from shared.entry import Answer, Call
from shared.pages.rendering import render
from shared.pages.visitors import Visitor

Who = Callable[[Call], Visitor]
Opened = Callable[[Visitor, str], None]
Frame = Callable[[Visitor], Mapping[str, object]]


@dataclass(frozen=True)
class Asked:
    """A request with its period."""

    call: Call
    database: Database
    visitor: Visitor
    reporting: Reporting
    period: Period
    frame: Frame

    def address(self, path: str, **changed: str) -> str:
        """A path of ours with the same filters, some of them changed; the last page is left."""
        kept = {name: value for name, value in self.call.query.items() if name != "after" and value}
        if "period" in changed:
            kept = {name: value for name, value in kept.items() if name not in ("from", "to")}
        query = urlencode({name: value for name, value in (kept | changed).items() if value})
        return f"{path}?{query}" if query else path

    def page(self, name: str, here: str, **values: object) -> Answer:
        """A page, with what all of them show."""
        presets = {
            label: self.address(self.call.path, period=preset) for preset, label in PRESETS.items()
        }
        period = {"from": self.period.begin.isoformat(), "to": self.period.end.isoformat()}
        return render(
            f"analytics/{name}.html",
            status=200,
            here=here,
            zone=self.reporting.zone,
            period=self.period,
            spelled=spelled(self.period),
            span=period,
            presets=presets,
            asked=self,
            query=dict(self.call.query),
            frame=self.frame(self.visitor),
            **values,
        )


def ask(call: Call, database: Database, who: Who, frame: Frame) -> Asked:
    """Reads what is asked. Raises CallerError."""
    visitor = who(call)
    now = reporting(database, datetime.now(UTC))
    return Asked(call, database, visitor, now, read_period(call.query, now.today), frame)


def spelled(period: Period) -> str:
    """The first and the last day, as people say them."""
    begin, last = period.begin, period.last
    end = f"{last.day} {last:%b %Y}"
    if period.days == 1:
        return end
    if begin.year != last.year:
        return f"{begin.day} {begin:%b %Y} to {end}"
    if begin.month != last.month:
        return f"{begin.day} {begin:%b} to {end}"
    return f"{begin.day} to {end}"


__all__ = ["Asked", "Frame", "Opened", "Who", "ask", "spelled"]
