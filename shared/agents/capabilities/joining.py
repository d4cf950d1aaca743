"""Joining: from the first text to the review, one question at a time."""

from shared.agents.asking import ask as leave_open
from shared.agents.capabilities.joining_answers import Stage, answers
from shared.agents.capabilities.joining_questions import (
    JOINING_CHANGE,
    PROFILE_FIELD,
    address_again,
    address_is_due,
    address_was_told,
    asked_last,
    doubting,
    question,
)
from shared.agents.capabilities.joining_reading import Reading, read
from shared.agents.capabilities.joining_tools import JOINING_TOOLS, NO_REFERRER, missing, save
from shared.agents.capabilities.joining_topics import answers_to, ends
from shared.agents.capabilities.person import (
    INSTRUCTIONS as OF_PERSONS,
)
from shared.agents.capabilities.person import REQUEST_PERSON, describe_request
from shared.agents.capabilities.profile_words import (
    COLUMNS,
    name_of,
    proposal,
    proposed,
    read_back,
    says_yes,
    work_of,
)
from shared.agents.capabilities.talk import PICTURE, rejected
from shared.agents.capability import Capability, Example, Intent, QuestionKind, Situation
from shared.agents.language.facts import Ask, Facts, next_ask
from shared.agents.language.joining_talk import Aside
from shared.agents.language.profile import read_profile
from shared.agents.language.remarks import is_remark
from shared.agents.language.topics import Topic
from shared.agents.language.words import matches
from shared.agents.turn import Pending, joined, unsaid
from shared.domain.context import TurnContext, TurnEvent, User
from shared.domain.dialogue import OpenQuestion
from shared.domain.values import EventType
from shared.llm.interface import Toolbox

INTRODUCTION = "this is Yachtparty, a professional network that runs by text message."
REVIEW = "A person reviews it next, and you'll get a text here when that's done."
WAITING = (
    "Your profile is with a person for review, and you'll get a text here when that's done.",
    "There's nothing left for you to do; a person reviews it, and a text here tells you.",
    "It's with a person now. I'll text you here when the review is done.",
)
DECLINED = (
    "A person has looked at your profile, and there's no place for you here at the moment. What "
    "you write here is kept with it, should they look again.",
    "I'm sorry, nothing has changed: there's no place for you here at the moment.",
    "It's still a no for now, I'm sorry. Should that change, you'll get a text here.",
)
OTHERS = (
    "Then I've changed nothing here; this number is for one person. "
    "Anybody may join from a phone of their own."
)


def _lead(now: Pending, box: Toolbox) -> list[str]:
    """One reply to everything that waits."""
    before = box.context.user
    reading = read(now, box.context)
    waiting = before.onboarding_completed_at is not None
    save(box, reading.facts, as_written=reading.insisted)
    if before.declined_at is not None:
        return joined([unsaid(DECLINED, box.context)])
    parts = [_event(event, box.context) for event in now.facts]
    parts += answers_to(reading, box)
    if now.pictures_only:
        parts.append(PICTURE)
    saved = _acknowledge(before, box.context.user, reading)
    if now.first_contact:
        parts = _introduce(parts, reading, saved, box.context.user.first_name)
    elif saved:
        parts.append(saved)
    if reading.second_job and box.context.user.company:
        parts.append("I keep one job; say so if it should be the other one.")
    if reading.declined:
        parts.append("All right, it stays.")
    if reading.others and not reading.facts and not _vague_friend(now.texts):
        parts.append(OTHERS)
    if reading.differs:
        parts.append(_propose(reading.differs, box))
    elif not ends(reading) or reading.facts or now.facts:
        parts.append(_next(box, now, reading, waiting=waiting, said=any(parts)))
    return joined(parts) if any(parts) else [unsaid(WAITING, box.context)]


def _event(event: TurnEvent, context: TurnContext) -> str:
    if event.event_type == EventType.EMAIL_VERIFIED:
        address = f" and confirms {context.user.email}" if context.user.email else ""
        name = f", {context.user.first_name}" if context.user.first_name else ""
        return f"Thanks{name}, your mail arrived{address}."
    if event.event_type == EventType.EMAIL_REJECTED:
        return rejected(event)
    return ""


def _propose(differs: Facts, box: Toolbox) -> str:
    """Asks before a known fact is changed by what may be no correction."""
    leave_open(box, JOINING_CHANGE, **{name: str(v) for name, v in differs.said().items()})
    return proposal(box.context.user, differs)


