"""Questions to the other members, as people put them; and what they say of those they have put."""

import re

from shared.agents.language import followups, wanting
from shared.agents.language.topics import Topic, asks_for_an_answer, topics
from shared.agents.language.words import matches, tokens
from shared.domain.expertise import expertise_tags, expertise_tags_of

_SOMEBODY = (
    r"(?:any of (?:you|us|the \w+)|any ?(?:one|body|1)|some "
    r"?(?:one|body|1)|people|members?|folks|experts?|founders?|others|"
    r"the (?:community|network|members|group|others|experts)|everyone|everybody|who)"
)
_HERE = (
    r"(?: (?:else|here|there|in (?:here|the (?:network|community|group))|out there|around|of you))*"
)
_KNOWS = (
    r"(?:has|have|had|ever|already|actually|been|who|that|is|are|does|do|did|got|also|'s|'ve)*\b ?"
    r"(?:deal[st]?|dealt|worked|work|tried|used?|using|gone|went|done|experienced?|familiar|"
    r"know[ns]?|"
    r"switched|moved|migrated|hired|raised|implemented|built|sold|handled?|been through|solved|set "
    r"up|"
    r"recommend|mind|willing|able|up for|open to|good (?:at|with)|expert "
    r"(?:in|on|at|with)|help|point me|an? (?:idea|experience))\b"
)
_ASKS = (
    # Somebody who has done it: "anyone here dealt with SOC 2?"
    rf"\b(?:has |have |did |does |do |is |are |can |could |would )?(?:{_SOMEBODY}){_HERE} {_KNOWS}",
    r"^w\W?h?o(?:'?s)? (?:here |else |in here )?(?:knows?|has|have|can|could|does|did|is|are|would|"
    r"should i|do i|uses?|used|worked|works) .{3,}",
    # Somebody of a kind, and whom others take: "someone who understands freight".
    r"\b(?:find|finding|need|want|looking for|searching for|seeking|know|meet|hire) (?:me |us )?"
    r"(?:some ?(?:one|body)|any ?(?:one|body)|people|a person|an expert|experts?|founders?|"
    r"others?)(?: else| here)? (?:who|that|with|experienced|familiar|in)\b .{3,}",
    r"\b(?:who|whom|what|which \w+) (?:do|would|should|can|did) "
    r"(?:you|u|people|everyone|i|we|others|"
    r"members|folks) (?:all |here |guys )*(?:recommend|suggest|use|hire|ask|talk to|go to|call|"
    r"turn to) (?:for|about|to|as|when|with|on)\b .{2,}",
    rf"\b(?:can|could|would|will) {_SOMEBODY}{_HERE} (?:please "
    rf")?(?:walk|explain|share|advise|teach|"
    r"show|review|look at|tell|recommend|suggest|talk|guide)\b .{3,}",
    r"\b(?:need|want|could use|get|appreciate|love) (?:some |any |a little |a bit of "
    r")*(?:help|advice|"
    r"guidance) (?!to\b|me\b)\w+ing\b .{2,}",
    r"^\W*who(?:'?s| has| have| here has)? (?:here |ever |already |actually |been "
    r")*(?:dealt|done|worked|"
    r"used|tried|gone|hired|raised|sold|built|had|got|good|an expert|great|familiar|experienced)\b "
    r".{2,}",
    # Asked for in so many words: "ask the community about pricing".
    r"\b(?:ask|put (?:it|this|that) to|check with|poll|query|crowdsource|run (?:it|this) by) "
    r"(?:the |"
    r"all |your |our |some |other )*(?:community|network|members?|experts?|group|people|others|"
    r"everyone|everybody|someone|somebody|anyone|founders?|around)\b",
    r"\bask around\b",
    r"^\W*(?:(?:i have |here'?s |got )?(?:a )?(?:quick )?)(?:question|q|ask|poll) (?:for|to) "
    r"(?:the |all |this |my |our "
    r")*(?:group|network|community|members?|room|everyone|everybody|people|folks|crowd|hive ?mind"
    r"|experts?)\b.{3,}",
    # Help with a subject: "need help with pricing".
    r"\b(?:need|want|could use|looking for|after|seeking|get|love|like|appreciate|have) (?:some |"
    r"any |"
    r"a little |a bit of |your |expert |quick |good |outside |honest |a second |a )*"
    r"(?:help|advice|guidance|input|"
    r"insights?|perspective|pointers|tips|thoughts|feedback|second opinion|opinion|expertise|"
    r"recommendations?|recs|suggestions?|referrals?|opinions?)"
    r" (?:with|on|about|for|from|around|in|regarding|re)\b .{2,}",
    r"^(?:\W*\w+[\s,]+){0,2}(?:any|some)? ?(?:help|advice|tips|pointers|thoughts|recommendations?|"
    r"recs|"
    r"suggestions?|feedback|insights?|opinions?|ideas|experience|luck) (?:with|on|about|for|around|"
    r"regarding|re|from)\b .{2,}",
    # A need, put to whoever may know: "looking for a leasing company, any ideas".
    r"\b(?:need|want|looking for|after|seeking|hunting for)\b .{4,150}[\s,.;-]{1,3}"
    r"(?:any|got any|have any) "
    r"(?:ideas?|suggestions?|recommendations?|recs|tips|leads|thoughts|pointers|referrals?)\W*$",
    r"\b(?:struggling|stuck|wrestling|having (?:trouble|problems|issues|a hard time)|fighting|lost|"
    r"clueless|confused) (?:with|on|about|over|by)\b (?!you|this|it\b|that\b).{3,}",
)
# To be brought together with somebody.
_MEETS = (
    r"\b(?:want|wants|wanna|like|love|need|hoping|hope|looking|trying|keen|happy|interested)(?: to|"
    r" in)? "
    r"(?:really |also |please )?(?:meet|meeting|talk|talking|speak|speaking|chat|connect|"
    r"connecting|"
    r"get (?:in touch|connected|introduced|an? intro\w*)|be (?:connected|introduced)|"
    r"an? (?:intro|introduction))"
    r"(?: (?:with|to))?(?: up)?(?: with| to)? (?!you\b|u\b|me\b|him\b|her\b|them\b|it\b|a human\b|"
    r"a (?:real )?person\b|someone real|somebody real|support\b|my\b|customer\b|an? (?:agent|"
    r"operator|"
    r"representative|human)\b|(?:some(?:one|body)|any(?:one|body))\W*$).{2,}",
    r"\b(?:intro(?:duce)?|connect|hook) (?:me|us)(?: up)? (?:to|with)\b .{2,}",
    r"\bintro(?:duction)?s? to\b .{2,}",
    r"\bpick (?:someone|somebody|an? \w+)(?:'?s)?(?: \w+){0,2} brain\b|"
    r"\bcompare notes with\b .{2,}",
    r"\b(?:put|get) (?:me|us) in (?:touch|contact) with\b .{2,}",
)
_NOT_OF_MEMBERS = (
    r"\b(?:about me|my (?:goals?|data|info|number|profile|balance|credits?|reminders?|messages?)|"
    r"you (?:doing|there|real|human|a bot)|this (?:app|service|thing|number)|yachtparty|"
    r"who(?:'?s| is) asking|who (?:are you|is this|else is|is in|runs|made|built|owns|sees|can see|"
    r"has access))\b"
)
# "Connect me with somebody in agtech" wants no human of ours.
_OF_A_KIND = (
    r"\b(?:person|someone|somebody|human|people) (?:in|at|who|that|from|with|good|working|doing)\b"
)
_TOLD_TO_DO = (
    r"^(?:please |pls |can you |could you )*(?:remind|note|remember|save|cancel|move|delete|text|"
    r"ping|drop|don'?t|do not|stop|never|no (?:texts?|messages?|more))\b"
)
# One person by name, of whom members are not asked: "who is sam again".
_OF_ONE = (
    r"^\W*(?:(?:so|and|ok|wait|sorry|hm+)\W+)*who(?:'?s| is| was| are)(?: this| that)? "
    r"(?!good|great|best|the\b|an?\b|any|doing|using|hiring|into|experienced|familiar|here|able|up|"
    r"on\b|in\b|free|open|willing|your\b)(?P<name>[\w'-]+(?: (?-i:[A-Z])[\w'-]+)?)"
    r"(?: (?:again|anyway|btw|though|exactly))*\W*$"
)
_OURS = r"\b(?:my|our|we|us|i|customers?|startups?|saas|founders?|compan(?:y|ies)|seed|series)\b"
_VAGUE = (
    r"\b(?:this|it|that|something|stuff|things?|some ?thing|a question|questions?|a problem)\W*$"
)

