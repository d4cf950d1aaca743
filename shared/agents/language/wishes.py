"""What members ask for: credits, what is known about them, what needs attention."""

from shared.agents.language.followups import is_unwanted
from shared.agents.language.topics import Topic, topics
from shared.agents.language.words import matches

# "They are evicting us, what do I do?" asks for no list.
_PRESSING = frozenset({Topic.TROUBLE, Topic.DISTRESS, Topic.SAD})

_CREDITS = (
    r"\b(?:my|our|the|any|some|more|free|enough|\d+|how many|how much|of|have|are|about|"
    r"earn(?:ing)?|get|"
    r"getting|buy(?:ing)?|need|want|give|spend|use|with|these|those|for) (?:\w+ )?(?:credits|"
    r"credit balance|points)\b|"
    r"^(?:\w+ ){0,2}(?:credits?|points|balance)\W*$|\b(?:my|our|account|credits?|current|the|"
    r"what) balance\b|"
    r"\bcredits\b.*\?"
)
_ABOUT_THEM = (
    r"\bcredits? (?:history|statement|transactions?|breakdown|level)\b|"
    r"\bhow much credit\b(?! card)|"
    r"^\W*(?:(?:so|and|ok|hey)\W+)*how much (?:do|did|have|am) (?:i|we) (?:now |already )?"
    r"(?:have|got|earn(?:ed)?|make|made|get|up to)"
    r"(?: (?:now|left|so far|here|for (?:it|that|this)))*\W*$|"
    r"\bleft (?:on|in) (?:my|our) account\b|\bbreak ?down\b.{0,20}\bcredits?\b|"
    r"^\W*(?:(?:what'?s|my|our|the|is|check|show|tell|me|current)\s+)*balance\b"
    r"(?:\W*\b(?:pls|please|plz|now|thanks))*\W*$|"
    r"\b(?:what|which) (?:status )?level\b.{0,12}\b(?:am i|i am|i'm|do i|are we)\b|"
    r"\bmy (?:status )?level\b(?! of)"
)
_OTHER_CREDITS = (
    r"\bcredit (?:cards?|lines?|scores?|unions?|ratings?|check|bureau|risk|team|fund|suisse|"
    r"analyst)\b|"
    r"\b(?:tax|carbon|film|college|university|course|ects|data|talking|bullet|pain|selling|price|"
    r"percentage|basis|end|aws|cloud|gcp|azure|openai|letters?) (?:credits?|points)\b|"
    r"\b(?:q[1-4]|fy ?\d*|vendor|supplier|store|bank|refund|travel|flight|airline|customer|client) "
    r"credits?\b|\bcredits?\b.{0,30}\b(?:bank|vendors?|suppliers?|invoices?|accounting|irs|airline)\b|"
    r"\bbalance (?:sheets?|of|between|beam|bike|work)\b|\b(?:work[- ]?life|bank|hormone|new) "
    r"balance\b|"
    r"\b(?:make|made|few|good|several|key|main|two|three|these) (?:\w+ )?points\b|\bpoints (?:out|"
    r"to|at)\b"
)
_GRANT = r"\b(?:give|grant|add|send|transfer|deposit|need|want|increase|set)\b.{0,30}\bcredits?\b"
_GAINED = r"(?:earn|earned|get|got|gotten|make|made|receive|received|spend|spent|use|used|paid)"
_WHAT_FOR = (
    # what did I earn them for; what have I been paid credits for; for what did I get these
    rf"\bwhat (?:did|have|do) (?:i|we) (?:been )?{_GAINED}\b"
    r"(?=.*\b(?:them|credits?|those|these|points|it)\b)",
    r"\b(?:what|which) (?:\w+ ){0,2}(?:credits?|points) (?:\w+ ){0,3}(?:for|from|on|to)\b",
    # where did they come from; where have I spent my credits
    r"\bwhere (?:did|do|have|are) (?:\w+ ){0,4}(?:credits?|points|they) (?:\w+ ){0,2}"
    r"(?:come|coming|from|go|gone)\b",
    rf"\bwhere (?:did|have) (?:i|we) (?:\w+ )?{_GAINED}\b.*\b(?:credits?|points)\b",
    # how did I earn those; why did I get 15 credits; why do I have 40
    rf"\b(?:how|why) (?:did|have) (?:i|we) {_GAINED}\b.*\b(?:them|credits?|points|those|these)\b",
    r"\b(?:why|what for) (?:do|did|have) (?:i|we) (?:have|get|got) (?:\w+ ){0,2}"
    r"(?:credits?|points)\b",
    r"\bcredits? (?:history|statement|transactions?|breakdown)\b",
    r"\bbreak ?down\b.{0,20}\bcredits?\b",
)
_KNOWN = (
    r"\b(?:what|which)(?:'?s| is| are| all| info| information| details?| data)*(?: (?:do|have) "
    r"(?:you|u)(?: got| have)?)? "
    r"(?:on file|saved|stored|listed|on record|in (?:my|the) (?:profile|file|system))(?: (?:for"
    r"|about|on) (?:me|us))?\W*$|"
    r"\b(?:what|which) (?:info|information|details|data|facts) (?:do|have) (?:you|u)\b|"
    r"\bwhat (?:am i|do you have me) (?:listed|down|known|registered)\b.{0,20}\b(?:expert|expertise"
    r"|as|for|under)\b|"
    r"\bwhat(?:'?s| is) (?:in )?my expertise\b|"
    r"\bwhat (?:do|did|does) (?:you|u|ya|yachtparty) (?:know|remember|have)(?: about| on| for)? "
    r"?(?:me|us)?\b|"
    r"\bmy (?:profile|info)\b|"
    r"\b(?:does|do|is|has|have|did) (?:my profile|you|u|the (?:e-?mail|title|company|name|"
    r"linkedin)|my "
    r"(?:e-?mail|linkedin|title|company))\b.{0,40}\b(?:have|has|still|on file|saved|listed|in "
    r"there)\b"
    r".{0,30}\b(?:linkedin|e-?mail|title|company|expertise|one)\b|"
    r"\b(?:what|which)(?:'?s| is)? (?:\w+ )?(?:title|company|name|job|role|position|e-?mail|"
    r"linkedin|"
    r"expertise|employer)\b.{0,12}\b(?:do (?:you|u) have|have (?:you|u)|is (?:on file|listed|"
    r"stored|saved)|am i (?:down|listed))|\bwhat(?:'?s| is) my (?:title|company|last name|name|job|"
    r"role|expertise|e-?mail|linkedin)\b|\bhow am i listed\b|\bwhere do (?:you|u) have me (?:work|"
    r"down)"
)
_ATTENTION = (
    r"\bneeds? (?:my|our) attention\b|\bopen (?:loops?|items?|points?|matters)\b|"
    r"\b(?:anything|something|what(?:'s| is|s| are)?) (?:\w+ )?(?:open|urgent|pressing|critical|"
    r"overdue|outstanding)\b|"
    r"\bon my plate\b|\bwhat (?:do|should|must) (?:i|we) (?:need to |have to )?"
    r"(?:do|look at|work on|focus on|deal with|take care of|attend to)\b|"
    r"\bwhat(?:'s| is) (?:due|coming up)\b"
)
_DISMISSED = r"\bdismiss(?:ed|ing)?\b"
_DROPPED = (
    r"\b(?:drop|skip|hide|ignore|remove|clear|close|get rid of|don'?t show|take off|"
    r"forget (?:about )?(?!it\b|that\b))\b"
)


