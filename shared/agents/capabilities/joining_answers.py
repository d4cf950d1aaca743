"""What newcomers hear to what they say and ask besides what joining needs: short, and true.

Nobody is promised a time or an outcome: a person looks at each profile.
"""

from collections.abc import Iterable
from enum import Enum

from shared.agents.language.joining_talk import Aside
from shared.agents.turn import unsaid
from shared.llm.interface import Toolbox


class Stage(Enum):
    """How far somebody has come."""

    ASKED = "asked"  # something is to be asked yet
    MAIL = "mail"  # all is there but the mail
    REVIEW = "review"  # a person is to look at it


# Answered by itself: the next question or the address would only be in the way.
ENOUGH = frozenset({Aside.DOUBT, Aside.CAN_WAIT})
# Said about a mail that is still to come, or merely said: nothing of it while we ask for facts.
_OF_THE_MAIL = frozenset(
    {Aside.ADDRESS, Aside.MAIL_WORDS, Aside.CAN_WAIT, Aside.WILL_DO, Aside.GO_ON}
    | {Aside.ALL_RIGHT, Aside.PAUSE, Aside.RECAP}
)
_SAID: dict[Aside, tuple[str, ...]] = {
    Aside.RECAP: (
        "Only the mail from you is missing.",
        "We're at the last step.",
        "Everything else is here.",
    ),
    Aside.ARRIVED: (
        "No mail from you so far; I'll text you the moment it's here.",
        "Nothing yet. It has to come straight from your work mailbox.",
    ),
    Aside.WHICH_MAIL: (
        "The address of where you work now, please.",
        "The one at the company that you work for now.",
    ),
    Aside.FREE_MAIL: (
        "It has to be a work address; a personal one such as Gmail doesn't count. One at a domain "
        "of your own does; without either, {support}.",
        "Gmail and the like can't show where you work, so they don't count. A domain of your own "
        "is fine; if there is none, {support}.",
        "Without an address at a company's domain or your own I can't finish this. In that case "
        "{support}.",
    ),
    Aside.OWN_DOMAIN: (
        "An address at a domain of your own or your organisation's counts, whoever hosts it. Only "
        "free ones such as Gmail, and shared mailboxes like info@, don't.",
        "Yes, if the domain is yours or your organisation's and the mailbox is your own. Free "
        "providers and shared mailboxes don't count.",
    ),
    Aside.OTHER_WAY: (
        "A mail from your work address is the only proof I can take. If that can't be, {support}.",
        "I know no other way by text, sorry. If you can't send that mail, {support}.",
    ),
    Aside.MAIL_WORDS: (
        "Anything, even an empty mail; what counts is the address that it comes from.",
        "The words don't matter, only that it's a new mail from your own work mailbox.",
    ),
    Aside.WHY_MAIL: (
        "It shows that you work where you say, which typing an address can't. Any mail will do.",
        "Only to prove where you work; what it says is of no matter.",
    ),
    Aside.MAIL_SAFE: (
        "I send nothing to that address, and I write to nobody but you. The mail only shows where "
        "you work.",
        "Nobody at your company hears from me; your mail is read for its sender and no more.",
    ),
    Aside.CAN_WAIT: (
        "It can wait: the address stays the same, so send it whenever it suits you.",
        "There's no deadline for it; later is fine.",
    ),
    Aside.CHANGE_LATER: (
        "Yes: name, company and title can be changed by text at any time, now or once you're in.",
        "You can: text me what changed whenever it does, before or after you're in.",
    ),
    Aside.CHANCES: (
        "I can't say: a person decides that, and I know neither chances nor outcome.",
        "That's up to the person who looks at your profile, so I won't guess.",
    ),
    Aside.LEFT_OUT: (
        "Nothing rules you out so far: what it takes is a mail from an address at your company's "
        "domain or your own. Without one, {support}.",
        "You can still join, with a mail from a work address; a domain of your own counts. If "
        "you have none, {support}.",
    ),
    Aside.REVIEWER: (
        "Somebody of Yachtparty looks at each profile, a person and not a program.",
        "A person at Yachtparty; I'm told no names.",
    ),
    Aside.WHEN: (
        "Once your mail is in, a person reviews it; I can't say how long that takes.",
        "A person looks at each profile after the mail has come; I can't say how long that is.",
        "It starts with your mail, then it's up to a person, and I can't say how long they need.",
        "I can't say, there's no usual time. A person takes it up when your mail is here.",
    ),
    Aside.NEXT: (
        "When your mail has arrived, a person looks at your profile, and you'll get a text here "
        "when that's done.",
        "Your mail first, then a person's review, then a text from me here.",
        "Nothing until your mail arrives; after it a person looks at everything.",
    ),
    Aside.HOW_TOLD: (
        "By text, here, as soon as the review is done.",
        "You'll get a text from me here, and no mail.",
    ),
    Aside.WHO: (
        "People with a proved work email, each reviewed by a person. Who they are stays private.",
        "Working people of many kinds; I can't name any, and won't name you to others.",
    ),
    Aside.GOOD_FOR: (
        "Members put questions to each other by text and are introduced when both sides want it; "
        "I also keep their goals and reminders.",
        "Mostly answers and introductions from other members, all by text.",
    ),
    Aside.ONCE_IN: (
        "Once you are in, ask me that: members get answers and introductions from each other "
        "here. I can promise no match.",
        "That's for when you're in; ask me then, and I'll put it to members who may know.",
        "Ask me that as a member, please. Until then I can only take you through joining.",
    ),
    Aside.DOUBT: (
        "That's fine, there's no pressure. If it isn't for you, say so and I'll leave it there; "
        "if you'd like to go on, text me whenever you want.",
        'Take your time with that. Ask me anything, say "no thanks" to leave it, or "continue" '
        "to go on.",
    ),
    Aside.WILL_DO: ("Good, thanks.", "Thanks, I'll look out for it.", "Perfect, thank you."),
    Aside.GO_ON: ("Good, let's go on.", "Gladly.", "Good, then the last step."),
    Aside.ALL_RIGHT: (
        "Good. I'll text you when your mail is here.",
        "Fine, I'm here if anything is unclear.",
        "All right, whenever you're ready.",
        "Good, no rush.",
    ),
    Aside.PAUSE: (
        "Is something unclear? Ask away, there's no rush.",
        "Take your time. If a question comes up, text it to me.",
        "No hurry, I'm here.",
    ),
}
_EARLY: dict[Aside, tuple[str, ...]] = {
    Aside.WHEN: (
        "Joining takes a few short answers here and one mail, then a person reviews it; I can't "
        "say how long that takes.",
        "The questions are quick; after them a person reviews it, and I have no time for that.",
    ),
    Aside.NEXT: (
        "A few short questions, a mail from your work email, and then a person reviews it.",
        "After these questions comes one mail from you, and then a person's review.",
    ),
}
_WAITING: dict[Aside, tuple[str, ...]] = {
    Aside.RECAP: (
        "You've done your part: a person is to look at your profile, and you'll get a text here.",
        "Nothing is missing from you; it's with a person for review.",
    ),
    Aside.WHEN: (
        "A person reviews it, and I can't say how long that takes. You'll get a text here when "
        "it's done.",
        "It's with a person, and I can't say how long they need. I'll text you here.",
        "No news so far; a person is still to finish it, and I can't say how long that is.",
        "I still can't say how long it takes; the text comes here as soon as it's done.",
    ),
    Aside.NEXT: (
        "Now a person looks at your profile, and you'll get a text here when that's done.",
        "Nothing is left for you to do; the next thing is a text from me after the review.",
    ),
    Aside.LEFT_OUT: (
        "Nothing is decided yet: a person is still to look at your profile.",
        "No, it's open; a person reviews it, and you'll get a text here.",
    ),
    Aside.GO_ON: ("There's nothing left to do for you; a person reviews it.", "All done already."),
    Aside.WILL_DO: ("Thanks.", "All right, thank you."),
    Aside.ALL_RIGHT: (
        "Good. I'll text you when the review is done.",
        "All right, until then.",
        "Fine, I'm here if a question comes up.",
        "Good.",
    ),
    Aside.DOUBT: (
        "That's fine. If you'd rather not join, tell me and I'll leave it there; otherwise "
        "there's nothing you need to do.",
        'No pressure. "No thanks" ends it, and if you wait, you\'ll get a text after the review.',
    ),
    Aside.ARRIVED: ("Yes, your mail is here; a person reviews your profile next.",),
    Aside.CAN_WAIT: ("There's nothing left for you to do, now or later.",),
    Aside.ADDRESS: ("Your mail is here already; nothing more has to be sent.",),
    Aside.MAIL_WORDS: ("Your mail is here already; nothing more has to be sent.",),
}
_THANKED = ("You're welcome.", "Any time.", "Gladly.", "Sure thing.")


def answers(found: Iterable[Aside], stage: Stage, box: Toolbox) -> list[str]:
    """What is said to these, in words that were not used lately."""
    contact = box.settings.support_contact
    support = f"please write to {contact}" if contact else "I can't finish it by text, sorry"
    said: list[str] = []
    for aside in found:
        if stage is Stage.ASKED and aside in _OF_THE_MAIL:
            continue
        own = {Stage.ASKED: _EARLY, Stage.REVIEW: _WAITING}.get(stage, {})
        if words := own.get(aside) or _SAID.get(aside):
            said.append(unsaid([one.format(support=support) for one in words], box.context))
    return said


def thanked(box: Toolbox) -> str:
    """What is said to thanks."""
    return unsaid(_THANKED, box.context)


__all__ = ["ENOUGH", "Stage", "answers", "thanked"]
