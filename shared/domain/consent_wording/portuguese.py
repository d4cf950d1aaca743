"""How people ask for no more texts in Portuguese."""

from shared.domain.consent_wording.shape import Wording

PT = Wording(
    fragments={
        "TEXTS": (
            "(?:mensagens|mensagem|messages?|msgs?|textos?|sms|spam|notificacoes|avisos)"
            "(?: de texto)?(?: de (?:voces|voce))?"
        ),
        "PARE": "(?:para|pare|parem|parar|chega|deixe|deixem|deixa|cesse|cessem|quer parar)",
        "LISTA": (
            "(?:d[aeo]s?|dess[ae]s?|dest[ae]s?|disso|daqui|dai)"
            "(?: (?:sua|seu|suas|seus|vossa|tod[ao]s|as|os|esse|essa|esta|este))*"
            r"(?: (?:\w+ )?(?:listas?|base|cadastro|sistema|contatos?|grupo|servico"
            "|agenda|{TEXTS}))?(?: de voces?)?"
        ),
    },
    courtesy=(
        "por favor|pf|pfv|favor|oi|ola|obrigado|obrigada|desculpe|gentileza|por gentileza"
        "|yachtparty|cara|mano|porra|caralho|pqp|gente|galera|po|poxa|velho|vei|pelo amor de deus"
        "|pelamor|na boa|serio"
        "|de uma vez(?: por todas)?|meu deus|moco|moca|amigo|amiga|pessoal"
    ),
    stop=(
        (
            "{PARE} (?:de|com|d)(?: (?:me|nos))? ?(?:mandar|enviar|escrever|mensagear|contatar"
            "|contactar|incomodar|perturbar|encher|importunar|chatear|ficar mandando)(?: me"
            ")?(?: (?:mais|essas|estas|suas|o saco))*(?: (?:com )?(?:essas |suas |esse |tanta "
            ")?{TEXTS})?"
        ),
        "(?:chega|basta|pare com|parem com|para com)(?: (?:de|com|as|essas|tanta|tantas|suas|esse"
        "|o))* {TEXTS}",
        (
            "{PARE}(?: (?:de|com|d))?(?: (?:me|nos))? (?:encher|amolar|torrar|perturbar|importunar"
            "|atormentar|azucrinar"
            "|aporrinhar|mandar|enviar|spammar)(?: me)?(?: (?:o saco|a paciencia))?(?: com (?:essas"
            "|suas|as|esses|esse|tanta|tantas|"
            "tanto )*{TEXTS})?"
        ),
        (
            "(?:me )?(?:tir|retir|remov|exclu|apagu|apag|elimin)(?:a|e|em|am|o|ar|am)(?:me"
            ")?(?: me)?(?: (?:o )?(?:meu|este) (?:numero|contato))? {LISTA}"
        ),
        (
            "(?:remov|tir|retir|exclu|apagu|apag|delet|elimin)(?:a|e|em|ua|am|ar|er|ir) (?:o "
            ")?(?:meu|este|esse)"
            " (?:numero"
            "|contato) {LISTA}"
        ),
        "(?:remov|exclu|tir|retir|apagu)(?:a|e|am|em) (?:o )?(?:meu|este|esse) (?:numero|"
        "contato)(?= ?$| [|,])",
        "(?:cancel|suspend)(?:a|e|em|ar|am|er) (?:as |os |essas |todas as |esse )?{TEXTS}",
        (
            "(?:remov(?:a|am|em)|exclu(?:a|am)|tir(?:e|em)|retir(?:e|em)|apagu(?:e|em)) me(?:"
            " {LISTA})?|me (?:remov|exclu|retir|tir|apagu)(?:a|e|am|em)(?: (?:{LISTA}|dai"
            "|daqui|disso))?"
        ),
        (
            "(?:remov|exclu|tir|retir|apagu)(?:a|e|am|em) (?:o )?(?:meu|este) (?:numero"
            "|contato) (?:{LISTA}|dai|daqui)"
        ),
        (
            "(?:quero|desejo|gostaria de) (?:me )?(?:descadastrar|desinscrever|cancelar (?:a|minha)"
            " (?:inscricao|assinatura)|sair|parar de receber)(?: me)?(?: {LISTA}| {TEXTS})?"
            "|me (?:descadastr|desinscrev)(?:e|a|em|am)"
            "|(?:descadastr|desinscrev)(?:e|em|ar|er) me"
        ),
        "(?:me )?(?:deixa|deixe|deixem)(?: me)? em paz",
        "(?:revogo|retiro)(?: o)?(?: meu)? consentimento",
    ),
    refuse=(
        (
            "(?:nunca mais|nao)(?: me| nos)? (?:mand|envi|escrev|contat|contact|incomod"
            "|perturb|texte)(?:e|em|a|am|es)(?: me)?(?: mais)?(?: {TEXTS})?(?: mais)?"
        ),
        (
            "nao entr(?:e|em) mais em contato|nao autorizo(?: (?:o envio de|receber|essas)"
            ")*(?: {TEXTS})?"
        ),
        (
            "nao (?:quero|desejo|gostaria de)(?: (?:mais|receber|ser contatado|ser contatada"
            "|ter|as suas|suas|essas|estas))*(?: {TEXTS})(?: mais)?"
        ),
        (
            "nao (?:aguento|suporto|tolero) mais(?: (?:receber|ver|essas|suas|tantas|tanta|essa|de"
            "|voces|mandando))*"
            " {TEXTS}|nao quero (?:mais )?(?:saber|receber|ouvir)(?: mais)? (?:nada )?(?:de voces?"
            "|desse \\w+)"
        ),
        "nao (?:quero|desejo) (?:mais )?ser (?:contatad|contactad|incomodad)[oa]",
        "(?:sem mais|nada de|nao mais|chega de) {TEXTS}|nem mais uma mensagem",
    ),
    said_to_us=r"\w+",
    objects="",
    for_good=(
        "mais|nunca|nunca mais|jamais|agora mesmo|ja|de vez|de novo|nada|pra mim|para mim"
        "|neste numero|nesse numero|voces|por completo"
    ),
    narrows=(
        "depois|antes|ate|durante|enquanto|quando|as|a|hoje|amanha|esta|este|essa|de noite|de"
        " madrugada|em|no|na|nos|nas|aos|tao|tanto|tantas|entre|cada|todo|todos|toda|sobre"
        r"|acerca|por|como|com|agora|da|do|pela|\d"
    ),
    elsewhere=r"de|do|da|sobre",
    any_topic="(?:sobre|com) (?:isso|isto|nada|tudo)",
    exception="a menos|exceto|mas|salvo|so|se",
    goes_on="eu|sou|estou|nao|e|que|meu|minha|porque|ou|ja|numero|quem|isso|vou",
    busy=r"(?:eu )?(?:estou|to) (?:em|no|na|dirigindo|ocupad\w|trabalhando|dormindo)",
    negated="nao|nunca|jamais|nem",
    reported=(
        r"\b(?:diz|disse|dizem|diga|fala|falou|fale|pede|pediu|escreveu|me lembra|me lembre"
        r"|lembre me)(?: \w+){0,3}"
    ),
    own_words=(
        r"\b(?:eu )?(?:ja )?(?:disse|falei|pedi|peco)(?: (?:que|para|pra|voces|isso))*"
        r"|\b(?:quero|peco|preciso|exijo) que"
    ),
    questioned=r"\bcomo(?: \w+){0,4}",
    meanwhile=(
        "(?:hoje|amanha|essa semana|esta semana|semana que vem|fim de semana|ate|de ferias|aos "
        "domingos|a noite|de noite)"
    ),
    occupied=("(?:estou|to)(?: \\w+){0,3}"),
    whole="descadastrar|sair|remover|cancelar inscricao ja|desinscrever",
    unclear=(
        "quero (?:cancelar|sair|parar)|parar|pare|para|parem|(?:ja )?chega(?: disso| disto| ja)?"
        "|basta|ja chega|some|some "
        "daqui|sai fora|que saco|(?:sai|some"
        "|sumam|saiam) (?:da minha vida|do meu pe|daqui)|(?:to|estou|tou) de saco cheio(?: .*)?"
        "|(?:para|"
        "parem|pare) com (?:isso|essa \\w+)|(?:nao )?(?:me )?enche(?: o saco)?|nao (?:me )?(?:enche"
        "|encham|perturba|amola)"
        "|me deixa(?: quiet[oa]| na minha)?|vao? (?:se foder|tomar no \\w+|a merda|pro inferno"
        "|catar coquinho)|vai se foder"
        "|(?:apaga|apaguem|deleta|esquece|esquecam|bloqueia) (?:o )?(?:meu|esse) (?:numero|contato)"
        "|spam|golpe|cala a boca|vaza"
        "|me esquece|cai fora|vai embora|cancelar|cancelar inscricao|cancelar assinatura"
        "|cancele minha assinatura|(?:e |esta com o )?numero errado|apague meu numero|apagar"
        " minha conta|nao tenho interesse|como (?:(?:eu )?(?:faco|posso) )?(?:(?:para|pra) "
        ")?(?:sair|cancelar|parar|me descadastr\\w+)(?: (?:disso|daqui|desse \\w+|isso))?"
    ),
    unclear_if_idle="cancela tudo|cancelar tudo|cancele tudo",
    reason=(
        "(?:e |esta com o )?numero errado|nao tenho interesse|nao sei quem e|quem e|isso e"
        " spam|nao|nao estou interessad[oa]"
    ),
    in_the_end="",
    corrects="nao|era|quis|digo|melhor|nome|data|hora",
)
