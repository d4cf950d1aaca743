"""What is known of a member: told when they ask, changed when they say so, not deleted by text."""

from dataclasses import replace

from shared.agents.asking import ask
from shared.agents.capabilities.joining_tools import (
    COLLECT_USER_INFO,
    SEND_VERIFICATION_EMAIL,
    save,
)
from shared.agents.capabilities.profile_wishes import (
    Change,
    Delete,
    Keep,
    NewEmail,
    Others,
    Propose,
    Tell,
    WhichValue,
    Wish,
)
from shared.agents.capabilities.profile_words import (
    COLUMNS,
    conflicts,
    name_of,
    proposal,
    proposed,
    read_back,
    says_no,
    says_yes,
    work_of,
)
from shared.agents.capabilities.talk import fixed_answer
from shared.agents.capability import (
    Capability,
    Example,
    Intent,
    QuestionKind,
    Rephrased,
    Situation,
    Specificity,
)
from shared.agents.language import followups, wanting, wishes
from shared.agents.language.asking_others import again_about, never_about
from shared.agents.language.cues import is_about_others, is_wish
from shared.agents.language.facts import Ask, Facts
from shared.agents.language.moves import changed_expertise, has_left, new_company
from shared.agents.language.profile import as_it_stands, is_question, read_profile, typed_email
from shared.agents.language.roles import is_talk, is_title
from shared.agents.language.topics import Topic, topics
from shared.agents.language.undoing import takes_setting_back
from shared.agents.language.words import matches
from shared.agents.language.work import says_what_they_do, tidy_title
from shared.domain.context import User
from shared.domain.dialogue import OpenQuestion
from shared.domain.expertise import label_of
from shared.domain.mail_domains import is_disposable, is_free
from shared.domain.phone import country_of
from shared.llm.interface import Toolbox

PROFILE_CHANGE = "profile_change"
PROFILE_VALUE = "profile_value"
PROFILE_SET = "profile_set"
# "Im central time, not eastern" is no name.
_A_TIME_ZONE = (
    r"\b(?:i'?m|i am|we'?re|it'?s) (?:on |in |at )?(?:\w+ ){1,2}time\b|\btime ?zone\b|"
    r"\bi'?m (?:on |in )?(?:[ecmp][sd]?t|utc|gmt|cet|bst|ist)\b"
)
_LONGEST_CORRECTION = 6  # words
_MINE = ("first_name", "last_name", "company", "title", "linkedin_url", "expertise")
_DELETE = (
    r"\b(?:delete|erase|remove|close|cancel|deactivate)\b.{0,20}\b(?:my|this|the) (?:\w+ )?(?:data|"
    r"account|info(?:rmation)?|profile|membership|details)\b|\bdelete (?:me|everything about me)\b|"
    r"\bforget (?:everything about )?me\b|\b(?:delete|erase|wipe|remove) (?:everything|all"
    r"|anything)\b.{0,30}"
    r"\b(?:about|on|of) me\b|\b(?:delete|erase|wipe|remove) all (?:of )?my (?:data|info|stuff"
    r"|history)\b"
)
_NEW_EMAIL = (
    r"\b(?:change|update|replace|switch|new|different|correct|fix|edit)\b.{0,20}\be-?mail\b|"
    r"\be-?mail\b.{0,20}\b(?:changed|is now|is wrong|has changed|is different|should be|is new)\b|"
    r"\bmy (?:work |new )?e-?mail(?: address)?(?:'?s| is|:)"
)
_VERB = r"\b(?:change|update|edit|fix|correct|replace)\b(?: (?:on|in))?(?: my| the)?"
_FIELDS = {
    "last_name": (rf"{_VERB} (?:last ?name|surname|family name)\b", "your last name"),
    "name": (rf"{_VERB} (?:full |first )?name\b", "your name"),
    "title": (rf"{_VERB} (?:job )?(?:title|role|position)\b", "your title"),
    "company": (rf"{_VERB} (?:company|employer|workplace|job)\b", "your company"),
    "linkedin_url": (rf"{_VERB} linked ?in\b", "your LinkedIn address"),
    "expertise": (rf"{_VERB} (?:expertise|skills)\b", "your expertise"),
}
# "Actually an accountant" corrects something: whether this, it does not say.
_SPEAKS_OF_SELF = (
    r"\b(?:i|i'?m|i'?ve|my|me|mine|we|we'?re|our|name|surname|title|role|position|job|company|"
    r"employer|linked ?in|expertise|spel(?:led|t|ling)|profile|promoted|joined|moved|left|"
    r"quit|now)\b|"
    r"\bnot \w|\w\*$|^\*"
)
_TOLD_ALONE = {
    "linkedin_url": r"\blinked ?in\b",
    "email": r"\be-?mail\b",
    "expertise": r"\b(?:expertise|skills)\b",
}
_ANY_FIELD = (
    rf"{_VERB} (?:profile|details|info(?:rmation)?)\b|\bchanged jobs\b|"
    r"^\W*(?:(?:hey|so|btw|fyi|guess what|oh|and|just)\b[\s,]*)*(?:i(?:'ve| have)? )?(?:just |"
    r"finally )*"
    r"(?:got|have|started|landed|took) a new (?:job|role|gig|position)\W*$|"
    r"\bmy profile is (?:wrong|out of date|outdated|old)\b"
)


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if never_about(text) or again_about(text):
        return None
    if matches(_DELETE, text) and not is_question(text):
        return Intent(wish=Delete(), specificity=Specificity.NAMED)
    if matches(_NEW_EMAIL, text) and not matches(r"\b(?:send|write|draft)\b", text):
        return Intent(wish=NewEmail(typed_email(text)), specificity=Specificity.NAMED)
    if wishes.asks_what_is_known(text) and Topic.PRIVACY not in topics(text):
        asked = (name for name, words in _TOLD_ALONE.items() if matches(words, text))
        return Intent(wish=Tell(next(asked, "")))
    return _change(text, situation) or _which(text)


