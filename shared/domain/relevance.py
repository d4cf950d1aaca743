"""Whether something queued is still worth saying after what the person has written since.

The model is asked where there is one; these are the rules without it. They know words, not meaning,
so they err on the side of saying it at its normal time: only what the person plainly no longer
wants, or has plainly been told, is stale.
"""

import re
from collections.abc import Sequence
from enum import StrEnum


class Relevance(StrEnum):
    """How something queued stands to the conversation as it is now."""

    RELEVANT = "relevant"  # belongs to what they are talking about: say it now
    CONTEXTUAL = "contextual"  # still true and wanted, about something else: at its normal time
    STALE = "stale"  # answered, overtaken or no longer wanted: not to be said


_WORD = re.compile(r"[a-z0-9][a-z0-9'-]{2,}")
_COMMON = frozenset(
    """about after again all also and any are been but can come could did does for from get give had
    has have her here him his how into its just know let like make may more most much new not now
    one only our out over please said say see she should some soon take tell than thank thanks that
    the their them then there these they thing this those time too until very want was way we well
    were what when where which who why will with would yes you your""".split()  # noqa: SIM905 - reads better
)
_SETTLED = re.compile(
    r"\b(?:never ?mind|forget (?:it|about)|no longer (?:need|want|interested|looking)"
    r"|(?:don'?t|do not) (?:need|want) (?:it|that|this|any)|(?:not|no) (?:interested|need)"
    r"|already (?:found|got|have|did|done|sorted|solved|hired|met|bought|know)"
    r"|found (?:one|someone|somebody|it)|(?:all )?(?:sorted|taken care of))\b",
    re.IGNORECASE,
)
_SAME = 0.8  # share of its words that a text of ours must hold to have said it already


def judge_by_words(
    queued: str, written_since: Sequence[str], said_since: Sequence[str]
) -> Relevance:
    """`queued` in words, against the person's texts and ours since it was queued, oldest first.

    Stale: we have said it meanwhile, or they wrote that a matter it shares words with is settled.
    Relevant: it shares words with what they wrote.
    """
    about = _words(queued)
    if any(about and len(about & _words(text)) >= _SAME * len(about) for text in said_since):
        return Relevance.STALE
    for text in written_since:
        if _SETTLED.search(text) and about & _words(_SETTLED.sub(" ", text)):
            return Relevance.STALE
    if any(about & _words(text) for text in written_since):
        return Relevance.RELEVANT
    return Relevance.CONTEXTUAL


def _words(text: str) -> set[str]:
    """The telling words, singular as far as an s goes."""
    found = _WORD.findall(text.lower().replace("\u2019", "'"))
    return {word.removesuffix("'s").rstrip("s") for word in found if word not in _COMMON}
