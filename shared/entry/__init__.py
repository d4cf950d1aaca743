"""The way in: routes, limits, authentication, errors to statuses. Nothing else knows Flask.

A function's `main.py` lists its routes and hands them to `http_function`, which returns what
functions-framework calls. Every function also answers `GET /health` (the process serves; no
database) and `GET /ready` (the database answers, or 503).
"""

from shared.entry.call import Answer, Call, Json, Route
from shared.entry.function import bearer, database, google_tokens, http_function, stopping

__all__ = [
    "Answer",
    "Call",
    "Json",
    "Route",
    "bearer",
    "database",
    "google_tokens",
    "http_function",
    "stopping",
]
