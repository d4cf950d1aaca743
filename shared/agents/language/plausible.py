"""How plausible it is that words are somebody's name: what is stored must be what they said it is.

Three classes of words decide: grammar, which no name has; ordinary words, which few names are; and
words of both kinds, such as "will" or "so", where capitals and the words beside them tell. What is
doubtful is asked about, and taken as it stands when it is said again.

Lists of names did not help: the 57,000 of Faker miss "Oluwaseun", "Adebayo", "Ng" and "Wai", and
the 89,000 of the US census have "or", "in", "happy" and "just" among them.
"""

import re
import unicodedata
from enum import IntEnum

from shared.agents.language.words import SENTENCE_WORDS, tokens, word_set

# Words of grammar that are names too. The soft ones seldom begin a text by themselves.
_SOFT = word_set("will may or do see ask say make than")
_HARD = word_set("in on to so an no my you he she we can")
FUNCTION_WORDS = _SOFT | _HARD
# Words of `SENTENCE_WORDS` that are names oftener than not, beside another name.
_NAMES_TOO = word_set(
    """
    young rich good best new love hope early free night day morning may will art mark sunny
    guess need done single like back cool fine wright right come goh oh um yo ha
    """
)
_STATES = word_set(
    """
    happy ready tired curious busy late confused single married available bored free done back
    company title job test great good nice cool interested number stuff thing things
    """
)
_GRAMMAR = SENTENCE_WORDS - FUNCTION_WORDS - _NAMES_TOO - _STATES | word_set(
    """
    a the from with for of via through mr mrs ms its whats thats theres theyre hes shes im ive
    id your yours his her hers itself myself yourself other others another only even ever never
    always often sometimes had has having does did doing done were been being aren't isnt arent
    wasnt wont havent hasnt couldnt shouldnt wouldnt cannot and until till while since before
    after at is by if it our me us as be are during between against without within upon per
    versus vs etc am pm http https www com
    """
)
# Ordinary words: "I'm driving" gives no name, and "driving" as an answer is asked about.
_ORDINARY = word_set(
    """
    able abroad absent actual afraid agreed ahead alive alone amazed american angry annoyed
    anonymous anxious ashamed asleep australian awake aware awesome away awful awkward bad bald
    bankrupt batman bed behind best better big bisexual blessed blind boring boss both bothered
    brazilian brb broke broken british brown bummed busy canadian careful catholic ceo certain
    cheap chill chilling chinese christian clear clever client close closed cold comfortable
    company complete concerned contact cranky crazy cto cured current curious customer cute dad
    dead deaf deep delayed delete depressed desperate developer different difficult dinner
    disabled disappointed disgusted divorced dizzy doctor done double down drained drunk due
    dude dutch eager easy eating either elsewhere embarrassed employed empty engaged engineer
    english enough entrepreneur error exact excited exhausted expert extra fat fed female few
    filipino finished first fit flat flexible fluent flying foreign founder founders french
    fresh fried friend friendly frustrated full fun funny furious game gay german glad gone
    grateful grumpy guilty half halfway handy hard hate healthy heading heavy heterosexual high
    hired home homeless honest hooked horrible hot house hr hungover hungry hurt ill impatient
    impressed in-between indian information innocent inside instead intrigued invited irish
    israeli italian japanese jealous jewish job jobless kidding korean lame last lately lawyer
    lazy leader left legal legit less lesbian literally live local lonely lost lucky lunch mad
    made main male manager married meeting mexican mom monkey moved moving muslim naked nameless
    nearby necessary neither nervous neutral newbie nigerian none normal nosy nowhere numb nurse
    ocd off offended offline old older one online ooo only open ops optimistic other our out
    outraged outside over overwhelmed own owner pakistani paid panicking parked part partner
    passed patient peeved pending perfect person pilot pissed pleased poor portuguese positive
    present pretty previous private product promoted proud purple quick quiet random readable
    real recently recruiter red reliable relieved remote retired retiring robot running russian
    sad safe sales same satisfied scared scottish second secret self self-employed semi-retired
    senior separated serious several shocked short shy sick silly similar simple sister slammed
    sleeping sleepy slow small smart sober software solo some somewhere soon sore spam spanish
    speechless spelled spelt sponsored stable starving stoned straight strange stressed stuck
    student stunned stupid such sunburnt super supposed surprised swamped swedish swiss tall
    taken teacher tentative terrible terrified texting thankful therapist thinking third thirsty
    thrilled tied tired together top torn totally touched traveling travelling trans turkish
    typing unable unavailable unclear under undecided unemployed unfamiliar unhappy unsure up
    upset urgent used useful useless usual vegan vegetarian very wait waiting walking warm
    watching weak weird well welsh wet whole wide widowed willing winning wired wondering work
    worker working worried worth writing wrong yet younger account accident address admin adult
    agent ago air airport app article ass attention baby bag ball bank bath beach beer birthday
    bit blah blood boat body book bot box boy break breakfast brother building bus business
    button cab cake call calls cancel car case cat change chat check child children church city
    class clinic club coffee college commute computer conference cousin crap credits data date
    daughter deal dentist desk dog door drink drive duh event exam eye face fact family fan
    father fever field file fire flight floor food foo funeral garden girl girlfriend boyfriend
    go going goal goals god guest gym hand head health heart hell help history holiday hospital
    hotel hour hours human husband idea idiot info internet intro intros invite issue item kid
    kids kitchen lady later laugh law lead letter life light line link list loan location loop
    luck mail market minute minutes money month mood mother movie music name nada nap network
    news noise noob note nothing now office opinion order pain panic paper parent party past
    pause phone picture pizza place plan plane please point police post practice price privacy
    problem profile project question quiz quote radio rain reason referral refund rehearsal
    reminder request rest restaurant result road role room rule rush sale school score seat
    service shift shop shopping show shower sign signal sir site sleep somebody son song sort
    source sport start status stay steps store story stuff surgery system table talk taxi tbd
    team tech test text thing ticket time today toilet tonight total town traffic train travel
    trip trouble tv type uber unknown user vacation van video visit voice walk war water way
    weather website week weekend wife wifi win wine word world year yesterday zoom hurry worries
    problems bother else yada blahblah xyz abc asdf qwerty bar foobar lorem ipsum null undefined
    n/a na tba nil absurd annoying bonkers brilliant bs bull bullshit cringe creepy dope dumb
    epic garbage gross hilarious huge insane intense ludicrous meh neat nonsense nuts pointless
    rad ridiculous rubbish rude shady sketchy spammy tedious trash wack whack wild unfair unreal
    unhelpful overkill bogus
    """
)
# Words that are somebody's name at least as often as they are words.
WORD_NAMES = word_set(
    """
    ace amber angel april archer art ash aspen august autumn bailey baker banks barber bay bear
    bell berry best bill bishop black blaze blue bond brandy brook brooks brown buck bud cain
    candy carol carter case cash chance chase cherry chip christian church clay cliff close cole
    colt cook cooper coral crystal daisy dale dash dawn day dean destiny dev dick dolly don drew
    duke early earl earnest eve ever faith fern field finn fisher fleet flora ford forest foster
    fox frank free frost gale garden gay gene ginger glen glory grace grant gray green guy
    harmony harper harry heath heather herb holly honey honor hope house hunt hunter iris ivy
    jack jade jasmine jay jean jenny jewel job john joy june justice kay king kit knight lake
    lance lane laurel law lee leigh liberty lily long lord lot love lowe major marina marsh
    mason may melody mercy merit merry miles mills misty moon nick noble noon norm north oak
    ocean olive opal page paige park parker parks pat patience patty pearl peg penny pepper
    perry piper pierce poppy porter price prince prudence quest rain rainbow ray read reed rich
    ridge river rob robin rocky rod roman rose rosemary ruby rusty sage sandy savannah scarlet
    scout serenity shaw sharp short sky small smart smith sparks spring stark star stella
    sterling stone storm strong sue summer sunny sunday sunshine swan swift tanner taylor terry
    thorn tiger trinity trip troy valentine van victor viola violet wade walker ward warren
    waters way west white wilder wise wolf wood woods worth wren wright young
    """
)
_SURNAMES = word_set(  # short ones that stand beside "so", "in", "an" and their like
    """
    kim lee park choi jung kang cho yoon jang lim han oh seo shin kwon hwang ahn song hong yang
    chen wang li zhang liu wu huang zhou lin ho ng chan wong cheung tan ong goh koh teo sim toh
    nguyen tran le pham hoang phan vu vo dang bui do ngo duong ly truong dinh trinh
    """
)
_RUN = re.compile(r"[b-df-hj-np-tv-xz]{5,}")
# No name begins so, has such pairs of letters, or is a syllable again and again.
_UNPRONOUNCEABLE = re.compile(
    r"^q[b-df-hj-np-tv-z]|j[fqxz]|v[bfqxz]|x[jz]|z[qx]|[aeiou]{6,}|^([a-z]{3})\1+$"
    r"|^([a-z]{2})\2{2,}$"
)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ING = re.compile(r"[a-z]{2,}ing")
_ING_NAMES = word_set(
    """
    king ming ling ping ting wing sing ding xing jing ying qing ning bing hing sterling browning
    fleming keating golding harding manning canning dowling cushing pickering channing irving
    corning dinning gosling whiting hastings rawling jennings billing lansing downing darling
    """
)
_ED = re.compile(r"[a-z]{3,}ed")
_ED_NAMES = word_set(
    """
    fred jared ahmed mohammed muhammed mohamed hamed khaled saeed alfred mildred winifred
    wilfred naveed javed majed syed tweed creed reed ahmad waleed rasheed walled sneed goodspeed
    fareed
    """
)
_TALK_PHRASES = frozenset(
    phrase.strip()
    for phrase in """
    will do|see you|see ya|so long|may be|no way|all good|in case|do it|do so|on my way|you see
    so so|so what|my bad|no one|to be|so be it|do you|as is|if so|or so|or no|no no|me too|on it
    make do|ask me|say no|love you|love it|hope so|will see|may do|can do|no can do|you can|may i
    in it|at it
    """.replace("\n", "|").split("|")
    if phrase.strip()
)


