"""How people ask for no more texts in English."""

from shared.domain.consent_wording.shape import Wording

EN = Wording(
    fragments={
        "ME": (
            "(?:(?:me|us)(?: (?:at|on|from) (?:this|my) (?:number|phone|cell|line))?|(?:my"
            "|this) (?:phone number|cell phone|cell number|phone|cell|number|mobile|line)|(?:at|"
            "on|from)"
            " (?:this|my) (?:number|phone|cell|line))"
        ),
        "MINE": (
            "(?:me|us|(?:the |phone )?number(?= (?:from|off|out))|(?:my|this|our)(?: (?:phone"
            "|cell|contact|mobile))? (?:number|digits|name|info|information|phone|contact|cell|line"
            "|data))"
        ),
        "OURS": (
            "(?:(?:any|more|all|of|stupid|annoying|dumb|constant|further|other|automated|such"
            "|with|w) )*(?:your|these|those|this|the|all|all of|any more|more)(?: (?:your"
            "|these|those|this|the|of|more|stupid|annoying|dumb|constant|other|automated|damn)"
            ")* "
        ),
        "WHICH": (
            "(?:(?:any|more|these|those|your|the|this|all|of|stupid|annoying|dumb|constant"
            "|further|other|automated|such|that|with|w|so many|with all) )*"
        ),
        "TEXTS": (
            "(?:text |sms |spam |automated |marketing )?(?:texts?|messages?|sms|smses|spam"
            "|notifications?|communications?|alerts|crap|bs|bullshit|junk|nonsense|texting"
            "|messaging)(?: messages| texts)?(?: from (?:you|yachtparty|this number|you guys"
            "|your company))?"
        ),
        "TEXTING": (
            "(?:texting|messaging|contacting|spamming|smsing|sms ing|(?:calling|emailing)"
            " (?:and|or) texting|texting (?:and|or) calling)"
        ),
        "PESTERING": (
            "(?:bothering|harassing|pestering|pinging|bugging|writing to|writing|reaching out"
            " to|blowing up|hitting up|communicating with|disturbing|annoying|soliciting"
            "|hounding|following up with|stalking|sending texts to|trying to (?:text|contact"
            "|reach))"
        ),
        "TEXT": "(?:text|message|contact|sms|call or text|text or call|call and text)",
        "PESTER": (
            "(?:bother|spam|ping|write to|write|reach out to|communicate with|disturb|bug"
            "|harass|pester|hit up|text or email|email or text)"
        ),
        "LIST": (
            "(?:of )?(?:whatever|what ever|wherever)(?: (?:this|that|it|you|u|list|thing|is|the|got"
            "|have|had|me|on|put|"
            "my|number|from|these|are|came))+|(?:your|whatever)(?: \\w+){0,3} (?:lists?|database"
            "|system|records?|contacts?|files?"
            "|messages?|texts?|rolodex|phones?|service|program|app|thing|group|chat)|"
            "(?:your|this|the|all|any|these)(?: (?:mailing|text|texting|sms|contact|call"
            "|calling|phone|subscriber|distribution|marketing|message|messaging|email|mass"
            "|client|customer|stupid|damn))* (?:lists?|database|system|records?|contacts?"
            "|directory|files?|texts?|messages?|messaging|sms|service|program|platform|network"
            "|rolodex|phones?|cell|app|thing|blast|campaign|mailing|chain)"
        ),
        "STOP": (
            "(?:cease and desist|stop and desist|stop it with|stop|quit|cease|halt|discontinue"
            "|desist from|refrain from|cut out|lay off)"
        ),
        # Few words between, none of which says how many, how long or when.
        "FEW": (
            r"(?:(?!(?:than|\d+|so|too|long|short|late|night|morning|group|voice|double|two"
            "|three|one|many|often|early|random|asking|suggesting|reading|about|for|at|in|on"
            r"|to|and|or|by|a|an|my|our|his|her|their)\b)\w+ ){0,3}"
        ),
        "NOT_WANT": (
            "(?:dont|no longer|never|didnt|wont) (?:want|wish|need|care|intend)(?: (?:to|for"
            "|you|any|no|nothing|get|getting|receive|receiving|be|keep|continue|see|have|more"
            "|further|additional|these|those|your|this|any more|anymore|of|being|sending|me"
            "|send|annoying|stupid|damn|all|else|on|the))*"
        ),
        "STOP_WITH": (
            "{STOP}(?: (?:sending|with|w|all|these|those|the|your|this|that|any|more|further"
            "|of|me|us|to|out|getting|receiving|giving|it|stupid|annoying|dumb|constant"
            "|automated|auto|mass|both|of these))*"
        ),
    },
    courtesy=(
        "(?:please )?(?:and )?(?<!no )(?:ty|thanks|thank you)(?: in advance| very much| so much)?"
        "|when(?:ever)? you (?:get|have) (?:a )?(?:chance|moment|minute|min|sec|second|time)"
        "|when possible|if possible|if you (?:can|dont mind|would)|at your (?:earliest )?"
        "convenience"
        "|effective immediately|effective|as of now|going forward|please|just|kindly|ok|okay|hey|hi"
        "|hello|sorry|thx|k|yo|dude|guys|man|sir|madam|maam|ugh|omg|wtf|ffs|damn|fucking|freaking"
        "|effing|tf|the f|the hell|the fuck|bro|immediately|asap|already|seriously"
        "|literally|honestly|yachtparty|yacht party|all the best|take care|best wishes"
        "|(?:kind |best |warm )?regards|god bless(?: you)?|amigo|amiga"
        "|(?:good luck|best of luck)(?: (?:to you|with (?:everything|it|that|all|this"
        "|(?:the|your) \\w+)))?"
        r"|have a (?:good|nice|great|lovely|blessed) \w+"
    ),
    stop=(
        "(?:appreciate|like|prefer|rather|love|request)(?: it)? not (?:being|getting|be"
        "|get|to be|to"
        " get) (?:texted|messaged|contacted|spammed|bothered)(?: (?:by you|at {ME}))?",
        "(?:can|could|will|would) you (?:not|no longer) {TEXT} {ME}"
        " (?:any ?more|again|ever again|at all)",
        "(?:{STOP}|end|turn off) my (?:texts|text messages|sms)",
        (
            r"(?:if|unless) you (?:dont )?{STOP} {TEXTING}(?: {ME})?(?: ,)?(?: \w+){1,3}"
            " (?:report|reporting|block|blocking|sue|suing|call|calling|contact|file|filing)"
        ),
        "{STOP} {TEXTING}(?: {ME})?",
        "send (?:me |us )?no (?:more|further|other) {TEXTS}(?: to {ME})?",
        "(?:ensure|make sure|see to it)(?: that)? (?:im|i am|my number is) (?:removed|taken off"
        "|unsubscribed|opted out)(?: (?:from|off|of))*(?: {LIST}| this| these)?",
        "(?:prefer|appreciate it|rather|love it|great|nice|better) (?:if )?you (?:would )?(?:stop"
        "|stopped|quit) {TEXTING}(?: {ME})?",
        "given to you by mistake(?: ,)? remove(?: me| my number| it)?(?= ?$| [|,])",
        (
            "(?:remove|take|delete|drop) (?:her|him|them) (?:from|off)(?: of)? (?:your|ur)(?: \\w+)"
            "{0,2} (?:lists?|database|system|records?|texts?|messages)"
        ),
        (
            "(?:report|reporting|block|blocking|sue|suing|calling|filing)(?: \\w+){0,6} if you "
            "(?:keep|continue|still)(?: on)? (?:{TEXTING}|{PESTERING})(?: {ME})?"
        ),
        (
            "(?:appreciate|like|prefer|request) being (?:removed|taken off|unsubscribed|opted out)"
            "(?: (?:from|off|of))*(?: {LIST}| this| these| here)?"
        ),
        (
            "(?:asking|ask|request|requesting|demand|demanding)(?: \\w+)? to be (?:removed|"
            "taken off"
            "|unsubscribed|opted out|deleted)(?: (?:from|off|of))*(?: {LIST}| this| these| here)?"
        ),
        "(?:request|requesting|demand) (?:a |my |for )?(?:removal|opt out)(?: from {LIST})?",
        "process (?:my|this) (?:opt out|removal|unsubscribe|unsubscription)(?: request)?",
        "opting out (?:of|from) (?:{LIST}|{WHICH}{TEXTS}|this|these|everything|all|it)",
        (
            "(?:report|reporting|block|blocking|sue|suing|calling|filing)(?: \\w+){0,6} if you "
            "(?:{TEXT}|{PESTER})(?: {ME})?(?: again| one more time| once more)"
        ),
        (
            "(?:(?:i|ive|we)(?: (?:already|just|have|clearly|literally|even))*|already) (?:said"
            "|texted|typed|sent|replied|wrote)(?: to you)? (?:stop|unsubscribe)"
            "(?: already| twice| (?:\\d+|two|three|four|five|many|multiple|several) times)*"
            "(?= ?$| [|]| and (?:still|im still|you|i still|keep))"
        ),
        (
            "(?:i|ive|i have) (?:already )?(?:unsubscribed|opted out)(?= ?$| [|,]| (?:already|twice"
            "|last|weeks|months|days|from (?:this|these|you|your)))"
        ),
        "get (?:off|out of) my (?:phone|line|inbox|dms)",
        "(?:thats |that is )?enough (?:with|of) {OURS}{TEXTS}",
        "{STOP} {PESTERING} {ME}|{STOP} (?:hitting|blowing) (?:(?:me|us) up|(?:up )?my (?:phone"
        "|line|cell|inbox|dms)(?: up)?)",
        (
            "(?:if you )?(?:{TEXT}|{PESTER}) me (?:again|one more time|once more)(?: ,)?(?:"
            r" and| or)?(?: \w+){1,3} (?:report|reporting|block|blocking|sue|suing|call|calling"
            r"|contact|file|filing)(?: \w+){0,4}"
        ),
        (
            "(?:i |id |would |we )?(?:rather|prefer) (?:you )?(?:not|to not|didnt|dont)(?: to"
            ")? (?:(?:get|receive|have) (?:{WHICH}{TEXTS}|these|this|any)|be (?:texted"
            "|contacted|messaged)|{TEXT} {ME}|hear from you)"
        ),
        (
            "(?:you |u )?(?:dont|no longer|never|didnt)(?: have| had| get)?(?: my| any)?"
            " (?:permission|consent|authorization)(?: to (?:{TEXT}|send)(?: {ME})?)?"
        ),
        (
            "(?:unenroll|unregister|deregister|unlist|deactivate|uninvite) {MINE}(?: from"
            r" \w+(?: \w+)?)?"
        ),
        (
            "(?:didnt|never|dont)(?: ever)? (?:give|gave|given)(?: you| u)?(?: my| any)?"
            " (?:permission|consent|authorization)(?: to (?:{TEXT}|send)(?: {ME})?)?"
        ),
        (
            "(?:want|need|get me|let me)(?: to (?:be|get))? (?:off|out of|removed from|off of)"
            " (?:{LIST}|texts)"
        ),
        "block {MINE} from {LIST}",
        (
            "(?:appreciate(?: it)? if|wish|love it if|like it if|grateful if) you(?: would|"
            " could)? (?:stop|stopped|quit) {TEXTING}(?: {ME})?"
        ),
        "mind not {TEXTING}(?: {ME})?",
        (
            "(?:like|want|prefer|ask|asking|love|wish|choose|rather) (?:to )?(?:not|no longer"
            "|stop) (?:to )?(?:receive|"
            "receiving|get|getting|be getting|be receiving|be sent|be texted|be contacted) "
            "(?:{WHICH}{TEXTS}|these|this|those|"
            "any of (?:this|these)|any)"
        ),
        "(?:dont|never|no need to|stop) (?:hit|hitting|blow|blowing) (?:(?:me|us)(?: up)?|(?:up "
        ")?my (?:phone|line|cell))",
        "{STOP} sending(?: me| us| out)? {WHICH}{TEXTS}(?: to {ME})?",
        "opt out (?:me|us|my number|this number)",
        (
            "{STOP} sending (?:me|us)(?: (?:all|any|more|any more|any of))? (?:stuff|things"
            "|anything|these|those|this|that stuff|this stuff)"
        ),
        (
            "{STOP} sending {WHICH}(?:stuff|things|shit|garbage|trash|these|this|those|it"
            "|anything) to {ME}"
        ),
        "cut (?:it )?(?:out |off |down on )?(?:with )?{OURS}{TEXTS}",
        "make (?:them|these|those|{OURS}{TEXTS}) (?:stop|end)",
        "(?:{STOP}|end|turn off|shut off|kill|disable|terminate) {OURS}{TEXTS}(?: to {ME})?",
        "(?:turn|shut|switch) {WHICH}{TEXTS} off",
        (
            "(?:you|u) (?:are|re|r)? ?not (?:allowed|authorized|permitted|welcome) to"
            " (?:{TEXT}|send)(?: {ME})?|(?:youre|ur) not (?:allowed|authorized|permitted"
            "|welcome) to {TEXT}(?: {ME})?"
        ),
        "cancel {OURS}(?:text )?(?:texts|messages|notifications|alerts)(?: from you)?",
        "{STOP} (?:getting|receiving) (?:{WHICH}{TEXTS}|these|this|those)",
        "(?:make|want|need|like) (?:{WHICH}{TEXTS}) (?:to )?(?:stop|end)",
        (
            "(?:unsubscribe|unsub) (?:{MINE}|this phone)(?: from (?:{LIST}|{WHICH}{TEXTS}"
            "|everything|all|it|here|you|this|these))?"
        ),
        (
            "(?:unsubscribe|unsub|opt out) (?:from|of) (?:{LIST}|{WHICH}{TEXTS}|this|these"
            "|everything|all|it|you)"
        ),
        (
            "(?:want|wish|like|need|love|prefer|choose|choosing|going|electing|ready|trying"
            "|deciding) to (?:unsubscribe|opt out|be (?:removed|taken off|unsubscribed|opted"
            " out|left alone))(?: (?:from|of)? ?(?:{LIST}|{WHICH}{TEXTS}|this|these))?"
        ),
        "(?:im|i am) (?:opting out|unsubscribing)(?: of (?:{WHICH}{TEXTS}|this|these))?",
        (
            "opt (?:me|us|my number|this number) out(?: of (?:{LIST}|{WHICH}{TEXTS}|this|these"
            "|everything|all))?"
        ),
        (
            "(?:i (?:hereby )?)?(?:(?:am |im )?(?:revoke|withdraw|rescind|take back|revoking"
            "|withdrawing|rescinding))(?: (?:all|any|my|prior|every))* (?:consent|permission"
            r"|authorization)(?: for (?:you|yachtparty|this number))?(?: to (?:be \w+"
            r"|(?:text|contact|message|receive|get|send)(?: \w+"
            "){0,3}))?"
        ),
        "(?:consent|permission)(?: is| has been)? (?:revoked|withdrawn)",
        (
            "(?:remove|delete|take|get|drop|scratch|strike|erase|scrub|pull|clear|purge|wipe"
            "|cut|lose|forget|eliminate|kick|dump) {MINE} (?:from|off|out of)(?: of)?"
            " (?:{LIST}|list|texts|{WHICH}{TEXTS}|everything|here|(?:this|it|there)(?= ?$| ["
            "|,]))"
        ),
        "(?:remove|delete|take) (?:from|off)(?: of)? (?:{LIST}|list|texts)",
        (
            "(?:remove|delete|take|get|drop|erase) (?:it|that|this)(?: number)?"
            " (?:from|off|out of)(?: of)? (?:your|ur)(?: \\w+){0,2} (?:lists?|database|system"
            "|records?|contacts?|phones?|files?)"
        ),
        (
            "(?:put|add) {MINE} (?:on|to) (?:your|the|a)(?: internal)? (?:dont|dnc|no)(?:"
            " (?:call|text|contact|message|sms|disturb))?(?: list)?"
        ),
        "leave (?:me|us|this number|my phone|my number) (?:alone|be|in peace)",
        "(?:lose|forget) (?:my|this)(?: phone| cell)? (?:number|digits|contact)",
        (
            "{STOP} {FEW}(?:texts|messages|texting|messaging|sms|notifications|communications"
            "|contact)"
        ),
        r"(?:take|get|pull|cut) {MINE} off(?= ?$| [|,]| (?:and|i|im|its)\b)",
        r"(?:remove|unsubscribe|unsub) {MINE}(?= ?$| [|,]| (?:and|or|i|im)\b)",
        "{STOP_WITH} {TEXTS}(?: to {ME})?",
        "(?:turn|shut|switch) off {WHICH}{TEXTS}(?: (?:to|for|on) {ME})?",
        (
            "(?:have|want|get|getting|need|like|wish|see|keep) {MINE} (?:to be )?(?:removed"
            "|deleted|taken off|erased|unsubscribed|opted out|off)(?: (?:from|off|of))?(?:"
            " {LIST})?(?= ?$| [|,])"
        ),
        "{MINE} (?:should not|shouldnt|must not|isnt supposed to) be (?:on|in) {LIST}",
        (
            "(?:{STOP}|end|no)(?: (?:all|any|further|more|future|other))+ (?:communications?"
            "|contact"
            "|correspondence|outreach|{TEXTS})(?: (?:with|to|from) (?:{ME}|you))?"
        ),
        "(?:that is|thats|its|this is)?(?: quite)? ?enough {TEXTS}(?: from you)?",
        "(?:appreciate(?: it)? if|love it if|like it if|grateful if|great if|nice if) you (?:didnt"
        "|dont|wouldnt|"
        "would not|no longer|never) (?:{TEXT}|{PESTER})(?:ed)?(?: {ME})?",
        "{STOP} sending (?:them|em|it|those|these)",
        "no more of (?:these|this|your|those) {TEXTS}(?: (?:for|to) {ME})?",
        "(?:discontinue|terminate|cease|halt) (?:{WHICH}{TEXTS}|these|all of this)",
    ),
    refuse=(
        "(?:dont|never)(?: you)?(?: ever)? {TEXT}(?: {ME})?",
        "(?:dont|never)(?: you)?(?: ever)? {PESTER} {ME}|dont reach out(?: to {ME})?",
        (
            "(?:dont|never)(?: ever)? send(?: me| us)?(?: another| a| one more)? {WHICH}{TEXTS}"
            "(?: to {ME})?"
        ),
        (
            "(?:dont|never)(?: ever)? send (?:me|us) (?:anything(?: else)?|nothing(?: else|"
            " more)?|stuff|this|these|those|any more(?: of (?:this|these|those))?|any of"
            " (?:this|these|that))"
        ),
        "dont send (?:any ?more|any) of (?:this|these)",
        ("(?:no|dont|no longer) need (?:to|for you to|you to) (?:{TEXT}|keep {TEXTING})(?: {ME})?"),
        (
            "(?:dont|no longer|never)(?: really| even)? (?:want|wish|need|care for)(?:(?: to)?"
            " (?:get|receive|be getting|be receiving|getting|receiving|see|have|any of))?"
            " {WHICH}{TEXTS}"
        ),
        (
            "(?:dont|no longer) (?:want|wish|need|care) to (?:get|receive|keep getting|be"
            " getting) (?:these|this|those|them|any more|anything)"
        ),
        (
            "(?:dont|no longer) (?:want|wish|like|care) to be (?:texted|messaged|contacted"
            "|bothered|on {LIST}|part of this)(?: by you)?"
        ),
        "(?:dont|no longer) (?:want|wish|care|need) to hear from you",
        (
            "(?:dont|no longer) (?:want|like|need|wish|authorize)(?: for)? you (?:to "
            ")?(?:{TEXTING}|{TEXT})(?: {ME})?"
        ),
        (
            "(?:dont|no longer|never) (?:consent|agree) to (?:{WHICH}{TEXTS}|being (?:texted"
            "|contacted)|(?:receive|receiving|get|getting|be sent|being sent|be texted"
            "|be contacted)(?: {WHICH}{TEXTS}| these| this| anything)?)"
        ),
        "no (?:more|further)(?: of)?(?: these| your| those)?(?: calls(?: or| and)?)? {TEXTS}",
        "no (?:texts|text messages|texting|calls or texts|texts or calls)",
        "no more (?:texting|contact|contacting|messaging)(?: {ME})?",
        "dont send (?:anything|texts|messages|stuff|these|this)(?: else| more| again)* to {ME}",
        (
            "(?:dont|never)(?: (?:you|ever|keep|be|bother|dare|even|start|go|think about|try"
            "|to|continue|again))* (?:{TEXTING}|{PESTERING}|{TEXT}|{PESTER}) {ME}"
        ),
        "{NOT_WANT} (?:{TEXTS}|texted|messaged|contacted|bothered|{TEXT} {ME}|{TEXTING} {ME})",
        "no (?:more|further|additional) (?:contact|communication|contacting)",
        "no (?:more|further|additional) {FEW}{TEXTS}",
        (
            r"(?:i|we|ive|weve)(?: \w+){0,2} (?:told|asked|said|want|wanted|would like|prefer"
            ")(?: (?:you|u))? not to (?:{TEXT}|{PESTER}|send|be (?:texted|contacted|messaged"
            "|bothered))(?: {ME})?"
        ),
    ),
    said_to_us=(
        "me|us|my|this|phone|cell|up|from|in|peace|be|consent|permission|texts|messages|sms"
        "|spam|list|number|out|alone|you|these|those|stuff"
    ),
    objects=(
        "my|the|a|an|our|her|him|his|their|them|your|people|everyone|those|these|that|this (?!is)"
    ),
    for_good=(
        "with (?:me|us|this number|my number)|(?:at|on|to|from) (?:this|my|our|the above|that)(?: "
        "\\w+)? (?:number|phone|cell|mobile"
        "|line)|"
        "needed|necessary|required|to it|on it|to (?:this|that) one|in (?:the )?future|in any "
        "(?:way|form)"
        "|from (?:here|this (?:point|day|moment|date))(?: on| forward| onwards?| out)*"
        "|(?:on|from|at) (?:your|ur) (?:end|side|system)|fr|frfr|ong|smh|deadass|no cap|tho"
        "|though|"
        "(?:by|via|through) (?:text|sms|phone|texts|text message|any means)(?: (?:or|and)"
        " (?:text|phone|call|calls|email|voice))?|(?:you )?(?:creep|creeps|loser|losers"
        "|asshole|idiot|idiots|jerk|moron|weirdo|bitch|bastard|buddy|bud|hun|hon|mate|friend"
        "|chief|pal|lady|scammer|scammers|spammer|spammers|bot|robot"
        "|fool|dummy|freak|freaks|stalker|psycho|clown|bozo|weirdos)|any ?more|again|ever"
        "|forever|for good|for real|for ever|now|right now|right away|at once|permanently|from"
        " now on|going forward|completely|altogether|period|here|at all|once and for all|this"
        " instant|this minute|lol|people|else|too|also|both|then"
    ),
    narrows=(
        "so (?:formal|weird|robotic|rude|slow|short|brief|dry|serious|\\w+ly)|in (?:all )?caps"
        "|since (?:\\w+days?|yesterday|last|this|the|then|noon|midnight|early|late|january"
        "|february|march|april|may|june|july|august|september|october|november|december|\\d)"
        "|after|thru|the (?:rest|whole|entire|remainder)|rest of|(?:jokes|memes|links|questions"
        "|ads|pictures|pics|photos|videos|articles|long|short|random|weird|reminders|intros"
        r"|suggestions|updates|news|quotes|emojis)\b|before(?! i (?:block|report|call|sue|lose"
        "|contact|file|go|get))|until|untill|till|til|during|while|whilst|when|whenever|at"
        "|tonight|today|tomorrow|on|in|over|every|each|between|from|past|yet|overnight|late"
        "|early|daily|hourly|constantly|all (?:the|day|night|week|morning)|first|next|for"
        "|outside|by|via|through|around|about|regarding|re|concerning|like|with|to|of|as if|as"
        " though|twice|multiple|uber|sobre|sur|if i (?:ask|say|tell|text|reply)|so (?:early"
        "|late|much|many|often|frequently|damn|fast|soon|long|loud)|too (?:early|late|much"
        "|many|often)|that (?:late|early|often|much)|this (?:late|early|often|much|week"
        "|weekend|morning|evening|afternoon|month|year|time|hour|close|monday|tuesday"
        r"|wednesday|thursday|friday|saturday|sunday)|at least|\d|(?:mon|tues|wednes|thurs|fri"
        "|satur|sun)days?|nights?|mornings?|evenings?|afternoons?|weekends?|weekdays?|noon"
        "|midnight|everyday|nonstop|repeatedly|right (?:before|after|when|as)|half|super"
        r"|really|way too|very|more than|less|anytime|any time|several|\w+ times|once (?:a|an"
        "|every)"
    ),
    elsewhere="from|of|to|for|about",
    any_topic=(
        "(?!with (?:this|that) (?:number|phone|line|cell))(?:about|regarding|concerning|with|re) "
        "(?:all |any of )?(?:{OURS}{TEXTS}|this|that|it"
        "|anything|everything|these|those|whatever|stuff|your (?:app|company|service|product"
        "|stuff|crap|business|platform|network|bs|offers?)|the {TEXTS}|{WHICH}{TEXTS})(?:"
        " stuff| thing| things| crap| app| company| service)?"
    ),
    exception=(
        "unless|except|but|only|if(?! i (?:ask|say|tell|text|reply))|instead|(?:on|at) my"
        " (?:work|other|personal|office|home|second|main|cell|old|new)|here text|and (?:text"
        "|use|call|email|message|try|contact) (?!me again|this)|use my|text my|call me|email"
        " me|try my|contact my"
    ),
    goes_on=(
        "sick|tired|fed|done|yes|yeah|had|moving|moved|new|given|due to|considering|whoever"
        "|whatever|lose|opt|reported|reporting|blocked|blocking|warning|noone|everyone|hello"
        "|are|is|am|isnt|does|did|whats|hes|shes|theyre|i|im|ive|id|ill|its|it|this is|this"
        "|that|thats|these|those|you|your|youre|we|were|weve|they|he|she|who|whos|my|our|or"
        "|and|because|bc|cuz|cause|since|as|so|before i (?:block|report|call|sue|lose|contact"
        "|file|go|get)|wrong|not|no|nope|what|why|how|where|stop|dont|do|remove|unsubscribe"
        "|take|leave|have|got|get|never|there|theres|spam|haha|nobody|wont|cant|can|will|would"
        "|goodbye|bye|good|peace|enough|unsub|im not|delete|last|final|second|third|or else"
        "|god|jesus|a|the|fuck|go|last"
    ),
    busy=(
        r"(?:im|i am|were|its|i have|ive got|i got)(?: \w+)? (?:in|at|on|driving|busy|working"
        "|sleeping|asleep|out|away|with|having|about|eating|cooking|late|early|company|a"
        " meeting|meetings|guests|dinner|class)"
    ),
    negated=(
        "(?:dont|never|cant|wont|didnt|doesnt|not (?:to|going to|gonna|ever)|cannot|wouldnt"
        "|shouldnt|couldnt|havent|hasnt|isnt|without|non|nobody should|gets?|got|had|has|sees?"
        "|saw|sends?|sent|receives?|received|there (?:are|were|is)|means?)(?: ever)?|(?:dont"
        r"|didnt|never|not|wouldnt|isnt)(?: \w+)? (?:want|need|wish|like|asking|ask|asked"
        "|telling|tell|told|mean|meant|say|saying|said)(?: (?:you|him|her|them|us|anyone))?(?:"
        " to)?"
    ),
    reported=(
        r"\b(?:what|which) (?:days?|times?|hours?|nights?|weekdays?)(?: \w+)?|"
        r"\b(?:says?|saying|said|tells?|told|wrote|writes?|texted|replied|replying|yells?"
        "|yelled|goes|asks?|asked|asking|wants?|wanted|was like|is like|keeps?|begged|screamed"
        "|messaged|emailed|posted|typed)(?: (?:me|him|her|them|us|it|back|everyone|people|bob"
        r"|out|loud))*(?: (?:to|that|me to|like))*|\b(?:tell|ask|asking|telling|told|asked"
        "|remind|beg|get|getting|got|want|wants|need|needs|wish|help|expect|force|convince|let"
        r"|have|make) (?!you\b|your\b|this\b|these\b|it\b|u\b|help\b|my number\b|me off\b|any\b"
        r")(?:my |our |the |some |these )?\w+(?: \w+)? to|\b(?:makes?|lets?|gets?|have|helps?"
        r"|watch) (?:him|her|them|everyone|people|users|customers|clients|members|\w+ and \w+"
        r"|my \w+)|\b(?:app|tool|software|product|platform|startup|company|way|bot|filter"
        r"|service|feature|law|bill|button)\b (?:that|to|which|who|for|lets?|helps?|makes?)(?:"
        r" \w+){0,2}|\b(?:he|she|they|people|everyone|someone|somebody|customers|clients|users"
        "|who)(?: (?:just|to|should|must|will|would|may|might|can|could|did|does|do|has|have"
        r"|had|also|all|now|often))*|\b(?:our|your|my|the|their|his|her|these|some) (?:\w+ "
        ")?(?:users|customers|clients|members|people|team|subscribers|leads|contacts|patients"
        r"|employees|staff|reps|recruiters|vendors)\b(?: \w+){0,6}"
        r"|\b(?:remind me(?! of (?:nothing|none))|note to self"
        r"|reminder|does the list|did you see)\b.*|\b(?:will|would|do|did|have|had|are|should"
        "|when|if) (?:i|we|you|u)(?: (?:ever|also|always|usually|automatically))?|^(?:and |so |but "
        "|or )?(?:does (?:stop|texting"
        "|saying|sending|unsubscribing|it|this|that)|will (?:texting|sending|saying|typing|stop)"
        "|what (?:does|happens)"
        r"|is it true)\b.*"
    ),
    own_words=(
        # Not what somebody else is to be told: "tell Bo i said leave me alone".
        r"^(?!(?:.* )?(?:tell|let) (?!you|u\b|ur\b|them\b)\w+(?: \w+)? (?:know )?(?:that )?"
        r"(?:i|we)\b).*(?:"
        r"\b(?:jk|just kidding|nvm|never ?mind|actually|scratch that|forget (?:it|that)|wait no"
        r"|on second thought)|"
        r"\b(?:can|could|will|would) (?:someone|somebody|anyone|anybody|one of you)|\b(?:nobody"
        r"|no one|noone|i never|never|didnt|who) (?:asked|asks)|\b(?:i|we)(?: (?:have to|have"
        "|already|just|clearly|literally|keep|kept|ve|did|am|was|specifically|politely))*"
        " (?:say|said|saying|tell|telling|told|ask|asked|asking|text|texted|write|wrote|typed"
        "|replied|want|wanted|need|needed|would like|beg)(?: (?:you|it|this|already|before"
        r"|twice|nicely|once|again|times|\w+ times|last \w+|and))*(?: to)?|\b(?:ive|weve)(?:"
        " already)? (?:said|told|asked|texted)(?: (?:you|it|already|before|twice|nicely|once"
        r"|\w+ times|times|now|and|again))*(?: to)?|\b(?:third|second|last|final|fourth|nth"
        r"|\d\w\w) (?:time|warning|request)(?: asking| im asking)?|\b(?:tell|ask) your \w+ to"
        r"|\b(?:can|could|will|would|cant|wont|wouldnt|couldnt|why dont|why wont|why cant|must"
        "|need to|should|have to|better|gotta|when will|will)(?: you| u)(?: all| people)?"
        r"|\b(?:if )?you (?:need to|have to|must|should|better|gotta|can|could|would|all need"
        " to))"
    ),
    questioned=(
        r"\b(?:how(?: (?:do|can|could|does|would|should|am|is))*|can|could|may|where do|what do"
        ") (?:i|we|one|to)(?: (?:make|get|go about|have to|text|do|say|type|send|to))*(?: you"
        r")?(?: to)?|\b(?:when|why) (?:do|will|did|dont|cant) (?:i|we)"
    ),
    meanwhile=(
        "(?:all |later |the whole )?(?:day |of )*(?:today|tonight|tomorrow|tmrw|tmr)|(?:this|next"
        "|all|the whole|over the|the rest"
        " of the) (?:week ?end|week|month|morning|afternoon|evening|year|summer|winter|holidays?"
        "|day)|until|till|til|for the next"
        "|(?:(?:on|from) )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:on|over) (?:the "
        ")?(?:holidays?|christmas|xmas|easter"
        "|thanksgiving|new years|memorial day|labor day)|from (?:now|the|\\d)|(?:at|during) "
        "(?:night|lunch|dinner)|(?:in|by) the "
        "(?:morning|evening)s?|for (?:a|the|an?other|two|three|few|\\d+)(?: \\w+)? (?:days?|weeks?"
        "|months?|hours?|bit|while)"
    ),
    occupied=(
        "(?:im|i am|were|ill be|i have|ive got|i got|my|the)(?: \\w+){0,3} (?:in|at|on|driving|busy"
        "|sleeping|asleep|out|away|sick"
        "|having|guests?|company|meetings?|dinner|class|surgery|funeral|wedding|vacation|holidays?"
        "|pto|leave|exams?|baby|newborn)"
        "|(?:at|in|on|driving|during|while) (?:work|school|church|class|court|meetings?|a meeting"
        "|vacation|holidays?|pto|leave"
        "|the hospital|bed|labor|surgery|a funeral|a wedding)|driving|busy|sleeping"
    ),
    whole=(
        "(?:(?:i|ive|we)(?: (?:already|have|clearly|just|told you|literally))* (?:said|say|told "
        "you(?: to)?|texted|typed"
        "|wrote|replied) (?:to )?(?:stop|unsubscribe)|opted out|revoked|consent revoked|stop"
        "|stopall|unsubscribe|unsubscribing"
        "|unsubscribed|unsub|no {TEXTS}|optout|opt out|opting out|i opt out"
        "|revoke|stop all|stop them all"
        "|stop txt|remove me|take me off|remove my number|remove this number|remove|no texting"
        "|take my number off|opt out out|cease and desist|block (?:me|my number|this number)|"
        "discontinue|remove"
        " from list|(?:{STOP}|end|cancel|deactivate|disable|turn off|kill) "
        "{TEXTS}|stop means stop|(?:how many times|which part of|what part of)(?: \\w+){0,6} "
        "stop(?: \\w+){0,5}|unsubscribe all|stop the texts)(?:"
        " (?:{FOR_GOOD}))*|go away(?: (?:{FOR_GOOD}))*|how (?:do|can) i (?:stop|end"
        "|unsubscribe from|opt out of) {WHICH}{TEXTS}|(?:stop|unsubscribe|remove|opt out|unsub"
        ")(?: (?:stop|unsubscribe|remove|opt out|unsub))+"
    ),
    unclear=(
        "(?:will|does|do|is|when will|when does|when is)(?: it| this| you| they| {TEXTS})(?: ever)?"
        "(?: going to)?(?: ever)? (?:stop|end)(?: texting)?"
        "|(?:this|that|it) (?:number|phone) (?:isnt|is not|aint) (?:right|mine|his|hers|correct)"
        "|(?:this is )?not the right (?:number|person|phone)|wrong (?:number|person) i think"
        "|(?:bye )?(?:im|i am) out(?: bye)?|cancel me|(?:i )?(?:quit|leave) (?:this|you)"
        "|"
        "mute (?:me )?(?:forever|for good|permanently)|done with (?:this|you|it|these|{TEXTS}|"
        "your \\w+)"
        "|(?:how|when|where) did (?:i|you)(?: \\w+){0,4} (?:sign up|get on|get onto|subscribe|"
        "opt in)"
        "(?: .*)?"
        "|how (?:do|can|would|to)(?: i| we)? (?:delete|close|cancel|remove|deactivate|erase) "
        "(?:my|this"
        "|the) (?:account|profile|membership|data|info|subscription|number)"
        "|whats the (?:opt out|stop|unsubscribe) (?:word|code|keyword|command)"
        "|this is (?:my|his|her) (?:moms?|dads?|wifes?|husbands?|sons?|daughters?|kids?|brothers?"
        "|sisters?|bosses|boss|friends?|grandmas?|grandpas?|ex|mothers?|fathers?) (?:number|"
        "phone|cell)"
        "|\\w+ (?:doesnt|does not|no longer|dont) (?:have|has|own|owns|use|uses) (?:this|that) "
        "(?:number"
        "|phone)(?: any ?more)?|shut (?:it|this) down|get out of here"
        "|"
        "(?:is there|wheres|where is) (?:an?|the) (?:off|unsubscribe|opt out|stop) (?:switch|button"
        "|link|option|setting)"
        "|(?:can|could|will|would) you (?:turn|shut|switch) (?:this|it|these|that|the)(?: "
        "\\w+)? off"
        "|what (?:do|should|can|must) i (?:text|send|say|type|reply|do|write)(?: to| you| back| "
        "here)*"
        "(?: (?:get|be|go))? (?:off|out|stop|end|leave|quit|unsubscribe|cancel)(?: (?:of|from|this"
        "|it|here|the|list|these|texts))*"
        "|who (?:do|can|should) i (?:talk|speak|write|go)(?: to)?(?: about| to)* (?:getting|get|be"
        "|being) (?:off|removed|taken off|out|unsubscribed)(?: .*)?"
        "|(?:im |i am )?(?:so |totally )?over (?:these|this|your|the)(?: {TEXTS})?"
        "|(?:these|your|the) {TEXTS} are (?:(?:so|really|very|getting|way|too|just|super) )*"
        "(?:annoying|much|spam|spammy|excessive|old|ridiculous|unwanted|creepy)"
        "|kick (?:rocks|dust)|pound sand|bye felicia"
        "|(?:theres|there is) (?:no one|nobody|noone|no \\w+) (?:here )?(?:by that name|with "
        "that name"
        "|named \\w+|called \\w+)(?: here)?|no one (?:here )?(?:by|with) that name(?: here)?"
        "|(?:this|it|that) (?:isnt|aint|wasnt) (?:my|his|her|their|\\w+s) (?:number|phone)"
        "(?: any ?more)?"
        "|(?:keep|leave|send) (?:the|my) \\w+(?: \\w+)? (?:but|and) (?:stop|cancel|end|drop) "
        "(?:everything|all|the rest|the others)(?: .*)?"
        "|get rid of (?:my|this|the) (?:account|profile|data|info|membership)"
        "|(?:i )?(?:want|need|would like|id like) (?:all )?(?:my|this) (?:account|profile|data|info"
        "|information|membership|subscription) (?:to be )?(?:deleted|closed|removed|erased|gone"
        "|cancelled|canceled|ended|wiped)"
        "|(?:im |i am )?(?:quitting|leaving|exiting)(?: (?:this|it|your|network|group|program"
        "|service|app|thing))+|(?:you are |youre |you )(?:just )?spamming(?: me)?"
        "|(?:you have|you got|this is|youve got) (?:the |a )?wrong (?:number|person|guy)(?: i think"
        "| i believe| here| i guess| man| dude| buddy| pal)*|"
        "(?:stop|end|cancel|drop) (?:the rest|everything else|all the rest|the others)(?: .*)?"
        "|(?:stop|end|cancel|turn off) (?:everything|all|all of it) (?:except|but|besides"
        "|apart from|other than) .*"
        "|(?:only|just)(?: keep| send| text| want)?(?: me)?(?: the| my)? (?:reminders?"
        "|important \\w+|urgent \\w+)(?: nothing (?:else|more))?|nothing (?:else|more)"
        "|(?:i )?(?:want|would like|id like|wish|im going|ready|im ready) (?:to )?"
        "(?:quit|exit|get out|opt out|bail|end|stop)(?: (?:of|from|out))*(?: (?:this|it|here|the"
        "|your|service|thing|network|group|program|list|app|now|all))*"
        "|(?:i )?(?:want|would like|id like|wish) (?:to )?(?:leave|be out|be done)(?: (?:of|from"
        "|with|this|it|here|the|your|service|thing|network|group|program|list|app|now))*"
        "|(?:can|could) you not"
        "|whats the (?:\\w+ )?(?:way|trick|process) (?:to|of|for) (?:end|stop|quit|leav|cancel"
        "|unsubscrib|opt|get)\\w*(?: .*)?"
        "|(?:do|should|can|must|shall) i (?:just )?(?:text|send|say|reply|type|write)(?: you)? "
        "(?:stop|quit|unsubscribe)(?: .*)?"
        "|(?:this|that) is (?:my|an|the|his|her) old (?:number|phone|cell|line)(?: .*)?"
        "|(?:text|message|reach|contact|call|email|whatsapp) me (?:(?:on|at|by|via) )?(?:my |the )?"
        "(?:other|work|new|personal|home|office|email|whatsapp)(?: (?:number|phone|cell|address))?"
        "(?: instead)?|(?:email|call|whatsapp) me instead(?: of (?:texting|texts|text|messaging))?"
        "|(?:is there|do you have|got)(?: a| any| some)* way to (?:turn|shut|switch|get|make|block"
        "|mute|kill|end|stop|leave|quit"
        "|get out|opt out)(?: (?:these|this|it|them|off|out|of|stop|{TEXTS}|you))*|(?:sick|tired"
        "|fed up|so sick|so tired)(?: and "
        "tired)? (?:of|with) (?:this|these|it|you|your {TEXTS}|these {TEXTS})|(?:this|these|it"
        "|they)(?: \\w+)? (?:feels?|seems?|"
        "looks?|sounds?)(?: like| kinda| kind of| a lot like| a bit like)* (?:spam|spammy|junk"
        "|harassment|a scam)"
        "|(?:alright |right |well |ok |so |thats it |that is it )*(?:im|i am)(?: so| just| really)*"
        " (?:done|over)(?: with| it)?(?: (?:you people|you|this"
        "|it|these|{TEXTS}|yall))?"
        "|i (?:dont|didnt|never|did not)(?: ever)? (?:sign(?:ed)? up|agreed?|consent(?:ed)?"
        "|subscribed?|opt(?:ed)? in|asked?|"
        "authorized?|okd)(?: (?:for|to|anything|any|of|this|these|it|that|{TEXTS}))*|forget (?:me"
        "|about me|i exist)"
        "|(?:can|could|may|how (?:do|can|would)|where (?:do|can)) (?:i|we|one)(?: please| just)? "
        "(?:leave|quit|exit|get out|"
        "unsubscribe|opt out|be removed|get rid of you|make you (?:go away|stop|leave))(?: (?:of"
        "|from|this|it|that|here|thing|"
        "the|list|network|group|service|you))*|(?:not for me|this isnt for me)|(?:no thanks|no "
        "thank you)(?: (?:no "
        "thanks|not for me|bye|im good))+"
        "|whats the (?:word|keyword|command|magic word) (?:to|for) .*|(?:stop|quit) asking(?: "
        "me)?(?: (?:for )?(?:stuff|things|questions|everything|(?:so many"
        "|all these) questions))?"
        "|stop (?:it|this|that|them|everything|the madness)|(?:could|can|would|will) you stop"
        "|stop everything except .*|(?:thats |thats quite )?enough (?:with |of )?(?:the |these"
        " |your )?{TEXTS}|(?:thats |thats quite )?enough(?: is enough| of (?:this|that|these)"
        ")?(?: stop)?|get lost|piss off|(?:screw|eff|shove|push|jog|naff|rack|shut) (?:off|on|"
        "up)|fuck off|fuck you|fuck u|screw you|bugger off|buzz off"
        "|bug off|back off|get out|shut up|shut it|stfu|gtfo|i want out(?: of (?:this|here|it)"
        ")?|let me out|get me out|(?:delete|erase|remove|wipe) (?:me|(?:all )?(?:of )?my"
        " (?:account|profile|info|information|data|details)|everything you have on me)|(?:i "
        ")?(?:want|need|would like|id like) (?:to )?(?:delete|close|cancel|leave) (?:my"
        " (?:account|profile|membership|subscription)|this)|delete (?:my|this) (?:phone "
        ")?number|(?:cancel|close|end|deactivate|terminate) (?:my|this|the|our)"
        " (?:subscription|account|membership|service|profile)|cancel (?:this|service"
        "|subscription)|(?:i think |i believe |looks like "
        "|pretty sure |im afraid |sounds like )?(?:you have |youve got |you got |you guys got "
        "|you mustve |you must have |youre texting |youve reached |this is |u have "
        ")?(?:the |a )?wrong (?:number|person|guy|phone|lady|one)|(?:how|where|what|who)(?:"
        r" \w+){1,6} (?:stop|unsubscribe|opt out|end|cancel|quit)(?: (?:this|these|it|that"
        "|{WHICH}{TEXTS}|getting these|getting {WHICH}{TEXTS}))?|(?:how|where) do (?:i|you)"
        " leave|how do (?:i|you) (?:make (?:this|it|these) stop|turn (?:this|it|these) off|get"
        r" off {LIST}|get out of this)|(?!.*\b(?:our|users|customers|people|members|clients)\b"
        r")(?:how (?:do|can|to|would)(?: i| you| one| we)?|where do i|can i|do i)(?: \w+){0,3}"
        " (?:unsubscribe|opt out|cancel|end|stop|off|out)(?: (?:of|from|to|end|stop))*(?:"
        " (?:this|here|it|these|that|{LIST}|{TEXTS}))*|can i (?:stop|end|cancel|unsubscribe"
        ")(?: (?:this|these|from this|{TEXTS}))?|(?:text|use|message|try|call) (?:my|the|that) "
        "(?:other"
        "|work|new|personal|home|office) (?:number|phone|cell|one|line)(?: .*)?(?: instead|"
        " not this.*)|(?:im )?(?:blocking|reporting|reported|blocked|block)(?: and (?:blocking"
        "|reporting|blocked|reported))?(?: (?:you|this|this number|this as spam|as spam|u))?"
        "|you(?:re| are) blocked|quit it|knock it off|cut it out|count me out|i said no|no"
        " means no|cancel(?: cancel)+|f[ua]?c?k (?:off?|you|u)|how do i get (?:removed"
        r"|unsubscribed|taken off)(?: .*)?|what do i (?:have|need) to do(?: \w+){0,4} (?:stop"
        r"|off|out|end)(?: \w+)?|off (?:the|your|this) list|i want off|enough of (?:this|these"
        "|it|you|your {TEXTS})|(?:is there )?(?:a|any|some) way to (?:unsubscribe|opt out|stop"
        "|cancel|end)(?: (?:this|these|it|{WHICH}{TEXTS}|getting these))?|no more|go to hell"
        "|hell no|burn in hell|you suck|you people suck|losers?|you (?:are|guys are) (?:so "
        ")?(?:annoying|creepy|creeps|spammers)|nobody asked(?: you)?|who asked(?: you)?|spam"
        "|this is spam|harassment|this is harassment|scam|this is a scam|go bother someone"
        " else|bother someone else|mind your (?:own )?business|get a life|get out of my phone"
        "|no thanks bye|stop playing|im blocking you|blocking you|eat shit|bite me|kiss my ass"
        "|drop dead|f off|f you|get bent|sod off|take a hike|scram|beat it|(?:youre |this is "
        "|so )+annoying|(?:quit|end|stop) (?:this|subscription|membership|service)|(?:make|let"
        ") (?:this|it|them|these) stop|(?:i )?(?:want|need) to stop|(?:(?:this |its )(?:is )?"
        r")?(?:not|no longer) (?:my|his|her|their|\w+s) (?:number|phone)(?: anymore)?|new"
        " number.*|who is this and how.*|(?:i )?(?:want|need|wish|would like) (?:for )?(?:this"
        "|it) to (?:stop|end)|stop calling(?: this number)?|enough already|(?:ive "
        "|i have |i )?had enough(?: (?:of|with) (?:this|it|you|these|yall"
        "|{TEXTS}))?|(?:does|will|would) (?:texting|sending|replying|saying"
        "|typing) stop(?: .*)?|give"
        " it a rest|(?:quit|end)(?: now)?|stop (?:writing|bothering|doing (?:this|that))|no"
        " (?:spam|messages|notifications|alerts|contact)|i (?:dont|didnt) (?:want|ask for|sign"
        " up for|like) (?:this|these|it|your {TEXTS}|these {TEXTS})(?: anymore| any more)?|i"
        " never (?:signed up|asked|consented)(?: (?:for|to) (?:this|these|it))?|delete|im out"
        "|get me (?:off|out of) this|take me out of this|leave me off|make it stop|(?:can"
        "|could) you not (?:text|message) me|not (?:text|message) me|im not interested in"
        " (?:this|your|the) (?:service|product|company|offer|network|app)"
    ),
    unclear_if_idle=(
        "i (?:dont|no longer) need (?:this|these|you|it|your \\w+)(?: any ?more)?|"
        "(?:no |nope |nah |sorry |um |yeah no )*(?:hard pass|(?:ill |i will |gonna |im going to "
        ")?pass"
        "|not (?:for me|my thing|my cup of tea)|(?:this|it|that) (?:aint|isnt|is not) (?:for me|"
        "my thing)"
        "|(?:not|no longer) interested)"
        "|"
        "(?:im |i am |we are |were )?(?:not|no longer|not really)(?: even)? interested(?: (?:in|"
        "at|by)"
        "(?: (?:this|it|that|these|any|of|all|networking|your \\w+))+)?(?: any ?more)?"
        "|(?:i |im )?(?:got|have|getting|changed|changing|switched|switching)(?: (?:a|my|to))* "
        "(?:new )?(?:phone )?numbers?|(?:i )?(?:got|have) a new phone|(?:i )?(?:switched|"
        "changed) phones"
        "|delete (?:everything|all|it all|all of it)|no thanks?|no thank you|who (?:gave|sold) you"
        "(?: my| this| the)* number|(?:nah|nope|ugh|ugh ok|ugh fine|leave it be|let it be|let it "
        "go|whatever|forget it|forget about it|never mind"
        "|nevermind|nvm|drop it|leave it)"
        "(?: then| lol| bye)?|(?:(?:this|that|it) is|thats|its|youre|you are)(?: (?:getting|so|"
        "really|very"
        "|super|pretty|kinda|a bit|too|just|quite|a))* (?:a lot|lot|too much|much|annoying|old|"
        "excessive"
        "|ridiculous|creepy|spammy|intrusive|weird|overkill)(?: for me| now)?"
        "|why (?:are|do|did|r) (?:you|they) (?:keep )?(?:text|texting|message|messaging|contact"
        "|contacting|bothering)(?: me)?|(?:this|it) (?:isnt|is not|aint) (?!right|true|what|a|an"
        r"|the|it|working|good|fair|funny|helpful|clear|enough|correct|possible|me|my|for|how|ok"
        r"|urgent|important|that|so|done|over)\w+(?: \w+)?|(?:no|theres no|there is no) "
        r"(?!one|need|problem|body|worries|rush|way|more|reason|point|time|news)\w+ (?:here|at "
        r"this number|on this number|lives here)|(?:im|i am) not (?:who|the person|the one) "
        r"you(?: \w+){0,4}|who (?:is|are|gave) (?:this|you)(?: my number)? and why "
        r"(?:are|r|do|did|is|were) (?:you|they|this|it|i)(?: \w+){0,6}"
        "|cancel (?:it |them )?all|cancel (?:everything|all of it|all of them|it all)|end this"
        "|leave|i want to cancel"
    ),
    reason=(
        "(?:i am |im |were )?(?:really |still |just )?(?:not|no longer) interested(?: in .*)?"
        "|(?:you have |youve got |this is |you got )?(?:the |a )?wrong (?:number|person|guy)|i"
        " dont know (?:you|who (?:you are|this is))|do i know you"
        "|who(?: the)? (?:is this|are you|dis)|(?:i"
        " am |im )done(?: with this)?|i mean it|i said|i (?:do )?mean it|for the (?:last|final|"
        "second|third|fourth|fifth"
        "|hundredth|\\d+\\w\\w) time|enough|(?:i have |ive )had enough|no|nope|you"
        "|yes|(?:this is |youre )?(?:spam|harassment|annoying|spamming me)|no thanks?|lol|lmao"
        "|rofl|hehe|haha|hahaha|jk|lol jk|kidding|(?:how many times|what part of|which part of|why "
        "wont|why do you keep|learn to|do you not)(?: \\w+){1,9}|or (?:i will|ill) (?:block"
        "|report) you|i"
        r" (?:never|didnt) sign(?:ed)? up(?: for this)?|thats (?:enough|it)|(?:who|how)(?: \w+"
        r"){1,5} my number|(?:im|i am) not (?!that|this|the|making)\w+(?: \w+){0,6}|i (?:dont"
        r"|never|didnt) (?:want|know|need|even|live|have|use|sign|ask|give|agree)(?: \w+){0,8}"
        r"(?<! (?:well|good|long|much))(?<! (?:close|often))"
        r"|(?:i have|ive|i|we) (?:already )?(?:asked|told|said (?:it|this|so|no))(?: \w+){0,6}"
        r"|you (?:have|got|keep)(?: \w+){1,6}|this (?:is|number|phone)(?: \w+){1,6}|do you"
        " (?:hear me|understand)|for the last time|last time|i am serious|im serious|final"
        " warning|last warning|i am retired|im retired"
    ),
    in_the_end=(
        "(?:.* )?(?!(?:bus|next|dont|cant|wont|never|non|one|full|pit|a|the|to|will|should"
        "|would|must|they|we|i|he|she|it|first|last|quick|short|truck|door|that|this|my|your"
        r"|not|and|train|gas|rest|didnt|doesnt|of|or)\b)\w+ (?:stop|unsubscribe)|(?:stop"
        r"|unsubscribe) (?:im|i|you|this|we|ive|who|why|no|wrong|it is|do you)\b.*"
    ),
    corrects=(
        r"\bwrong (?!number|person|guy)|\bnot (?:\d|that|this|the|a|him|her|it|what|on|at|for"
        r")\b|\bnot \w+day|\bmeant\b|\bi (?:said|mean)\b|\binstead\b|\bactually\b|\brather\b"
        r"|\bthats\b|\bits\b|\bwait\b|\bname\b|\bdate\b|\btime\b|\bmaking me\b|\byoure\b"
        r"|\bblush|\bfunny\b|\d|\bmake it\b|\bgo back\b|\bundo\b"
    ),
    surely=(
        "(?:unsubscribe|unsub|unsubscribe me|opt out|optout|opt me out|remove me|take me off|"
        "stopall"
        "|stop all)(?: (?:{FOR_GOOD}))*"
    ),
)
