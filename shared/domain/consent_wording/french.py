"""How people ask for no more texts in French."""

from shared.domain.consent_wording.shape import Wording

FR = Wording(
    fragments={
        "TEXTS": (
            "(?:messages?|textos?|sms|msgs?|notifications?|spams?|pubs?|publicites?)(?: de"
            " (?:votre|ta) part)?"
        ),
        "ARRETE": (
            "(?:arretez|arrete|arreter|darreter|cessez|cesse|cesser|de cesser|stop|stoppez)"
        ),
        "LISTE": (
            "(?:(?:la|le|les|votre|vos|ta|tes|cet|cette|ce|ces|tous|toutes|l|vous) )*"
            r"(?:\w+ )?(?:listes?|base(?: de donnees)?|fichiers?|contacts|systeme|service|groupe"
            "|envois|repertoire|{TEXTS}|ca|tout|ici)|(?:la|votre|vos|ta|cette|ces)"
        ),
    },
    courtesy=(
        "svp|stp|sil vous plait|sil te plait|merci de|merci|bonjour|bonsoir|salut|veuillez"
        "|pourriez vous|pouvez vous|pardon|desole|desolee|yachtparty|wesh|frere|frerot|mec|les gars"
        "|gros|putain"
        "|bordel|merde|serieux|serieusement|franchement|hein|quoi|oh|la c bon|cest bon la|enfin"
        "|une bonne fois"
        "(?: pour toutes)?|pitie|par pitie"
    ),
    stop=(
        (
            "{ARRETE}(?: tout de suite)?(?: de| d)? ?(?:m|me |nous |de m|de me )?(?: ?"
            ")(?:envoyer|ecrire|contacter|texter|harceler|embeter|deranger|spammer|solliciter"
            "|emmerder|saouler|souler|gonfler|faire chier|casser les \\w+|relancer|message"
            "|parler)(?: (?:des|vos|ces|tes|les|plus de|de))*(?: {TEXTS})?"
        ),
        "{ARRETE} de (?:me |m )?(?:spam|message|parler)(?: {TEXTS})?",
        "{ARRETE} (?:avec )?(?:les|vos|ces|tes|aux|les envois de) {TEXTS}",
        (
            "(?:desabonnez|desabonne|desinscrivez|desinscris|retirez|retire|enlevez|enleve|virez"
            "|vire|degagez|degage"
            "|supprimez|supprime|otez|rayez|radiez) (?:moi|mon (?:numero|contact|nom)|ce numero)"
            "(?: (?:de|du|des) {LISTE})?"
        ),
        (
            "(?:veux|souhaite|voudrais|desire|aimerais) (?:me desabonner|me desinscrire|me retirer"
            "|etre (?:retire|desinscrit|desabonne|supprime)e?)(?: (?:de|du|des|a) {LISTE})?"
        ),
        (
            "(?:laissez|laisse|foutez|fous|fichez|fiche|lachez|lache)(?: (?:moi|nous|les|la))?(?: "
            "(?:la|en|les|"
            "tranquille|paix|grappe|baskets|pompes))+(?: avec (?:vos|tes|ces|les|votre) {TEXTS})?"
            "|(?:lachez|lache|laissez|laisse) (?:moi|nous)(?: avec (?:vos|tes|ces|les|votre) "
            "{TEXTS})?"
        ),
        "(?:me|m) ?(?:desinscrire|desabonner|retirer|supprimer|enlever)(?: (?:de|du) "
        "{LISTE})?(?= ?$| [|,])",
        r"je (?:retire|revoque) mon consentement|stop (?:pub|sms|messages|aux? \w+|les \w+)",
        (
            "(?:me|m) ?(?:retirer|enlever|supprimer|desinscrire|desabonner|oter|rayer) (?:de"
            "|du) {LISTE}"
        ),
        "(?:oubliez|effacez|perdez|oublie|efface|virez|vire|degagez|degage|supprimez|supprime) mon "
        "(?:numero|num|06|07)(?: (?:de|du) {LISTE})?",
        (
            "(?:retirer|enlever|supprimer|effacer|desinscrire|desabonner|radier) (?:mon|ce) numero"
            "(?: (?:de|du|des) {LISTE})?"
        ),
    ),
    refuse=(
        "(?:ne )?(?:veux|souhaite|desire|voudrais) plus rien(?: recevoir)?(?: de (?:vous|ta part"
        "|votre part))?",
        (
            "(?:ne |n)?(?:me |m)?(?:envoyez|envoie|envoies|ecrivez|ecris|contactez|contacte"
            "|textez|texte|derangez|derange|embetez|embete|sollicitez)(?: (?:plus|pas|jamais|pu|pus"
            "|rien))(?: (?:de|des|vos|ces|plus de))*(?: {TEXTS})?"
        ),
        (
            "(?:ne )?(?:veux|souhaite|desire|voudrais) (?:plus|pas|pu|pus|rien)(?: (?:de|d|tes|tous"
            "|toutes|"
            "aucun|les|recevoir|avoir"
            "|etre contactee?|entendre parler|vos|ces|des|que vous m ?ecriviez))+(?: {TEXTS})?"
        ),
        (
            "ne plus (?:me|m|nous)? ?(?:envoyer|ecrire|contacter|texter|deranger|recevoir)(?:"
            " (?:de|des|vos|ces))*(?: {TEXTS})?"
        ),
        "je (?:refuse|ne consens pas)(?: (?:de recevoir|a recevoir|vos|ces|de))*(?: {TEXTS})?",
        "plus (?:de|aucun|jamais de) {TEXTS}|pas de {TEXTS}|aucun message",
    ),
    said_to_us=r"\w+",
    objects="",
    for_good=(
        "plus|jamais|plus jamais|tout de suite|maintenant|desormais|definitivement|du tout"
        "|rien|a ce numero|sur ce numero|de vous|encore|immediatement|a moi"
    ),
    narrows=(
        r"apres|avant|jusqu\w*|pendant|quand|a \d|a partir|ce soir|cette|cet|aujourd\w*|demain"
        "|le|la nuit|en|dans|si tard|si tot|aussi|autant|trop|tant|entre|chaque|tous les|au"
        r"|sur|du|des|concernant|a propos|pour|comme|avec|les week|a|de nuit|par|\d"
    ),
    elsewhere=r"de|du|des|a",
    any_topic="(?:a propos de|sur|avec) (?:ca|cela|tout|rien)",
    exception="sauf|mais|seulement|uniquement|si",
    goes_on=(
        "ca|jen|je|ce|cest|vous|tu|il|elle|on|mon|ma|parce|car|ou|et|sinon|mauvais|qui|pas|ne|jai"
        "|ca"
    ),
    busy=r"je (?:suis|conduis|travaille|dors)(?: \w+)?",
    negated="ne|n|pas|jamais|sans",
    reported=(
        r"\b(?:dit|dis|disait|dites|demande|demandent|ecrit|rappelle moi|veut|veulent)(?: \w+"
        "){0,3}"
    ),
    own_words=(
        r"\bje ai (?:jamais|pas|rien|deja)(?: \w+){1,4}|"
        r"\b(?:je|j)(?: (?:vous|t|te|ai|vous ai|tai|deja))* (?:dit|dis|demande|repete|prie)(?:"
        r" (?:de|que|deja))*|\b(?:je|j) ?(?:veux|aimerais|voudrais|souhaite) que vous"
    ),
    questioned=r"\bcomment(?: \w+){0,4}",
    meanwhile=(
        "(?:aujourdhui|ce soir|demain|cette semaine|la semaine prochaine|ce week end|jusqu\\w*|en "
        "vacances|le dimanche|le matin|le soir|la nuit)"
    ),
    occupied=("je (?:suis|conduis|travaille|dors)(?: \\w+){0,3}"),
    whole="desabonnement|desinscription|desabonner|me desabonner|stop sms|arret|se desabonner",
    unclear=(
        "(?:c ?est bon )?(?:arretez|arrete)(?: tout)?|arretez|arrete|arreter|arretez tout|"
        "arrete ca|arretez ca|stop ca|ca suffit|suffit"
        "|assez|stop ca suffit|(?:ca|tu|vous) (?:me |m )?(?:saoul|soul|gonfl|fatigu|emmerd|enerv"
        "|derang|les bris|les cass)\\w*"
        "(?: (?:avec|a force|la|les) .*)?|(?:jen|je en) ai (?:marre|assez|ras le bol|plein le "
        "\\w+)(?: .*)?|degage|degagez|"
        "barrez vous|barre toi|va te faire \\w+|allez vous faire \\w+|nique \\w+(?: \\w+)?|lachez "
        "laffaire|spam|harcelement|ferme la|cassez vous|casse toi|ta gueule|fermez la|foutez le"
        " camp|(?:cest un |vous avez le )?(?:mauvais|faux) numero|vous vous trompez de numero"
        "|resilier|annuler mon abonnement|supprimer mon compte|pas interessee?|ca ne"
        " minteresse pas|comment (?:me desabonner|arreter|je me (?:desabonne|desinscris|retire)|on "
        "(?:arrete|se desabonne)|faire pour (?:arreter|me desabonner))"
    ),
    unclear_if_idle="annuler tout|annulez tout|tout annuler",
    reason=(
        "(?:cest un )?(?:mauvais|faux) numero|pas interessee?|je ne suis pas interessee?|qui"
        " etes vous|cest du spam|(?:ca|vous|tu) (?:me |m )?(?:saoul|soul|gonfl|fatigu|emmerd"
        "|enerv)\\w*|jen ai marre|non|je ne vous connais pas"
    ),
    in_the_end="",
    corrects="non|pas|plutot|voulais|dire|nom|date|heure",
)
