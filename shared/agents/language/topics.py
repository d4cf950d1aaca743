"""What a text is about besides facts: questions, courtesies, refusals, tricks."""

import re
import unicodedata
from enum import StrEnum

from shared.agents.language.words import matches, tokens, word_set


class Topic(StrEnum):
    """Something a text raises that deserves an answer of its own."""

    INJECTION = "injection"  # tries to change rules, rights or credits
    FOREIGN = "foreign"  # not English
    DELETE = "delete"  # wants their data deleted or shown
    IDENTITY = "identity"  # who or what is answering
    PERSON = "person"  # wants to speak to a human
    NUMBER = "number"  # how we got their number
    PRIVACY = "privacy"
    PRICE = "price"
    WHY = "why"  # why something is asked of them
    PERSONAL_MAIL = "personal_mail"  # may they use Gmail, or they have no work email
    HOW_LONG = "how_long"
    MEMBERS = "members"  # who else is in
    ABILITIES = "abilities"  # what can you do
    HOW = "how"  # how does it work
    ABOUT = "about"  # what is this
    SENT = "sent"  # says that the mail is sent
    DECLINE = "decline"  # does not want to go on
    REFUSE = "refuse"  # will not say what was asked
    WAIT = "wait"  # later
    ABUSE = "abuse"
    HOW_ARE_YOU = "how_are_you"
    THANKS = "thanks"
    BYE = "bye"
    GREETING = "greeting"
    CONFUSED = "confused"


