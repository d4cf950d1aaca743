"""Who may change something by a page, and errors as pages."""

from collections.abc import Callable
from urllib.parse import urlsplit

from shared.entry import Answer, Call
from shared.errors import CallerError, DatabaseUnavailable, NotAllowed, TooBusy
from shared.log import logger
from shared.pages.rendering import error_page

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


def page(handle: Handler) -> Handler:
    """Answers with a page also when the caller, or the database, is at fault."""

    def answer(call: Call) -> Answer:
        try:
            return handle(call)
        except CallerError as error:
            return error_page(error.status, error.title, f"{error.detail}.")
        except (DatabaseUnavailable, TooBusy) as error:
            logger.error("a page cannot be shown: %s", error)
            retry = "Nothing was changed. Please try again in a few seconds."
            return error_page(503, "Please try again", retry)

    return answer


__all__ = ["page", "same_origin"]
