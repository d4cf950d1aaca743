"""What newcomers say and ask besides what joining needs, as people write it."""

from enum import StrEnum

from shared.agents.language.words import matches


class Aside(StrEnum):
    """Something a newcomer says that has an answer of its own, the most telling first."""

    ADDRESS = "address"  # where the mail goes, or what is left to do
    ARRIVED = "arrived"  # whether their mail has come
    WHICH_MAIL = "which_mail"  # from which of their addresses
    RECAP = "recap"  # where they stand
    FREE_MAIL = "free_mail"  # has only a personal address, or may one count
    OWN_DOMAIN = "own_domain"  # whether some other domain counts
    OTHER_WAY = "other_way"  # whether there is one
    MAIL_WORDS = "mail_words"  # what the mail has to say
    WHY_MAIL = "why_mail"  # what the mail is for
    MAIL_SAFE = "mail_safe"  # what we do with the address
    CAN_WAIT = "can_wait"  # whether it has to be now
    CHANGE_LATER = "change_later"  # whether what they said can be changed
    CHANCES = "chances"  # whether they will be let in
    LEFT_OUT = "left_out"  # believes that they cannot join
    REVIEWER = "reviewer"  # who decides
    WHEN = "when"  # how long the review takes
    NEXT = "next"  # what happens now
    HOW_TOLD = "how_told"  # by what they hear of the outcome
    WHO = "who"  # what people are in
    GOOD_FOR = "good_for"  # what they would have of it
    ONCE_IN = "once_in"  # what members can have done
    DOUBT = "doubt"  # is not sure that they want it
    WILL_DO = "will_do"  # says that they will send it
    GO_ON = "go_on"  # wants to go on
    ALL_RIGHT = "all_right"  # ok, sure
    PAUSE = "pause"  # hm