_WITHDRAWS = (
    r"\b(?:cancel|withdraw|take back|close|delete|remove|drop|forget(?: about)?|never ?mind|nvm|"
    r"scratch|"
    r"stop asking|don'?t ask|no need to ask|call off|retract|pull)\b"
)
_QUESTION_WORD = r"\b(?:questions?|request|ask)\b"
_HOW_IT_STANDS = (
    r"\b(?:any(?:one|body)?|did any(?:one|body)|has any(?:one|body)|who)(?: has| have)? "
    r"(?:answer(?:s|ed)?|"
    r"repl(?:y|ies|ied)|respon(?:se|ses|ded|d)|news|luck|update)\b|"
    r"\bwhat (?:did|have) (?:they|people|the (?:experts|members|community)) (?:say|said)\b|"
    r"\b(?:my|the|our) (?:open |last )?questions?\b.{0,20}\?|\bwhat(?:'s| is| are|re) (?:my|our) "
    r"(?:open |"
    r"current )*questions?\b|^(?:my|show(?: me)? my|list my) (?:open )?questions?\W*$|"
    r"\bwhat (?:have|did) i ask(?:ed)?\b"
)
_NEVER_ABOUT = (
    r"\b(?:never|don'?t|dont|do not|stop|quit|no longer) (?:ever |please |want to |wanna |like to "
    r")*"
    r"(?:be )?(?:ask(?:ing|ed)?|send(?:ing)?|bother(?:ing)?|bug(?:ging)?)(?: me| us)?"
    r"(?: any| more| anything| questions?| stuff)* (?:questions? )?(?:about|on|for|regarding|re|"
    r"with) "
    r"(?P<what>.+)$|"
    r"\bno (?:more |further )*(?P<kind>.{2,40}?) questions\b|"
    r"\bno (?:more |further )*questions (?:about|on|regarding) (?P<on>.+)$|"
    r"\b(?:don'?t|dont|do not|no longer) (?:want|need|like) (?:any |more |to get |to see |your )*"
    r"questions (?:about|on|regarding) (?P<unwanted>.+)$|"
    r"\bnot (?:interested in|an expert on|an expert in) (?:questions (?:about|on) )(?P<of>.+)$"
)
_AGAIN_ABOUT = (
    r"\b(?:you (?:can|may)|feel free to|ok(?:ay)? to|start|please) (?:ask(?:ing)?) me (?:questions "
    r")?"
    r"(?:about|on) (?P<what>.+?) again\b.{0,12}$"
)
_TAIL = (
    r"(?:,? (?:again|anymore|any more|ever|please|pls|thanks?|thank you|ok(?:ay)?|stuff|questions?|"
    r"topics?|things?))+\W*$"
)
# Advice to somebody else, on whom to look for: "I think somebody who has done it".
_ADVISES = (
    r"^\W*(?:(?:well|so|oh|hm+|honestly|yes|yeah|sure|ok(?:ay)?|imo|imho|and|but)\b[\s,]*)*"
    r"(?:(?:i|we) (?:think|believe|guess|reckon|feel|find|found|hired|used|tried|had|went with|"
    r"recommend|suggest|always|usually|(?:would|'?d) (?:say|go|look|get|hire|ask|use|try|pick|take|"
    r"start|recommend|suggest|avoid))\b|(?:i'?d|we'?d) \w+|my (?:advice|experience|take|tip|guess|"
    r"view)\b|in my (?:experience|opinion|view)\b|(?:you|they|she|he) (?:should|could|might|want|"
    r"need|have to|can|must|would)\b|(?:somebody|someone|people|anyone|anybody) (?:from|with|who|"
    r"like|at|in)\b.*\b(?:could|would|should|might|can|will|is (?:best|better|good|enough))\b)"
)
_WANTS = (
    r"\b(?:i|we)(?:'?d| am|'?m| are|'?re| would| really| do)* (?:need|want|love|like|seek|looking)"
)
# A question whose subject is still to come: "does anyone know".
_UNFINISHED = (
    rf"^\W*(?:(?:hey|hi|hello|so|ok|question|quick question|all)\b[\s,:]*)*"
    rf"(?:(?:do|does|did|has|have|is|can|could|would) )?{_SOMEBODY}{_HERE}"
    r"(?: (?:else|ever|here|already|happen to|who|that|has|have|had))* "
    r"(?:knows?|used?|tried|recommends?|suggests?|dealt|worked|heard|good|help|familiar|met|hired)"
    r"(?: (?:me|us))?(?: (?:of|with|at|about|a|an|the|any|some|who|how|what|where|if|for))*[\s.,]*$"
)


