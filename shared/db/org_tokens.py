"""Bearer tokens of organisations: made and ended by the owner, looked up by event_ingest."""

import re
from hashlib import sha256
from uuid import UUID

from shared.db.pool import Database

_TOKEN = re.compile(r"yp_[0-9a-f]{64}")  # as private.issue_org_token makes them


def issue_org_token(database: Database, org_id: UUID, label: str) -> str:
    """A new token, which nobody can show again; for the database's owner.

    Raises MalformedRequest: the label is taken.
    """
    return database.value("select private.issue_org_token(%s, %s)", (org_id, label))


def revoke_org_token(database: Database, org_id: UUID, label: str) -> bool:
    """Ends the token with this label; False: there is none. For the database's owner."""
    return database.value("select private.revoke_org_token(%s, %s)", (org_id, label))


def org_of_token(database: Database, token: str) -> UUID | None:
    """Whose token it is; what has not the form of one is nobody's, and costs no look.

    The database sees, and compares, its SHA-256 only: how long that takes says nothing about any
    token.
    """
    if not _TOKEN.fullmatch(token):
        return None
    digest = sha256(token.encode()).digest()
    return database.value("select private.org_of_token(%s)", (digest,))
