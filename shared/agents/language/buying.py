"""Wishes to buy credits, as people write them: "add 500 credits", "need more budget", "$300"."""

import re
from dataclasses import dataclass
from enum import StrEnum

from shared.agents.language.followups import wants_followup
from shared.agents.language.numbers import WHOLE, whole
from shared.agents.language.words import matches
from shared.domain.purchases import LEAST, MOST

_THOUSANDS = {"hundred": 100, "thousand": 1_000, "grand": 1_000, "k": 1_000}
_FIGURES = r"\d{1,3}(?:,\d{3})+|\d+"
_SPELT = rf"(?:a|{WHOLE})[ -](?:hundred|thousand|grand)(?: (?:and )?{WHOLE})?|{WHOLE}"
_NUMBER = (
    rf"(?:(?P<sign>\$|usd ?)\s?)?(?:(?P<figures>{_FIGURES})(?P<cents>\.\d{{1,2}})?"
    rf"(?:\s?(?P<times>k|hundred|thousand|grand)\b)?|(?P<spelt>{_SPELT}))"
)
_UNIT = r"(?:\s*(?P<unit>dollars?|bucks?|usd|\$))?"
# No amount of credits or dollars: another currency, a share, an ordinal, a date.
_NOT_THESE = (
    r"(?!\s*(?:%|percent|euros?\b|eur\b|\u20ac|pounds?\b|gbp\b|\u00a3|/|st\b|nd\b|rd\b|th\b|am\b|"
    r"pm\b|"
    r"days?\b|weeks?\b|months?\b|years?\b|people\b|intros?\b|introductions?\b|times?\b))"
)
_AMOUNT = re.compile(
    rf"(?<![\w.,/\u20ac\u00a3-]){_NUMBER}(?![\w%,.]*\d){_UNIT}{_NOT_THESE}", re.IGNORECASE
)
_SOME = re.sub(r"\?P<\w+>", "?:", _NUMBER + _UNIT)  # the same, several times in one pattern
_CREDITS = r"(?:credits?|points)\b"
_ACCOUNT = r"(?:(?:credit )?(?:account|balance|wallet|budget)|credits?)\b"
_INTROS = r"(?:intros?|introductions?|bount(?:y|ies))"
_MORE = r"(?:(?:my|our|the|some|any|more|additional|extra|another|a|bit|little|few|of)\s+)*"
_ONTO = rf"(?:(?:to|on|in|into|onto)\s+{_MORE}{_ACCOUNT})"
# What a wish may begin with.
_LEAD = (
    r"^\W*(?:(?:hi|hey|hello|so|ok|okay|please|pls|can|could|may|might|let|let'?s|i|we|me|us|you|u|"
    r"how|do|think|want|wanna|need|needs|like|would|i'd|we'd|i'll|we'll|to|just|and|gonna|have|had|"
    r"going|should|use|get|give|is|it|possible|time)\b\W*)*"
)
_TAKE = (
    r"(?:buy(?:ing)?|purchas(?:e|ing)|order|add(?:ing)?|load(?: up)?|re-?load|refill|deposit|put|"
    r"get|need|want|take|like|top(?:ping)?[ -]?up(?: with)?|pay(?:ing)? for|"
    r"charge (?:me|us|(?:my|our|the) card)(?: for)?|(?:increase|raise|boost|up) (?:my|our)|"
    r"(?:can|could|may) (?:i|we) have)"
)
_PAY_IN = (
    r"(?:add|put|deposit|load|pay(?: in)?|transfer|wire|top[ -]?up(?: with)?|charge(?: me)?|"
    r"give you)"
)
_RAISE = r"(?:add|increase|raise|up|boost|extend|expand|double|grow)"
_GONE = (
    r"(?:empty|low|gone|used up|exhausted|spent|finished|over|ran out|run(?:ning)? (?:out|low|dry))"
)
_BUY = (
    # buy 500 credits; add some more credits; could I get 200 credits
    rf"\b{_TAKE}\b(?:[^.?!\n]|\.\d){{0,40}}?\b{_CREDITS}",
    # 50 more credits; credits: buy 45; do you sell credits
    rf"^\W*{_MORE}(?:{_SOME}\s+)?(?:more|extra|additional) {_CREDITS}\W*$",
    rf"^\W*{_CREDITS}\W+(?:buy|add|get|purchase)\b|\b(?:you|u) sell {_CREDITS}",
    # top up; how do I top up 50; refill my account; fund my balance with 300
    rf"{_LEAD}(?:top(?: (?:me|us|it|this))?[ -]?up|topup)\b",
    rf"\b(?:top[ -]?up|refill|re-?load|replenish|recharge|fund|load(?: up)?)\s+{_MORE}{_ACCOUNT}",
    # add $500; put 300 dollars on my account; pay in another 200 bucks
    rf"\b{_PAY_IN}\s+(?:(?:another|in|an extra)\s+)*{_SOME}\s*"
    rf"(?:more|in|for {_CREDITS}|{_ONTO}|for (?:more )?{_INTROS})?\W*$",
    # add funds; put some money on my account; a payment link for 80 credits
    rf"\b{_PAY_IN}\s+{_MORE}(?:funds|money|cash)(?:\s+{_ONTO})?\W*$",
    r"\b(?:payment|checkout|pay|purchase) (?:link|page)\b"
    rf"(?:\s+for\s+(?:{_SOME})?\W*(?:more )?{_CREDITS})?\W*$",
    # need more budget; we could use a bit more budget for intros; increase my budget by 200
    rf"{_LEAD}(?:{_RAISE}\s+)?{_MORE}(?:{_SOME}\s+)?{_MORE}(?:intro(?:duction)?s? )?budget\b"
    rf"(?:\s+(?:by|of|to|with) {_SOME})?(?:\s+(?:a (?:bit|little)|some|here|soon|too|"
    rf"for (?:more |our |my |the )?(?:{_INTROS}|this|yachtparty)))*\W*$",
    # the budget is empty; our credits ran out; running low on credits; no budget left
    rf"\b(?:budget|{_CREDITS})(?:'?s| is| are| has| have| was)? (?:\w+ )?{_GONE}\b(?! on\b)",
    rf"\b(?:out of|low on|short (?:of|on)) (?:{_CREDITS}|budget\b)",
    rf"\bno (?:more )?(?:{_CREDITS}|budget) left\b",
    rf"\b(?:don'?t|do not) have (?:any |enough )?(?:{_CREDITS}|budget\b)",
)
_PRICE = (
    rf"\b(?:how much|what'?s?)\b[^.?!\n]{{0,30}}\b{_CREDITS}[^.?!\n]{{0,12}}\b(?:cost|price|"
    rf"go for)",
    rf"\bhow much (?:is|are|for|do|does|would)\b[^.?!\n]{{0,20}}\b{_CREDITS}"
    r"(?! (?:do|have|left|can|i|we|did)\b)",
    rf"\bhow much (?:\w+ ){{0,3}}(?:per|for a|for one) {_CREDITS}",
    rf"\b(?:price|cost)s? (?:of|for|per) [^.?!\n]{{0,12}}{_CREDITS}",
    r"\bcredit (?:price|pricing|rate|cost)s?\b",
)
# Neither bought nor added: spent, moved, asked about, for somebody else, or not wanted.
_OTHERWISE = (
    r"\b(?:spend|use|using|send (?!.*\b(?:link|page)\b)|gift|cash|withdraw|redeem|remove|"
    r"refund(?:ed)?|"
    r"transfer|check|see|show|know|lost|lose|earn|earned|earning|make|made|give me(?! a (?:\w+ )?"
    r"(?:link|page)\b)|gave|grant|(?:enough|many|much) (?:\w+ )?credits?|someone|somebody|anyone|"
    r"expert|developer|agency|consultant|client|customers?|apps?|project|campaign|marketing|"
    r"who (?:can|knows|could)|introduce|goal|looking for|find)\b",
    r"\b(?:don'?t|do not|not|never|won'?t|no need to|stop|cancel|didn'?t|without)\b(?! have\b)",
    r"\bhow (?:do|can|could|would) (?:i|we|you|one|people) (?:get|have)\b",
    r"\b(?:did|why(?! (?:not|don'?t)))\b",
)
_OTHER_CREDITS = (
    r"\b(?:tax|carbon|film|college|course|data|talking|pain|aws|cloud|azure|r&d) credits?\b|"
    r"\bcredit (?:cards?|lines?|scores?|unions?)\b"
)
_COURTEOUS_END = (
    r"(?:[\s,.!;:-]*\b(?:please|pls|plz|thanks|thank you|thx|ty|cheers|asap|right now|now|today|"
    r"ok(?:ay)?|"
    r"if (?:possible|you can)|when you can|for me|for us)\b)+\W*$"
)
_ANSWER_LEAD = (
    r"^\W*(?:(?:let'?s|do|make|it|that|i'?ll|we'?ll|take|go|with|for|say|just|maybe|um+|uh+|"
    r"ok(?:ay)?|"
    r"yes|yeah|yep|sure|please|pls|i|we|want|need|like|would|i'd|we'd|about|around|how|actually|no|"
    r"sorry|rather|instead|better|then|buy|get|add|only|hmm+|to|change|more|another|"
    r"an?)\b[\s,.:!-]*)*"
)
_ANSWER_END = (
    r"(?:[\s,.]*\b(?:credits?|points|worth|please|pls|thanks|thank you|thx|instead|then|to start|"
    r"for now|first|is fine|would be (?:fine|good|great)|will do|should do|more|ok(?:ay)?|rather|"
    r"of (?:credits?|them|those)|in credits?|sounds good|better|it is)\b)*\W*$"
)
_LEAST_WORD = r"\b(?:the )?(?:minimum|least|smallest|lowest)\b"
_MOST_WORD = r"\b(?:the )?(?:maximum|max|most)\b"