# How somebody's time goes: "rough day" is nobody's name.
_HOW_IT_GOES = re.compile(
    r"(?:rough|long|bad|hard|tough|busy|crazy|hectic|insane|wild|slow|weird|awful|terrible|horrible"
    r"|tiring|stressful|brutal|chaotic|exhausting|lousy|strange|quiet|nuts)"
    r" (?:day|week|month|morning|night|evening|afternoon|year|weekend|quarter)s?"
)


class Verdict(IntEnum):
    """Whether words may be kept as somebody's name."""

    NO = 0  # talk, a number, an address
    DOUBT = 1  # ask; taken as it stands when they say it again
    YES = 2


def is_ordinary(word: str) -> bool:
    """Whether a lower-case word is an ordinary one rather than a name, or keys struck at random."""
    if word in WORD_NAMES:
        return False
    return (
        word in _ORDINARY
        or word in _STATES
        or bool(_ING.fullmatch(word) and word not in _ING_NAMES)
        or bool(_ED.fullmatch(word) and word not in _ED_NAMES)
        or is_mash(word)
    )


def is_grammar(word: str) -> bool:
    """Whether a lower-case word makes a phrase talk: no name has it."""
    return word in _GRAMMAR


def is_mash(word: str) -> bool:
    """Whether it looks like keys struck at random, such as "asdfgh"."""
    runs = any(
        word[at : at + 4] in row
        for row in _ROWS
        for at in range(len(word) - 3)
        if len(word[at : at + 4]) == 4
    )
    if word in ("ii", "iii", "iv", "jr", "sr"):
        return False
    return (
        runs
        or bool(_RUN.search(word) and "'" not in word and "sch" not in word)
        or bool(_UNPRONOUNCEABLE.search(word))
        or bool(re.fullmatch(r"([^i])\1{2,}", word))
        or (len(word) > 3 and word.isascii() and not re.search(r"[aeiouy]", word))
    )