def asks_credits(text: str) -> bool:
    """Whether it is about the person's credits."""
    of_credits = matches(_CREDITS, text) or matches(_ABOUT_THEM, text)
    return of_credits is not None and not matches(_OTHER_CREDITS, text)


def wants_credits_given(text: str) -> bool:
    """Whether it asks for credits to be given."""
    return matches(_GRANT, text) is not None


def asks_what_is_known(text: str) -> bool:
    """Whether it asks for the goals or the profile."""
    return matches(_KNOWN, text) is not None


def asks_attention(text: str) -> bool:
    """Whether it asks what of their organisation's business is open."""
    return matches(_ATTENTION, text) is not None and not set(topics(text)) & _PRESSING


def wants_dismissed(text: str, *, listed: bool) -> bool:
    """Whether it asks not to see something open; `listed`: what is open has just been told."""
    if matches(_DISMISSED, text):
        return True
    return listed and matches(_DROPPED, text) is not None and not is_unwanted(text)


def asks_how_earned(text: str) -> bool:
    """Whether it asks how credits come about."""
    return (
        matches(
            r"\bwhy\b.*\b(?:balance|credits)\b|\b(?:how|ways? (?:to|of)|where|what do i (?:have "
            r"to )?do)\b.*\b(?:earn|get|make|"
            r"collect)(?:ing)?\b",
            text,
        )
        is not None
    )


def asks_what_they_are(text: str) -> bool:
    """Whether it asks what credits are good for at all."""
    meant = r"^\W*what(?:'s| is| are| do| does)? (?:\w+ )?credits? (?:for|about|mean|do|good)\b"
    return matches(meant, text) is not None


def asks_how_to_earn(text: str) -> bool:
    """Whether it asks how to earn, with no word of what: "how do I earn more"."""
    return (
        matches(
            r"\b(?:how|where) (?:do|can|could|would|should) (?:i|we|you|one|people|members) "
            r"(?:earn|get paid|make money)(?: (?:more|some|any|it|them|those|that|money|rewards?|"
            r"here|with (?:this|you)|on here|too|faster))*(?:\W*credits?)?\W*$|"
            r"\bhow (?:do|can) i get more\W*(?:credits?|points)\W*$",
            text,
        )
        is not None
    )


def asks_what_for(text: str) -> bool:
    """Whether it asks what the person's credits were for, or went to."""
    return any(matches(pattern, text) for pattern in _WHAT_FOR)
