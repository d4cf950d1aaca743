"""How people ask for no more texts, and what only sounds like it, in five languages.

Source of the rule: 47 CFR 64.1200(a)(10), by which consent may be revoked "in any reasonable
manner"; the words stop, quit, end, revoke, opt out, cancel and unsubscribe always do, and other
words do when a reasonable person would understand them so. The languages are those in which people
in the Americas and Europe write to a US number.

Patterns are regular expressions over words as `shared.domain.consent_words` writes them: lower
case, no accents, no apostrophes, one blank between two words, courtesy left out. `{ME}`, `{TEXTS}`
and so on stand for the fragments of the same language.
"""

from shared.domain.consent_wording.english import EN
from shared.domain.consent_wording.french import FR
from shared.domain.consent_wording.german import DE
from shared.domain.consent_wording.portuguese import PT
from shared.domain.consent_wording.shape import Wording
from shared.domain.consent_wording.spanish import ES

LANGUAGES = {"en": EN, "es": ES, "fr": FR, "de": DE, "pt": PT}  # by ISO 639-1, in this order

# Spellings that count as others. Letters repeated for emphasis are already single.
SPELLINGS = {
    "u": "you",
    "ur": "your",
    "yr": "your",
    "pls": "please",
    "plese": "please",
    "pleas": "please",
    "pleez": "please",
    "plse": "please",
    "nubmer": "number",
    "numbr": "number",
    "remvoe": "remove",
    "reomve": "remove",
    "delte": "delete",
    "contcat": "contact",
    "anymor": "anymore",
    "textng": "texting",
    "plz": "please",
    "plss": "please",
    "txt": "text",
    "txts": "texts",
    "txting": "texting",
    "txtin": "texting",
    "yall": "you",
    "mee": "me",
    "sotp": "stop",
    "stpo": "stop",
    "tsop": "stop",
    "soptp": "stop",
    "stoop": "stop",
    "af": "asap",
    "meh": "me",
    "yous": "you",
    "agn": "again",
    "agen": "again",
    "evr": "ever",
    "nomo": "no more",
    "nmore": "no more",
    "quitt": "quit",
    "unsubcribed": "unsubscribed",
    "rmv": "remove",
    "remov": "remove",
    "lv": "leave",
    "vc": "voce",
    "vcs": "voces",
    "q": "que",
    "jsuis": "je suis",
    "jveux": "je veux",
    "jvoudrais": "je voudrais",
    "chui": "je suis",
    "chuis": "je suis",
    "jai": "je ai",
    "textin": "texting",
    "stopp": "stop",
    "rn": "right now",
    "sendin": "sending",
    "messagin": "messaging",
    "contactin": "contacting",
    "nuthin": "nothing",
    "texing": "texting",
    "msg": "message",
    "msgs": "messages",
    "msging": "messaging",
    "messging": "messaging",
    "mesages": "messages",
    "dnt": "dont",
    "don": "dont",
    "donot": "dont",
    "unsuscribe": "unsubscribe",
    "unsubcribe": "unsubscribe",
    "unsubscibe": "unsubscribe",
    "stahp": "stop",
    "stawp": "stop",
    "nvr": "never",
    "nomore": "no more",
    "wrongnumber": "wrong number",
    "gonna": "going to",
    "wanna": "want to",
    "optout": "opt out",
}
# The same for words written without their vowels or their last letter (then no word stands here).
SHORTENED = (
    (r"(?:hitt|bugg|bother|harass|spamm|annoy|send|contact|pester|ping|blow|reach)in", ""),
    (r"te?xt?i?n?g?(?<=[ng])", "texting"),
    (r"me?s+a?ge?i?n?g?(?<=[ing][ng])", "messaging"),
    (r"m+s+a?g+e?s", "messages"),
    (r"me?s+a?ge?(?<=[ge])", "message"),
    (r"a+n+y+ ?m+o+r+e*", "anymore"),
)
PHRASES = (
    ("from (?:yacht ?party|y all|you all|you guys|you people)", "from you"),
    ("(?:y all|you all|you guys|you people)", "you"),
    ("no 1", "no one"),
    ("do not", "dont"),
    ("don t", "dont"),
    ("will not", "wont"),
    ("can not", "cant"),
    ("did not", "didnt"),
    ("i m", "im"),
    ("opt outs", "opt out"),
    ("form (?=(?:your|this|the|that|these|all|any|texts?|here)\\b)", "from "),
    ("(?:ur|your|the|this) lst", "your list"),
)
# Long words that are understood with one letter wrong, wherever they stand.
MISSPELT_WITHIN = ("texting", "messaging", "contacting", "unsubscribe", "messages")
# The words whose misspelling asks, and words near them that are none.
MISSPELT = ("stop", "unsubscribe")
NO_MISSPELLING = frozenset(
    {
        *("step", "shop", "slop", "spot", "stow", "stops", "top", "atop", "stoop", "sop", "post"),
        *("stomp", "stump", "swop", "stock", "story", "strop", "sto", "tops", "shops", "steps"),
        *(
            "subscribe",
            "unsubscribed",
            "testing",
            "tenting",
            "massaging",
            "massages",
            "message",
            "contracting",
        ),
    }
)

__all__ = [
    "LANGUAGES",
    "MISSPELT",
    "MISSPELT_WITHIN",
    "NO_MISSPELLING",
    "PHRASES",
    "SHORTENED",
    "SPELLINGS",
    "Wording",
]
