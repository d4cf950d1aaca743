"""What a match is worth: who has joined for certain, and who is for a person to decide.

The candidates come from `private.prospect_matches`, each with the score of the best rule that
holds; rules do not add up.

=====  ===============================================================================
score  rule
=====  ===============================================================================
100    the same email, phone number or LinkedIn page
80     the same mailbox: name+tag, Gmail's dots
70     the same name, and email in the same domain (never a free mail provider's)
60     the same name and company
40     email in the same domain (never a free mail provider's), and a first name that
       begins with the same three letters
=====  ===============================================================================
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from shared.domain.effects.prospects import MatchProspects, Maybe
from shared.domain.mail_domains import is_free

CERTAIN = 70
LIKELY = 40


@dataclass(frozen=True)
class Match:
    """A prospect that a member may be."""

    prospect_id: UUID
    score: int
    rule: str


def says_employer(email: str | None) -> bool:
    """Whether the domain of an address tells where somebody works."""
    domain = (email or "").rpartition("@")[2]
    return bool(domain) and not is_free(domain)


def decide(matches: Iterable[Match]) -> MatchProspects | None:
    """What is to be done about them; None: nothing."""
    found = list(matches)
    joined = [match.prospect_id for match in found if match.score >= CERTAIN]
    maybe = [
        Maybe(prospect_id=match.prospect_id, score=match.score, rule=match.rule)
        for match in found
        if LIKELY <= match.score < CERTAIN
    ]
    return MatchProspects(joined=joined, maybe=maybe) if joined or maybe else None


__all__ = ["CERTAIN", "LIKELY", "Match", "decide", "says_employer"]