_PATTERNS: dict[Topic, str] = {
    Topic.INJECTION: (
        r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|rules?|"
        r"prompt|guidelines)|"
        r"system prompt|\byour (?:instructions|prompt|rules)\b|developer mode|jailbreak|"
        r"\byou are now (?:a|an|my|in|free)|\bpretend (?:to be|you)|^(?:please |now )*act as\b|"
        r"\b(?:set|make|mark|flag|give|grant|add|change)\b.{0,30}\b(?:verified|admin|approved|"
        r"credits?|member)\b.{0,12}(?:flag|true|now|to|me|$)|"
        r"\b(?:approve|verify) me\b|\bskip (?:the )?(?:verification|review|email|onboarding)|"
        r"\b(?:drop table|select \* from|delete from|insert into|update users)\b|<script|"
        r"\bcollect_user_info\b|"
        r"\bcomplete_onboarding\b|\b(?:i am|i'?m) (?:the|an?) (?:admin|developer of)"
    ),
    Topic.DELETE: (
        r"\b(?:delete|erase|remove|export|download|forget)\b.{0,25}\b(?:data|account|info|"
        r"information|profile|number|me)\b"
    ),
    Topic.IDENTITY: (
        r"\bwho (?:is this|are you|dis|am i (?:talking|texting|speaking)|r u)|\bwho'?s this|"
        r"\bare you (?:an? )?(?:real|human|bot|robot|ai|person|machine)|"
        r"\bis this (?:an? )?(?:real|human|bot|robot|ai|person|machine|automated)|"
        r"\b(?:am i )?(?:talking|texting|speaking) (?:to|with) (?:an? )?(?:bot|human|person|"
        r"robot|machine|ai)|"
        r"\bchat ?gpt\b|what'?s your name|what is your name|\br u (?:a )?(?:bot|real|human)|"
        r"^(?:bot|robot|human)\??$"
    ),
    Topic.PERSON: (
        r"\b(?:talk|speak|chat|connect me|get me|text) (?:to|with) (?:a |an |the |"
        r"some)?(?:real |actual |live )?(?:human|person|someone|somebody|agent|representative|"
        r"manager|support)\b|\bcustomer (?:service|support)\b|\breal person please\b"
    ),
    Topic.NUMBER: (
        r"\b(?:how|where) (?:did|do|have) you (?:get|got|find|have) (?:my|this) (?:number|"
        r"phone|info)"
    ),
    Topic.PRIVACY: (
        r"\bprivacy|\b(?:my|this) (?:data|info|information)\b.{0,30}\?|\b(?:is|are) (?:this|it|"
        r"my data|you) (?:secure|safe|legit|confidential|private)|\bis (?:this|"
        r"it) (?:a )?(?:scam|spam|fraud)|\bgdpr\b|\bsell (?:my|our)\b|\bdo with my\b|"
        r"\bwho (?:can see|sees|has access)"
    ),
    Topic.PRICE: (
        r"\bhow much (?:is|does|do|will|would)\b.{0,30}(?:cost|pay|it|this|\?|$)|\bis (?:it|"
        r"this) free|\b(?:price|pricing|cost|costs|fee|subscription)\b|\bdo i (?:have to |"
        r"need to )?pay\b"
    ),
    Topic.PERSONAL_MAIL: (
        r"\b(?:can|could|may|is it ok|ok to|what if|should) .{0,30}\b(?:gmail|yahoo|hotmail|"
        r"outlook|icloud|personal (?:e?mail|address|one))|\b(?:don'?t|do not|"
        r"no) (?:have )?(?:a |an |any )?(?:work|company|business|corporate) e?-?mail|"
        r"\bno work e?-?mail|\bonly (?:have|use) (?:a )?(?:gmail|personal|yahoo|hotmail)"
    ),
    Topic.WHY: (
        r"\bwhy (?:do|does|should|would|must|are|is|the|my|a|you|an?y)\b|^why\W*$|\bwhat (?:do|"
        r"would) you (?:need|want) (?:it|that|this|my \w+) for|\bwhat for\b|\bdo i (?:have|"
        r"need) to\b|\bis (?:that|this|it) (?:necessary|required|mandatory)"
    ),
    Topic.HOW_LONG: (
        r"\bhow (?:long|soon|quickly|fast)\b|\bwhen (?:will|do|can|am|would|should) (?:i|you|"
        r"it|they|we|this)\b|\b(?:any|an) (?:update|news|eta)\b|\bam i (?:in|approved|verified|"
        r"accepted)|\bmy status\b|\bstatus\b.{0,20}\?|\bwhat happens (?:now|next)|\bwhat'?s next|"
        r"\bnow what"
    ),
    Topic.MEMBERS: (
        r"\bwho (?:else )?(?:is|are) (?:in|on|using|a member|members|part)|"
        r"\bhow many (?:people|members|users)|\bwho else\b|\blist of members|\bwho runs|"
        r"\bwho'?s behind|\bwho is behind"
    ),
    Topic.ABILITIES: (
        r"\bwhat (?:can|do|could|will) (?:you|u|i)(?: \w+)? (?:do|offer|help|ask|get)\b|"
        r"\bwhat are you (?:able|capable)|\bhow can you help|\bcommands?\b|^(?:help|menu|"
        r"options|info)\W*$|\bcan you help\b|\bwhat else can you|\bwhat(?:'s| is) possible"
    ),
    Topic.HOW: (
        r"\bhow (?:does|do|would) (?:this|it|that|yachtparty|things) works?\b|\bhow (?:this|"
        r"it) works\b|\bwhat do i (?:need|have) to do\b|"
        r"\bhow (?:do|can|should) i (?:verify|prove|join|sign up|get in|continue)|"
        r"\b(?:what'?s|what is|which|where'?s) (?:the|that|your) (?:e-?mail )?address|"
        r"\bwhere (?:do|should) i (?:e?-?mail|send)"
    ),
    Topic.ABOUT: (
        r"\bwhat(?:'?s| is| iz|s)? (?:this|yachtparty|yacht party|that|it)(?: (?:all )?about|"
        r" for)?(?: (?:exactly|even|again|then|thing|app|service|number))?\s*(?:\?|$|,|\.)|"
        r"\btell me (?:more|about)|\bmore info|\bexplain|"
        r"\bwhat do you (?:guys )?do\b|\bwhat am i (?:signing|joining)|\bwhat'?s yachtparty|"
        r"\bis this (?:yachtparty|yacht party)|\bis there (?:a|an) (?:actual )?(?:boat|yacht|"
        r"party)"
    ),
    Topic.SENT: (
        r"\bsent (?:it )?from my\b|"
        r"\b(?:i |i've |i have |i just |just |already |have )(?:already |just )?(?:sent|send|"
        r"emailed|e-mailed|mailed|did|done)\b(?! by)|^(?:ok(?:ay)?,? )?(?:sent|done|emailed|"
        r"mail sent|email sent|it'?s sent|sent it|did it|all done|just did)\b|\b(?:e?mail|"
        r"it) (?:is|was|has been) sent|\bdid you (?:get|receive)\b|\bgot (?:it|my e?mail)\?"
    ),
    Topic.DECLINE: (
        r"\bnot interested|\bno,? thanks?\b|\bno thank you|\bleave me alone|\bgo away|"
        r"\bdon'?t want (?:this|to (?:join|sign|continue|do))|\bwrong number|\bchanged my mind|"
        r"\bstop (?:asking|bugging|bothering)|\bforget it\b|\bnever ?mind\b|\bnot for me\b|"
        r"\bi'?ll pass\b"
    ),
    Topic.REFUSE: (
        r"\brather not\b|\bprefer not\b|\bnone of your\b|\bnot (?:telling|saying|giving|"
        r"comfortable)|\bwon'?t (?:tell|say|give|share)|\bdon'?t want to (?:say|tell|give|"
        r"share)|\bskip (?:it|this|that)\b|^skip$|\bthat'?s private|\bi refuse"
    ),
    Topic.WAIT: (
        r"\b(?:later|busy|one sec(?:ond)?|hold on|give me a (?:sec|second|minute|moment|bit)|"
        r"in a (?:bit|minute|meeting)|brb|get back to you|not now|tomorrow instead|wait a|"
        r"hang on|driving)\b"
    ),
    Topic.ABUSE: (
        r"\b(?:fuck|fucking|shit(?:ty)?|stupid|idiot|dumb|moron|asshole|bitch|useless|"
        r"screw you|suck|sucks|hate (?:you|this))\b"
    ),
    Topic.HOW_ARE_YOU: (
        r"\bhow(?:'s| is| are) (?:you|u|it going|things|your day)|\bhow r u\b|\bwhat'?s up\b|"
        r"\bwhats up\b|^sup\b"
    ),
    Topic.THANKS: r"\b(?:thanks|thank you|thx|ty|cheers|appreciate it|much appreciated|thank u)\b",
    Topic.BYE: (
        r"^(?:(?:ok(?:ay)?|thanks|thank you),? )*(?:bye|goodbye|good night|goodnight|see you|"
        r"cya|talk later|ttyl|"
        r"talk soon)\b"
    ),
    Topic.GREETING: (
        r"^(?:hi+|hey+|hello+|hiya|howdy|yo|good (?:morning|afternoon|evening|day)|greetings|"
        r"sup|hola amigo|hi there|hey there)\b"
    ),
    Topic.CONFUSED: (
        r"^(?:huh|what|wut|eh|pardon|come again|i don'?t (?:get|understand).*|i'?m confused.*|"
        r"not sure what.*|\?+|what do you mean.*|confused)[\s?.!]*$"
    ),
}

