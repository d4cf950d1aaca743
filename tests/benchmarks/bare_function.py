"""The peer that does nothing: what functions-framework itself costs."""

from flask import Request


def bare_function(request: Request) -> tuple[str, int, dict[str, str]]:
    """The webhook's answer, to anything, without any work."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Response/>',
        200,
        {"Content-Type": "text/xml"},
    )
