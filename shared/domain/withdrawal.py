"""Whether the words of a text ask for no more texts: yes, perhaps, or no.

The rule: any clause that asks for it, anywhere in a text, whether or not its writer divided it by
punctuation, is a refusal; unless it names a time, a topic or somebody else. What could be meant so
and could be meant otherwise is unclear, and its writer is asked. How people word it is data, in
`consent_wording`; here is only how a text is taken apart:

1. Words are written alike (see `consent_words`), sentences are divided by |, clauses by a comma,
   and what stands in quotation marks is one word that says nothing: it is somebody else's.
2. Each request found is judged by what follows it (a time makes it a quiet hour, another clause
   changes nothing) and by what stands before it ("tell Dan to", "he said", "don't").
3. Where there is none, the text as a whole may be a refusal: "stop", "please stop, wrong number".
4. Where no phrase asks for it, a model learned from labelled texts says how likely the text does:
   nobody can list every reasonable wording.
"""

import re
from enum import Enum
from functools import cache
from itertools import islice
from typing import NamedTuple

from shared.domain.consent_wording import LANGUAGES, Wording
from shared.domain.consent_words import is_misspelt, words_of
from shared.domain.learned.consent import Likelihood, language_of, likelihood


class Withdrawal(Enum):
    """How sure it is that a text asks for no more texts."""

    CLEAR = "clear"
    UNCLEAR = "unclear"
    UNCLEAR_IF_IDLE = "unclear_if_idle"  # unclear where nothing of ours could be meant instead
    LIMITED = "limited"  # no: for a time, a topic or somebody else
    DENIED = "denied"  # no: somebody else's words, or "I don't want to stop"
    NONE = "none"


class _Patterns(NamedTuple):
    """A language's patterns, compiled."""

    courtesy: re.Pattern[str]
    stop: re.Pattern[str]
    refuse: re.Pattern[str]
    said_to_us: re.Pattern[str]
    objects: re.Pattern[str]
    for_good: re.Pattern[str]
    narrows: re.Pattern[str]
    elsewhere: re.Pattern[str]
    any_topic: re.Pattern[str]
    exception: re.Pattern[str]
    goes_on: re.Pattern[str]
    busy: re.Pattern[str]
    negated: re.Pattern[str]
    reported: re.Pattern[str]
    own_words: re.Pattern[str]
    questioned: re.Pattern[str]
    meanwhile: re.Pattern[str]
    occupied: re.Pattern[str]
    whole: re.Pattern[str]
    unclear: re.Pattern[str]
    unclear_if_idle: re.Pattern[str]
    reason: re.Pattern[str]
    in_the_end: re.Pattern[str]
    corrects: re.Pattern[str]
    surely: re.Pattern[str]


# "Mondays are crazy, don't text me then" names a time by what stands before.
_AT_THAT_TIME = re.compile(r"(?:back )?then\b|(?:on|at|in|during) (?:those|these|that)\b")
_NAMED_TIME = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|week ?(?:end|day)s?|mornings?|nights?"
    r"|evenings?|afternoons?|lunch\w*|noon|midnight|meetings?|holidays?|vacation|\d+ ?[ap]m"
    r"|asleep|sleep\w*|bed|work|gym|until|till|from \d+|tomorrow|tonight|today"
    r"|(?:this|next|all|coming) (?:week|month|quarter|year)|january|february|march|april|june|july"
    r"|august|september|october|november|december|\d+(?:st|nd|rd|th)|pto|away|off ?grid|trip)\b"
)
_BEFORE = 90  # characters that are looked back
_FAR, _MOST = 400, 40  # characters around a request, requests of a text: no text is read for long
# Probabilities, chosen on texts that were left out of the learning: nobody who wants to be texted
# is opted out at these, and few ordinary texts are answered by the question.
_SURE = {  # at least, that a text asks for no more texts, by what the phrases say of it
    Withdrawal.UNCLEAR: 0.8,
    Withdrawal.UNCLEAR_IF_IDLE: 0.85,
    Withdrawal.LIMITED: 0.8,
    Withdrawal.DENIED: 0.96,  # a model of words and their neighbours misreads double negation
    Withdrawal.NONE: 0.65,
}
# At most, that it is about anything else, where it is asked about.
_DOUBT = {Withdrawal.LIMITED: 0.3, Withdrawal.DENIED: 0.15, Withdrawal.NONE: 0.45}
# At least, that it is about anything else, where a phrase would be asked about.
_SURELY_NOT = {Withdrawal.UNCLEAR: 0.92, Withdrawal.UNCLEAR_IF_IDLE: 0.9}
_DENIES = 0.9  # at least, that it is about anything else, where a phrase is asked about
_SURE_OF_A_WORD = 0.85  # at least, that a text of one word is asked about
_FOUND = (Withdrawal.CLEAR, Withdrawal.UNCLEAR, Withdrawal.UNCLEAR_IF_IDLE)
_STOP_SIGNS = frozenset("\U0001f6d1\U0001f595\u26d4\U0001f6ab")


