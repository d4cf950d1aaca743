"""How people ask for no more texts in Spanish."""

from shared.domain.consent_wording.shape import Wording

ES = Wording(
    fragments={
        "TEXTS": (
            "(?:mensajes?|messages?|textos?|sms|msjs?|mensajitos|spam|notificaciones|avisos)"
            "(?: de texto)?(?: de (?:ustedes|usted|ti|yachtparty))?"
        ),
        "DEJA": (
            "(?:deja|deje|dejen|dejes|dejame|dejenme|para|pare|paren|parate|ya|basta|cesa|cese"
            "|cesen|termina|terminen)"
        ),
        "LISTA": (
            "(?:(?:la|su|tu|est[aeo]s?|sus|tus|los|las|el|tod[oa]s?|vuestr[ao]|cualquier|l) )*"
            r"(?:\w+ )?(?:listas?(?: de \w+)?|base(?: de datos)?|sistema|registros?|contactos"
            "|servicio|suscripcion|grupo|cadena|agenda|{TEXTS}|esto|aqui|todo)|(?:la|su|tu|esta)"
        ),
    },
    courtesy=(
        "por favor|porfavor|porfa|favor de|xfa|hola|oye|oigan|gracias|disculpe|disculpa|perdon"
        "|les pido que|te pido que|le pido que|yachtparty|wey|guey|we|cabron(?:es)?|pendej[oa]s?"
        "|carajo|cono|joder|hostia"
        "|tios?|macho|verga|parce|bro|amig[oa]s?|de una vez(?: por todas)?|en serio|neta|la neta"
        "|che|boludos?|chingad\\w+"
        "|puta madre|hijos de \\w+|gente"
    ),
    stop=(
        "(?:ya )?par[ae]n?le (?:ya )?(?:de|a|con) (?:mandar|enviar|escribir|textear|"
        "molestar)(?:me)?"
        "(?: {TEXTS})?",
        "(?:quit|sac|saqu|borr|elimin|retir)(?:a|e|en|an) (?:mi|este) (?:numero|telefono|"
        "contacto)(?= ?$| [|,])",
        (
            "{DEJA} de (?:estar )?(?:mandando|enviando|escribiendo|molestando|chingando|jodiendo"
            "|mandar|enviar|escribir"
            "|textear|mensajear|contactar|molestar|joder|chingar|fregar|hinchar|hostigar|romper"
            "|buscar|rayar|"
            "spamear|fastidiar|acosar)(?:me|nos|le)*(?: (?:mas|tantos|estos|esos|sus|tus|con|los)"
            ")*(?: {TEXTS})?"
        ),
        "(?:basta|ya basta|alto|no mas|ya estuvo|corten la|cortenla|cortala) (?:de|a|con) "
        "(?:tant[oa]s? |tanto |los |sus |"
        "tus |estos |el |esos )?{TEXTS}",
        (
            "(?:parar|paren|pare|para|cancelar|cancelen|cancela|suspender|suspendan|detengan"
            "|detener|eliminar|quitar) (?:los |sus |tus |estos |esos |con los |los )?{TEXTS}"
        ),
        (
            r"(?:desuscri\w+|des ?suscri\w+|borr[ae]n?me|quit[ae]n?me|saqu?[ae]n?me"
            "|elimin[ae]n?me)(?: (?:de|del) {LISTA})?"
        ),
        (
            "(?:dar|dame|darme|denme|deme|dennos|date|quiero) (?:darme )?de baja"
            "(?: (?:de|del) {LISTA})?"
        ),
        (
            "(?:saqu|sac|quit|borr|elimin|retir|remuev|remov)(?:a|e|en|eme|enme|ame|alo|ar|"
            "er)(?:me|nos)?"
            " (?:(?:mi|este|el|a mi) (?:numero|telefono|celular|contacto) )?(?:de|del) {LISTA}"
        ),
        "(?:dejame|dejenme|dejeme|dejanos|dejennos) (?:en paz|tranquil[oa]|solo|sola)",
        "par[ae]n?le (?:ya )?(?:con|a) {LISTA}",
        "(?:revoco|retiro) (?:mi|el) consentimiento",
        (
            "(?:quiero|deseo|quisiera) (?:que me (?:quiten|saquen|borren|eliminen)(?: (?:de|del)"
            " {LISTA})?)"
        ),
        (
            "(?:quiero|deseo|quisiera|necesito) (?:darme de baja|desuscribirme|salir|dejar de"
            " recibir|salirme)(?: (?:de|del|a))?(?: {LISTA})?"
        ),
        "cancel(?:a|e|en|ar) (?:la|mi|esta) suscripcion (?:a|de|del) {LISTA}",
    ),
    refuse=(
        (
            "(?:ya )?no (?:me |nos |le )?(?:mand|envi|escrib|texte|contact|molest|moles|llam"
            ")(?:es|en|e|a|as|an|eis)(?: mas| nada)*(?: {TEXTS})?(?: mas| nada)*"
        ),
        (
            "no (?:me |nos )?vuelv(?:an|as|a) a (?:escribir|mandar|enviar|contactar|molestar"
            "|llamar)(?:me)?(?: mas)?(?: {TEXTS})?"
        ),
        r"(?:ya )?no (?:autorizo|consiento)(?: (?:que me \w+|estos|recibir|sus))*(?: {TEXTS})?",
        (
            "(?:ya )?no (?:quiero|deseo|quisiera)(?: mas| recibir| recibir mas| seguir"
            " recibiendo| tener| sus| tus| estos)* {TEXTS}"
        ),
        (
            "(?:ya )?no (?:quiero|deseo) que me (?:escriban|escribas|escriba|manden|mandes"
            r"|mande|envien|contacten|contactes|contacte|molesten|sigan \w+)(?: mas)?(?:"
            " {TEXTS})?"
        ),
        "(?:ya )?no (?:quiero|deseo) (?:volver a )?(?:saber|oir|recibir|leer) (?:mas )?nada(?: "
        "mas)? de (?:ustedes|usted|ti|"
        "vosotros|yachtparty)",
        (
            "no (?:me )?(?:enviar|mandar|escribir|contactar|molestar|textear)(?:me|nos)?(?: mas)?"
            "(?: {TEXTS})?"
        ),
        "no (?:quiero|deseo) (?:ser contactad[oa]|recibir nada)(?: mas)?",
        "(?:ya )?no mas {TEXTS}|ni un mensaje mas|sin mas {TEXTS}",
        "nunca (?:mas )?me (?:escriban|escribas|contacten|manden)",
    ),
    said_to_us=r"\w+",
    objects="",
    for_good=(
        "mas|nunca|nunca mas|jamas|ya|de una vez|otra vez|de nuevo|para siempre|nada|a este"
        " numero|a mi numero|a mi telefono|ustedes|usted|por completo"
    ),
    narrows=(
        "despues|antes|hasta|durante|mientras|cuando|a las|hoy|manana|esta|este|por la|por las"
        "|de noche|de madrugada|en|los|el|las|tan|tanto|tantos|entre|cada|todos los|todo el"
        "|sobre|acerca|respecto|del|de|por|como|con|ahora|ahorita|a"
    ),
    elsewhere=r"de|del|a|sobre",
    any_topic="sobre (?:esto|eso|nada|todo)|con (?:esto|eso)",
    exception="a menos|excepto|pero|salvo|solo|si",
    goes_on=(
        "soy|estoy|no|es|que|yo|mi|porque|ya|me|tengo|o|y|numero|quien|este no|esto es|voy|los"
        " voy|les"
    ),
    busy=r"(?:estoy|ando) (?:en|manejando|conduciendo|ocupad\w|trabajando|durmiendo)",
    negated="no|nunca|jamas|ni",
    reported=(
        r"\b(?:dice|dijo|dicen|dijeron|dile|digale|diles|pide|pidio|pidieron|quiere|quieren|"
        r"escribio"
        r"|recuerdame)(?: \w+){0,3}"
    ),
    own_words=(
        r"\b(?:ya )?(?:les|te|le|os) (?:dije|digo|he dicho|pedi|pido|repito)(?: que)?"
        r"|\b(?:quiero|pido|necesito|exijo|quisiera) que"
    ),
    questioned=r"\bcomo(?: \w+){0,3}",
    meanwhile=(
        "(?:hoy|manana|esta semana|la proxima semana|este fin de semana|hasta|de vacaciones|los "
        "domingos|por la noche|en la noche|esta noche)"
    ),
    occupied=("(?:estoy|ando)(?: \\w+){0,3}"),
    whole="baja|no mas|dar de baja|alto ya|cancelar suscripcion ya|ya no mas",
    unclear=(
        "(?:ya )?estuvo(?: bueno)?|ya no(?: quiero)?(?: mas| nada)?|no quiero (?:mas|nada)|"
        "parar|para|pare|paren|pares|parad|alto|basta|ya basta|basta ya|detener|detente"
        "|detengan|detenganse|callate|vete|vayanse|largate|vete a la mierda|dejalo|cancelar"
        "|(?:ya )?no (?:chingues|chinguen|jodas|jodan|mames|mamen|molestes|molesten|friegues"
        "|frieguen)|(?:ya )?par[ae]n?le"
        "(?: ya)?|cort[ae]n?la|me (?:tienes?|tienen) (?:hart[oa]|hasta \\w+(?: \\w+)?)(?: con .*)?"
        "|estoy hart[oa](?: de .*)?"
        "|que (?:pesad[oa]s?|fastidio|molestia)|(?:borren|borra|borre|eliminen|elimine|olviden"
        "|olvida) (?:mi|este) "
        "(?:numero|contacto|celular|telefono)|metete .*|vete al \\w+|vayanse .*|spam|acoso|como "
        "(?:me )?(?:salgo|salirme|cancelo|desactivo|doy de baja|quito|paro|detengo)(?: .*)?|a la "
        "mierda"
        "|cancelar suscripcion|dejame|cancelen mi suscripcion|suficiente|(?:tiene el |es un "
        ")?numero equivocado|se equivoco de numero|elimina mi numero|borra mi numero|eliminar"
        " mi cuenta|no me interesa|como me doy de baja|salir"
    ),
    unclear_if_idle="cancela todo|cancelar todo|no gracias no me interesa",
    reason=(
        "(?:es un |tiene el )?numero equivocado|no me interesa|no se quien es|ya|no|gracias"
        "|quien es|esto es spam|no estoy interesad[oa]"
    ),
    in_the_end="",
    corrects="no|era|quise|digo|mejor|nombre|fecha|hora",
)
