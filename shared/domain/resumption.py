"""Whether the words of a text ask for texts again after an opt-out.

Counts only for somebody who has opted out, to whom nothing is sent but that START takes it back: so
a yes is an answer to that. It must stand in a clause of its own; beside it may stand why ("my
mistake", "that was my son"), and nothing that takes it away ("don't", "when", "stop"). Whoever is
not understood still has START, which always works.
"""

import re

from shared.domain.phone_written import folded

_POLITE = (
    r"please|pls|plz|plse|ok|okay|k|hi|hey|hello|sorry|my apologies|apologies|thanks|thank you"
    r"|thx|ty|now|again|then|just|oh|oops|whoops|ah|actually|lol|haha|omg|wait|por favor|gracias"
    r"|perdon|hola|bitte|danke|sorry|svp|sil vous plait|sil te plait|merci|pardon|obrigado"
    r"|obrigada|desculpa|desculpe|per favore|grazie|scusa|scusate"
)
_TEXTS = (
    r"(?:(?:my|your|ur|the|these|those|all|any|more|yachtparty|sms|text|of) )*"
    r"(?:texts?|txts?|messages?|msgs?|sms|texting|messaging|notifications|updates|alerts|service"
    r"|subscription|conversation|chat|them|em)"
)
_ASKS = (
    r"(?:yes |yeah |yep |sure )?(?:(?:i |we )?(?:do |really |would )*(?:want|wanna|wish|like|love"
    r"|need|ready|decided)(?: you| u)?(?: to)? |(?:im|i am) ready (?:to|for) |id (?:like|"
    r"love)(?: you| u)?"
    r"(?: to)? |(?:can|could|would|will|may) (?:you|u|we|i)(?: guys)? |(?:you|u)(?: guys)?"
    r" (?:can|may|could) |its (?:ok|okay|fine|cool|alright) to |lets |let us |go ahead(?: and)? "
    r"|feel free to |how do i |how can i )"
)
# Words that say by themselves that texts are wanted.
_CORES = (
    r"(?:re ?)?(?:start|begin|resume|continue|restart|enable|activate|reactivate|keep|unpause)"
    r"(?: up)? (?:texting|txting|messaging|msging|sending|getting|receiving|contacting)"
    rf"(?: me| us)?(?: {_TEXTS})?(?: to me)?(?: back)?",
    rf"(?:re ?)?(?:start|resume|restart|continue|enable|activate|reactivate|reinstate) {_TEXTS}"
    r"(?: to me| back| up)?",
    rf"(?:turn|switch|put) (?:it|em|{_TEXTS}) (?:back )?on|(?:im|i am) ready for {_TEXTS}|"
    rf"(?:turn|switch) (?:back )?on {_TEXTS}",
    r"opt (?:me |us )?(?:back )?in|opting (?:back )?in|sign me (?:back )?up"
    r"|(?:re ?)?subscribe me(?: back)?|(?:add|put|get) me back(?: (?:on|in|to)(?: (?:the|your))"
    r"?(?: list)?)?|let me (?:back )?in|unblock me|un ?subscribe was (?:a mistake|an accident)",
    rf"(?:re ?)?start (?:it|me) (?:back )?up|(?:send|give"
    rf"|bring) (?:me )?(?:back )?{_TEXTS}(?: to me| back)?"
    r"|i (?:did not|didnt) mean to (?:stop|unsubscribe|opt out|text stop|send stop)(?: (?:you|it))?"
    r"|undo (?:that|it|this|my stop|the stop|my opt out|the opt out|stop)"
    r"|(?:text|message|contact|txt|msg) (?:me|us)(?: back)?(?: any ?time)?",
)
_ASKED = (  # only where somebody asks for it
    rf"(?:to )?(?:get|start getting|receive|have|see) (?:back )?{_TEXTS}(?: back)?"
    r"|(?:to )?hear from (?:you|u)|(?:to )?(?:come |be |get |go )?back in|(?:to )?(?:come "
    r"|be )?back"
    rf"|in|{_TEXTS}(?: back)?|(?:to )?(?:re ?)?(?:subscribe|join|enroll|opt in|unstop|start up)",
)
_ALONE = (  # words that mean it here, and anything elsewhere
    r"start|restart|re start|unstop|un stop|resume|subscribe|resubscribe|re subscribe|reactivate"
    r"|start up|start over|start me up|yes|yeah|yep|yup|yess+|si|claro|oui|ja|sim|empezar|comenzar"
    r"|reanudar|reactivar|alta|activar|reprendre|recommencer|reprenez|reactiver|starten|weiter"
    r"|fortsetzen|anmelden|voltar|retomar|recomecar|reativar|riprendi|ricomincia|avvia|inizia"
)
_OTHERS = (
    r"(?:(?:quiero|quisiera|deseo) )?(?:volver a )?(?:recibir|reanudar|reactivar|activar)"
    r"(?: (?:los|sus|tus|mis|sms|los sms|los mensajes|sus mensajes|tus mensajes|mensajes|textos))+"
    r"(?: de nuevo| otra vez| nuevamente)?|quiero volver|(?:me )?(?:pueden|puedes"
    r"|puede) (?:volver a )?"
    r"(?:escribirme|mandarme mensajes|enviarme mensajes|escribir)(?: de nuevo| otra vez)?"
    r"|(?:da|de|den|denme|dame|deme)(?:me)? de alta(?: de nuevo| otra vez)?",
    r"(?:(?:je veux|je voudrais|jaimerais) )?(?:a nouveau |de nouveau )?(?:recevoir|reprendre"
    r"|reactiver)(?: (?:vos|les|tes|des))? (?:messages|sms|textos)(?: a nouveau| de nouveau)?"
    r"|(?:vous pouvez|tu peux)(?: a nouveau)? (?:mecrire|me recontacter|reecrire|me reecrire)"
    r"(?: a nouveau)?|re ?(?:abonnez|inscrivez|abonne|inscris) moi",
    r"wieder (?:anmelden|starten|aktivieren|einschalten|los)|(?:ihr|sie|du) (?:konnt|konnen|kannst)"
    r" mir wieder (?:schreiben|texten|sms schicken|nachrichten schicken)|(?:ich )?(?:mochte|will)"
    r"(?: ich)? wieder (?:nachrichten|sms|texte) (?:bekommen|erhalten|haben)|schreib(?:t|en sie)?"
    r" mir wieder|nachrichten wieder (?:an|starten|aktivieren|einschalten)",
    r"(?:podem|pode)(?: voltar a)?(?: me)? (?:escrever|mandar mensagens?|enviar mensagens?)"
    r"(?: de novo| novamente)?|(?:quero |gostaria de )(?:voltar a )?receber(?: as| suas)? mensagens"
    r"(?: de novo| novamente)?|quero voltar|reativar(?: as)? mensagens",
    r"(?:voglio|vorrei) (?:di nuovo )?ricevere(?: i)? (?:messaggi|sms)(?: di nuovo)?"
    r"|(?:potete|puoi) scrivermi(?: di nuovo)?|riattiva(?:re|te)?(?: i)?(?: messaggi)?",
)
# Why it is taken back: with these, a word that alone means anything counts.
_REASONS = re.compile(
    r"(?:(?:(?:that|this|it|stop|the last (?:one|text|message)|my last (?:text|message))(?: text"
    r"| message| stop)? (?:was|is)|thats|its|was) )?(?:(?:just|only|all|totally|by|an?|my|our|the"
    r"|not"
    r"|me|own|little|big|honest|total|stupid|silly|complete) )*(?:mistake|mistakes|accident|error"
    r"|typo"
    r"|bad|fault|misunderstanding|mix up|mixup|misclick|autocorrect|kids?|son|daughter|toddler|baby"
    r"|wife|husband|dog|cat|mom|dad|brother|sister|roommate|friend|partner|fat fingers?|slip"
    r"|butt (?:dial|text)|pocket(?: text)?)(?: (?:did|sent|had|got|took|wrote|typed|texted|hit|was"
    r"|grabbed|playing|messing|typing|texting|being|with|on|my|the|phone|that|it|this|stop|silly"
    r"|around|by mistake|by accident))*|(?:a )?change of (?:heart|mind|plans?)|about (?:that|this"
    r"|it)"
    r"|(?:i|ive|i have|we|just|have)? ?(?:change|changed)(?: my| our)? minds?|(?:i|ive)? ?made an?"
    r" (?:mistake|error)|by (?:mistake|accident)|accident(?:al|ally)?|mistake|never ?mind|nvm|jk"
    r"|just kidding|kidding|wrong (?:button|word|chat|person|text|thread|number|window"
    r"|conversation)"
    r"|(?:i )?(?:did ?nt|did not) mean (?:that|it|to|to (?:send|say|text|type|hit|do|write)"
    r" (?:that|it|this|stop)|to (?:stop|unsubscribe|opt out|quit|cancel)(?: (?:it|this|these"
    r"|that))?)"
    r"|i (?:accidentally |mistakenly )?(?:stopped|unsubscribed|cancell?ed|opted out|(?:hit|said"
    r"|texted"
    r"|typed|sent|wrote|pressed|replied) (?:stop|that|it))(?: (?:this|these|it|before|earlier))?"
    r"(?: by (?:mistake|accident)| accidentally)?|(?:i )?(?:miss|missed"
    r"|miss(?:ing)?) (?:you(?: guys)?"
    r"|it|this|these|your texts|the texts)|(?:im|i am) back|its me(?: again)?|(?:it|that) was"
    r" (?:meant|intended) for (?:somebody|someone|somebody else|someone else|another \w+|my \w+)"
    r"|you can(?: go)?|go ahead|i (?:do )?want (?:this|these|them|it|in)|try again"
    r"|fue (?:un error|sin querer)|me equivoque|cambie de (?:idea|opinion)|cetait une erreur"
    r"|jai change davis|war ein versehen|aus versehen|foi (?:um erro|engano|sem querer)"
    r"|mudei de ideia"
)
_BLOCKS = re.compile(
    r"\b(?:dont|do not|not|never|no|nope|stop|unless|until|till|when|if|wont|cant|only|except|but"
    r"|unsubscribe|quit|cancel|end|who|what|where|nunca|nicht|jamais|pas|nao|kein\w*|non)\b"
)
_CLAUSES = re.compile(
    r"[.,;:!?()\[\]\n\u2026\"\u201c\u201d]+|\s[-\u2013\u2014]+\s|\b(?:but|so|and|bc|because)\b"
)
_WORDS_OFF = re.compile(rf"^(?:(?:{_POLITE}) )+|(?: (?:{_POLITE}))+$|^(?:{_POLITE})$")
_CLEAR = re.compile(
    rf"(?:{_ASKS})?(?:{'|'.join(_CORES)})(?: from (?:you|u))?"
    rf"|{_ASKS}(?:{'|'.join(_ASKED)})(?: from (?:you|u))?|{'|'.join(_OTHERS)}"
)
_PERHAPS = re.compile(rf"(?:{_ASKS})?(?:to )?(?:{_ALONE})(?: (?:{_ALONE}|{_POLITE}|do|i do|that))*")


def resumes(words: str) -> bool:
    """Whether `words`, without what frames them, ask for texts again. Never raises."""
    if len(words) > 300:
        return False
    said = [one for one in map(_bare, _CLAUSES.split(folded(words))) if one]
    sure = [one for one in said if _CLEAR.fullmatch(one)]
    perhaps = [one for one in said if one not in sure and _PERHAPS.fullmatch(one)]
    others = [one for one in said if one not in sure and one not in perhaps]
    unexplained = [one for one in others if not _REASONS.fullmatch(one)]
    if sure:
        return not any(map(_BLOCKS.search, unexplained))
    return bool(perhaps) and not unexplained


def _bare(clause: str) -> str:
    """A clause in plain words, without what is only polite around them."""
    plain = " ".join(re.findall(r"[^\W_]+", clause.replace("'", "")))
    return _WORDS_OFF.sub("", _WORDS_OFF.sub("", plain)).strip()