def _acknowledge(before: User, after: User, reading: Reading) -> str:
    """A word about what was saved; changes are read back so that they can be checked."""
    facts = reading.facts
    if before == after:
        return "I have that already." if facts and not reading.differs else ""
    if changes := read_back(before, after):
        return changes
    if reading.insisted and (before.first_name, before.last_name) != (
        after.first_name,
        after.last_name,
    ):
        return f"Thanks, I have you as {name_of(after)}."
    if after.first_name != before.first_name:
        return f"Thanks, {after.first_name}."
    if facts.referrer_name and facts.referrer_name != NO_REFERRER:
        return f"Thanks, I noted {facts.referrer_name}." if reading.insisted else "Thanks, noted."
    return "Thanks." if facts.referrer_name is None else "That's fine."


def _introduce(parts: list[str], reading: Reading, saved: str, name: str | None) -> list[str]:
    if {Topic.ABOUT, Topic.ABILITIES} & set(reading.raised):
        return [*parts, saved]
    greeting = f"Hi {name}" if name else "Hi"
    return [f"{greeting}, {INTRODUCTION}", *parts, "Thanks for that." if name and saved else saved]


def _next(box: Toolbox, now: Pending, reading: Reading, *, waiting: bool, said: bool) -> str:
    lacking = missing(box.context.user)
    ask = next_ask(lacking)
    if ask is None:
        return _complete(box, said=said, waiting=waiting)
    if ask is Ask.REFERRER and _vague_friend(now.texts):
        return "What's their name? It helps to match them."
    if reading.doubt is not None and ask in (reading.doubt.asked, Ask.NAME, Ask.LAST_NAME):
        return doubting(reading.doubt, box)
    if ask is Ask.EMAIL and address_was_told(box):
        return _mail_again(box, now, reading, said=said)
    again = ask is reading.asked and not reading.facts and not now.facts
    lead = ""
    if again and not said:
        lead = _unclear(reading, now, box)
    return f"{lead} {question(ask, box, again=again)}".strip()


_WANT_ADDRESS = frozenset({Aside.ADDRESS, Aside.RECAP, Aside.GO_ON, Aside.WILL_DO})
_POINTS_ELSEWHERE = frozenset({Aside.FREE_MAIL, Aside.LEFT_OUT, Aside.OTHER_WAY})


def _mail_again(box: Toolbox, now: Pending, reading: Reading, *, said: bool) -> str:
    """What follows while only the mail is missing: the address where it is wanted or far away."""
    found = set(reading.asides)
    wanted = found & _WANT_ADDRESS or Topic.HOW in reading.raised or reading.email or now.facts
    courtesy = not reading.question and not found - {Aside.ALL_RIGHT, Aside.PAUSE}
    enough = bool(found & _POINTS_ELSEWHERE) or Topic.SENT in reading.raised or courtesy
    if wanted or address_is_due(box, enough=enough):
        lead = "" if said or wanted else _unclear(reading, now, box)
        return f"{lead} {address_again(box)}".strip()
    if said:
        return unsaid(_MAIL_LEFT, box.context) if reading.facts else ""
    return _unclear(reading, now, box) or " ".join(answers([Aside.ALL_RIGHT], Stage.MAIL, box))


_MAIL_LEFT = (
    "What's left is the mail from your work email.",
    "Then only the mail from work is missing.",
)
_NOT_CAUGHT = (
    "I didn't catch that.",
    "Sorry, that one I couldn't place.",
    "I'm not sure what you mean by that.",
    "That went past me.",
)
_BEYOND = (
    "I don't know that one, sorry.",
    "That's one I can't answer.",
    "I have no answer to that, sorry.",
    "No idea, I'm afraid.",
)
_TOLD = (
    "Thanks for telling me.",
    "I see.",
    "Understood, and I keep none of that.",
    "Good to know.",
)


def _unclear(reading: Reading, now: Pending, box: Toolbox) -> str:
    if Topic.GREETING in reading.raised:
        return "Hi again."
    if reading.courtesy or Topic.THANKS in reading.raised:
        return ""
    if reading.question and Topic.HOW not in reading.raised:
        return unsaid(_BEYOND, box.context)
    told = any(is_remark(text) for text in now.texts)
    return unsaid(_TOLD if told else _NOT_CAUGHT, box.context)