def withdrawal(body: str) -> Withdrawal:
    """How sure it is that the text `body` asks for no more texts. Never raises."""
    return withdrawal_in(body)[0]


def refused_in_phrases(body: str) -> bool:
    """Whether a phrase of the text asks for no more texts, whatever is likely."""
    return _by_phrases(body, words_of(body))[0] is Withdrawal.CLEAR


def withdrawal_in(body: str) -> tuple[Withdrawal, str]:
    """The same, with the language in which it does (ISO 639-1): English where none is plain."""
    text = words_of(body)
    verdict, language = _by_phrases(body, text)
    many = len(text.strip(" |,").split())
    likely = likelihood(text) if many else None
    if likely is None or (many == 1 and likely.ask < _SURE_OF_A_WORD):
        return _known(verdict), language
    weighed = _weighed(verdict, likely)
    return weighed, language if verdict in _FOUND else language_of(text)


def _weighed(by_phrases: Withdrawal, likely: Likelihood) -> Withdrawal:
    """What the phrases say, and what the learned model makes of the same text."""
    if by_phrases is Withdrawal.CLEAR:
        return Withdrawal.UNCLEAR if likely.none >= _DENIES else by_phrases
    if likely.out >= _SURE[by_phrases]:
        return Withdrawal.CLEAR
    if by_phrases in _SURELY_NOT and likely.none >= _SURELY_NOT[by_phrases]:
        return Withdrawal.NONE
    if by_phrases not in _FOUND and likely.none < _DOUBT[by_phrases]:
        return Withdrawal.UNCLEAR_IF_IDLE
    return _known(by_phrases)


def _known(by_phrases: Withdrawal) -> Withdrawal:
    return by_phrases if by_phrases in _FOUND else Withdrawal.NONE


def _by_phrases(body: str, text: str) -> tuple[Withdrawal, str]:
    if not text.strip(" |,"):
        signs = set(body) & _STOP_SIGNS
        asks = signs and not re.search(r"\w", body)
        return (Withdrawal.UNCLEAR if asks else Withdrawal.NONE), "en"
    verdicts = {code: _of_language(text, patterns) for code, patterns in _languages().items()}
    for verdict in (
        Withdrawal.CLEAR,
        Withdrawal.UNCLEAR,
        Withdrawal.UNCLEAR_IF_IDLE,
        Withdrawal.LIMITED,
        Withdrawal.DENIED,
    ):
        for code, found in verdicts.items():
            if found is verdict:
                return verdict, code
    return (Withdrawal.UNCLEAR if is_misspelt(text) else Withdrawal.NONE), "en"


def _of_language(text: str, patterns: _Patterns) -> Withdrawal:
    said = " ".join(patterns.courtesy.sub(" ", text).split())
    found = [
        _request(said, match, patterns, refuses=refuses)
        for refuses, requests in ((False, patterns.stop), (True, patterns.refuse))
        for match in islice(requests.finditer(said), _MOST)
    ]
    if Withdrawal.CLEAR in found:
        return Withdrawal.CLEAR
    whole = _whole(said, patterns)
    if Withdrawal.UNCLEAR in found and whole is not Withdrawal.CLEAR:
        return Withdrawal.UNCLEAR
    if whole is not Withdrawal.NONE or not found:
        return whole
    return Withdrawal.LIMITED if Withdrawal.LIMITED in found else Withdrawal.DENIED