def _change(text: str, situation: Situation) -> Intent[Wish] | None:
    if (tags := changed_expertise(text, situation.context.user)) is not None:
        facts = Facts(expertise=tags, corrects=True)
        return Intent(wish=Change(facts), specificity=Specificity.NAMED)
    if matches(r"\bones?\b", text) and not matches(r"\bmy (?:name|title|company|last)\b", text):
        return None  # "not the lease one": one of what waits, or of the goals
    if (is_question(text) and not matches(r"^(?:can|could|would) you\b", text)) or _elsewhere(text):
        return None
    user = situation.context.user
    said = read_profile(text, None, user)
    facts = said.facts.only(*_MINE)
    if not facts and said.others:
        return Intent(wish=Others()) if _another_writes(text) else None
    if not facts:
        return _moved_on(text, situation)
    if is_wish(text) and not facts.corrects:
        return None
    unsaid = facts.corrects and not matches(_SPEAKS_OF_SELF, text)
    if differing := conflicts(user, replace(facts, corrects=facts.corrects and not unsaid)):
        return Intent(wish=Propose(differing), specificity=Specificity.LOOSE)
    named = facts.corrects or facts.linkedin_url or facts.expertise
    sure = Specificity.NAMED if named else Specificity.LOOSE
    open_title = bool(facts.company) and not facts.title and says_what_they_do(text)
    return Intent(wish=Change(facts, title_open=open_title), specificity=sure)


def _moved_on(text: str, situation: Situation) -> Intent[Wish] | None:
    """ "I left Acme", or "I moved to Globex", which may be a place."""
    user = situation.context.user
    if company := new_company(text, country_of(user.phone_number)):
        return Intent(wish=Propose(Facts(company=company)), specificity=Specificity.LOOSE)
    if not has_left(text, user):
        return None
    lost = matches(r"\b(?:laid off|let go|fired)\b", text)
    return Intent(wish=WhichValue("lost" if lost else "left"))


def _elsewhere(text: str) -> bool:
    """Whether it asks for something to be done later, or noted: what it names is part of that."""
    return (
        followups.wants_followup(text)
        or wanting.wants_search(text)
        or matches(_A_TIME_ZONE, text) is not None
        or matches(r"^(?:please )?(?:remember|note|save|cancel|move)\b", text) is not None
    )


def _another_writes(text: str) -> bool:
    here = r"\b(?:this is|i'?m|i am|it'?s|here|speaking|texting|phone)\b"
    return is_about_others(text) and matches(here, text) is not None


def _which(text: str) -> Intent[Wish] | None:
    for name, (pattern, _) in _FIELDS.items():
        if matches(pattern, text):
            return Intent(wish=WhichValue(name))
    return Intent(wish=WhichValue(None)) if matches(_ANY_FIELD, text) else None


