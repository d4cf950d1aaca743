"""Who may change something by a page, and errors as pages."""

import math
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from shared.db.deadline import ends_by
from shared.entry import Answer, Call
from shared.errors import CallerError, DatabaseUnavailable, NotAllowed, TooBusy
from shared.log import logger
from shared.pages.rendering import error_page

PAGE_SECONDS = 4.5  # in which a page is there, or says that the database is away
_READ = "The database does not answer in time. Please try again in a few seconds."
_CHANGED = (
    "The database does not answer in time. Some of what you asked for may have been done: look"
    " before you ask for it again."
)

Handler = Callable[[Call], Answer]


def same_origin(call: Call, base_url: str) -> None:
    """Raises NotAllowed unless a POST comes from a page of ours, or straight from its person.

    Browsers say so in Sec-Fetch-Site; those that do not (over plain http) give an Origin, which has
    to be that of `base_url`. So no token and no session is needed. Source: Fetch Metadata, W3C.
    """
    site = call.headers.get("Sec-Fetch-Site")
    if site is None:
        origin, base = call.headers.get("Origin"), urlsplit(base_url)
        if base_url and origin == f"{base.scheme}://{base.netloc}":
            return
    elif site in ("same-origin", "none"):
        return
    raise NotAllowed("This was not sent from this page. Open the link again and retry there")


def page(handle: Handler, *, seconds: float = math.inf) -> Handler:
    """Answers with a page also when the caller, or the database, is at fault.

    After `seconds` nothing is asked of the database any more, and the page says so.
    """

    def answer(call: Call) -> Answer:
        try:
            with ends_by(time.monotonic() + seconds, certain=call.method == "POST"):
                return handle(call)
        except CallerError as error:
            back = call.path if call.method == "GET" and call.query else ""
            return error_page(error.status, error.title, f"{error.detail}.", back=back)
        except (DatabaseUnavailable, TooBusy) as error:
            logger.error("a page cannot be shown: %s", error)
            return error_page(503, "Please try again", _CHANGED if call.method == "POST" else _READ)

    return answer


__all__ = ["PAGE_SECONDS", "page", "same_origin"]