def _request(text: str, match: re.Match[str], patterns: _Patterns, *, refuses: bool) -> Withdrawal:
    """What a request comes to between what stands before it and what follows it."""
    so_far = text[max(match.start() - _FAR, 0) : match.start()]
    before = _before(so_far, patterns)
    if before is Withdrawal.UNCLEAR and patterns.elsewhere.match(text[match.end() :].strip()):
        return Withdrawal.LIMITED
    if before is not Withdrawal.CLEAR:
        return before
    request, rest = text[match.start() : match.end()], text[match.end() : match.end() + _FAR]
    if _AT_THAT_TIME.match(rest.strip()) and _NAMED_TIME.search(so_far):
        return Withdrawal.LIMITED
    if refuses and not patterns.for_good.match(rest.strip()):
        sentence = so_far.rsplit("|", 1)[-1]
        if patterns.meanwhile.search(sentence):
            return Withdrawal.LIMITED
        if patterns.occupied.search(sentence):
            return Withdrawal.UNCLEAR
    return _after(request, rest, patterns, refuses=refuses)


def _before(text: str, patterns: _Patterns) -> Withdrawal:
    sentence = text.rsplit("|", 1)[-1]
    # A word of saying counts across a comma: "he wrote, stop texting me".
    near = " ".join(sentence.replace(",", " ").split())[-_BEFORE:]
    clause = " ".join(sentence.rsplit(",", 1)[-1].split())[-_BEFORE:]
    if patterns.own_words.search(near):
        return Withdrawal.CLEAR
    if patterns.questioned.search(clause):
        return Withdrawal.UNCLEAR
    if patterns.negated.search(clause) or patterns.reported.search(near):
        return Withdrawal.DENIED
    return Withdrawal.CLEAR


def _after(request: str, text: str, patterns: _Patterns, *, refuses: bool) -> Withdrawal:
    """A time, a topic or somebody else undoes a request; another clause does not."""
    rest = text.strip()
    topic = patterns.any_topic.match(rest)
    if topic is not None:
        rest = rest[topic.end() :].strip()
    good = patterns.for_good.match(rest)
    rest = rest[good.end() :].strip() if good is not None else rest
    lasting = good is not None and not re.fullmatch(
        r"(?:right )?now|ahora|ahorita|jetzt|ja", good[0]
    )
    if refuses and good is not None and not lasting:
        return Withdrawal.LIMITED
    if not rest or rest[0] == "|":
        return Withdrawal.CLEAR
    divided = rest[0] == ","
    rest = rest.lstrip(", ")
    if refuses and not lasting and patterns.busy.match(rest):
        return Withdrawal.LIMITED
    if patterns.exception.match(rest):
        return Withdrawal.UNCLEAR
    if patterns.narrows.match(rest):
        return Withdrawal.LIMITED
    to_us = patterns.said_to_us.fullmatch(request.rsplit(" ", 1)[-1]) is not None
    if not divided and not to_us and patterns.objects.match(rest):
        return Withdrawal.LIMITED
    if divided or patterns.goes_on.match(rest):
        return Withdrawal.CLEAR
    return Withdrawal.UNCLEAR if to_us else Withdrawal.LIMITED