def asks_members(text: str) -> bool:
    """Whether it is a question for other members, or a wish to be brought together with one."""
    if not _may_be_for_members(text) or advises(text):
        return False
    return any(matches(one, text) for one in (*_ASKS, *_MEETS)) or wanting.wants_search(text)


def one_asked_of(text: str) -> str:
    """Whom "who is Sam again" asks about; empty for any other text."""
    found = matches(_OF_ONE, text)
    return found["name"] if found else ""


def is_unfinished(text: str) -> bool:
    """Whether a question for members breaks off before it says about what."""
    return matches(_UNFINISHED, text) is not None


def advises(text: str) -> bool:
    """Whether it says what somebody else should do, and asks for nothing."""
    asks = "?" in text or matches(_WANTS, text)
    return not asks and matches(_ADVISES, text) is not None


def wants_to_meet(text: str) -> bool:
    """Whether what they want is an introduction."""
    return any(matches(one, text) for one in _MEETS) or bool(
        matches(r"\b(?:introduce|introduction|intro|meet|connect (?:me|us))\b", text)
    )


def might_ask_members(text: str) -> bool:
    """Whether it asks what members may know, without asking them: "how do I price my SaaS?"."""
    asked = "?" in text or matches(
        r"^\W*(?:how|what|which|when|where|why|should|is|are|can|could|does|do)\b", text
    )
    if not asked or not _may_be_for_members(text) or len(tokens(text)) < 4:
        return False
    if matches(r"\b(?:you|your|u)\b", text) or not expertise_tags_of(text):
        return False
    return not asks_for_an_answer(text) or matches(_OURS, text) is not None


