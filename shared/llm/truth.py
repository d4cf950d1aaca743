"""Whether a model's reply is true of what was done and of what it has read.

A reply may say that something is done only when a tool of the turn did it, or when it stands in the
context; and it names nobody, no amount and no address that stand nowhere in what the model read.
What is not true is sent back once; then the rules answer.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from shared.domain.context import AskState, TurnContext
from shared.domain.introductions import Stage
from shared.llm.interface import Toolbox

_I = (
    r"\bi(?:'ve| have|'ll have|'m| am|'d)?"
    r"(?: now| just| already| also| gone ahead and| successfully)*"
)
_IS = r"\b(?:has|have|is|are|was|were|been|got|'s|'re|'ve)(?: now| just| already| been| all)*"
_AT_ONCE = r"^(?:it'?s |that'?s |ok(?:ay)?,? |great,? |thanks,? |sure,? )*"
_INTRODUCES = frozenset({"accept_introduction", "confirm_introduction"})
_REACHES = frozenset(
    {
        *("publish_community_request", "record_community_response", "pass_community_request"),
        *("wish_introduction", "offer_introduction", "report_introduction", "queue_message"),
        *("object_to_introduction", "decline_introduction", "publish_event"),
        "ask_for_person",
    }
)
_PAYS = frozenset({"accept_introduction", "report_introduction", "confirm_introduction"})
_COMES_BACK = frozenset({"schedule_followup", "put_off_priority", "queue_message"})
# What these change is of our own account of what was shown: nobody was done anything for.
_SHOWS = frozenset({"speak_of_priority"})


def _never(context: TurnContext) -> bool:
    return False


def _is_introduced(context: TurnContext) -> bool:
    return any(
        one.stage is Stage.AGREED or one.status == "completed"
        for one in context.introductions.items
    )


def _is_on_its_way(context: TurnContext) -> bool:
    """Whether others have been asked or told for them: a question, an answer, a wish of theirs."""
    answered = (AskState.ANSWERED, AskState.REWARDED)
    return bool(
        context.community_requests
        or context.conversation.person_asked_at is not None
        or context.introductions.wishes
        or any(one.state in answered for one in context.asked_requests)
        or _is_introduced(context)
    )


@dataclass(frozen=True)
class _Claim:
    """Words that say that something was done, what does it, and when it was true before."""

    what: str
    pattern: str
    effects: frozenset[str] | None = None  # None: any that changes something
    before: Callable[[TurnContext], bool] = _never
    asks_outside: bool = False  # whether a tool that asked somebody outside makes it true


_CLAIMS = (
    _Claim(
        "that people have been brought together",
        rf"{_I} (?:introduc(?:ed|ing)|connect(?:ed|ing)|put(?:ting)? (?:you|the two)|"
        rf"(?:made|sent|set up) (?:the|an|your) intro\w*)\b|"
        r"\byou(?:'re| are|'ve been| have been) (?:now |both )*"
        r"(?:introduced|connected|in touch)\b|"
        rf"\bintro(?:duction)? {_IS} (?:made|sent|done|complete[d]?|on its way)",
        _INTRODUCES,
        _is_introduced,
    ),
    _Claim(
        "that somebody has been asked or told",
        rf"{_I} (?:asked|ask(?:ing)?|told|emailed|e-mailed|messaged|texted|contacted|notified|"
        r"reached out|forwarded|passed|pinged|let|shared|posted|published|submitted)\b"
        r"(?! (?:you|if|whether|because|about (?:you|it) before)\b)|"
        rf"\b(?:message|question|answer|note|request) {_IS} (?:sent|posted|published|passed|"
        r"forwarded|delivered|in)\b",
        _INTRODUCES | _REACHES,
        _is_on_its_way,
    ),
    _Claim(
        "that credits or money have moved",
        rf"{_I} (?:added|credited|refunded|transferred|paid|charged|deducted|topped up|booked|sent|"
        r"granted|given|gave)\b.{0,40}(?:\bcredits?\b|\$|\bdollars?\b)|"
        rf"\bcredits? {_IS} (?:added|credited|refunded|transferred|paid|charged|deducted|booked|"
        r"in your (?:account|balance)|yours)\b|\brefund (?:is|has been) (?:made|on its way|issued)",
        _PAYS,
    ),
    _Claim(
        "that they will be reminded",
        r"\bi(?:'ll| will) (?:remind|ping|nudge)\b|"
        r"\bremind(?:er)?s? (?:is|are|has been) (?:now )?set\b|"
        rf"{_I} (?:set|scheduled|put|created|made)\b.{{0,20}}\bremind",
        _COMES_BACK,
        lambda context: bool(context.waiting),
    ),
    _Claim(
        "that they are approved",
        rf"{_I} (?:approved|verified|activated)\b|\byou(?:'re| are|'ve been| have been) (?:now )?"
        r"(?:approved|verified|a (?:full )?member|in the network)\b",
        frozenset(),
        lambda context: context.user.verified,
    ),
    _Claim(
        "that their data is erased",
        rf"{_I} (?:deleted|erased|wiped|removed) (?:all |your |everything)|"
        rf"\b(?:data|account|profile|everything) {_IS} (?:deleted|erased|wiped|removed|gone)\b",
        frozenset({"drop_goal", "withdraw_upload", "cancel_waiting", "update_profile"}),
    ),
    _Claim(
        "that a person will get in touch",
        r"\b(?:someone|somebody|a (?:human|person|colleague|team ?mate)|"
        r"(?:our|the) (?:team|support|staff)) will "
        r"(?:call|contact|get back|reach out|be in touch|email|text|follow up)\b",
        frozenset({"ask_for_person"}),
        lambda context: context.conversation.person_asked_at is not None,
    ),
    _Claim(
        "that something was changed",
        rf"{_I} (?:saved|updated|changed|recorded|stored|added|cancell?ed|withdrawn|withdrew|"
        r"paused|resumed|moved|rescheduled|set|turned|scheduled|declined|accepted|removed|"
        r"blocked|marked|"
        r"noted|uploaded|created|completed|closed|dismissed|dropped|taken)\b",
        asks_outside=True,
    ),
    _Claim(
        "that it is done",
        rf"{_AT_ONCE}(?:(?:all )?done|noted|saved|"
        r"all set|you(?:'re| are) all set|taken care of|completed|"
        r"sent|accepted|confirmed|booked|cancell?ed)\b(?!\?)",
        asks_outside=True,
    ),
)
_WORD = r"[A-Z][\w'\u2019&-]*"
_RUNS = re.compile(rf"{_WORD}(?: (?:of |at |and |de |van |von )?{_WORD})*")
_AMOUNT = re.compile(
    r"[$\u20ac\u00a3]\s?(\d[\d,.]*)|(\d[\d,.]*)(?: \w+)? (?:credits?|dollars?|usd)\b", re.IGNORECASE
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://[^\s)]+")
_PHONE = re.compile(r"\+?\d[\d ().-]{7,}\d")
_ID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
# Names of no person and no company: of time, languages, and words of ours.
_KNOWN_WORDS = (
    r"(?:i|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|"
    r"march|april|may|june|july|august|september|october|november|december|am|pm|est|"
    r"edt|cst|cdt|pst|pdt|utc|gmt|eastern|central|pacific|mountain|european|standard|"
    r"daylight|time|english|yachtparty|stop|help|start|yes|no|ok|us|uk|eu|new|york|"
    r"today|tomorrow)"
)
_ACRONYM = 4  # letters: "CFO" and "SOC" name nobody


@dataclass(frozen=True)
class Untrue:
    """What is wrong: `why` for the log, without anybody's name; `detail` for the model alone."""

    why: str
    detail: str


