"""Steering the stand-in over HTTP, for tests and tools that run in another process."""

from collections.abc import Sequence
from json import JSONDecodeError
from typing import Any, Protocol, cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from infra.local.twilio.faults import Faults


class Steerable(Protocol):
    """What the control address needs of the stand-in."""

    @property
    def faults(self) -> Faults:
        """What goes wrong from now on."""
        ...

    @faults.setter
    def faults(self, faults: Faults) -> None: ...

    def state(self) -> dict[str, Any]:
        """Faults, counts and blocked numbers, as JSON."""
        ...

    def receive(
        self,
        from_: str,
        body: str,
        media_urls: Sequence[str] = (),
        opt_out_type: str | None = None,
    ) -> str:
        """A phone texts the number."""
        ...


def control_routes(stand_in: Steerable) -> list[Route]:
    """`PUT /_control/faults`, `GET /_control/state`, `POST /_control/receive`."""

    async def put_faults(request: Request) -> Response:
        try:
            stand_in.faults = Faults.from_document(await _document(request))
        except ValueError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        return JSONResponse(stand_in.faults.to_document())

    async def get_state(_: Request) -> Response:
        return JSONResponse(stand_in.state())

    async def post_receive(request: Request) -> Response:
        try:
            text = await _document(request)
            sid = stand_in.receive(
                str(text["from"]),
                str(text["body"]),
                [str(url) for url in text.get("media_urls", [])],
                text.get("opt_out_type"),
            )
        except (ValueError, KeyError) as error:
            return JSONResponse({"error": f"missing or malformed: {error}"}, status_code=400)
        return JSONResponse({"sid": sid}, status_code=201)

    return [
        Route("/_control/faults", put_faults, methods=["PUT"]),
        Route("/_control/state", get_state, methods=["GET"]),
        Route("/_control/receive", post_receive, methods=["POST"]),
    ]


async def _document(request: Request) -> dict[str, Any]:
    try:
        document: object = await request.json()
    except JSONDecodeError as error:
        raise ValueError("the body is not JSON") from error
    if not isinstance(document, dict):
        raise ValueError("the body is not a JSON object")
    return cast(dict[str, Any], document)