_LEAD = (
    r"^\W*(?:(?:ok(?:ay)?|k|so|and|but|well|oh|hm+|ah|hey|hi|yes|yeah|yep|no|wait|cool|great|nice|"
    r"fine|whatever|alright|all right|actually|sorry|thanks|thx|then|got it|sure|ugh|lol|haha|um+|"
    r"uh+|right|also|btw|quick question|question)\b[\s,.!:-]*)*"
)
_END = r"(?:[\s,.!?]*\b(?:then|now|thanks|thx|please|pls|again|though|tho|sorry|here|ok(?:ay)?)\b)*"
_MAIL = r"(?:e-?mail|mail|address|message)"
_PERSONAL = (
    r"(?:g-?mail|yahoo|hotmail|outlook|icloud|aol|proton ?mail|"
    r"(?:personal|private|free) (?:one|account|e-?mail|mail|address))"
)
_PATTERNS: dict[Aside, str] = {
    Aside.ADDRESS: (
        rf"\b(?:{_MAIL}|it)\b.{{0,12}}\b(?:bounced?|bounces|bouncing|came back|was returned|"
        r"got returned|failed|wouldn'?t (?:send|go)|won'?t (?:send|go)|didn'?t go)\b|"
        rf"\b(?:what|which|where)(?:'?s| is| was| were)? (?:(?:the|that|your|this) )?(?:e-?mail )?"
        rf"address\b|"
        rf"\bwhere (?:do|should|did|can|to|was|am) (?:i |it )?(?:supposed to )?(?:e?-?mail|send|"
        rf"go)|\b(?:re-?send|send|give|text|repeat|say|share|show)(?: it| me)?(?: the| that| your|"
        rf" me)? ?(?:{_MAIL} )?(?:address|again)\b|\bwhat (?:e-?mail|address)\b(?! (?:do|does|did|"
        rf"should i use|can i use))|\blost the (?:address|{_MAIL})|"
        rf"\bwho (?:do|should) i (?:e-?mail|send)|\bhow (?:do|can|should) i (?:verify|prove|"
        rf"confirm)|\b(?:can'?t|cannot|didn'?t) (?:see|find|get) (?:the|your|an|any) "
        rf"(?:e-?mail|address|verification)|\bwhat (?:do|should) i do (?:with|about) (?:the|that) "
        rf"{_MAIL}"
    ),
    Aside.ARRIVED: (
        r"^\W*(?:(?:so|and|still|hm+|ok)\b[\s,]*)*nothing(?: yet| so far| there)?\W*$|"
        rf"\b(?:has|did) (?:it|my {_MAIL}|anything|the {_MAIL}) (?:\w+ )?(?:come|arrive|"
        r"land|get there|reach)"
    ),
    Aside.WHICH_MAIL: (
        r"\b(?:do|should|can|must|shall) i (?:\w+ )?(?:use|send (?:it )?from|write from|take) "
        rf"(?:the |my )?(?:new|old|other|current|previous|first|second) "
        rf"(?:job'?s |company'?s )?{_MAIL}"
    ),
    Aside.RECAP: (
        r"\bwhere (?:were|was|did|are) (?:we|i)\b(?! (?:work|located))|\bwhat(?:'?s| is| else| do|"
        r" did)? (?:is |do )?(?:still )?"
        r"(?:left|missing|outstanding|you (?:still )?(?:need|want|ask)|(?:we|i) (?:still )?(?:need|"
        r"have) to do|do i do(?: now| here)?\W*$|"
        r"i (?:still )?need to)|\bam i (?:done|finished|all set|good to go)\b|"
        r"\bis (?:that|this) (?:all|it|everything)\W*$|\bwhat was (?:i|the (?:last )?(?:step|"
        r"question)|next)|\banything (?:else )?(?:left|missing|i need to|you need)|"
        r"\bdo you need anything|\bremind me what|\bwhat was (?:that|it) again"
    ),
    Aside.FREE_MAIL: (
        rf"^\W*(?:(?:is|are|ok|so|and|my|a|hm+|can i use"
        rf"|use) )*{_PERSONAL} (?:is )?(?:ok(?:ay)?|fine|"
        rf"good|allowed|enough|acceptable|work|count)s?\b|^\W*(?:from )?(?:my )?{_PERSONAL}\W*\?|"
        rf"\b(?:only|just) (?:have|got|use|using|a)\b.{{0,12}}\b{_PERSONAL}|"
        rf"\b(?:i (?:have|use)|i'?ve got|i'?m on|got) (?:only |just )?(?:a |an |my )?{_PERSONAL}\b|"
        rf"\b(?:is|does|would|will|can|could|may|what if|what about|how about|should)\b.{{0,30}}"
        rf"\b{_PERSONAL}\b|"
        rf"\b(?:don'?t|do not|dont|doesn'?t|haven'?t|without|no|lack|never had) ?(?:really |"
        rf"actually |even )?(?:have|got|use)? ?(?:a|an|any|one|my|our|own)? ?(?:own |real |"
        rf"proper )?(?:work|company|business|corporate|professional|custom)? ?"
        rf"(?:(?:e-?mail )?domain|(?:work|company|business|corporate|professional|custom) "
        rf"(?:e-?mail|address|mail|one))"
    ),
    Aside.OWN_DOMAIN: (
        r"\b(?:i|we)(?:'ve| have)? (?:have|own|got|use|run)\b.{0,20}\b[\w-]+\.[a-z]{2,12}\b"
        r"(?!\S*@)|"
        r"(?<!how )\b(?:does|would|will|do) (?:that|it|this|those|mine) (?:\w+ )?(?:count|qualify|"
        r"work(?! (?:here|exactly)))|"
        r"\b(?:my|our|a|an|the|own) (?:[\w-]+ ){0,3}(?:domain|web ?site)\b|"
        r"\b(?:what if|can|could|may|does|do|is|would|will|what about|how about|should)\b.{0,40}"
        r"\b(?:school|university|college|\.?edu|alumni|student|side project|shared|info@|hello@|"
        r"google workspace|g ?suite|contractor|client'?s?|cowork\w*) ?(?:e-?mail|address|mail|one|"
        r"inbox|account)?\b|\bdoes (?:it|that) have to be (?:a |my |the )?(?:work|company)"
    ),
    Aside.OTHER_WAY: (
        r"\b(?:other|another|different|alternative) (?:way|option|method|proof|means)|"
        r"\b(?:can|could|may|what if|can'?t|couldn'?t) i (?:just |instead )?(?:use|send|show|give|"
        r"verify|prove|text|type|get)\b"
        r".{0,20}\b(?:linked ?in|id|passport|badge|business card|photo|picture|phone|call|code|"
        r"text)\b|\b(?:can'?t|cannot|couldn'?t|can not|won'?t|not able to|unable to) (?:\w+ )?"
        r"(?:send|access|get into|use|open|do)\b.{0,25}\b(?:e-?mails?|inbox|mail)|"
        r"\bwithout (?:the |an? )?(?:e-?mail|mail)|\bskip (?:the )?(?:e-?mail|mail|this step)"
    ),
    Aside.MAIL_WORDS: (
        r"\bwhat (?:should|do|must|shall|would) (?:i|it) (?:write|say|put|include)|"
        r"\bwhat (?:subject|text|body|content)|\b(?:subject line|attachment)|"
        r"\b(?:can|does|should|may|must) (?:it|the (?:e-?mail|mail)|i) (?:\w+ )?(?:be |send )?"
        r"(?:it )?(?:an? )?(?:empty|blank|say|contain|from my phone)|"
        r"\bwhat kind of (?:e-?mail|mail)"
    ),
    Aside.WHY_MAIL: (
        r"\bdo i (?:really |actually )?(?:gotta|have to|need to|got to|must) (?:e-?mail"
        r"|mail|send)\b|"
        rf"\bwhat(?:'?s| is| do you need| do you want)? (?:the|that|this|my|an?) "
        rf"(?:work )?{_MAIL} for\b|\bwhy (?:do you need|do i need|do i have to|must i|should i|the|"
        rf"an?|my)\b.{{0,20}}\b{_MAIL}"
    ),
    Aside.MAIL_SAFE: (
        r"\b(?:will|are|do|would|going to) (?:you|u)\b.{0,20}\b(?:spam|e-?mail me|mail me|"
        r"newsletter|contact my|tell my)|\b(?:my )?(?:boss|employer|company|work|it (?:team|"
        r"department)) (?:\w+ )?(?:see|know|find out|notice|read|told)|"
        r"\bwhat (?:do|will) you (?:do|use) (?:with )?(?:my |the )?(?:e-?mail|address)"
    ),
    Aside.CAN_WAIT: (
        r"\b(?:do|does|must|have to|need to|can|could|may|is it ok).{0,20}\b(?:do|send|finish|"
        r"happen|be)? ?(?:it|that|this)? ?(?:right now|today|later|tomorrow|tonight|next week|"
        r"on monday|another (?:day|time)|when i'?m)\b(?!.{0,12}\b(?:name|title|company)).*\?|"
        r"\b(?:can|could|may) i (?:do|send|finish|e?-?mail) (?:it|that|this) (?:later|tomorrow|"
        r"tonight|next|when|from)|\b(?:does|will) (?:it|the (?:link|address)|this) expire|"
        r"\bis there a (?:deadline|time limit|rush)|\bby when\b"
    ),
    Aside.CHANGE_LATER: (
        r"\b(?:can|could|may|will|do|what if) (?:i|we|you|my)\b.{0,30}\b(?:change|update|edit|fix|"
        r"correct|switch|changes|add)\b.{0,30}\b(?:name|title|company|job|role|profile|details|"
        r"info|linked ?in|it|that|this|number|e-?mail)\b|\bwhat if i (?:change|switch|leave|quit) "
        r"(?:my )?(?:jobs?|companies|company|name)"
    ),
    Aside.WHEN: (
        r"\bwhen (?:will|does|do|would|can|is|are|am|should|might) (?:some ?one|somebody|"
        r"a person|a human|they|it|that|this|the|my|i|you|we)\b|"
        r"\bhow (?:long|soon|quickly|fast|many days)\b|"
        r"\b(?:any|an) (?:update|news|eta|word)\b|\bhow(?:'?s| is) (?:my|the) (?:review|"
        r"application)|\bstill (?:waiting|nothing|pending)|\bstatus\b|\btaking (?:so |a )?long|"
        r"\b(?:am i|have i been) (?:in|approved|verified|accepted)\b"
    ),
    Aside.CHANCES: (
        r"\b(?:will|would|do|am) i (?:be |get |likely |going to be )*(?:accepted|approved|let in|"
        r"in|qualify|good enough|a (?:good )?fit)\W*$|\b(?:chances|odds|likely|guaranteed)\b|"
        r"\bwhat are you looking for|\bwho (?:gets|do you let) in|\b(?:can|could|might) (?:i|"
        r"they|you) (?:get |be |still )?(?:reject|refus|turned down|declin|denied)|"
        r"\bwhat if (?:i'?m|they|you|i get|i am) (?:\w+ )?(?:reject|refus|say no|declin|not)"
    ),
    Aside.LEFT_OUT: (
        r"\b(?:don'?t|dont|do not) have (?:a|an|any|my own) (?:company|employer|business|"
        r"organi[sz]ation)\b(?! (?:e-?mail|mail|domain|address))|^\W*(?:it'?s )?just me\b|"
        r"\bi work (?:alone|solo|for myself|on my own)|"
        r"\b(?:can'?t|cannot|can not|won'?t|not able to|unable to|not allowed to|couldn'?t) "
        r"(?:i )?(?:be able to )?(?:join|sign up|get in|be a member|be part|register|use (?:it|"
        r"this)|go on|continue|do this)|\b(?:i'?m|am i|i am) (?:out|excluded|rejected|not (?:in|"
        r"eligible|allowed)|stuck|disqualified)\b|\b(?:that|this|it) (?:rules me out|excludes me|"
        r"leaves me out)|\bnot for (?:freelancers?|people like me|me then)|\bno way (?:in|for me)|"
        r"\b(?:can|could|may) (?:i|freelancers?|someone like me) (?:still )?(?:join|get in|"
        r"sign up)\b"
    ),
    Aside.REVIEWER: (
        r"\bwho (?:reviews?|decides?|approves?|looks?|checks?|reads?|is (?:reviewing|deciding))\b|"
        r"\bwho(?:'?s| is) (?:the|this|that) (?:person|reviewer)|\bis it (?:a|an) (?:real )?"
        r"(?:person|human) (?:that|who|reviewing)"
    ),
    Aside.NEXT: (
        r"\bwhat(?:'?s| is| happens?| comes?| will happen| do i do| should i do)? ?(?:now|next|"
        r"then|after(?: that| this)?|from here)\W*$|\bnow what\b|\bwhat (?:happens|comes) (?:now|"
        r"next|then|after|once|when)\b|\bthen what\b|\bwhat are the next steps|\bnext steps?\b"
    ),
    Aside.HOW_TOLD: (
        r"\b(?:will|do|would|how will|how do) (?:i|you) (?:get|receive|hear|know|be told|find out|"
        r"tell me|let me know|text me)\b.{0,30}\b(?:e-?mail|text|call|notif\w+|approved|accepted|"
        r"done|know|in)\b"
    ),
    Aside.WHO: (
        r"\b(?:founders?|startups?|tech|executives?|investors?|americans?) only\b|\bare there "
        r"(?:any |other |many |more )*(?:students|founders|freelancers|women|people|members|"
        r"investors|designers|engineers)|"
        r"\b(?:what|which) (?:kind|type|sort)s? of (?:people|members|folks|companies)|"
        r"\bwho (?:uses|joins|is this for|else uses)\b|\bis (?:this|it) (?:only |just )?for "
        r"(?:founders|startups|tech|executives|investors)"
    ),
    Aside.GOOD_FOR: (
        r"\bwhat'?s in (?:it|this)\b|"
        r"\bwhat(?:'?s| is| do| would| will| can)? (?:do |would |will )?(?:i|members?|people|"
        r"we|in it for me|the (?:point|benefit|upside))\b.{0,12}\b(?:get|gain|expect|for me|"
        r"point|benefit|do)?\b.{0,24}(?:out of (?:it|this)|once|when i'?m|after|from (?:it|"
        r"this)|for me|point|benefit|catch|in it)\b|"
        r"\bis (?:it|this) worth\b|\bwhy should i (?:join|"
        r"care|bother|do)|\bwhat(?:'?s| is) (?:the )?(?:point|benefit)\b|\bwhat can (?:i|"
        r"members) (?:do|ask)"
    ),
    Aside.ONCE_IN: (
        r"\b(?:can|could|may) i (?:\w+ )?(?:text|ask|use|message) (?:you|this)\b|"
        r"\b(?:can|could|will|would|do|does|should|may|are) (?:you|u|i|we|members?|people|it|"
        r"this|yachtparty)\b.{0,60}\b(?:intro\w*|connect|meet|find|help|match|recommend|hire|"
        r"invest\w*|vcs?|founders?|ask|invite|refer|earn|credits?|when i'?m in|once i'?m in|"
        r"after i join|remind|note|set)\b|\b(?:when|once|after|if) (?:i'?m|i am|im|i get|i join|"
        r"i'?ve) (?:in|joined|approved|accepted|a member|verified)?\b"
    ),
    Aside.DOUBT: (
        r"\b(?:not|n'?t) (?:so |really |entirely |totally |quite |too |even )?(?:sure|convinced|"
        r"certain|sold)\b.{0,20}\b(?:want|this|that|it|join\w*|about|for me|interested|worth|on)\b|"
        r"\b(?:idk|i don'?t know|dunno|unsure) (?:if|whether|about)\b"
        r"|\b(?:second|mixed) (?:thoughts|feelings)|\b(?:hesita\w+|on the fence|"
        r"having doubts|a bit much|too much (?:work|effort|hassle)|seems like a (?:lot|hassle))\b|"
        r"\b(?:do i (?:really|even) want|maybe (?:i (?:shouldn'?t|won'?t|don'?t)|not|this isn'?t|"
        r"it'?s not)|(?:need|have|want|let me) (?:to )?think (?:about|it over|on))\b|"
        r"\bsketch(?:y|ed)\b|\bdon'?t (?:really )?(?:see|get) the point"
    ),
    Aside.WILL_DO: (
        rf"{_LEAD}(?:will do|i will|on it|doing (?:it|that|so)|sending|i'?m (?:sending|doing|about "
        rf"to|going to)|(?:i'?ll|i will|gonna|going to|let me|i can|will) (?:\w+ )?(?:send|do|"
        rf"e?-?mail|write|get (?:to|on) (?:it|that)|try|go)\b(?! you (?:my|a) (?:linked|photo)))"
    ),
    Aside.GO_ON: (
        rf"{_LEAD}(?:(?:let'?s|lets|i want to|i'?d like to|we can|can we|shall we|ready to|"
        rf"i'?ll|want to) (?:\w+ )?(?:continue|go on|go|do (?:it|this)|finish|keep going|"
        rf"proceed|carry on|join|move on|start|resume|try)|continue|go on|go ahead|carry on|"
        rf"proceed|i'?m (?:in|ready|back|game|here)|count me in|keep going|back){_END}\W*$"
    ),
    Aside.ALL_RIGHT: (
        r"^\W*(?:(?:ok(?:ay)?|k|kk|okie|okey|yes|yeah|yep|yup|ya|sure|cool|great|good|nice|got it|"
        r"gotcha|sounds good|perfect|awesome|fine|alright|all right|understood|makes sense|"
        r"yay+|woo+(?: ?hoo)?|hooray|amazing|sweet|finally|done|lol|haha|"
        r"fair(?: enough)?|roger|noted|i see|right|lovely|excellent|word|bet|aha|oh|ah)"
        r"[\s,.!]*)+$"
    ),
    Aside.PAUSE: (
        r"^\W*(?:(?:hm+|hmm+|um+|uh+|er+|well|idk|dunno|maybe|not sure|i guess|meh|eh|so|and|"
        r"man|tbh|really|yet|whatever|let'?s see|let me think|we'?ll see)[\s,.?!]*)+$"
    ),
}


def asides(text: str) -> list[Aside]:
    """What a newcomer's text says and asks besides facts, the most telling first."""
    return [aside for aside, pattern in _PATTERNS.items() if matches(pattern, text.strip())]


__all__ = ["Aside", "asides"]
