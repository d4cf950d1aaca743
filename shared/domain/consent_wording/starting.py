"""How people ask for texts again who had none any more, in the languages of the refusals."""

_POLITE = (
    r"(?:please|pls|plz|ok|okay|hi|hey|hello|sorry|thanks|thank you|thx|oops|actually|por favor"
    r"|bitte|svp)"
)
_LEAD = (
    rf"(?:{_POLITE} )*(?:yes |yeah |i want to |id like to |i would like to "
    rf"|(?:can|could) (?:you|we|i) )?(?:{_POLITE} )*"
)
_TEXTS = r"(?:(?:the|your|ur|my|these|those|getting) )*(?:texts|messages|msgs|txts|notifications)"
_ENGLISH = (
    r"(?:re)?start(?: again| over)?|unstop|un stop|resume"
    r"|(?:re ?)?subscribe(?: me)?(?: again| back)?"
    r"|(?:re)?(?:start|resume|begin|continue) (?:texting|messaging|sending|getting|receiving)"
    rf"(?: me)?(?: {_TEXTS})?(?: again)?"
    rf"|(?:re)?(?:start|resume|continue) {_TEXTS}(?: up)?(?: again)?"
    r"|opt (?:me )?(?:back )?in|sign me (?:back )?up(?: again)?|i want (?:back )?in"
    rf"|(?:turn|switch) (?:{_TEXTS}|it|them|me|this) (?:back )?on(?: again)?"
    rf"|(?:turn|switch) (?:back )?on {_TEXTS}(?: again)?"
    r"|(?:i (?:would like|want|wish|d like) (?:to )?|id like (?:to )?|let me |wanna )"
    rf"(?:start |keep )?(?:(?:get|receive|have|getting|receiving) )?{_TEXTS}(?: from you)?"
    r"(?: again| back)+"
    r"|i want to hear from you again|(?:put|add|sign|let|get|opt) me back(?: in| on| up)?"
    r"(?: (?:to )?(?:the|your) (?:list|texts))?"
    rf"|(?:un ?block|re ?activate|re ?enable) (?:me|{_TEXTS})"
    r"|(?:you|u) (?:can|may) (?:start )?(?:text|message|texting|messaging)(?: me)?(?: again)?"
    r"|(?:text|message) me again|undo (?:the |my |that )?(?:stop|unsubscribe|opt out)"
    r"|i (?:did not|didnt) mean to (?:stop|unsubscribe|opt out|text stop|send stop)"
    r"(?: (?:you|it))?"
)
_OTHERS = (
    r"empezar|comenzar|iniciar|reanudar|reactivar|alta|(?:quiero|deseo|quisiera) (?:volver a )?"
    r"(?:recibir|suscribirme)(?: (?:los|sus|tus|de nuevo|otra vez|mensajes|textos))*"
    r"|reprendre|recommencer|reprenez|reabonnez moi|je (?:veux|voudrais|souhaite) (?:a nouveau "
    r"|de nouveau )?(?:recevoir|me reabonner)"
    r"(?: (?:vos|les|a nouveau|de nouveau|messages|sms|textos))*"
    r"|starten|weiter|wieder anmelden|ich (?:will|mochte|hatte gern) wieder "
    r"(?:(?:die|ihre|eure|nachrichten|sms) ?)+(?:bekommen|erhalten|haben)?"
    r"|voltar|retomar|recomecar|reativar|quero (?:voltar a )?receber"
    r"(?: (?:as|os|suas|mensagens|msgs|textos|de novo|novamente))*"
)
START = rf"{_LEAD}(?:{_ENGLISH}|{_OTHERS})(?: (?:now|again|{_POLITE}))*"
# Beside it in the same text: a refusal, or the start of something else.
NO_START = r"\b(?:stop|dont|do not|never|not|no more|unsubscribe|if|when|until)\b"

__all__ = ["NO_START", "START"]
