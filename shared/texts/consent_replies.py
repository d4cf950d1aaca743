"""What is answered at once to what a text says about consent, in the language of the text.

Only characters of GSM-7, so that each is one or two segments in every language. The keyword that
ends or resumes texts is Twilio's own, which is English everywhere.
"""

OPTED_OUT = {
    "en": "You are unsubscribed from Yachtparty and will get no more texts. Reply START to resume.",
    "es": "Se ha dado de baja de Yachtparty: no recibe mensajes. Responda START para volver.",
    "fr": "Votre numéro est retiré de Yachtparty : fini les messages. START pour les reprendre.",
    "de": "Sie sind von Yachtparty abgemeldet: keine Nachrichten mehr. Mit START geht es weiter.",
    "pt": "Sua assinatura de Yachtparty terminou, sem mais mensagens. Responda START para voltar.",
}
DO_YOU_MEAN_STOP = {
    "en": (
        "Do you want no more texts from Yachtparty? Reply STOP and they end at once. If you meant"
        " something else, please say it in other words."
    ),
    "es": (
        "¿Quiere dejar de recibir mensajes de Yachtparty? Responda STOP y se terminan enseguida."
        " Si quiso decir otra cosa, use por favor otras palabras."
    ),
    "fr": (
        "Voulez-vous ne plus recevoir de messages de Yachtparty ? Répondez STOP et c'est fini."
        " Si vous vouliez dire autre chose, dites-le autrement."
    ),
    "de": (
        "Möchten Sie keine Nachrichten mehr von Yachtparty? Antworten Sie STOP, und sie enden"
        " sofort. Falls Sie etwas anderes meinten, schreiben Sie es bitte anders."
    ),
    "pt": (
        "Quer parar de receber mensagens de Yachtparty? Responda STOP e elas terminam na hora."
        " Se quis dizer outra coisa, escreva por favor com outras palavras."
    ),
}
OPTED_IN = "You are subscribed to Yachtparty again. Reply STOP at any time to end."
HELP = "Yachtparty, a network by text message. Reply STOP to end.{contact}"

__all__ = ["DO_YOU_MEAN_STOP", "HELP", "OPTED_IN", "OPTED_OUT"]
