"""What the texts of a turn say to somebody who is joining: read in order, judged as one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from shared.agents.capabilities.joining_questions import (
    JOINING_CHANGE,
    PROFILE_FIELD,
    asked_last,
)
from shared.agents.capabilities.joining_tools import NO_REFERRER, missing
from shared.agents.capabilities.profile_words import conflicts, proposed, says_no, says_yes
from shared.agents.language.facts import Ask, Doubt, Facts, Said, next_ask, with_facts
from shared.agents.language.joining_talk import Aside, asides
from shared.agents.language.plausible import Verdict, is_grammar, judged_name
from shared.agents.language.profile import as_it_stands, is_question, read_profile, typed_email
from shared.agents.language.roles import is_department, is_title
from shared.agents.language.topics import Topic, is_only_courtesy, topics
from shared.agents.language.words import matches, tokens
from shared.agents.language.work import NO_JOB, SELF_EMPLOYED
from shared.agents.turn import Pending
from shared.domain.context import TurnContext, User

_FACTS_FREE = frozenset({Topic.INJECTION, Topic.FOREIGN, Topic.DECLINE})
_EVASIONS = frozenset({Topic.REFUSE, Topic.ABUSE, Topic.WAIT, Topic.CONFUSED})


@dataclass(frozen=True)
class Reading:
    """All texts of the turn, read as one."""

    facts: Facts  # to be saved
    raised: tuple[Topic, ...]
    email: str | None  # typed in chat
    asked: Ask | None  # what our last text asked, or what is asked next
    differs: Facts  # said against what is known, without saying that it is wrong
    no_job: bool
    mail: bool  # speaks of mail
    question: bool  # somebody asks something
    courtesy: bool  # nothing but hello, thanks or yes
    asides: tuple[Aside, ...] = ()  # said and asked where no fact was
    doubt: Doubt | None = None
    insisted: bool = False  # the facts are what was doubted, said again
    others: bool = False
    declined: bool = False  # they do not want the change that was proposed
    second_job: str | None = None


def read(now: Pending, context: TurnContext) -> Reading:
    """Reads the texts in order; each may answer what the one before left open."""
    user = context.user
    asked = asked_last(context, first_contact=now.first_contact)
    expecting = asked
    said, raised, emails, no_job = Said(), list[Topic](), list[str](), False
    besides: list[Aside] = []
    answered = _answered(now.texts[0], context, asked) if now.texts else None
    for index, text in enumerate(_name_in_pieces(now.texts, user, asked)):
        found = topics(text)
        if typed := typed_email(text):
            emails.append(typed)
        if index == 0 and answered is not None:
            raised += found
            said, expecting = _over(answered, said), _expected(_with(user, answered.facts))
            continue
        if _FACTS_FREE & set(found):
            raised += found
            continue
        jobless = matches(NO_JOB, text) is not None
        no_job = no_job or jobless
        bare = None if jobless or _EVASIONS & set(found) else expecting
        one = _read_one(text, bare, _with(user, said.facts))
        if jobless:
            one = replace(one, facts=one.facts.only("first_name", "last_name", "referrer_name"))
        raised += topics(_without(text, one.facts)) if one.facts else found
        said = _over(one, said)
        besides += [] if one.facts else _asides(text)
        if one.facts:
            expecting = _expected(_with(user, said.facts), unasked=asked is None)
    insisted = answered is not None and bool(answered.facts)
    if said.doubt and _doubted(context, said.doubt.asked) and not said.facts:
        # Asked about once: the second answer is taken as it stands.
        insisted = True
        said = Said(facts=as_it_stands(said.doubt.words, said.doubt.asked, user))
    if not said.facts and asked is not None and _said_again(now, asked, raised):
        insisted = True
        said = Said(facts=as_it_stands(now.texts[-1], asked, user))
    facts = _beside_their_company(said.facts, user)
    if asked is Ask.REFERRER and Topic.REFUSE in raised and facts.referrer_name is None:
        facts = Facts(referrer_name=NO_REFERRER).over(facts)
    differs = conflicts(user, facts)
    return Reading(
        facts=facts.only(*(set(facts.said()) - set(differs.said()))),
        differs=differs,
        doubt=said.doubt,
        insisted=insisted,
        others=said.others,
        declined=answered is not None and not answered.facts,
        second_job=said.second_job,
        raised=tuple(dict.fromkeys(raised)),
        email=emails[-1] if emails else None,
        asked=asked,
        no_job=no_job and asked in (Ask.WORK, Ask.COMPANY, Ask.TITLE),
        mail=any(matches(r"\be?-?mail", text) for text in now.texts),
        question=any(is_question(text) for text in now.texts),
        courtesy=bool(now.texts) and all(is_only_courtesy(text) for text in now.texts),
        asides=tuple(dict.fromkeys(besides)),
    )


def _name_in_pieces(texts: tuple[str, ...], user: User, asked: Ask | None) -> Iterator[str]:
    """ "Kaito", "Mori": first and last name in two texts of a burst, before anything was asked."""
    left = list(texts)
    while left:
        text = left.pop(0)
        alone = asked is None and not user.first_name and left
        if alone and _is_lone_name(text) and _is_lone_name(left[0]):
            text = f"{text} {left.pop(0)}"
        yield text


def _is_lone_name(text: str) -> bool:
    named = len(text.split()) == 1 and not (topics(text) or is_title(text) or is_department(text))
    return named and judged_name(text) is Verdict.YES


def _without(text: str, facts: Facts) -> str:
    """The text without the facts in it: Summer Price asks for no price."""
    values = (str(value) for value in facts.said().values())
    words = {word for value in values for word in tokens(value)}
    return " ".join(word for word in text.split(" ") if not words & set(tokens(word)))


_NEXT_QUESTION = re.compile(
    r"[.?!\n]+\s+|,?\s+(?:and|also|but)\s+(?=(?:can|could|when|how|what|who|do|does|is|will)\b)",
    re.IGNORECASE,
)


def _asides(text: str) -> list[Aside]:
    """The most telling aside of each part of a text; what is asked goes before what is said."""
    return [found[0] for part in _NEXT_QUESTION.split(text) if (found := asides(part))]


def _said_again(now: Pending, asked: Ask, raised: list[Topic]) -> bool:
    """Whether the same short answer comes a second time, and nothing else can be meant by it."""
    same = len(now.texts) == 1 and tokens(now.texts[0]) == tokens(now.before)
    text = now.texts[0] if same else ""
    words = tokens(text)
    return (
        asked is not Ask.EMAIL
        and bool(words)
        and len(words) <= 4
        and all(word.replace("-", "").replace("'", "").isalpha() for word in words)
        and not (raised or is_question(text) or is_only_courtesy(text))
        and not all(is_grammar(word) for word in words)
    )


_BEFORE_THE_REFERRER = (Ask.LAST_NAME, Ask.WORK, Ask.COMPANY, Ask.TITLE)


def _read_one(text: str, bare: Ask | None, user: User) -> Said:
    said = read_profile(text, bare, user)
    if bare in _BEFORE_THE_REFERRER and not said.facts and not user.referral_answered:
        # In a burst that began with a first name, "nobody" answers what we ask of everybody.
        other = read_profile(text, Ask.REFERRER, user)
        if other.facts.referrer_name == NO_REFERRER:
            return other
    return said


def _beside_their_company(facts: Facts, user: User) -> Facts:
    """ "I'm self-employed" says what they are, not that the company they named is another."""
    if facts.company != SELF_EMPLOYED or not user.company or facts.corrects:
        return facts
    return facts.only(*(set(facts.said()) - {"company"}))


def _expected(user: User, *, unasked: bool = False) -> Ask | None:
    """What a next text of the burst may answer.

    `unasked`: nobody asked who referred them, so that what follows their name is their work.
    """
    lacking = missing(user)
    if unasked and user.last_name and (work := {"company", "title"} & set(lacking)):
        return next_ask([one for one in lacking if one in work])
    return next_ask(lacking)


def _over(later: Said, earlier: Said) -> Said:
    return Said(
        facts=later.facts.over(earlier.facts),
        doubt=later.doubt or earlier.doubt,
        others=later.others or earlier.others,
        second_job=later.second_job or earlier.second_job,
    )


def _with(user: User, facts: Facts) -> User:
    return with_facts(user, facts)


def _doubted(context: TurnContext, asked: Ask) -> str:
    """What was doubted as the answer to that question, when it was asked about last."""
    question = context.open_question
    if question is None or question.kind != PROFILE_FIELD or question.about.get("field") != asked:
        return ""
    return str(question.about.get("doubted", ""))


def _answered(text: str, context: TurnContext, asked: Ask | None) -> Said | None:
    """The answer to a proposed change or a doubted name; None: the text is about something else."""
    question = context.open_question
    if question is None:
        return None
    if question.kind == JOINING_CHANGE:
        if says_yes(text):
            return Said(facts=proposed(question.about))
        return Said() if says_no(text) and len(tokens(text)) <= 4 else None
    doubted = _doubted(context, asked) if asked is not None else ""
    if not doubted or asked is None:
        return None
    again = " ".join(tokens(doubted)) in " ".join(tokens(text)) and not says_no(text)
    if again or (says_yes(text) and len(tokens(text)) <= 5):
        return Said(facts=as_it_stands(doubted, asked, context.user))
    return None


__all__ = ["Reading", "read"]