def _answer(wish: Wish, box: Toolbox) -> str:
    user = box.context.user
    if isinstance(wish, Change):
        told = _changed(wish.facts, box)
        if not wish.title_open or not box.context.user.title:
            return told
        ask(box, PROFILE_VALUE, field="title")
        return f"{told} And what's your title there?"
    if isinstance(wish, Propose):
        about = {name: str(value) for name, value in wish.facts.said().items()}
        ask(box, PROFILE_CHANGE, **about)
        return proposal(user, wish.facts)
    if isinstance(wish, WhichValue):
        return _ask_for(wish.field, box)
    if isinstance(wish, NewEmail):
        return _prove(wish.address, box)
    if isinstance(wish, Keep):
        return "All right, it stays as it is."
    if isinstance(wish, Others):
        return f"Then I've changed nothing; this number is {user.first_name or 'a member'}'s."
    if isinstance(wish, Delete):
        return fixed_answer(Topic.DELETE, box.settings.support_contact) or ""
    if wish.field:
        tags = wish.field == "expertise"
        told = ", ".join(user.expertise) if tags else getattr(user, wish.field)
        name = wish.field.removesuffix("_url").replace("_", " ")
        return f"The {name} I have of you is {told}." if told else f"I have no {name} of yours yet."
    work = f" ({', '.join(filter(None, (user.title, user.company)))})" if work_of(user) else ""
    goals = "; ".join(goal.text for goal in user.goals[-3:])
    profile = f"I have you as {name_of(user) or 'a member'}{work}."
    return f"{profile} Goals noted: {goals}." if goals else f"{profile} No goals noted yet."


def _changed(facts: Facts, box: Toolbox) -> str:
    before = box.context.user
    told = save(box, facts)
    if "error" in told:
        return f"I couldn't save that: {told['error']}."
    after = box.context.user
    if before == after:
        return "I have that already."
    _leave_set(facts, before, box)
    added = ", ".join(
        str(value) if isinstance(value, str) else ", ".join(map(label_of, value))
        for name, value in told["saved"].items()
        if not getattr(before, name)
    )
    return " ".join(filter(None, (read_back(before, after), f"Saved: {added}." if added else "")))


def _leave_set(facts: Facts, before: User, box: Toolbox) -> None:
    """What was changed may be corrected, or be as it was."""
    old = {name: str(value) for name in COLUMNS[:5] if (value := getattr(before, name))}
    was = {name: old[name] for name in facts.said() if name in old}
    field = _only_field(facts)
    if field or was:
        ask(box, PROFILE_SET, **{"field": field} if field else {}, **was)


def _only_field(facts: Facts) -> str | None:
    """The one field that was changed; None where there were more."""
    fields = [{"first_name": "name"}.get(name, name) for name in facts.said()]
    return fields[0] if len(fields) == 1 else None


def _ask_for(field: str | None, box: Toolbox) -> str:
    if field in (None, "left", "lost"):
        ask(box, PROFILE_VALUE, field="work")
        known = work_of(box.context.user) or "no company yet"
        asked = "Where are you now" if field else "What is it now"
        sorry = "I'm sorry to hear that. " if field == "lost" else ""
        return f"{sorry}I have you as {known} until you tell me otherwise. {asked}?"
    ask(box, PROFILE_VALUE, field=field)
    return f"What should {_FIELDS[field][1]} be?"


def _prove(address: str | None, box: Toolbox) -> str:
    domain = (address or "").rpartition("@")[2]
    if domain and (is_free(domain) or is_disposable(domain)):
        return "That looks like a personal address, and it has to be your work email."
    if address and address == (box.context.user.email or "").lower():
        return "I have that address already."
    told = box.run("send_verification_email", {"replaces": True})
    if "address" not in told:
        contact = box.settings.support_contact
        where = f" Please write to {contact}." if contact else ""
        return f"Mail isn't set up here yet, so I can't change your email.{where}"
    old = f", it replaces {told['replaces']}" if told.get("replaces") else ", I'll have it"
    return (
        f"From {address or 'the new work email'}, send any mail to {told['address']} within 7 days."
        f" When it arrives{old}."
    )


