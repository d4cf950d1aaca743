"""What members ask for: goals, credits, and what is known about them."""

import re

from shared.agents.language.followups import is_unwanted
from shared.agents.language.words import clauses, matches

_GOAL = (
    r"\b(?:i'?m|i am|we'?re|we are) (?:currently |still |also |now )?(?:looking (?:for|to|at)|"
    r"trying to|searching for|"
    r"hoping to|in the market for|planning (?:to|on)|hiring|raising|after an?)\b|"
    r"\b(?:i|we) (?:really |also |just )?(?:want|need|would like|wish|hope|plan)\b (?:to |an? |"
    r"some |help|more |the |someone|people|new |better |advice|intros?|\w+)|"
    r"\b(?:i'd|we'd) (?:like|love) (?:to|an?|some)\b|\b(?:my|our) (?:main |current |new |"
    r"next )?goals? (?:is|are|:)|"
    r"\blooking (?:for|to)\b|\bin search of\b"
)
_REMEMBER = re.compile(
    r"^(?:please |pls |hey,? |ok,? |also,? )*(?:can you |could you )?(?:please )?"
    r"(?:remember|note(?: down)?|keep in mind|make a note|add (?:a |this |as a )?goal|"
    r"save)(?: that| this| of| to| for me)?:?\s+(.+)",
    re.IGNORECASE,
)
_SEARCH = (
    r"\b(?:find|introduce|connect|recommend|suggest|research|refer|get)\b.{0,20}\b(?:me|us|"
    r"someone|somebody|anyone|a|an|some)\b|"
    r"\bdo you know (?:anyone|someone|anybody|a|any)|\bwho (?:knows|can help|do you know)|"
    r"\bany recommendations?\b|\bintro(?:duction)?s? to\b"
)
_CREDITS = r"\bcredits?\b|\bbalance\b|\bpoints\b"
_GRANT = r"\b(?:give|grant|add|send|transfer|deposit|need|want|increase|set)\b.{0,30}\bcredits?\b"
_KNOWN = (
    r"\bwhat (?:are|were|is) my goals?\b|\bmy goals\?|\b(?:list|show)(?: me)? (?:my )?goals?\b|"
    r"\bwhat (?:do|did) you (?:know|remember|have)(?: about| on| for)? ?(?:me|us)?\b|"
    r"\b(?:send|tell|give)\b.{0,25}\bmy goals\b|\bmy (?:profile|info)\b"
)
_SILENCE = (
    r"\b(?:mute|pause|silence)\b.{0,20}\b(?:me|you|texts?|messages?|everything|all|until|till|for)\b|"
    r"\bi(?:'m| am|'ll be| will be) (?:away|off|out|on (?:vacation|holidays?|leave))\b"
)
_SETTINGS = (
    r"\b(?:am i|is it|are) .*\bquiet (?:hours|time)|\bwhat(?:'s| is| are) my (?:quiet hours|"
    r"time ?zone)|\bwhen (?:are|is) my quiet"
)
_GREETING = re.compile(
    r"^(?:(?:hi|hey|hello|so|well|ok|yes|also|and|btw)\b[,.]?\s*)+", re.IGNORECASE
)
_GOAL_VERB = re.compile(
    r"^.*?\b(?:looking for|looking to|need|want to|want|hire|hiring|find me|find)\b", re.IGNORECASE
)


_UNDO = {
    "goal": (
        r"\b(?:delete|remove|drop|clear|forget)\b.{0,20}\bgoals?\b|\bforget about\b|"
        r"\b(?:not|no longer) looking for\b"
    ),
    "profile": (
        r"\b(?:change|update|correct|fix|edit)\b.{0,15}\bmy (?:company|title|name|e-?mail|profile|"
        r"number|job)|^(?:please )?call me \w+|\bi(?:'ve| have)? (?:just )?changed jobs|"
        r"\bi (?:now work|started) at\b|\bmy new (?:job|company|title|e-?mail)\b"
    ),
}
_ATTENTION = (
    r"\bneeds? (?:my|our) attention\b|\bopen (?:loops?|items?|points?|matters)\b|"
    r"\b(?:anything|something|what(?:'s| is|s| are)?) (?:\w+ )?(?:open|urgent|pressing|critical|"
    r"overdue|outstanding|pending)\b|"
    r"\bon my plate\b|\bwhat (?:do|should|must) (?:i|we) (?:need to |have to )?"
    r"(?:do|look at|work on|focus on|deal with|take care of|attend to)\b|"
    r"\bwhat(?:'s| is) (?:due|coming up)\b"
)
_DISMISSED = r"\bdismiss(?:ed|ing)?\b"
_DROPPED = (
    r"\b(?:drop|skip|hide|ignore|remove|clear|close|get rid of|don'?t show|take off|"
    r"forget (?:about )?(?!it\b|that\b))\b"
)


def goal_in(text: str) -> str | None:
    """The goal that a text states, in its words; None when it states none."""
    if found := _REMEMBER.match(text):
        return found.group(1)[:500]
    if any(matches(_GOAL, clause) or matches(_SEARCH, clause) for clause in clauses(text)):
        return _GREETING.sub("", text)[:500] or None
    return None


def corrected_goal(earlier: str, correction: str) -> str:
    """What "I need a lawyer" becomes with "actually an accountant"."""
    if goal := goal_in(correction):
        return goal
    verb = _GOAL_VERB.match(earlier)
    return f"{verb.group(0)} {correction}" if verb else correction


def wants_search(text: str) -> bool:
    """Whether it asks us to find or introduce somebody, which no tool does."""
    return matches(_SEARCH, text) is not None


def asks_credits(text: str) -> bool:
    """Whether it is about the person's credits."""
    return matches(_CREDITS, text) is not None and not matches(
        r"\bcredit (?:card|line|score)\b", text
    )


def wants_credits_given(text: str) -> bool:
    """Whether it asks for credits to be given."""
    return matches(_GRANT, text) is not None


def asks_what_is_known(text: str) -> bool:
    """Whether it asks for the goals or the profile."""
    return matches(_KNOWN, text) is not None


def wants_silence(text: str) -> bool:
    """Whether no text of ours should come for a while, which only STOP can do."""
    return matches(_SILENCE, text) is not None


def asks_settings(text: str) -> bool:
    """Whether it asks for the quiet hours or the time zone."""
    return matches(_SETTINGS, text) is not None


def drops_goal(text: str) -> bool:
    """Whether a goal is to be taken back."""
    return matches(_UNDO["goal"], text) is not None


def changes_profile(text: str) -> bool:
    """Whether something of the member's own profile is to be changed."""
    return matches(_UNDO["profile"], text) is not None


def asks_attention(text: str) -> bool:
    """Whether it asks what of their organisation's business is open."""
    return matches(_ATTENTION, text) is not None


def wants_dismissed(text: str, *, listed: bool) -> bool:
    """Whether it asks not to see something open; `listed`: what is open has just been told."""
    if matches(_DISMISSED, text):
        return True
    return listed and matches(_DROPPED, text) is not None and not is_unwanted(text)


def asks_how_earned(text: str) -> bool:
    """Whether it asks how credits come about."""
    return matches(r"\bhow\b.*\b(?:earn|get|make)\b", text) is not None