def judged_name(phrase: str, *, labelled: bool = False) -> Verdict:
    """Whether the phrase may be a person's name.

    `labelled`: they said that it is one ("my name is ..."), so that an ordinary word is doubtful
    rather than none.
    """
    words = phrase.split()
    bare = [word.strip(".,'\"()-").lower() for word in words]
    if not words or len(words) > 7 or len(phrase) > 100 or not all(map(_is_word, words)):
        return Verdict.NO
    if not any(char.isascii() for word in bare for char in word):
        return Verdict.YES if len(phrase) <= 30 else Verdict.NO
    if " ".join(bare) in _TALK_PHRASES or _HOW_IT_GOES.fullmatch(" ".join(bare)):
        return Verdict.DOUBT if labelled else Verdict.NO
    if any(is_grammar(word) for word in bare):
        return Verdict.DOUBT if labelled and len(words) <= 3 else Verdict.NO
    if len(words) == 1:
        return _judged_alone(words[0], bare[0])
    if any(is_ordinary(word) for word in bare):
        named = [word for word in bare if not is_ordinary(word) and word not in FUNCTION_WORDS]
        surname = named and _may_end_a_name(bare[-1]) and bare[0] in named
        return Verdict.YES if surname and _capitalised(words) else Verdict.DOUBT
    if _capitalised(words) or not any(word in FUNCTION_WORDS for word in bare):
        return Verdict.YES
    others = [word for word in bare if word not in FUNCTION_WORDS]
    if any(word in _HARD for word in bare):
        return Verdict.YES if set(bare) & _SURNAMES else Verdict.DOUBT
    return Verdict.YES if others or set(bare) & _SURNAMES else Verdict.DOUBT


