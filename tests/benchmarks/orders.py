"""A process of its own that takes orders as lines of JSON, and answers each with a line."""

import json
import subprocess
import sys
from types import TracebackType
from typing import Any, Self


class Worker:
    """`python -m module arguments...`, for as long as the context lasts."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._command = [sys.executable, "-m", module, *arguments]

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def begin(self, what: str, **details: Any) -> None:
        """Gives an order; `end` waits for its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": what, **details}) + "\n")
        self._process.stdin.flush()

    def end(self) -> dict[str, Any]:
        """The answer to the order begun last."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{' '.join(self._command[1:4])} ended")
        return json.loads(line)

    def do(self, what: str, **details: Any) -> dict[str, Any]:
        """Gives an order and waits for its answer."""
        self.begin(what, **details)
        return self.end()