class Buying(StrEnum):
    """What of buying a text is about."""

    BUY = "buy"
    PRICE = "price"


@dataclass(frozen=True)
class WantsCredits:
    """A wish to buy: `credits` is None when they said no amount, or none that can be read."""

    what: Buying
    credits: int | None = None


def read_buying(text: str, price_cents: int) -> WantsCredits | None:
    """A wish to buy credits, or a question of what they cost. `price_cents`: of a credit."""
    if wants_followup(text) or matches(_OTHER_CREDITS, text):
        return None
    if _any(_PRICE, text):
        return WantsCredits(Buying.PRICE, credits_in(text, price_cents))
    bare = re.sub(_COURTEOUS_END, "", text, flags=re.IGNORECASE)
    if _any(_OTHERWISE, text) or not _any(_BUY, bare):
        return None
    # "Raise it to 1000" does not say how many more.
    raised = matches(rf"\bto {_SOME}\W*$", bare) is not None
    return WantsCredits(Buying.BUY, None if raised else credits_in(text, price_cents))


def read_amount(text: str, price_cents: int) -> int | None:
    """Credits in an answer to how many: "500", "make it $300", "the minimum"; None: no answer."""
    if matches(_LEAST_WORD, text) and not _AMOUNT.search(text):
        return LEAST
    if matches(_MOST_WORD, text) and not _AMOUNT.search(text):
        return MOST
    anchored = rf"{_ANSWER_LEAD}(?:{_SOME}){_ANSWER_END}"
    return credits_in(text, price_cents) if matches(anchored, text) else None