def untrue(reply: str, box: Toolbox, read: str) -> Untrue | None:
    """What of a reply is not true, of what was done or of what the model read; None: nothing."""
    return _claimed(reply, box) or invented(reply, "\n".join((read, *box.verbatim)))


def _claimed(reply: str, box: Toolbox) -> Untrue | None:
    done = {effect.kind for effect in box.effects} - _SHOWS
    outside = any(
        record.error is None and box.asks_outside((record.input_data or {}).get("tool", ""))
        for record in box.log
        if record.action_type == "function_execution"
    )
    for sentence in re.split(r"(?<=[.!?])\s+|\n", reply):
        for claim in _CLAIMS:
            found = re.search(claim.pattern, sentence, re.IGNORECASE)
            if found is None or _is_no_claim(sentence, found):
                continue
            backed = bool(done if claim.effects is None else done & claim.effects)
            backed = backed or (claim.asks_outside and outside)
            if not backed and not claim.before(box.context):
                return Untrue(f"says {claim.what}, which no tool did", f'"{found[0]}"')
    return None


def _is_no_claim(sentence: str, found: re.Match[str]) -> bool:
    """Whether it is asked, denied, or said of what may come."""
    before = sentence[: found.start()]
    later = r"\b(?:if|once|when|until|before|after|as soon as|unless|whether)\b[^,;]*$"
    if re.search(later, before, re.IGNORECASE):
        return True
    denied = r"\b(?:not|never|nothing|nobody|no|can'?t|cannot|couldn'?t|haven'?t|hasn'?t)\b"
    return sentence.rstrip().endswith("?") or re.search(denied, before + found[0], re.I) is not None


