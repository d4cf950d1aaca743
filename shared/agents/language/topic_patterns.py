"""The topics of talk, and how people word each: data for `shared.agents.language.topics`."""

from enum import StrEnum

from shared.agents.language.person import ASKS_FOR_PERSON


class Topic(StrEnum):
    """Something a text raises that deserves an answer of its own."""

    DISTRESS = "distress"  # frightened, in danger, or at the end of their strength
    INJECTION = "injection"  # tries to change rules, rights or credits
    FOREIGN = "foreign"  # not English
    THEIR_PHONE = "their_phone"  # wants somebody else to get no more texts
    STOPPING = "stopping"  # what STOP does
    DELETE = "delete"  # wants their data deleted or shown
    IDENTITY = "identity"  # who or what is answering
    PERSON = "person"  # wants to speak to a human
    NUMBER = "number"  # how we got their number
    LEGIT = "legit"  # whether this is honest
    PRIVACY = "privacy"
    PRICE = "price"
    MONEY = "money"  # how we earn any
    WHY = "why"  # why something is asked of them
    PERSONAL_MAIL = "personal_mail"  # may they use Gmail, or they have no work email
    HOW_LONG = "how_long"
    INTROS = "intros"  # how introductions come about
    IDLE = "idle"  # what happens if they do nothing
    MEMBERS = "members"  # who else is in
    TROUBLE = "trouble"  # something has gone badly wrong for them
    STUCK = "stuck"  # wants help, and does not say with what
    ABILITIES = "abilities"  # what can you do
    HOW = "how"  # how does it work
    ABOUT = "about"  # what is this
    SENT = "sent"  # says that the mail is sent
    DECLINE = "decline"  # does not want to go on
    REFUSE = "refuse"  # will not say what was asked
    WAIT = "wait"  # later
    ABUSE = "abuse"
    ANGER = "anger"  # annoyed, or says that we are wrong
    SAD = "sad"  # a hard day, a loss
    CHEER = "cheer"  # good news of theirs
    BIRTHDAY = "birthday"  # theirs
    WISHES = "wishes"  # good wishes for a birthday of ours, a holiday
    FLIRT = "flirt"
    SELF = "self"  # asks of us what only a person has: an age, a home, sleep
    CLOCK = "clock"  # what time or day it is
    WEATHER = "weather"
    SPORTS = "sports"
    SUMS = "sums"
    JOKE = "joke"
    CHAT = "chat"  # wants to pass the time
    PRESENCE = "presence"  # is anybody there
    TEST = "test"
    COMPLIMENT = "compliment"
    APOLOGY = "apology"
    LAUGH = "laugh"
    NIGHT = "night"
    UNSURE = "unsure"  # does not know
    OTHERS = "others"  # wants us to call, write to or book with somebody else
    HOW_ARE_YOU = "how_are_you"
    THANKS = "thanks"
    BYE = "bye"
    GREETING = "greeting"
    CONFUSED = "confused"
    EMOJI = "emoji"  # nothing but pictures
    LUCK = "luck"  # wants good wishes
    REMARK = "remark"  # tells something, and asks for nothing