def _vague_friend(texts: tuple[str, ...]) -> bool:
    return any(
        matches(
            r"^(?:it was |from )?(?:a|my|some|an old|one of my) (?:old |best |good )?"
            r"(?:(?:friend|colleague|coworker|buddy|boss)\b(?: of mine)?(?: \w+){0,3}"
            r"|(?:friends?|sister|brother|cousin|wife|husband|partner|mom|mum|dad|mother|father|"
            r"uncle|aunt|manager|mentor|investor|professor|neighbou?r|roommate|classmate|client|"
            r"co-?founder|son|daughter|girlfriend|boyfriend)(?: of mine)?"
            r"(?: (?:from|at|in|who) \w+(?: \w+)?)?)\W*$",
            text,
        )
        for text in texts
    )


def _complete(box: Toolbox, *, said: bool, waiting: bool) -> str:
    told = box.run("complete_onboarding", {})
    user = box.context.user
    if waiting or "error" in told:
        return "" if said else unsaid(WAITING, box.context)
    return f"I have you as {name_of(user)}, {work_of(user)}. {REVIEW}"


def _asked(context: TurnContext) -> Ask | None:
    said = any(message.direction == "outbound" for message in context.messages)
    return asked_last(context, first_contact=not said)


def _read(text: str, situation: Situation) -> Intent[Facts] | None:
    facts = read_profile(text, _asked(situation.context), situation.context.user).facts
    return Intent(wish=facts) if facts else None


def _read_field(text: str, question: OpenQuestion, situation: Situation) -> Facts | None:
    context = situation.context
    return read_profile(text, _asked(context), context.user).facts or None


def _read_change(text: str, question: OpenQuestion, situation: Situation) -> Facts | None:
    return proposed(question.about) if says_yes(text) else None


def _answer(facts: Facts, box: Toolbox) -> str:
    before = box.context.user
    save(box, facts)
    return read_back(before, box.context.user) or "Thanks."


JOINING = Capability(
    name="joining",
    read=_read,
    answer=_answer,
    leads=_lead,
    tools=(*JOINING_TOOLS, REQUEST_PERSON),
    describe=describe_request,
    questions=(
        QuestionKind(
            kind=PROFILE_FIELD,
            meaning=(
                "you asked for something about them; about.field: one of"
                f" {', '.join(ask.value for ask in Ask)}; about.doubted: the unlikely name that you"
                " asked about"
            ),
            read=_read_field,
            about=frozenset({"field", "wording", "doubted"}),
        ),
        QuestionKind(
            kind=JOINING_CHANGE,
            meaning=(
                "you asked whether to change what is known about them; about: the new values, of"
                f" {', '.join(COLUMNS)}"
            ),
            read=_read_change,
            about=frozenset(COLUMNS),
        ),
    ),
    instructions=OF_PERSONS
    + """\
What joining needs, asked in this order, one thing at a time
1. Who referred them. Nobody is a fine answer: save "none".
2. First and last name.
3. Company and title.
4. Proof of their work email: they send any mail from it to the address that
   send_verification_email returns. An address typed in chat proves nothing and is not saved; a
   personal address such as Gmail does not count. We send nothing to them.
Save what they say with collect_user_info as soon as they say it, everything one text contains in
one call. Save only what they say of themselves, and change what is known only when they say that
it is wrong or has changed; then read back the old and the new. Whoever else writes from this
phone, or is spoken of, changes nothing. When nothing is missing, call complete_onboarding, then
tell them that a person reviews it and that they will get a text when that is done; give no time
for it. If they do not want to go on, accept it and stop asking.

Events you may have to answer
- user.email.verified: their mail arrived and counts. Thank them, complete onboarding if all is
  there, otherwise ask for what is missing.
- user.email.rejected: a mail arrived that proves nothing. Reason personal_address: it came from a
  personal address, send it from the work one. not_authenticated: their mail system did not sign
  it (no DKIM or SPF match), send it straight from the work mailbox, not forwarded. taken: that
  email already belongs to an account; ask whether they have another number or another work email.
  disposable_address: a throwaway or relay address. role_address: a machine's or a help desk's
  mailbox, send it from their own. unclear_sender: its From did not name one address. automatic: a
  program sent it. reply: it was a reply or a forward, write a new mail. not_addressed: our address
  was not in its To. unreadable: it could not be read, send a new one.
""",
    examples=(
        Example(text="I'm Sarah Chen", wish=Facts(first_name="Sarah", last_name="Chen")),
        Example(
            text="I'm CTO at Acme, Mike Torres told me about you",
            wish=Facts(company="Acme", title="CTO", referrer_name="Mike Torres"),
        ),
    ),
    counter_examples=("hi", "what is this?", "how long does it take?"),
)

__all__ = ["JOINING"]