def invented(words: str, read: str) -> Untrue | None:
    """Who or what is named in words and stands nowhere in what was read; None: nobody."""
    known = frozenset(_plain(read))
    if id := _ID.search(words):
        return Untrue("shows an id", id[0])
    for name in _names(words):
        if not all(part in known for part in _plain(name)):
            return Untrue("names somebody who stands nowhere", f'"{name}"')
    for amount in _AMOUNT.finditer(words):
        number = (amount[1] or amount[2]).rstrip(".,").replace(",", "")
        if number not in known and number not in read.replace(",", ""):
            return Untrue("names an amount that stands nowhere", f'"{amount[0]}"')
    for address in (*_ADDRESS.findall(words), *_PHONE.findall(words)):
        if address.rstrip(".,").lower() not in read.lower():
            return Untrue("names an address or a number that stands nowhere", f'"{address}"')
    return None


def _names(words: str) -> Iterable[str]:
    """Capitalised words that may be somebody's name: of the first of a sentence only who acts."""
    for found in _RUNS.finditer(words):
        before, after = words[: found.start()], words[found.end() :]
        parts = found[0].split()
        if re.search(r"(?:^|[.!?:\n\"\u201c(]\s*|[-\u2013] )$", before):
            acts = len(parts) == 1 and re.match(_ACTS, after)
            parts = parts if acts and not re.fullmatch(_OPENERS, parts[0].lower()) else parts[1:]
        yield from (part for part in parts if _is_name(part))


# What somebody does who stands first in a sentence, and words that stand there and are nobody.
_ACTS = (
    r" (?:would like|would love|wants|asks|asked|said|says|offers|is happy|is interested|from|of)\b"
)
_OPENERS = (
    r"(?:i|it|he|she|they|we|you|that|this|there|what|who|which|some\w*|nobody|no|every\w*|any\w*|"
    r"nothing|one|two|three|four|five|both|all|each|either|neither|none|most|many|member|members|"
    r"people|the|another|other|others|out|because|instead|regardless|ahead|word|part|speaking)"
)


def _is_name(part: str) -> bool:
    word = re.sub(r"['\u2019]\w*$", "", part).lower()
    acronym = part.isupper() and len(part) <= _ACRONYM
    return part[0].isupper() and not acronym and not re.fullmatch(_KNOWN_WORDS, word)


def _plain(text: str) -> list[str]:
    return [
        re.sub(r"'s?$", "", word)
        for word in re.findall(r"[\w']+", text.lower().replace("\u2019", "'"))
    ]


__all__ = ["Untrue", "invented", "untrue"]