_WHOM = (
    r"(?:him|her|them|myself|dying|living|going home|what i|my (?:husband|wife|partner|boyfriend|"
    r"girlfriend|ex|dad|father|mom|mother|son|brother|neighbou?r|boss)\b)"
)
_VERY = r"(?:(?:so|really|very|just|too|all|feeling|pretty|kind ?of|kinda|a bit|totally|still) )*"
_IM = r"\b(?:i'?m|i am|im|i feel|feeling) "
_START = (
    r"^(?:(?:hey|hi|hello|yo|so|um|ok(?:ay)?|well|alright|and|oh|but|wow|please|pls|thanks)\b"
    r"[\s,.!?]*)*"
)
_LITTLE_MORE = r"(?: \w+){0,3}\W*$"
PATTERNS: dict[Topic, str] = {
    Topic.DISTRESS: (
        r"\b(?:kill(?:ing)? my ?self|end(?:ing)? (?:my life|it all)|suicid\w*|take my (?:own "
        r")?life|"
        r"(?:want(?:ed)? to|wanna|ready to|going to) die|"
        r"(?:don'?t|dont|do not|no longer) (?:want to|wanna) (?:live|be alive|exist|wake up|"
        r"be here any ?more)|better off (?:dead|without me)|(?:no|any) (?:reason|point) (?:to|in) "
        r"(?:live|living|going on)|(?:hurt|harm|cut)(?:ting)? my ?self|self.harm|unalive|kms|"
        r"(?:can'?t|cant|cannot) (?:go on|keep going|live like this|breathe|"
        r"(?:do|take|handle|stand) (?:this|it) any ?(?:more|longer))|"
        r"(?:tired|sick) of (?:living|being alive|life)|wish i (?:was|were) (?:dead|never born)|"
        r"overdos\w+|(?:don'?t|can'?t) see (?:a|any) way out|panic attack|heart attack|"
        r"nothing (?:left )?to live for|life is(?:n'?t| not) worth)\b(?!.{0,6}"
        r"\b(?:laugh|of (?:laugh|embarrass|cringe|boredom|shame)))|"
        rf"{_IM}{_VERY}(?:scared|terrified|frightened|afraid)\b(?! (?:of|that|we|to|about|it|i|not|"
        rf"so)\b(?! {_WHOM}))|"
        rf"{_IM}{_VERY}(?:depressed|hopeless(?! at| with)|worthless|suicidal|panicking|unsafe|"
        r"in danger|desperate(?! for| to)|being (?:followed|stalked|abused|attacked|threatened))\b|"
        r"\b(?:he|she|they|someone|somebody|my \w+) (?:is |keeps |has |have |are |just |was )?"
        r"(?:hit(?:s|ting)?|beat(?:s|ing)?|hurt(?:s|ing)?|threaten\w*|abus(?:es|ing|ed)|stalk\w*|"
        r"following|attack\w*) me\b|\bcall (?:911|the police|an ambulance)\b|"
        r"\b(?:gas leak|smell(?:ing)? gas|(?:house|kitchen|building|car|apartment) is on fire|"
        r"(?:there'?s|there is|theres) a fire\b|heart attack|having a stroke|can'?t breathe|"
        r"overdos(?:e|ed|ing)|carbon monoxide|chest pains?|bleeding (?:a lot|badly|out))\b|"
        r"\bi (?:was|'?ve been|have been) (?:raped|assaulted|attacked|abused)\b|"
        r"\b(?:do(?:n'?t| not)|doesn'?t|not) (?:feel |feeling )?safe (?:at home|here|with|alone|"
        r"tonight|"
        r"right now|any ?more)|\bdo(?:n'?t| not) feel safe\b|\bfeel(?:ing)? unsafe\b|"
        r"\b(?:quiero morir|tengo (?:mucho )?miedo|je veux mourir|j'ai peur|ich will sterben|"
        r"quero morrer|estou com medo|ich habe angst)\b"
    ),
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
        r"information|profile|number|me)\b|\b(?:close|cancel|deactivate|terminate|end|leave|quit|"
        r"get rid of|shut down)\b.{0,12}\b(?:my |the )?(?:account|membership|profile|"
        r"yachtparty|data)\b"
    ),
    Topic.IDENTITY: (
        r"^\W*(?:(?:ok|so|wait|and|but|hey|sorry|um)\b[\s,]*)*what (?:are|r) (?:you|u)(?: "
        r"exactly| even)?\W*$|"
        r"\bwho (?:is this|are you|dis|am i (?:talking|texting|speaking)|r u)|\bwho'?s this|"
        r"\b(?:are|r) (?:you|u|ya) (?:like |actually |even )?(?:an? )?(?:real|human|bot"
        r"|robot|ai|person|machine)|"
        r"\bis this (?:an? )?(?:real|human|bot|robot|ai|person|machine|automated)|"
        r"\b(?:am i )?(?:talking|texting|speaking|chatting) (?:to|with) (?:an? )?(?:real |actual |"
        r"live )?(?:bot|human|person|"
        r"robot|machine|ai)|"
        r"\bchat ?gpt\b|what'?s your name|what is your name|\br u (?:a )?(?:bot|real|human)|"
        r"^(?:bot|robot|human)\??$|\b(?:who|which company) (?:made|built|created|owns|programmed) "
        r"(?:you|this)|\b(?:what|which) (?:model|ai|llm) (?:are|is)"
    ),
    Topic.PERSON: ASKS_FOR_PERSON,
    Topic.NUMBER: (
        r"\b(?:how|where)(?:'?d| did| do| have)? (?:you|u|ya|yall|they)(?: \w+)? (?:get|got|find"
        r"|have) "
        r"(?:my|this|a hold of my) (?:number|phone|info|digits|cell|#)|"
        r"\bwho (?:gave|sold) (?:you|u|ya) my (?:number|info|phone|cell|contact)"
    ),
    Topic.LEGIT: (
        r"\bwhy (?:should|would|do) (?:i|we|any(?:one|body)) (?:even )?(?:trust|believe)\b|"
        r"\b(?:can|should|do) i (?:even |really )?trust (?:you|this|it|u|that)\b|"
        r"\bhow (?:do|can) i (?:know|trust|be sure)\b.{0,20}\b(?:this|it|you|that)\b|"
        r"\b(?:is|are) (?:this|it|you|u|they|yachtparty) (?:(?:a|an|some|kind|sort|of|like|even|"
        r"just|"
        r"actually|for) )*(?:scam|scammers?|spam|fraud|phishing|legit|legitimate|real(?=\W*$)|"
        r"fake)\b|"
        r"\b(?:sounds|looks|feels|seems) (?:like )?(?:an? )?(?:scam|scammy|sketchy|fishy|phishy|"
        r"spam)"
    ),
    Topic.PRIVACY: (
        r"\bwhat (?:happens|do you do|will you do) (?:to|with) (?:my|our)\b|\bdo (?:you|u) "
        r"(?:share|"
        r"store|keep|track|record)\b|\bwhere (?:is|are|does|do) my (?:data|info|texts|messages)\b|"
        r"\bwho (?:else )?(?:all )?(?:can|could|will|gets? to|might|does) (?:see|read|access|get)|"
        r"\b(?:can|could|do|does|is|are|will) (?:any(?:one|body)|some(?:one|body)|an? (?:person"
        r"|human)|"
        r"people|others|other (?:people|members)|you guys|real people|staff)(?: else| actually| "
        r"really)* (?:see|sees|read|reads|reading|access|seeing|watching) (?:my|our|these|this|them"
        r"|"
        r"the|what)\b|\b(?:is|are) (?:my|our|these|the) (?:texts?|messages?|data|info|number"
        r"|chats?) "
        r"(?:private|safe|secure|public|shared|read|recorded|stored|saved|encrypted)\b|"
        r"\bprivacy|\b(?:my|this) (?:data|info|information)\b.{0,30}\?|\b(?:is|are) (?:this|it|"
        r"my data|you) (?:secure|safe|confidential|private)|\bis (?:this|"
        r"it) (?:a )?(?:scam|spam|fraud)|\bgdpr\b|\bsell (?:my|our)\b|\bdo with my\b|"
        r"\bwho (?:can see|sees|has access)"
    ),
    Topic.PRICE: (
        r"^\W*(?:so |and |ok )?how much\W*$|"
        r"\bhow much (?:is|does|do|will|would)\b.{0,30}(?:cost|pay|it|this|\?|$)|\bis (?:it|"
        r"this) free|(?:^\W*|\b(?:your|ur|the|any|whats|what's|what is|a|monthly|member(?:ship)?"
        r"|this|it) )"
        r"(?:price|pricing|costs?|fees?|subscription)\b(?! (?:for (?!this|it|members|joining|"
        r"using)|on|to|manager|team|page|"
        r"strategy|model))|\bdo i (?:have to |"
        r"need to )?pay\b"
    ),
    Topic.MONEY: (
        r"\bhow (?:do|does|are|is|will|would) (?:you|u|this|it|that|yachtparty|y'?all|they)"
        r"(?: (?:thing|app|service|network|company))?"
        r"(?: (?:guys|even|actually))? (?:make|making|earn|get|getting) (?:any |your |its )?"
        r"(?:money|paid|revenue|profit)|\bbusiness model|\bwho pays (?:you|for)|"
        r"\bwhat(?:'?s| is) the catch\b|\bwhere does the money come from"
    ),
    Topic.PERSONAL_MAIL: (
        r"\b(?:can|could|may|is it ok|ok to|what if|should) .{0,30}\b(?:gmail|yahoo|hotmail|"
        r"outlook|icloud|personal (?:e?mail|address|one))|\b(?:don'?t|do not|"
        r"no) (?:have )?(?:a |an |any )?(?:work|company|business|corporate) e?-?mail|"
        r"\bno work e?-?mail|\bonly (?:have|use) (?:a )?(?:gmail|personal|yahoo|hotmail)"
    ),
    Topic.WHY: (
        r"\b(?:does (?:it|that) (?:even |really )?matter|what(?:'?s| does) it matter|who cares|why "
        r"(?:does|would|should) (?:it|that) matter)\b|\bwhy (?:do|does|should|would|must|are|is|"
        r"the|my|a|you|an?y)\b|^why\W*$|\bwhat (?:do|"
        r"would) you (?:need|want) (?:it|that|this|my \w+) for|\bwhat for\b|\bdo i (?:have|"
        r"need) to\b|\bis (?:that|this|it) (?:necessary|required|mandatory)"
    ),
    Topic.HOW_LONG: (
        r"\bhow (?:long|soon|quickly|fast)\b|\bwhen (?:will|do|can|am|would|should) (?:i|you|"
        r"it|they|we|this)\b|\b(?:any|an) (?:update|news|eta)\b|\bam i (?:in|approved|verified|"
        r"accepted)|\bmy status\b|\bstatus\b.{0,20}\?|\bwhat happens (?:now|next)|\bwhat'?s next|"
        r"\bnow what"
    ),
    Topic.INTROS: (
        r"\bhow (?:do|does|would|will) (?:the |an? |your )?(?:intros?|introductions?) (?:work|"
        r"happen|go)|"
        r"\b(?:who|does (?:he|she|it|the other)) .{0,30}\b(?:agree|consent|say yes)\b.{0,20}\bintro"
    ),
    Topic.THEIR_PHONE: (
        r"\b(?:stop|quit|don'?t|no longer|cease) (?:texting|messaging|contacting|bothering|text"
        r"|message|contact|bother) "
        r"(?:my|our|his|her|their) (?!phone\b|number\b|cell\b|line\b|mobile\b)\w+"
    ),
    Topic.STOPPING: (
        r"\b(?:what (?:does|happens|will|would|do)|does|will|would|if i|how does|is)\b.{0,25}"
        r"(?:\b(?:text|send|say|type|reply(?: with)?|write|the word|word|texting|does|will) "
        r")['\"]?stop"
        r"\b(?! (?:me|it|by|at)\b)|\bwhat (?:does|will|would) ['\"]?stop['\"]? (?:do|mean|delete"
        r"|end)\b|"
        r"\b(?:does|will|would|is) ['\"]?(?:stop|unsubscribing|opting out)['\"]? (?:delete|erase"
        r"|end|cancel|remove|"
        r"mean|permanent|forever|kill|close)"
    ),
    Topic.IDLE: (
        r"\bwhat (?:happens|if) (?:if )?(?:i|we) (?:do nothing|don'?t (?:answer|reply|do "
        r"anything|respond)|"
        r"ignore (?:you|this|it))|\bdo i (?:have to|need to) (?:answer|reply|do anything)\b"
    ),
    Topic.MEMBERS: (
        r"\bwho (?:else )?(?:is|are) (?:in|on|using|a member|members|part)|"
        r"\bhow many (?:people|members|users)|\bwho else\b|\blist of members|\bwho runs|"
        r"\bwho'?s behind|\bwho is behind"
    ),
    Topic.TROUBLE: (
        r"\b(?:panick\w+|freaking out|(?:just |got |being |is |are )su(?:ed|ing) (?:me|us)|got "
        r"sued|"
        r"being sued|falling apart|in (?:big |deep |serious |real )?trouble|going under|"
        r"going bankrupt|can'?t make payroll|ran out of (?:money|runway|cash)|"
        r"(?:total|complete|huge) (?:disaster|mess)|everything is (?:broken|on fire|ruined)|"
        r"(?:out of|no|running (?:low on|out of)) (?:money|cash|runway|funds)|"
        r"(?:evict(?:ed|ing)|foreclos\w+|laying off|repossess\w+|audited|fired|arrest(?:ed|ing)|"
        r"sued|suing|subpoena\w*|raided) (?:me|us|everyone|our|my|by|tomorrow|today|next|$)|"
        r"(?:(?:got|been|was|being|getting|were|be) (?:just )?(?:hacked|scammed|robbed|evicted"
        r"|ripped "
        r"off|conned|mugged|arrested|audited|fired|phished|subpoenaed|served))|"
        r"(?:someone|somebody|they|he|she) (?:just )?(?:stole|took|drained|hacked|emptied) (?:all "
        r")?"
        r"(?:my|our)|(?:bank|server|site|database|account|payroll|stripe|production|prod|"
        r"business|company) (?:just |has |is |got |was |went |account )*(?:hacked|down|frozen|"
        r"closed on us|shut down|collapsing|failing|bounced|bankrupt)|"
        r"(?:don'?t|dont|do not) know (?:how|what|where|who)\b.{0,40}\b(?:survive|make rent|pay "
        r"rent|"
        r"pay (?:them|my|our|everyone)|turn)|losing (?:everything|my (?:job|home|house|company|"
        r"business|mind)|our (?:home|house|funding|lease)))(?!\w)"
    ),
    Topic.LUCK: r"\bwish (?:me|us) luck\b|\bfingers crossed\b|\bsend good vibes\b",
    Topic.STUCK: (
        rf"{_START}{_IM}{_VERY}(?:stuck|lost|overwhelmed|swamped|"
        r"struggling|drowning|out of ideas)\W*$|"
        r"\b(?:don'?t|dont|do not|not sure|no idea|no clue|unsure)(?: really)?(?: know)? (?:what "
        r"(?:to "
        r"do|i (?:want|need)|i'?m doing|i'?m looking for)|where to (?:start|begin|turn))|"
        rf"{_START}(?:can (?:you|u) |i (?:really )?need |we need |need )?(?:some |your |a little )?"
        r"(?:help|advice|guidance|ideas)(?: me)?(?: out)?(?: w(?:/|ith)? ?(?:something|stuff|"
        r"things?|a thing))?"
        r"(?: please| pls)?\W*$|\bwhere (?:do|should) i (?:start|begin)\b|"
        r"\bi have a (?:problem|situation|question)\W*$"
    ),
    Topic.ABILITIES: (
        r"\bwhat (?:can|do|could|will) (?:you|u|i)(?: \w+)? (?:do|offer|help|ask|get)\b|"
        r"\bwhat are you (?:able|capable)|\bhow can you help|\bcommands?\b|^(?:help|menu|"
        r"options|info)\W*$|\bcan you help\b|\bwhat else can you|\bwhat(?:'s| is) possible"
    ),
    Topic.HOW: (
        r"\bhow (?:does|do|would) (?:this|it|that|yachtparty|things) works?\b|\bhow (?:this|"
        r"it) works\b|\bwhat do i (?:need|have) to do\b|"
        r"\bwhat (?:else )?(?:do|would) (?:you|u|ya) (?:need|want)(?: from me| to know)?\W*$|"
        r"\bhow (?:do|can|should) i (?:verify|prove|join|sign up|get in|continue)|"
        r"\b(?:what'?s|what is|what was|what|which|where'?s) (?:(?:the|that|your) )?(?:e-?mail )?"
        r"address|"
        r"\bwhere (?:do|should) i (?:e?-?mail|send)"
    ),
    Topic.ABOUT: (
        r"\bwhat (?:are|r) (?:you|u)(?: even)? (?:for|about)\b|\bwhat(?:'?s| is) (?:the|your) "
        r"(?:point|purpose|deal)\b(?: of (?:this|you|it))?|\bwhat do(?:es)? (?:you|u|this|it) do\b|"
        r"\bwhat(?:'?s| is| iz|s)? (?:this|yachtparty|yacht party|that|it)(?: (?:all )?about|"
        r" for)?(?: (?:exactly|even|again|then|thing|app|service|number))?\s*(?:\?|$|,|\.)|"
        r"\btell me (?:more|about)|\bmore info|\bexplain|"
        r"\bwhat do you (?:guys )?do\b|\bwhat am i (?:signing|joining)|\bwhat'?s yachtparty|"
        r"\bis this (?:yachtparty|yacht party)|\bis there (?:a|an) (?:actual )?(?:boat|yacht|"
        r"party)"
    ),
    Topic.SENT: (
        r"\bsent (?:it )?from my\b|"
        r"(?<!do )(?<!should )(?<!can )(?<!must )\b(?:i |i've |i have |i just |just |already |"
        r"have )"
        r"(?:already |just )?(?:sent|send|"
        r"emailed|e-mailed|mailed|did|done)\b(?! by)|^(?:ok(?:ay)?,? )?(?:sent|done|emailed|"
        r"mail sent|email sent|it'?s sent|sent it|did it|all done|just did)\b|\b(?:e?mail|"
        r"it) (?:is|was|has been) sent|\bdid you (?:get|receive)\b(?! (?:my )?(?:texts?|messages?|"
        r"msg|that text))|\bgot (?:it|my e?mail)\?"
    ),
    Topic.DECLINE: (
        r"\bnot interested|\bno,? thanks?\b|\bno thank you|\bleave me alone|\bgo away|"
        r"\bdon'?t want (?:this|to (?:join|sign|continue|do))|\bwrong number|\bchanged my mind|"
        r"\bstop (?:asking|bugging|bothering)|\bforget it\b|\bnever ?mind\b|\bnot for me\b|"
        r"\bi'?ll pass\b|^nvm\b|^(?:drop|leave|scratch|cancel) (?:it|that)\W*$"
    ),
    Topic.REFUSE: (
        r"\bwhat'?s it to (?:you|u|ya)\b|\bwhy (?:do|would) (?:you|u) care\b|^\W*(?:idc|i "
        r"don'?t care|"
        r"who cares)\W*$|\brather not\b|\bprefer not\b|\b(?:none of|not) (?:your|ur|yr) (?:damn "
        r"|goddamn )?(?:biz"
        r"|bizness|business|concern)\b|\bnone of your\b|\b(?:don'?t|do not|dont) (?:put|write|save|"
        r"store|list|share|mention|keep|note) (?:down )?(?:my|our) (?:company|name|title|job|"
        r"employer|"
        r"last name|surname|number)\b|\b(?:in|still in|we'?re) stealth(?: mode)?\W*$|\b(?:can'?t|"
        r"cannot|not allowed to|not able to) (?:say|share|tell|disclose|name|reveal)\b|"
        r"\bnot (?:telling|saying|giving|"
        r"comfortable)|\bwon'?t (?:tell|say|give|share)|\bdon'?t want to (?:say|tell|give|"
        r"share)|\bskip (?:it|this|that)\b|^skip$|\bthat'?s private|\bi refuse"
    ),
    Topic.WAIT: (
        r"\b(?:later|busy|(?:one|a|1) (?:sec(?:ond)?|moment|minute|min)|hold on|give me a (?:sec|"
        r"second|minute|moment|bit)|"
        r"in a (?:bit|minute|meeting)|brb|get back to you|not now|tomorrow instead|wait a|"
        r"hang on|driving)\b"
    ),
    Topic.ABUSE: (
        r"\b(?:fuck|fucking|shit(?:ty)?|stupid|idiot|dumb|moron|asshole|bitch|"
        r"(?<!this is )(?<!that is )(?<!it is )(?<!its )(?<!it's )(?<!that's )(?<!thats )useless|"
        r"screw you|suck|sucks|hate (?:you|this))\b"
    ),
    Topic.ANGER: (
        r"\b(?:annoy(?:ed|ing)|ridiculous|frustrat\w+|angry|pissed|furious|fed up|"
        r"waste of (?:my )?time|unacceptable|terrible|horrible|awful|worst|pathetic|"
        r"(?:doesn'?t|does not|(?<!i'm )(?<!im )(?<!i am )not|isn'?t|never) work(?:s|ing)?|"
        r"disappointed|wtf|ffs|"
        r"are you (?:kidding|serious|deaf|blind)|(?:that|this|it)(?:'?s| is| was) (?:wrong|not "
        r"(?:right|what "
        r"i (?:said|asked|meant)))|not what i (?:said|asked|meant|wanted)|"
        r"you (?:got (?:it|that) wrong|(?:don'?t|didn'?t|never) (?:understand|listen|get (?:it|me)|"
        r"read)|(?:already|just) (?:said|asked|told)|keep (?:saying|asking|repeating)|"
        r"misunderst\w+)|"
        r"(?:that|this|it) (?:doesn'?t|didn'?t|does not|did not|isn'?t|is not) help(?:ing|ful)?|"
        r"(?:this|that|it)(?:'?s| is|s) (?:(?:really|so|just|completely|totally) )*useless|"
        r"(?:you'?re|you are|ur|u r|this is|that'?s|thats) (?:(?:really|so|just|very) )*(?:not "
        r"(?:(?:very|"
        r"that|so|really|being|too) )*(?:listening|helping|understanding|helpful|useful|smart|good)"
        r"|"
        r"no help|unhelpful|wrong|broken|pointless)|"
        r"stop repeating|i (?:already|just) (?:said|told|answered|asked))\b"
    ),
    Topic.SAD: (
        rf"\bfeel(?:ing|s)? {_VERY}(?:low|blue|awful|terrible|like (?:crap|shit|giving up)|bad"
        rf"|empty|lost|off)\b|{_IM}{_VERY}(?:tired|exhausted|sad|stressed|nervous|in pain|not "
        rf"feeling (?:well|good|"
        rf"great)|"
        rf"burn(?:ed|t) out|sick|lonely|down|unhappy|"
        r"miserable|anxious|upset|heartbroken|worried|not (?:ok|okay|well|good))\b(?! of\b)|"
        r"\b(?:bad|rough|terrible|awful|long|hard|tough|crappy) (?:day|week|night|month|year)\b|"
        r"\b(?:hurts|headache|migraine|the flu|(?:caught|got) a cold|food poisoning|hospital)\b|"
        r"\b(?:got|been|was) (?:fired|laid off|dumped)\b|\bpassed away\b|"
        r"\b(?:died|lost (?:our|my|a) (?:\w+ )?(?:client|customer|deal|job|investor|cofounder"
        r"|co-founder|contract)\b|"
        r"(?:broke up|getting (?:a )?divorced?|miscarr\w+|in (?:the )?(?:er|icu)|hospice|chemo"
        r"|cancer)\b|lost my (?:job|dad|mom|mum|father|mother|husband|wife|dog|cat|friend|son|"
        r"daughter|brother|sister))\b"
    ),
    Topic.CHEER: (
        r"\b(?:we|i)(?:'ve|'m| have)? (?:just |finally )?(?:closed (?:our|the|a)|raised (?:our|a)|"
        r"won\b|"
        r"got (?:the|a|an) (?:job|deal|offer|promotion|raise)|launched|got (?:engaged|married|"
        r"funded|accepted)|had a baby|graduated|did it)|\b(?:good|great|big|exciting) news\b|"
        r"^guess what"
    ),
    Topic.BIRTHDAY: (
        r"\bmy (?:\w+ )?(?:birthday|bday|b-day)\b|\bhappy (?:birthday|bday) to me\b|"
        r"\b(?:turning|just turned|i turn) \d\d\b(?! ?%)"
    ),
    Topic.WISHES: (
        r"\bhappy (?:birthday|bday|new year|holidays?|thanksgiving|easter|diwali|hanukkah|eid|"
        r"halloween|(?:mon|tues|wednes|thurs|fri|satur|sun)day|fourth|4th|weekend)\b"
        r"(?! to (?:me|myself))|^(?:and |also |i )?hop(?:e|ing) (?:you|u|ur|your|you'?re|y'?all"
        r"|all)\b"
        r".{0,40}\b(?:well|good|great|ok(?:ay)?|nice|lovely|day|week|weekend|morning|fine)\W*$|"
        r"\bmerry (?:christmas|xmas)\b|^(?:oh |well |and )*good luck\b|\bhave a (?:good|nice|"
        r"great|lovely) (?:one|day|weekend|"
        r"evening|"
        r"night|week|time)"
    ),
    Topic.FLIRT: (
        r"\b(?:i (?:love|miss|like) (?:you|u)\b(?! guys)|marry me|date me|go out with me|"
        r"be my (?:girl|boy)friend|kiss me|sexy|what are you wearing|nudes?)\b|^ily\b"
    ),
    Topic.SELF: (
        r"\bwhere (?:are|r|do) (?:you|u)(?: live| from| based| located)?\W*$|"
        r"\bhow old (?:are|r) (?:you|u)|\b(?:do|did|can) (?:you|u) (?:ever )?(?:sleep|eat|dream|"
        r"drink|"
        r"think|feel|have (?:feelings|a name|kids|family|hobbies))\b|\b(?:are|r) (?:you|u) "
        r"(?:married|"
        r"single|happy|sad|ok|okay|conscious|alive|smart|intelligent|tired|male|female|a (?:man|"
        r"woman|girl|boy|guy)|mad|angry|upset|bored|lonely|busy)\b"
    ),
    Topic.CLOCK: (
        r"\bwhat(?:'?s| is)? (?:the )?(?:current )?(?:time|date)(?: is it)?(?: now| today)?\W*$|"
        r"\bwhat (?:time|day|date) is (?:it|today)\b|\bwhat(?:'?s| is) today(?:'?s date)?\W*$|"
        r"\btoday'?s date\b"
    ),
    Topic.WEATHER: (
        r"\bweather\b(?!.{0,30}\b(?:app|startup|company|data|api)\b)|"
        r"\b(?:is it|will it|gonna|going to) (?:be )?(?:raining|rain|snow|sunny|cold|hot|warm)\b|"
        r"\bforecast\?|\bhow (?:hot|cold|warm) is it\b"
    ),
    Topic.SPORTS: (
        r"\bwho won\b|\bwho(?:'?s| is) (?:winning|playing)\b|^did the \w+ win|"
        r"\b(?:what(?:'?s| is| was)|any|see|watch(?:ing)?|catch) .{0,12}\b(?:score|game|match|"
        r"super ?bowl|"
        r"world cup|playoffs?)\b|\bhow (?:about|bout) (?:them|those|the) \w+s\W*$|"
        r"\b(?:favou?rite|best) (?:team|player|sport)\b"
    ),
    Topic.SUMS: (
        r"\bwhat(?:'?s| is|s)? \d+ ?(?:[-+*x/]|plus|minus|times|divided by) ?\d+|"
        r"^\d+ ?[-+*x/] ?\d+\W*$|\b\d+ ?(?:%|percent) (?:of|off)\b|\bsquare root of\b|\bhow much "
        r"is \d+ ?(?:[-+*x/]|plus|minus|times)"
    ),
    Topic.JOKE: r"\bjokes?\b|\bmake me (?:laugh|smile)\b|\bsomething funny\b|\bbe funny\b",
    Topic.CHAT: (
        rf"{_IM}{_VERY}bored\b|\bentertain me\b|^say something\b|\bsurprise me\b|"
        r"\btell me (?:something|a (?:story|secret|fact))\b|^talk to me\W*$|"
        r"\b(?:let'?s|can we|wanna|want to) (?:just )?(?:chat|talk)\W*$|^what(?:'?s| is) new\b|"
        r"\bsing (?:me|a)\b|\bwrite (?:me )?(?:a )?(?:poem|song|story|haiku)"
    ),
    Topic.PRESENCE: (
        rf"{_START}(?:(?:are|r|is) )?(?:you|u|ya|any(?:one|body|1)|some(?:one|body)) (?:still |"
        rf"even |out )?"
        r"(?:there|here|around|awake|alive|home|listening|up)\W*$|"
        rf"{_START}(?:still there|any(?:one|body)|knock knock|you with me)\W*$|"
        r"^(?:hello+|hi|hey|yo)\s*\?+\W*$|^(?:hello+[\s,.!?]+){2,}|"
        r"\b(?:did|do) (?:you|u) (?:get|see|read|receive) (?:that|this|it|me|my (?:last )?"
        r"(?:texts?|messages?|msg))\W*$|\bwhy (?:aren'?t|are) (?:you|u) (?:not )?(?:answer|repl|"
        r"respond)"
    ),
    Topic.TEST: (
        rf"{_START}(?:this is )?(?:just )?(?:a |only )*test(?:ing)?(?: (?:message|text))?"
        r"(?:[\s,.]*(?:\d+|one|two|three|testing|test|check))*\W*$|^(?:mic|sound) check\W*$"
    ),
    Topic.COMPLIMENT: (
        r"\b(?:you(?:'re| are|r)?|ur|u r|that(?:'?s| is| was)|this (?:is|was)|it'?s) "
        rf"(?:{_VERY}|super |actually |the |an? |such a )*(?:great|awesome|amazing|good|nice|cool|"
        rf"best|"
        r"helpful|smart|clever|brilliant|sweet|funny|cute|fantastic|lovely|perfect|wonderful|"
        rf"life ?saver|star|genius|legend|handy|neat|quick|fast){_LITTLE_MORE}|"
        rf"{_START}(?:good|great|nice|well) (?:bot|job|work|one|done|answer|assistant)\W*$|"
        r"\blove (?:this|it|yachtparty|your \w+)\W*$|\b(?:you|u) rock\b|\bi'?m impressed\b"
    ),
    Topic.APOLOGY: (
        r"^(?:(?:oh|ah|ok|hey) )*(?:so |i'?m |i am |really |very )*(?:sorry|sry|my bad|"
        r"apologi[sz]e|"
        r"apologies|oops|whoops|my mistake|wrong (?:chat|text|window))"
        r"(?: (?:about|for|i'?m late|wrong|that was|didn'?t|not for you|to bother|i (?:was|got|"
        r"missed)|my "
        r"bad)\b.*|"
        r"\W*)$|\b(?:meant|intended) (?:that |this |it )?for (?:my|someone|somebody|another)\b|"
        r"\b(?:that|this|it) (?:was|is)(?:n'?t| not) (?:meant )?for you\b"
    ),
    Topic.LAUGH: (
        r"^(?:(?:lo+l|same(?: here)?|me too|true|right\?*|no way|wow|omg|ikr|fr|facts|mood|dead|"
        r"lmf?ao|rofl|"
        r"(?:ha){2,}h?|(?:he){2,}|ha|jaja\w*|funny)\b[\s.!,]*)+$"
    ),
    Topic.NIGHT: (
        rf"{_START}(?:good ?night|gn|nite|nighty?(?: night)?|sweet dreams|(?:i'?m )?(?:going|off|"
        rf"heading) "
        r"to (?:bed|sleep)|sleep (?:well|tight)|bed ?time)\b.{0,20}$"
    ),
    Topic.UNSURE: (
        rf"{_START}(?:idk|i don'?t know|i dont know|dunno|not sure|no idea|no clue|hm+|maybe|"
        rf"perhaps|"
        r"whatever|i guess(?: so)?|we'?ll see|let me think|depends)(?: (?:yet|really|tbh|man))?\W*$"
    ),
    Topic.OTHERS: (
        r"^(?:(?:please|pls|can|could|would|you|ok|hey|just)\b[\s,]*)*(?:(?:call|phone|ring|"
        r"e-?mail|"
        r"tell|text|message|dm|write(?: to)?|ask|notify|invite) (?!me\b|us\b|you\b)\w+|"
        r"remind (?!me\b|us\b|you\b|myself\b)[a-z][\w'-]* (?:to|about|that|of)\b|"
        r"(?:call|phone|ring|e-?mail) me\W*$|(?:book|order|buy|pay|reserve) (?:an?|the|me|my|some|"
        r"\w+)\b|send (?:an? |the |my )*(?:e-?mail|invite|invoice|message|text|deck|link) to)\b"
    ),
    Topic.HOW_ARE_YOU: (
        r"\bhow (?:was|is|has|were)(?: been)? (?:your|ur|the) (?:week ?end|day|week|night|"
        r"morning|holidays?"
        r"|vacation|trip|summer|birthday|evening)\b(?!.{0,20}\b(?:sales|numbers|going for))|"
        r"\bhow(?:'?s| is| are|'?re) (?:everything|life|u|ya|you|u|it going|things|your day)|"
        r"\bhow r u\b|\bwhat'?s up\b|"
        r"\bwhats up\b|^sup\b"
    ),
    Topic.THANKS: (
        r"\b(?:thanks|thank you|thnx|thanx|tysm|thank ya|thx|ty|cheers|appreciate it|"
        r"much appreciated|thank u|appreciate (?:you|u|this|that|the))\b"
    ),
    Topic.BYE: (
        r"^(?:(?:ok(?:ay)?|thanks|thank you),? )*(?:bye|goodbye|good night|goodnight|see you|"
        r"cya|talk later|ttyl|"
        r"talk soon)\b"
    ),
    Topic.GREETING: (
        r"^(?:morning|afternoon|evening|gm)\b(?=[\s!,.]*(?:$|how|hope|there|y'?all|everyone|"
        r"yacht))|"
        r"^(?:i'?m back\b|hi+|hey+|hello+|hiya|howdy|yo|good (?:morning|afternoon|evening|day)|"
        r"greetings|"
        r"sup|hola amigo|hi there|hey there)\b"
    ),
    Topic.CONFUSED: (
        r"^(?:(?:sorry|ok|hm+|wait|so|um+)\b[\s,]*)*(?:this|that|it)(?:'?s| is| was) (?:(?:so|very"
        r"|really|"
        r"a bit|pretty|kinda|super|all) )*(?:confusing|unclear|complicated)\W*$|"
        r"\b(?:you|u)(?:'?re| r| are)? (?:confusing|lost|losing) me\b|"
        r"^(?:huh|what|wut|eh|pardon|come again|what was that|(?:please |can you )?(?:say|repeat) "
        r"(?:that|it)(?: again| please)*|i don'?t (?:get|understand).*|i'?m confused.*|"
        r"not sure what.*|\?+|what do you mean.*|confused)[\s?.!]*$"
    ),
}


__all__ = ["PATTERNS", "Topic"]