def is_vague(text: str) -> bool:
    """Whether it asks for help and does not say with what."""
    return matches(_VAGUE, text) is not None and not expertise_tags_of(text)


def _may_be_for_members(text: str) -> bool:
    raised = set(topics(text))
    if raised & {Topic.INJECTION, Topic.DISTRESS, Topic.DELETE, Topic.MEMBERS}:
        return False
    if Topic.PERSON in raised and not matches(_OF_A_KIND, text):
        return False
    if matches(_OF_ONE, text) or matches(_NOT_OF_MEMBERS, text) or matches(_TOLD_TO_DO, text):
        return False
    return not (followups.wants_followup(text) or wanting.negates(text))


def withdraws_question(text: str) -> bool:
    """Whether it takes a question back, by that word."""
    if matches(r"\b(?:ask(?:ing|ed)?|bother(?:ing)?|send(?:ing)?) me\b", text):
        return False
    return bool(matches(_WITHDRAWS, text) and matches(_QUESTION_WORD, text))


def asks_how_questions_stand(text: str) -> bool:
    """Whether it asks what has become of their questions."""
    return matches(_HOW_IT_STANDS, text) is not None and not matches(_WITHDRAWS, text)


def never_about(text: str) -> list[str]:
    """Subjects that they do not want to be asked about, as tags; none when it says no such "
    "thing."""
    found = matches(_NEVER_ABOUT, text)
    return _subjects(found) if found else []


def again_about(text: str) -> list[str]:
    """Subjects that they may be asked about again, as tags."""
    found = matches(_AGAIN_ABOUT, text)
    return _subjects(found) if found else []


def _subjects(found: re.Match[str]) -> list[str]:
    said = next((group for group in found.groups() if group), "")
    said = re.sub(_TAIL, "", said, flags=re.IGNORECASE).strip(" .,!?")
    if matches(r"^(?:it|this|that|anything|me|them|these|those|stuff)\b", said) or not said:
        return []
    if len(said.split()) > 8:
        return expertise_tags_of(said)
    return expertise_tags(part for part in re.split(r",| and | or |/", said) if part.strip())


__all__ = [
    "advises",
    "again_about",
    "asks_how_questions_stand",
    "asks_members",
    "is_unfinished",
    "is_vague",
    "might_ask_members",
    "never_about",
    "one_asked_of",
    "wants_to_meet",
    "withdraws_question",
]
