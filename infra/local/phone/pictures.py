"""Pictures that were attached on the page: kept in a folder, shown by an unguessable name."""

import re
import secrets
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from infra.local.phone.forms import Problem

LIMIT = 5_000_000  # bytes, as for a picture message
_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")  # none that may carry a script
_NAME = re.compile(r"[0-9a-f]{32}")


class Pictures:
    """The folder, and its two addresses."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    async def add(self, request: Request) -> Response:
        """`POST /api/pictures` with the picture as the body."""
        kind = request.headers.get("content-type", "")
        if kind not in _TYPES:
            raise Problem("Only PNG, JPEG, GIF and WebP pictures can be attached.", 415)
        data = bytearray()
        async for chunk in request.stream():
            data += chunk
            if len(data) > LIMIT:
                raise Problem("A picture may have 5 MB at most.", 413)
        name = secrets.token_hex(16)
        (self._folder / f"{name}.{kind.removeprefix('image/')}").write_bytes(data)
        return JSONResponse({"id": name, "url": f"/pictures/{name}"}, status_code=201)

    async def show(self, request: Request) -> Response:
        """`GET /pictures/{name}`."""
        path = self._path(request.path_params["name"])
        if path is None:
            raise Problem("There is no such picture.", 404)
        return FileResponse(path, media_type=f"image/{path.suffix.removeprefix('.')}")

    def has(self, name: str) -> bool:
        """Whether a picture of this name was attached."""
        return self._path(name) is not None

    def _path(self, name: str) -> Path | None:
        if not _NAME.fullmatch(name):
            return None
        return next(iter(self._folder.glob(f"{name}.*")), None)
