"""What a text is about besides facts: questions, courtesies, refusals, tricks."""

import unicodedata
from functools import lru_cache

from shared.agents.language.topic_patterns import PATTERNS, Topic
from shared.agents.language.words import matches, tokens, word_set

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
    recuerdame manana llamar ayudarme ayuda puedes puede mensaje mensajes reunion semana lunes
    martes miercoles jueves viernes sabado domingo hoy tambien demain rappelle rappelez aide
    peux pouvez aujourd'hui lundi mardi mercredi jeudi vendredi samedi dimanche besoin cherche
    morgen heute kannst konnen hilfe erinnere mir suche brauche montag dienstag mittwoch
    donnerstag freitag samstag sonntag amanha lembra lembre ajuda pode preciso segunda terca
    quarta quinta sexta hoje
    dank je goedemorgen niet czesc dziekuje jestem merhaba tesekkur privet spasibo hej jag
    heter tack
    """
)
_ALSO_ENGLISH_OR_NAMES = word_set(
    """
    das mi je tag est como bin ja bien dank ola bom dia por cosa ben wat eu muy je mein
    """
)


_COURTESIES = frozenset(
    {Topic.THANKS, Topic.BYE, Topic.GREETING, Topic.HOW_ARE_YOU, Topic.NIGHT, Topic.LAUGH}
    | {Topic.WAIT, Topic.APOLOGY, Topic.COMPLIMENT, Topic.EMOJI, Topic.WISHES, Topic.CONFUSED}
    | {Topic.SAD, Topic.CHEER, Topic.REFUSE, Topic.SENT, Topic.PRESENCE, Topic.DECLINE}
    | {Topic.STUCK, Topic.ANGER, Topic.UNSURE, Topic.LUCK}
)
_UNWISHED = frozenset(
    {
        Topic.DISTRESS,
        Topic.INJECTION,
        Topic.DELETE,
        Topic.PERSON,
        Topic.STUCK,
        Topic.JOKE,
        Topic.TROUBLE,
    }
    | {
        Topic.STOPPING,
        Topic.CHAT,
        Topic.FLIRT,
        Topic.ABILITIES,
        Topic.NUMBER,
        Topic.IDENTITY,
        Topic.LEGIT,
    }
)


# Anger that is not ours: "our payroll provider sucks".
_AT_US = frozenset({Topic.ABUSE, Topic.ANGER})
_OF_OTHERS = (
    r"^(?:(?:so|and|ugh|man|honestly|omg|wow|hey|today|yeah|lol|but|tbh|damn|ok)\b[\s,]*)*"
    r"(?:my|our|his|her|their|the|i (?:really )?hate (?:my|our|the)) (?!(?:bot|app|texts?|"
    r"messages?|service|"
    r"last|reminders?|answers?|reply|replies|assistant)\b)[\w'&.-]+(?: [\w'&.-]+){0,4}?"
    r"(?: (?:is|are|was|were|sucks?|keeps?|just|really|has|have|does|doesn'?t|won'?t)\b|'s\b|\W*$)"
)
_TO_US = r"\b(?:you|u|your|ur|yachtparty|this (?:bot|app|service|thing|number))\b"


def asks_for_an_answer(text: str) -> bool:
    """Whether it raises what must be answered whatever else is said: more than a courtesy."""
    return bool(set(topics(text)) - _COURTESIES)


def is_courteous(text: str) -> bool:
    """Whether all that it raises are courtesies, such as thanks, and it raises one."""
    raised = set(topics(text))
    return bool(raised) and raised <= _COURTESIES


def is_no_goal(text: str) -> bool:
    """Whether its wish is one of those that talk answers: to be left alone, deleted, amused."""
    return bool(set(topics(text)) & _UNWISHED)


@lru_cache(maxsize=64)  # the clauses of a text are each looked at by several readers
def topics(text: str) -> tuple[Topic, ...]:
    """What the text raises, most important first."""
    return tuple(topic for topic in Topic if _raises(topic, text))


def _raises(topic: Topic, text: str) -> bool:
    if topic is Topic.FOREIGN:
        return is_foreign(text)
    if topic is Topic.REMARK:
        return False  # told apart by `remarks`: it may belong to a wish beside it
    if topic is Topic.EMOJI:
        return is_only_pictures(text)
    if topic in _AT_US and matches(_OF_OTHERS, text) and not matches(_TO_US, text):
        return False
    # Compiled by the first text: not while a process starts.
    return matches(PATTERNS[topic], text.strip()) is not None


def is_only_pictures(text: str) -> bool:
    """Whether nothing is said but emoji."""
    return not any(char.isalnum() for char in text) and any(
        unicodedata.category(char) in ("So", "Sk") for char in text
    )


def is_foreign(text: str) -> bool:
    """Whether the text is in a language other than English. Short names do not count."""
    words = [_folded(word) for word in tokens(text)]
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


def _folded(word: str) -> str:
    """A word without its accents."""
    apart = unicodedata.normalize("NFD", word)
    return "".join(char for char in apart if not unicodedata.combining(char))


def is_only_courtesy(text: str) -> bool:
    """Whether nothing but a greeting, thanks, or a yes is said, or no word at all."""
    return not any(char.isalnum() for char in text) or (
        matches(
            r"^(?:(?:ok(?:ay)?|k|kk|yes|yeah|yep|yup|sure|cool|great|good|nice|got it|"
            r"sounds good|perfect|awesome|fine|please|"
            r"alright|all right|will do|understood|hi|hey|hello|there|yo|hiya|thanks|thank you|"
            r"thx|ty|so much|a lot|"
            r"that'?s (?:all|it)|that will be all|nothing else|all good|no worries|no problem|"
            r"bot|robot|dude|man|bro|buddy|lol|haha|no|nope|nah|morning|afternoon|"
            r"evening)[\s,.!-]*)+$",
            text.strip(),
        )
        is not None
    )


__all__ = [
    "Topic",
    "asks_for_an_answer",
    "is_courteous",
    "is_foreign",
    "is_no_goal",
    "is_only_courtesy",
    "is_only_pictures",
    "topics",
]