def _may_end_a_name(word: str) -> bool:
    """Whether an ordinary word may be a last name: "Sarah Manager" no, "Bob Walking" neither."""
    return word in WORD_NAMES or (not (_ING.fullmatch(word) or is_mash(word)) and len(word) > 3)


def _judged_alone(word: str, bare: str) -> Verdict:
    if bare in WORD_NAMES:
        return Verdict.YES
    if bare in FUNCTION_WORDS:
        capital = word[:1].isupper() and bare in ("will", "may")
        return Verdict.YES if capital else Verdict.DOUBT
    return Verdict.DOUBT if is_ordinary(bare) or bare in _NAMES_TOO else Verdict.YES


def _capitalised(words: list[str]) -> bool:
    """Whether each word begins large and goes on small: all capitals tell nothing."""
    return all(word[:1].isupper() for word in words) and not all(
        word.isupper() for word in words if len(word) > 2
    )


def _is_word(word: str) -> bool:
    letters = word.strip('"()').replace("'", "").replace("-", "").replace(".", "").rstrip(",")
    return bool(letters) and all(unicodedata.category(char)[0] in "LM" for char in letters)


_ADDRESS = re.compile(r"@|https?:|www\.|\.(?:com|org|net|io)\b", re.IGNORECASE)
_TIME = re.compile(r"(?:at )?\d+(?::\d{2})?\s?(?:am|pm|h)?|noon|midnight", re.IGNORECASE)


def problem_with_name(name: str, *, whole: str, as_written: bool) -> str | None:
    """Why a value cannot be kept as part of a person's name, in words for the model; None: it can.

    `whole`: the first and the last name together, by which a word such as "May" is judged.
    `as_written`: they were asked about it and said it again, so that only what no name has counts.
    """
    if _ADDRESS.search(name):
        return "an address is not a name"
    if any(char.isdigit() for char in name):
        return "a name has no digits"
    if not any(char.isalpha() for char in name):
        return "a name has letters"
    verdict = max(judged_name(one, labelled=as_written) for one in (name, whole))
    if verdict is Verdict.NO or (verdict is Verdict.DOUBT and not as_written):
        return "that reads as words, not as a name: ask whether it is their name"
    return None


def problem_with_work(value: str) -> str | None:
    """Why a value cannot be kept as a company or a title, in words for the model; None: it can."""
    if "@" in value or re.search(r"https?:", value):
        return "an address is no company and no title"
    if _TIME.fullmatch(value.strip()):
        return "a time is no company and no title"
    if not any(char.isalnum() for char in value):
        return "there is no word in it"
    words = tokens(value)
    if len(words) > 14 or words[0] in ("i", "i'm", "im") or words[-1] in ("i", "me", "you"):
        return "that reads as a sentence: give only the company or the title"
    return None


__all__ = [
    "FUNCTION_WORDS",
    "WORD_NAMES",
    "Verdict",
    "is_grammar",
    "is_mash",
    "is_ordinary",
    "judged_name",
    "problem_with_name",
    "problem_with_work",
]
