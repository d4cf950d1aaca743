"""Templates to answers. The environment is made on first use."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from shared.entry import Answer, Call, Route
from shared.pages.charts import written

_ASSET = re.compile(r"[0-9a-f]{12}\.(?P<kind>css|js)")
_HERE = Path(__file__).parent
# Nothing inline and nothing of another host; forms go back where they came from.
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


def render(template: str, *, status: int = 200, **values: object) -> Answer:
    """A page. A name that the template asks for and is not given is an error."""
    text = (
        _environment()
        .get_template(template)
        .render(stylesheet=stylesheet_path(), script=script_path(), **values)
    )
    return Answer(status, text, "text/html; charset=utf-8", HEADERS)


def error_page(status: int, title: str, detail: str, *, back: str = "") -> Answer:
    """What went wrong and what to do. `back` is an address on this host to go on from."""
    return render("error.html", status=status, title=title, detail=detail, back=back)


def redirect(path: str) -> Answer:
    """Go on by GET to a path of this host, after what was posted is done (303)."""
    return Answer(303, "", "text/plain; charset=utf-8", {**HEADERS, "Location": path})


@lru_cache(maxsize=1)
def _stylesheet() -> str:
    return "".join(
        (_HERE / name).read_text() for name in ("pages.css", "analytics.css", "operations.css")
    )


def stylesheet_path() -> str:
    """Where the stylesheet is: another path whenever it changes."""
    return f"/assets/{sha256(_stylesheet().encode()).hexdigest()[:12]}.css"


@lru_cache(maxsize=1)
def _script() -> str:
    return (_HERE / "pages.js").read_text()


def script_path() -> str:
    """Where the script module is; pages work without it."""
    return f"/assets/{sha256(_script().encode()).hexdigest()[:12]}.js"


def stylesheet_route() -> Route:
    """Serves the stylesheet and the script, also by the name that an older page knows them by."""
    return Route("GET", "/assets/<name>", _serve_stylesheet, authenticate=_anybody)


def _serve_stylesheet(call: Call) -> Answer:
    name = _ASSET.fullmatch(str(call.named.get("name", "")))
    if name is None:
        return Answer(404, "There is no such file.", "text/plain; charset=utf-8", HEADERS)
    if name["kind"] == "js":
        return Answer(200, _script(), "text/javascript; charset=utf-8", HEADERS)
    return Answer(200, _stylesheet(), "text/css; charset=utf-8", HEADERS)


def _anybody(call: Call) -> None:
    """It says nothing of anybody."""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    filters = cast("dict[str, object]", environment.filters)
    filters |= {"number": _number, "day": _day, "written": written, "in_zone": _in_zone}
    filters |= {"span": span, "utc": _utc}
    cast("dict[str, object]", environment.globals)["now"] = _now
    return environment


def span(seconds: float | None) -> str:
    """A length of time in its largest unit: 45 s, 3 min, 5 h, 2 days."""
    if seconds is None:
        return "–"  # noqa: RUF001 - as figures that are not there are shown
    for unit, length in (("days", 86_400 * 2), ("h", 3_600 * 2), ("min", 120)):
        if seconds >= length:
            size = {"days": 86_400, "h": 3_600, "min": 60}[unit]
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.1f} s" if 0 < seconds < 10 else f"{seconds:.0f} s"


def _utc(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if moment else ""


def _now() -> datetime:
    return datetime.now(UTC)


def _number(value: int) -> str:
    return f"{value:,}"


def _in_zone(moment: datetime, zone: str) -> str:
    """Day and minute on a zone's clock."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %Y, %H:%M}"


def _day(moment: datetime) -> str:
    return f"{moment:%b} {moment.day}, {moment.year}"


__all__ = ["HEADERS", "error_page", "redirect", "render", "stylesheet_route"]