# Common words that are no English ones; two of them, or one in a short text, decide.
_FOREIGN_WORDS = word_set(
    """
    hola gracias quiero necesito soy llamo nombre trabajo por favor buenos buenas dias tardes
    noches usted ustedes donde cuando quien porque esto esta estoy tengo puedo hablas habla
    ingles espanol como estas muy bien bonjour salut merci je suis m'appelle vous nous est
    c'est quoi qui pourquoi comment oui avec pour bonsoir parlez hallo guten tag danke ich bin
    heisse heiße wer ist das wie geht nicht sprechen deutsch bitte und ja nein mein ciao
    grazie sono chiamo mi voglio perche cosa sei italiano buongiorno ola olá obrigado obrigada
    eu sou meu nome é você voce quero não nao bom dia hoi ik ben mijn naam wat wie bedankt
    dank je goedemorgen niet czesc dziekuje jestem merhaba tesekkur privet spasibo hej jag
    heter tack
    """
)
_ALSO_ENGLISH_OR_NAMES = word_set(
    """
    das mi je tag est como bin ja bien dank ola bom dia por cosa ben wat eu muy je mein
    """
)


def topics(text: str) -> list[Topic]:
    """What the text raises, most important first."""
    return [topic for topic in Topic if _raises(topic, text)]


def _raises(topic: Topic, text: str) -> bool:
    if topic is Topic.FOREIGN:
        return is_foreign(text)
    # Compiled by the first text, and kept by `re`: not while a process starts.
    return re.search(_PATTERNS[topic], text.strip(), re.IGNORECASE) is not None


def is_foreign(text: str) -> bool:
    """Whether the text is in a language other than English. Short names do not count."""
    words = tokens(text)
    if not words:
        return False
    letters = [char for char in text if char.isalpha()]
    other_script = sum(1 for char in letters if not unicodedata.name(char, "").startswith("LATIN"))
    if letters and other_script * 2 > len(letters):
        unspaced = len(words) == 1 and len(letters) > 5  # more than a Chinese or Japanese name
        return unspaced or len(words) > 3
    hits = [word for word in words if word in _FOREIGN_WORDS]
    sure = [word for word in hits if word not in _ALSO_ENGLISH_OR_NAMES]
    return len(hits) * 3 >= len(words) and bool(sure) and (len(hits) > 1 or len(words) <= 2)


def is_only_courtesy(text: str) -> bool:
    """Whether nothing but a greeting, thanks, or a yes is said, or no word at all."""
    return not any(char.isalnum() for char in text) or (
        matches(
            r"^(?:(?:ok(?:ay)?|k|kk|yes|yeah|yep|yup|sure|cool|great|good|nice|got it|"
            r"sounds good|perfect|awesome|fine|please|"
            r"alright|all right|will do|understood|hi|hey|hello|there|yo|hiya|thanks|thank you|"
            r"thx|ty|so much|a lot|"
            r"lol|haha|no|nope|nah|morning|afternoon|evening)[\s,.!-]*)+$",
            text.strip(),
        )
        is not None
    )