def credits_in(text: str, price_cents: int) -> int | None:
    """The one amount that a text gives, in credits; dollars by the price, if they divide."""
    found = {credits for one in _AMOUNT.finditer(text) if (credits := _credits(one, price_cents))}
    return found.pop() if len(found) == 1 else None


def _any(patterns: tuple[str, ...], text: str) -> bool:
    return any(matches(pattern, text) for pattern in patterns)


def _credits(found: re.Match[str], price_cents: int) -> int | None:
    if found["figures"]:
        number = int(found["figures"].replace(",", "")[:9]) * (
            _THOUSANDS[found["times"].lower()] if found["times"] else 1
        )
    else:
        number = _spelt(found["spelt"].lower())
    if not (found["sign"] or found["unit"]):
        return None if found["cents"] else number
    cents = number * 100 + int((found["cents"] or ".0")[1:].ljust(2, "0"))
    return cents // price_cents if cents % price_cents == 0 else None


def _spelt(words: str) -> int:
    """ "two thousand five", "a hundred", "fifty" as a number."""
    first, *rest = re.split(r"[ -](hundred|thousand|grand)\b", words, maxsplit=1)
    number = 1 if first == "a" else whole(first) or 0
    if not rest:
        return number
    more = rest[1].removeprefix(" and").strip()
    return number * _THOUSANDS[rest[0]] + (whole(more) or 0 if more else 0)


__all__ = ["Buying", "WantsCredits", "credits_in", "read_amount", "read_buying"]