def _whole(text: str, patterns: _Patterns) -> Withdrawal:
    """What the text as a whole says, where no part of it asks by itself."""
    sentences = [one for one in (part.strip(" ,") for part in text.split("|")) if one]
    clauses = _clauses(sentences, patterns)
    refusals = [one for one in clauses if patterns.whole.fullmatch(one)]
    beside = (patterns.unclear,) if refusals else ()
    others = [
        one
        for one in clauses
        if not any(
            pattern.fullmatch(one)
            for pattern in (patterns.whole, patterns.reason, patterns.for_good, *beside)
        )
    ]
    if (refusals and not others) or any(map(patterns.surely.fullmatch, clauses)):
        return Withdrawal.CLEAR
    for pattern, verdict in (
        (patterns.unclear, Withdrawal.UNCLEAR),
        (patterns.unclear_if_idle, Withdrawal.UNCLEAR_IF_IDLE),
    ):
        asks = [one for one in clauses if pattern.fullmatch(one)]
        besides = [one for one in others if not patterns.unclear_if_idle.fullmatch(one)]
        if asks and all(pattern.fullmatch(one) or one not in besides for one in clauses):
            return verdict
    if refusals and len(sentences) > 1 and patterns.whole.fullmatch(sentences[-1]):
        return Withdrawal.CLEAR
    if refusals and clauses[-1] in refusals:
        return Withdrawal.UNCLEAR
    if refusals and clauses[0] in refusals and not any(map(patterns.corrects.search, others)):
        return Withdrawal.UNCLEAR
    verdict = _run_on(clauses, patterns) if len(clauses) == 1 else Withdrawal.NONE
    if verdict is Withdrawal.NONE and any(
        patterns.in_the_end.fullmatch(one)
        and not patterns.corrects.search(one)
        and _before(one.rsplit(" ", 1)[0], patterns) is Withdrawal.CLEAR
        for one in sentences
    ):
        return Withdrawal.UNCLEAR
    return verdict


def _clauses(sentences: list[str], patterns: _Patterns) -> list[str]:
    """The parts of the sentences, divided at commas, and at "and" between two refusals."""
    clauses: list[str] = []
    for one in ",".join(sentences).split(","):
        first, divided, second = one.partition(" and ")
        known = (patterns.whole, patterns.unclear)
        joined = divided and all(
            any(each.fullmatch(part.strip()) for each in known) for part in (first, second)
        )
        clauses += [first, second] if joined else [one]
    return [one.strip() for one in clauses if one.strip()]


def _run_on(clauses: list[str], patterns: _Patterns) -> Withdrawal:
    """A refusal and its reason in one breath: "stop wrong number", "this is spam stop"."""
    words = clauses[0].split()
    for place in range(1, min(len(words), 12)):
        first, second = " ".join(words[:place]), " ".join(words[place:])
        for refusal, reason in ((first, second), (second, first)):
            if patterns.reason.fullmatch(reason):
                if reason is first and _before(first, patterns) is not Withdrawal.CLEAR:
                    continue  # "I don't want to unsubscribe"
                if patterns.whole.fullmatch(refusal):
                    laughs = re.fullmatch(r"(?:lol|ha(?:ha)+|jaja\w*|kkk+|mdr)", reason)
                    return Withdrawal.UNCLEAR if laughs else Withdrawal.CLEAR
                if patterns.unclear.fullmatch(refusal):
                    return Withdrawal.UNCLEAR
    return Withdrawal.NONE


@cache
def _languages() -> dict[str, _Patterns]:
    return {code: _compiled(language) for code, language in LANGUAGES.items()}


def _compiled(language: Wording) -> _Patterns:
    fragments = dict(language.fragments)
    fragments["FOR_GOOD"] = language.for_good

    def whole_words(pattern: str) -> str:
        for _ in range(4):  # fragments stand in fragments
            for name, meaning in fragments.items():
                pattern = pattern.replace(f"{{{name}}}", f"(?:{meaning})")
        return rf"(?:{pattern})(?![^\W_])" if pattern else "(?!)"

    parts = language._asdict()
    del parts["fragments"]
    for name in ("stop", "refuse"):
        parts[name] = rf"(?<![^\W_])(?:{'|'.join(parts[name])})"
    parts["courtesy"] = rf"(?<![^\W_])(?:{language.courtesy})"
    parts["for_good"] = rf"(?:{language.for_good})(?: (?:{language.for_good}))*"
    for name in ("unclear", "unclear_if_idle"):
        parts[name] = rf"(?:{parts[name]})(?: (?:{language.for_good}))*" if parts[name] else ""
    for name in ("meanwhile", "occupied"):
        parts[name] = rf"(?<![^\W_])(?:{parts[name]})" if parts[name] else ""
    for name in ("negated", "reported", "own_words", "questioned"):
        parts[name] = rf"(?<![^\W_])(?:{parts[name]}) ?$"
    return _Patterns(
        **{
            name: re.compile(pattern if name in _ENDINGS else whole_words(pattern))
            for name, pattern in parts.items()
        }
    )


_ENDINGS = frozenset({"negated", "reported", "own_words", "questioned"})
