"""Who of the members may know a prospect: what counts, and how sure it is.

Candidates come from `private.acquaintances_of_batch`, `acquaintances_of_member` and, where a
provider of research is configured, from what it says of the prospect's career. The best rule
counts. From 70 on the member is asked whether they would introduce the innovator, within limits
(`private.due_acquaintances`); below, an operator says first whether they know each other.

=====  ================  ==========================================================================
score  rule              it holds when
=====  ================  ==========================================================================
90     contact           the member themselves uploaded the same person from LinkedIn, Google or
                         Outlook: the same mailbox, number or page
70     colleague         their proved work mail is in the prospect's mail domain (never a free
                         provider's), or in that of the company where the provider says that the
                         prospect works
60     company           their company has the name of the prospect's; there may be two of a name
50     former colleague  the provider says that the prospect worked where the member is: whether
                         both were there at the same time is not known
=====  ================  ==========================================================================

Lists of leads (HubSpot, Salesforce, Apollo, any other CSV) are people whom their owner wishes to
meet; they say nothing about whom their owner knows.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from shared.domain.effects.prospects import Acquaintance, NoteAcquaintances
from shared.domain.mail_domains import is_free
from shared.providers.people import Career

Rule = Literal["contact", "colleague", "company", "former colleague"]
SCORES: dict[Rule, int] = {"contact": 90, "colleague": 70, "company": 60, "former colleague": 50}
CERTAIN = 70
MOST_UNCERTAIN = 2  # for an operator, of one prospect, and only where nobody is certain


@dataclass(frozen=True)
class Candidate:
    """A member who may know a prospect. `domain`: that of the mail by which they were found."""

    prospect_id: UUID
    user_id: UUID
    rule: Rule
    source: str | None = None
    domain: str | None = None
    known_until: date | None = None


@dataclass(frozen=True)
class MemberAt:
    """A member where a prospect works or worked."""

    user_id: UUID
    domain: str | None  # of their proved mail
    companies: list[str]  # those of the prospect's companies that have the name of theirs


def decide(candidates: Iterable[Candidate]) -> NoteAcquaintances | None:
    """What is to be kept; None: nobody knows any of them."""
    rows = [
        Acquaintance(
            prospect_id=one.prospect_id,
            user_id=one.user_id,
            rule=one.rule,
            score=SCORES[one.rule],
            source=one.source,
            known_until=one.known_until,
        )
        for one in candidates
        if one.domain is None or not is_free(one.domain)
    ]
    known = {row.prospect_id for row in rows if row.score >= CERTAIN}
    doubts: Counter[UUID] = Counter()
    kept: list[Acquaintance] = []
    for row in sorted(rows, key=lambda row: -row.score):
        if row.score < CERTAIN:
            doubts[row.prospect_id] += 1
            if row.prospect_id in known or doubts[row.prospect_id] > MOST_UNCERTAIN:
                continue
        kept.append(row)
    return NoteAcquaintances(rows=kept) if kept else None


def by_career(
    prospect_id: UUID, career: Career, members: Iterable[MemberAt], source: str
) -> list[Candidate]:
    """Members where somebody works or worked, by the newest job that fits."""
    found: list[Candidate] = []
    for member in members:
        for job in career.jobs:
            by_domain = job.domain is not None and job.domain == member.domain
            if not by_domain and job.company not in member.companies:
                continue
            rule: Rule = "former colleague"
            if job.current:
                rule = "colleague" if by_domain else "company"
            domain = member.domain if by_domain else None
            found.append(Candidate(prospect_id, member.user_id, rule, source, domain, job.ended))
            break
    return found


__all__ = ["CERTAIN", "SCORES", "Candidate", "MemberAt", "Rule", "by_career", "decide"]