def _read_change(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    if says_yes(text):
        return Change(proposed(question.about))
    short = len(text.split()) <= 4 or matches(r"\b(?:leave|keep) (?:it|that|me|the)\b", text)
    return Keep() if says_no(text) and short else None


def _read_correction(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """ "Sorry, North Wind, two words", after one thing of theirs has been changed."""
    if takes_setting_back(text):
        was = proposed(question.about)
        return Change(was) if was else None
    role = matches(r"^\W*(?:(?:and|now|oh|also)\b[\s,]*)*as (?:an? |the |their |its )?(.+)$", text)
    if role and is_title(role.group(1)) and not is_talk(role.group(1)):
        return Change(Facts(title=tidy_title(role.group(1)), corrects=True))
    if not question.about.get("field"):
        return None
    correction = wanting.corrected_to(text)
    if not correction or len(correction.split()) > _LONGEST_CORRECTION or topics(correction):
        return None
    if followups.wants_followup(text) or wanting.goal_in(text):
        return None
    wish = _read_value(correction, question, situation)
    return wish if isinstance(wish, Change) else None


def _read_value(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    field = str(question.about.get("field", ""))
    if matches(r"^(?:never ?mind|forget it|leave it|no|nothing|cancel)\b", text):
        return Keep()
    if is_question(text):
        return None
    if field == "expertise" and len(text) <= 200 and not is_talk(text):
        tags = [tag.strip() for tag in text.replace(" and ", ",").split(",") if tag.strip()]
        return Change(Facts(expertise=tuple(tags[:10]), corrects=True)) if tags else None
    asked = {
        "name": Ask.NAME,
        "last_name": Ask.LAST_NAME,
        "title": Ask.TITLE,
        "company": Ask.COMPANY,
        "work": Ask.WORK,
    }
    said = read_profile(text, asked.get(field), situation.context.user)
    facts = said.facts.only(*_MINE)
    if not facts and said.doubt is not None:
        facts = as_it_stands(said.doubt.words, said.doubt.asked, situation.context.user)
    return Change(Facts(corrects=True).over(facts)) if facts else None


PROFILE: Capability[Wish] = Capability(
    name="profile",
    read=_read,
    answer=_answer,
    tools=(COLLECT_USER_INFO, SEND_VERIFICATION_EMAIL),
    questions=(
        QuestionKind(
            kind=PROFILE_CHANGE,
            meaning=(
                "you asked whether to change their profile; about: the new values, of"
                f" {', '.join(COLUMNS)}"
            ),
            read=_read_change,
            about=frozenset(COLUMNS),
        ),
        QuestionKind(
            kind=PROFILE_VALUE,
            meaning=(
                "you asked for the new value of something in their profile; about.field: one of"
                f" {', '.join(_FIELDS)}, work"
            ),
            read=_read_value,
            about=frozenset({"field"}),
        ),
        QuestionKind(
            kind=PROFILE_SET,
            meaning="their profile was just changed; about.field as for profile_value, if it was"
            f" one thing; what was there before, of {', '.join(COLUMNS[:5])}",
            read=_read_correction,
            about=frozenset({"field", *COLUMNS[:5]}),
            implicit=True,
        ),
    ),
    instructions="""\
- Change their own profile (collect_user_info with corrects): name, company, title, LinkedIn and
  expertise, when they say that it changed or is wrong; read back the old and the new. When what
  they say merely differs from what is known, ask first. What others are or do is not theirs.
- Change their email by a new proof only (send_verification_email with replaces): tell the address
  to which any mail from the new work email has to go; when it arrives, the email is changed.
- Deleting or exporting their data is not possible by text: name the support contact.
""",
    ability="change your profile",
    label="change your profile",
    rephrased={
        "name_change": Rephrased("change my name"),
        "work_change": Rephrased("change my company"),
        "email_change": Rephrased("change my email"),
        "linkedin_change": Rephrased("change my linkedin"),
        "expertise": Rephrased("i know {text}", label="change what you are asked about"),
        "profile_show": Rephrased("what do you know about me", tells=True),
    },
    examples=(
        Example(text="what do you know about me?", wish=Tell()),
        Example(text="change my company to Foo", wish=Change(Facts(company="Foo", corrects=True))),
        Example(
            text="I moved to Datadog as VP Eng",
            wish=Change(Facts(company="Datadog", title="VP Eng", corrects=True)),
        ),
        Example(text="I work at Globex", wish=Propose(Facts(company="Globex"))),
        Example(text="update my title", wish=WhichValue("title")),
        Example(text="my new email is s@globex.com", wish=NewEmail("s@globex.com")),
        Example(text="i want to delete my account", wish=Delete()),
        Example(text="this is his wife", wish=Others()),
    ),
    counter_examples=(
        "who can see my goals?",
        "I need a lawyer",
        "she's a doctor at Mayo Clinic",
        "I'm meeting the CEO of Globex",
        "I'm looking for a CTO at a fintech",
        "okay so I'm driving right now",
        "I'm sleeping",
    ),
)

__all__ = ["PROFILE"]
