"""How people ask for no more texts in German."""

from shared.domain.consent_wording.shape import Wording

DE = Wording(
    fragments={
        "TEXTS": (
            "(?:nachrichten|nachricht|sms|texte|mitteilungen|werbung|spam|werbenachrichten)(?:"
            " von (?:ihnen|euch|dir))?"
        ),
        "VON": (
            "(?:aus|von|vom)(?: (?:der|ihre[rnm]|eure[rnm]|deine[rnm]|diese[rnm]|dem|den"
            "|all|allen))*"
            r"(?: (?:\w+ )?(?:liste|\w*verteiler|datenbank|system|kontakten|kontakt\w*|dienst"
            r"|service|\w*liste|allem|hier|gruppe|adressbuch|{TEXTS}))?"
        ),
    },
    courtesy=(
        "bitte|danke|hallo|hi|guten tag|moin|servus|entschuldigung|sorry|endlich|sofort|doch"
        "|einfach|mal|yachtparty|alter|digga|digger|mann|leute|ey|verdammt|verdammte|verfickt"
        "|jetzt mal"
        "|ehrlich|echt|nochmals?|zum teufel|herrgott|scheiss|scheiss auf"
    ),
    stop=(
        (
            "(?:aus|von) (?:dem|eurem|ihrem|der|eurer|ihrer|deiner|deinem) (?:verteiler|liste|"
            "datenbank"
            "|system) (?:nehmen|streichen|loschen|entfernen|austragen)"
        ),
        (
            "(?:hor|hore|hort|horen sie|horen) auf(?: (?:mir|mich|uns|damit|mit))*(?: (?:den"
            "|diesen|euren|ihren|sms|nachrichten|texte|zu|an|die|weitere))* ?(?:zu )?(?:\\w*spammen"
            "|\\w*texten|schreiben|simsen"
            "|anzuschreiben|kontaktieren|belastigen|nerven|schicken|senden|zuzuschicken"
            "|zuzusenden|nachrichten|sms|texten)"
        ),
        (
            "(?:aufhoren|aufzuhoren)(?: (?:mir|mich|uns|damit|mit))*(?: (?:den|diesen|euren|ihren"
            "|sms|nachrichten|texte|weiter|"
            "weitere|standig|dauernd))* ?(?:zu )?(?:\\w*spammen|\\w*texten|schreiben|simsen"
            "|anzuschreiben|kontaktieren|"
            "belastigen|nerven|schicken|senden|zuzuschicken|nachrichten|sms)"
        ),
        "(?:meine |diese )?(?:handy|telefon)?nummer (?:loschen|entfernen|streichen|rausnehmen"
        "|austragen)",
        "(?:runter|raus|weg|austragen|entfernen|abmelden) (?:aus|von|vom)(?: (?:der|ihre[rnm]"
        "|eure[rnm]|deine[rnm]|diese[rnm]|dem"
        "))* (?:\\w*liste|\\w*verteiler|datenbank|system|kontakten|dienst|service)",
        "(?:stoppt|stoppen sie|beenden sie|beendet) (?:die|diese|eure|ihre|alle)? ?{TEXTS}",
        (
            "(?:schluss|aus|stopp|genug) (?:mit|von)(?: (?:den|diesen|euren|ihren|dem|eurem|der))* "
            "{TEXTS}"
            "|(?:lasst|lass|lassen sie|spart euch|spar dir|sparen sie sich) (?:das|die|eure|ihre"
            "|deine|"
            "diese)(?: (?:ewigen|dummen|nervigen|standigen))? (?:texten|schreiben|{TEXTS})(?: "
            "sein)?"
        ),
        (
            "(?:unterlassen sie|unterlasst|stellen sie|stellt)(?: (?:die|diese|weitere|ihre"
            "|eure))* {TEXTS}(?: (?:ein|an mich|zu schicken))*"
        ),
        (
            "(?:ich )?(?:will|mochte) (?:hier )?(?:raus|von der liste|runter von der liste|aus"
            " dem verteiler)"
        ),
        "(?:lass|lasst|lassen sie) (?:mich|uns) (?:in ruhe|in frieden|zufrieden)",
        r"(?:meld|melde|meldet|melden sie) mich(?: {VON})? ab",
        (
            "(?:mochte|will|wurde gern|wurde gerne) (?:mich |das )?(?:{VON} )?(?:gerne )?"
            "(?:abmelden|austragen|abbestellen|kundigen|von der liste)"
        ),
        (
            "(?:nimm|nehmt|nehmen sie|streich|streicht|streichen sie|losch|losche|loscht"
            "|loschen sie|entfern|entferne|entfernt|entfernen sie|trag|tragt|tragen sie)"
            " (?:mich|uns|meine nummer|meine handynummer|diese nummer) (?:{VON}(?: (?:runter"
            "|raus|aus))?|raus|runter|aus)"
        ),
        (
            "(?:mich|meine nummer|diese nummer|meine handynummer) (?:{VON} )?(?:zu )?(?:loschen"
            "|entfernen|streichen|rausnehmen|herausnehmen|austragen|rauswerfen|nehmen)"
        ),
        (
            "(?:ich )?(?:widerrufe|widerruf|ziehe)(?: hiermit)? (?:meine|die)?"
            " ?(?:einwilligung|zustimmung|erlaubnis)"
        ),
        (
            "(?:losch|losche|loscht|loschen sie|vergiss|vergesst|vergessen sie|entfern|entfernt"
            "|entfernen "
            "sie) (?:meine (?:nummer|handynummer|kontaktdaten|telefonnummer)|diese nummer)"
        ),
    ),
    refuse=(
        "(?:schreib|schreibt|schreiben sie) mich nicht(?: mehr| wieder)? an",
        (
            "(?:schreib|schreibt|schreiben sie|schick|schickt|schicken sie|sende|sendet|senden sie"
            "|texte|textet|kontaktier|kontaktiert|kontaktieren sie)(?: (?:mir|mich|uns))?(?: "
            "(?:nicht"
            "|nie|keine|nichts|nix|net|nimmer|nie wieder|keinerlei))(?: {TEXTS})?(?: mehr| wieder)?"
        ),
        (
            "(?:meld|melde|meldet|melden sie)(?: (?:dich|euch|sich))?(?: bei mir)? (?:nicht|nie"
            "|nimmer|net)"
            "(?: mehr| wieder)?(?: bei mir)?"
        ),
        (
            "(?:kein|keine|keinen|null)(?: (?:bock|lust|interesse|nerv|nerven|zeit))(?: mehr)? "
            "(?:auf|an|fur)(?: (?:eure|ihre|deine|diese|die|den|eueren|euren))*"
            "(?: (?:standigen|ewigen|blode|bloden|dummen|doofe|doofen))? {TEXTS}"
        ),
        (
            "(?:will|mochte)(?: ich)? (?:nix|nichts|nie wieder was|gar nichts)(?: mehr)? (?:von "
            "(?:euch|ihnen"
            "|dir))(?: (?:horen|lesen|bekommen|wissen|erhalten|kriegen))?"
        ),
        "(?:geh|geht|gehen sie) mir nicht(?: mehr| langer)? auf (?:den|die|das) \\w+"
        "(?: mit (?:euren|den|deinen|diesen|ihren|eurem|dem) {TEXTS})?",
        (
            "(?:will|mochte|wunsche|brauche)(?: (?:ich|von|ihnen|euch|bitte|weiterhin))*"
            " keine(?: (?:weiteren|mehr|solchen|eurer|ihrer))*(?: {TEXTS})(?: mehr)?(?:"
            " (?:erhalten|bekommen|kriegen|haben|von (?:ihnen|euch|dir)))*"
        ),
        "(?:schreib|schreibt|schreiben sie) mich nicht(?: mehr| wieder)? an",
        (
            "(?:belastig|belastige|belastigt|belastigen sie|storen sie|stor|nerv|nervt) mich"
            " nicht(?: mehr)?"
        ),
        "keine(?: (?:weiteren|mehr))* {TEXTS}(?: mehr)?",
        (
            "(?:nicht|nimmer|net) mehr (?:schreiben|anschreiben|kontaktieren|texten|melden|nerven"
            "|belastigen)"
            "|nie wieder (?:texten|kontaktieren|melden|schreiben"
            "|anschreiben)"
        ),
        r"mochte(?: \w+)? nicht (?:mehr|weiter) (?:kontaktiert|angeschrieben) werden",
    ),
    said_to_us=r"\w+",
    objects="",
    for_good=(
        "mehr|wieder|nie wieder|nie|jetzt|nochmal|an diese nummer|auf diese nummer|schreiben"
        "|schicken|senden|erhalten|bekommen|ab jetzt|fur immer|zu|von ihnen|von euch|ihr|sie"
    ),
    narrows=(
        "nach|vor|bis|wahrend|wenn|um|heute|morgen|am|abends|nachts|im|in der|so|zu fruh|zu"
        " spat|zwischen|jeden|jede|uber|wegen|bezuglich|zum|zu|an|auf|per|fur|wie|mit|diese"
        r" woche|sonntags|samstags|von|bei|gerade|\d"
    ),
    elsewhere=r"von|aus|bei",
    any_topic="(?:uber|wegen|mit|zu) (?:so etwas|sowas|das|dies|alles|irgendwas)",
    exception="ausser|aber|nur|es sei denn|sondern",
    goes_on="ich|das|sie|ihr|du|es|wir|sonst|oder|und|weil|da|wer|falsche|nicht|mein|meine|kein",
    busy=r"ich (?:bin|fahre|arbeite|schlafe)(?: \w+)?",
    negated="nicht|nie|ohne",
    reported=(
        r"\b(?:sagt|sagte|sag|sagen|schrieb|schreibt|meint|bittet|erinnere mich|erinner mich"
        r"|will dass|mochte dass)(?: \w+){0,4}"
    ),
    own_words=(
        r"\bich(?: (?:habe|hab|hatte))?(?: \w+)? (?:gesagt|sage|sagte|bitte|will|mochte)(?:"
        " (?:dass|schon|bereits|ihnen|euch))*"
    ),
    questioned=r"\bwie(?: \w+){0,4}",
    meanwhile=(
        "(?:heute|morgen|diese woche|nachste woche|am wochenende|bis|im urlaub|sonntags|samstags"
        "|montags|abends|nachts)"
    ),
    occupied=("(?:bin|sind|habe)(?: \\w+){0,3} (?:im|in|auf|beim|am|unterwegs|krank|arbeiten)"),
    whole="abmelden|abbestellen|austragen|stopp|abmeldung|kundigung|ich melde mich ab",
    unclear=(
        r"aufhoren|aufhor\w*|hor auf|hort auf|horen sie auf|schluss|schluss damit|schluss jetzt"
        "|es reicht|reicht|genug|hau ab|haut ab|zieht? leine|(?:fick|verpiss|verzieh|schleich) dich"
        "|(?:fickt|verpisst|verzieht|schleicht) euch"
        "|leckt? mich(?: am arsch)?|(?:du|ihr|sie|das|es) (?:nervst|nervt|nerven)|(?:(?:du|ihr) "
        ")?(?:gehst|geht) mir auf "
        "(?:den|die) (?:sack|keks|nerven|geist|eier|zeiger)(?: mit .*)?|hort auf damit|hor auf "
        "damit|lasst es|lass es|"
        "spam|wie (?:komme|melde|bestelle)(?: ich)?(?: mich)?(?: hier| das| da| davon)* (?:raus|ab"
        "|weg)|kein bock(?: mehr)?|keine lust(?: mehr)?|verschwinde|halt die klappe|kein"
        " interesse|(?:das ist die |sie haben die )?falsche nummer|kundigen|konto loschen"
        r"|lasst das|lass das|lass mich|wie (?:kann ich|melde ich) mich ab\w*|ich bin nicht"
        " interessiert"
    ),
    unclear_if_idle="alles abbrechen|alles stornieren|storniere alles",
    reason=(
        "(?:das ist die |sie haben die )?falsche nummer|kein interesse|wer sind sie|wer ist"
        " das|das ist spam|ich will das nicht(?: mehr)?|nein|ich kenne sie nicht|ich bin"
        " nicht interessiert"
    ),
    in_the_end="",
    corrects="nein|nicht|falsch|meinte|name|datum|uhrzeit",
)
