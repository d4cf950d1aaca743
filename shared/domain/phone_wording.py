"""What phones write by themselves, as they word it: reactions, edits, driving and vacation notes.

English, Spanish, French, German, Portuguese and Italian, the most common languages of phones in
Latin script in the Americas and Europe, whose owners write to a US number; Chinese, after English
and Spanish the most spoken language of US homes; and, shorter, Swedish, Dutch and Japanese. More
stand in `phone_wording_more`.

Sources: the sentences that Apple's Messages sends to somebody without iMessage, and Google's
Messages to somebody without RCS, as the SMS programs that turn them back into reactions know them
(Textra, QUIK, KDE Spacebar); Apple's default answers of the driving focus; Android Auto's default.
Phones are updated and word things anew: a sentence that is missing here is one more line.

Accents, letter case, kinds of quotation marks and invisible characters do not count.
"""

from typing import NamedTuple

from shared.domain import phone_wording_more as more

# {it} is the text reacted to, in quotation marks, or a thing such as "an image"; {emoji} one or
# more signs that are neither letters nor digits; {name} a word in quotation marks; {n} a number.
REACTIONS = {
    "en": (
        "Liked {it}|Loved {it}|Disliked {it}|Laughed at {it}|Questioned {it}",
        "Emphasized {it}|Emphasised {it}|Reacted {emoji} to {it}|Reacted with {emoji} to {it}",
        "Reacted to {it}|Reacted with a sticker to {it}|Reacted with a photomoji to {it}",
        "{emoji} to {it}|{emoji} removed from {it}|Removed {emoji} from {it}",
        "Removed a like from {it}|Removed a heart from {it}|Removed a dislike from {it}",
        "Removed a laugh from {it}|Removed an exclamation from {it}",
        "Removed a question mark from {it}|Removed a sticker from {it}",
        "Removed a reaction from {it}|Removed a {name} from {it}|Reacted to {it} with {emoji}",
        "Reacted with a memoji to {it}|Reacted with an animoji to {it}|Reacted with a gif to {it}",
        "Reacted with a genmoji to {it}|Reacted with a memoji sticker to {it}",
    ),
    "es": (
        "Le gustaron {it}|Le encantaron {it}|Les gusta {it}",
        "Le gusta {it}|Le gustó {it}|No le gusta {it}|No le gustó {it}|Le encanta {it}",
        "Le encantó {it}|Le hace gracia {it}|Le dio risa {it}|Se rio de {it}|Se rió de {it}",
        "Le sorprende {it}|Exclamó por {it}|Enfatizó {it}|Destacó {it}|Duda sobre {it}",
        "Dudó sobre {it}|Dudó de {it}|Cuestionó {it}|Preguntó por {it}",
        "Ya no le gusta {it}|Ya no le disgusta {it}|Ya no le encanta {it}|Ya no duda sobre {it}",
        "Ya no le hace gracia {it}|Ya no le sorprende {it}|Dejó de gustarle {it}",
        "Dejó de encantarle {it}|Dejó de no gustarle {it}|Dejó de darle risa {it}",
        "Dejó de exclamar por {it}|Dejó de dudar sobre {it}|Reaccionó con {emoji} a {it}",
        "Reaccionó con un sticker a {it}|Se ha reaccionado con {emoji} a {it}",
        "Se ha añadido {emoji} a {it}|Se quitó {emoji} de {it}|Eliminó {emoji} de {it}",
        "Ha eliminado {emoji} de {it}|{emoji} a {it}",
    ),
    "fr": (
        "A aimé {it}|A adoré {it}|N'a pas aimé {it}|A ri de {it}|A souligné {it}",
        "A ajouté un {name} à {it}|A retiré son {name} de {it}|A ajouté un rire à {it}",
        "A retiré son rire de {it}|A ajouté des points d'exclamation à {it}",
        "A retiré ses points d'exclamation de {it}|A ajouté un point d'interrogation à {it}",
        "A retiré son point d'interrogation de {it}|A attribué la mention {name} à {it}",
        "A retiré la mention {name} de {it}|A retiré la mention {name} à {it}",
        "A réagi avec {emoji} à {it}|A réagi {emoji} à {it}|A retiré {emoji} de {it}",
        "A réagi à {it} avec {emoji}|{emoji} à {it}|A ri à {it}|A réagi par {emoji} à {it}",
    ),
    "de": (
        "Gefällt: {it}|Gefällt nicht: {it}|Gefällt {it}|{it} ein Herz hinzugefügt",
        "{it} ein Lachen hinzugefügt|{it} ein Ausrufezeichen hinzugefügt",
        "{it} ein Fragezeichen hinzugefügt|{it} Ausrufezeichen hinzugefügt",
        "Herz von {it} entfernt|Lachen von {it} entfernt|Ausrufezeichen von {it} entfernt",
        "Fragezeichen von {it} entfernt|{name} von {it} entfernt|Hat mit {emoji} auf {it} reagiert",
        "Reagierte mit {emoji} auf {it}|{emoji} aus {it} entfernt|{emoji} von {it} entfernt",
        "Entfernte {emoji} aus {it}|{emoji} auf {it}|{emoji} zu {it}|Lachte über {it}",
        "Mit {emoji} auf {it} reagiert|Hat {it} mit {emoji} markiert",
        "Hat {it} mit {name} markiert|Liebt {it}|Betonte {it}|Gefällt mir {it}|Mag {it}",
        "Gefällt mir nicht {it}|Fand {it} lustig|Hob {it} hervor|Lacht über {it}|Liebte {it}",
    ),
    "pt": (
        "Curtiu {it}|Não curtiu {it}|Gostou de {it}|Não gostou de {it}|Adorou {it}|Amou {it}",
        "Riu de {it}|Achou graça em {it}|Enfatizou {it}|Questionou {it}|Reagiu com {emoji} a {it}",
        "Reagiu com {name} a {it}|Removeu {emoji} de {it}|Removeu uma risada de {it}",
        "Removeu uma exclamação de {it}|Removeu um coração de {it}|Removeu uma curtida de {it}",
        "Removeu uma interrogação de {it}|Deixou de curtir {it}|{emoji} para {it}|{emoji} a {it}",
    ),
    "it": (
        "Ha aggiunto un cuoricino a {it}|Ha rimosso il cuoricino da {it}|Trova divertente {it}",
        "Ha aggiunto {name} a {it}|Ha rimosso {name} da {it}|Non trova più divertente {it}",
        "Ha aggiunto i punti esclamativi a {it}|Ha rimosso i punti esclamativi da {it}",
        "Ha aggiunto il punto interrogativo a {it}|Ha rimosso il punto interrogativo da {it}",
        "Ha reagito con {emoji} a {it}|Ha rimosso {emoji} da {it}|{emoji} a {it}",
        "Ha messo {name} a {it}|Ha aggiunto un cuore a {it}|Ha rimosso un cuore da {it}|Piace {it}",
        "Ha apprezzato {it}|Ha amato {it}|Ha adorato {it}|Ha riso per {it}|Mi piace {it}",
        "Ha riso a {it}|Ha messo mi piace a {it}|Non mi piace {it}|Ha evidenziato {it}",
    ),
    "zh": (
        "喜欢 {it}|喜歡 {it}|不喜欢 {it}|不喜歡 {it}|惊叹 {it}|驚嘆 {it}|强调 {it}|質疑 {it}",
        "用 {emoji} 回应了 {it}|已用 {emoji} 回應 {it}|对 {it} 表示了 {emoji}|对 {it} 表示 {emoji}",
    ),
    "sv": (
        "Gillade {it}|Ogillade {it}|Älskade {it}|Skrattade åt {it}|Betonade {it}|Ifrågasatte {it}",
        "Reagerade med {emoji} på {it}|{emoji} på {it}|Tog bort {emoji} från {it}",
    ),
    "nl": (
        "Vond {it} leuk|Vindt {it} leuk|Vond {it} niet leuk|Vindt {it} niet leuk",
        "Vond {it} geweldig|Vindt {it} geweldig|Moest lachen om {it}|Lachte om {it}",
        "Benadrukte {it}|Heeft {it} benadrukt|Reageerde met {emoji} op {it}|{emoji} op {it}",
        "Heeft met {emoji} gereageerd op {it}|{emoji} verwijderd van {it}",
    ),
    "ja": (
        "{it} をいいねと言いました|{it} を大好きと言いました|{it} を好きと言いました",
        "{it} に {name} と言いました|{it} を強調しました|{it} に笑いました",
        "{it} に {emoji} でリアクションしました",
        "{it} にいいねしました|{it} をハートで強調しました|{it} にリアクションしました|いいね {it}",
        "{it} に {emoji} で反応しました|{it} に {emoji} でリアクション",
    ),
} | more.REACTIONS
THINGS = {
    "en": (
        "an image|a photo|a picture|a movie|a video|an attachment|an audio message|a contact|a link"
        "|a location|a sticker|a gif|a file|a document|a voice message|an animoji message"
        "|an animoji|a memoji|a memoji message|a memoji sticker|an animoji sticker|digital touch"
        "|a digital touch message|a digital touch|a handwritten message|a live photo|a payment"
        "|an apple pay payment|a poll|an app|an imessage app|a song|a note|a website|a map|a pdf"
        "|a voice memo|a message|your message|your text|a genmoji|an effect|a calendar event"
        "|{n} images|{n} photos|{n} pictures|{n} movies|{n} videos|{n} attachments|{n} links"
        "|{n} items|{n} contacts|{n} stickers|{n} messages|{n} files|{n} documents|{n} gifs"
        "|{n} audio messages|{n} locations|multiple items|multiple photos"
    ),
    "es": (
        "una imagen|una foto|un vídeo|un video|una película|un archivo adjunto|un adjunto"
        "|un mensaje de audio|un contacto|una ubicación|un enlace|un sticker|un animoji|un memoji"
        "|un mensaje de digital touch|digital touch|{n} imágenes|{n} fotos|{n} vídeos|{n} videos"
        "|{n} archivos adjuntos|{n} adjuntos|{n} películas|{n} enlaces|tu mensaje|un mensaje"
    ),
    "fr": (
        "une image|une photo|une vidéo|un film|une pièce jointe|un message audio|un contact"
        "|un lien|une position|un autocollant|un animoji|un memoji|un message digital touch"
        "|{n} images|{n} photos|{n} vidéos|{n} films|{n} pièces jointes|{n} liens|votre message"
        "|ton message|un message"
    ),
    "de": (
        "ein bild|einem bild|ein foto|einem foto|ein video|einem video|einen film|einem film"
        "|einen anhang|einem anhang|eine audionachricht|einer audionachricht|einen kontakt|das bild"
        "|einem animoji|ein animoji|einem memoji|ein memoji|digital touch|einen link|einem link"
        "|{n} bilder|{n} bildern|{n} fotos|{n} videos|{n} filme|{n} filmen|{n} anhänge|{n} anhängen"
        "|eine digital touch-nachricht|deine nachricht|einer nachricht|eine nachricht"
    ),
    "pt": (
        "uma imagem|uma foto|um vídeo|um filme|um anexo|uma mensagem de áudio|um contato|um link"
        "|uma localização|um animoji|um memoji|uma mensagem digital touch|{n} imagens|{n} fotos"
        "|{n} vídeos|{n} filmes|{n} anexos|{n} links|sua mensagem|uma mensagem"
    ),
    "it": (
        "un'immagine|una foto|un video|un filmato|un allegato|un messaggio audio|un contatto"
        "|un link|una posizione|un'animoji|un animoji|una memoji|un messaggio digital touch"
        "|{n} immagini|{n} foto|{n} video|{n} filmati|{n} allegati|{n} link|un messaggio"
    ),
    "zh": "图片|一张图片|圖片|照片|视频|影片|{n}张图片|{n}张照片|{n}張照片"
    "|{n}張圖片|附件|{n}个附件",
    "sv": "en bild|ett foto|en video|en film|en bilaga|{n} bilder|{n} foton|{n} videor|{n} bilagor",
    "nl": "een afbeelding|een foto|een video|een film|een bijlage|{n} afbeeldingen|{n} foto's"
    "|{n} video's|{n} bijlagen",
    "ja": "画像|写真|ビデオ|動画|添付ファイル|{n}枚の画像|{n}枚の写真|{n}件の添付ファイル",
} | more.THINGS
EDITS = (
    "Edited to {name}",
    "Editado a {name}|Se editó a {name}|Editó a {name}",
    "Modifié en {name}|A modifié le message en {name}",
    "Bearbeitet zu {name}|Geändert in {name}|Bearbeitet in {name}",
    "Editado para {name}|Editou para {name}",
    "Modificato in {name}|Ha modificato in {name}",
    "编辑为 {name}|已編輯為 {name}",
    "Bewerkt naar {name}|Gewijzigd in {name}|Redigerat till {name}|Ändrat till {name}",
    *more.EDITS,
)

# What an answering machine calls itself, before a colon, a dash or in brackets.
HEADINGS = (
    "auto reply|autoreply|auto response|auto responder|automatic reply|automatic response",
    "automated reply|automated response|automated message|automatic message|out of office|ooo",
    "respuesta automática|mensaje automático|fuera de la oficina",
    "réponse automatique|message automatique|absence du bureau|absent du bureau"
    "|message d'absence|avis d'absence|abwesend|ausente|assente|absent",
    "aviso de ausencia|mensaje de ausencia|abwesenheitsassistent|abwesenheitsmeldung"
    "|mensagem de ausência|aviso de ausência|avviso di assenza|messaggio di assenza",
    "automatische antwort|automatische nachricht|abwesenheitsnotiz|abwesenheitsnachricht",
    "resposta automática|mensagem automática|ausência temporária|fora do escritório",
    "risposta automatica|messaggio automatico|fuori ufficio|fuori sede",
    "自动回复|自動回覆|自動回復|自動返信|自動応答|不在通知",
    "vacation reply|vacation message|away message|vacation responder|out of the office"
    "|driving mode",
    "autosvar|automatiskt svar|automatiskt meddelande|frånvaromeddelande|frånvaro",
    "automatisch antwoord|automatisch bericht|afwezigheidsbericht|afwezigheidsmelding"
    "|buiten kantoor",
    *more.HEADINGS,
)
# Sentences that no person writes.
UNMISTAKABLE = (
    "this is an automated|this is an automatic|this is an auto reply|this is an auto response",
    "i'm not receiving notifications. if this is urgent, reply|sent automatically by",
    "powered by truce|reply urgent to send a notification|message blocking is active",
    "this number does not accept text messages|this mailbox is not monitored",
    "at&t drivemode|sent by android auto|sent via android auto|sent from android auto",
    "sorry we missed your call|the number you have texted|the number you are texting",
    "unable to deliver message|unable to send message|not able to receive text messages",
    "driving with notifications silenced|has notifications silenced|notifications are silenced",
    "automated text message|automated sms|do not reply to this message"
    "|this number is not monitored",
    "please do not reply to this text|this inbox is not monitored|replies are not monitored",
    "detta är ett automatiskt|dit is een automatisch|自動返信です|自動送信|此为自动|這是自動",
    "sent from my car|driving, can't text - sent from|driving, can't text. sent from",
    "este es un mensaje automático|esta es una respuesta automática",
    "mensaje enviado automáticamente",
    "ceci est une réponse automatique|ceci est un message automatique",
    "dies ist eine automatische|diese nachricht wurde automatisch",
    "esta é uma mensagem automática|esta é uma resposta automática",
    "questo è un messaggio automatico|questa è una risposta automatica",
    # Of further languages only what names the phone's own function.
    "niet storen tijdens autorijden|rijfocus ingeschakeld|niet storen ingeschakeld",
    "運転中のため|運転モードがオン|運転集中モード|おやすみモードがオン|通知をオフにしています",
    "운전 중 방해금지|운전 중이라|운전 중이므로|운전 집중 모드|방해금지 모드가 켜져",
    "не беспокоить за рулем|режим «за рулем»|режим не беспокоить|фокусирование «вождение»",
    "nie przeszkadzać podczas jazdy|tryb jazdy włączony|stör ej när jag kör|stör ej vid körning",
    "驾驶勿扰|開車勿擾|駕駛勿擾|驾驶专注模式|開車專注模式",
)


class Cues(NamedTuple):
    """What the notes of one language are made of: phrases, alternatives divided by |."""

    driving: str
    feature: str  # the function of the phone that answers
    later: str
    thanks: str
    away: str
    out_of_reach: str
    instead: str  # whom to ask, or what to do if it is urgent


NOTES = {
    "en": Cues(
        driving="i'm driving|i am driving|im driving|currently driving|driving and can't"
        "|driving right now|i'm on the road|while driving|driving at the moment|behind the wheel"
        "|i'm currently in the car|i'm in my car",
        feature="focus turned on|do not disturb|driving focus|driving mode|focus on|focus enabled"
        "|drivemode|android auto|carplay",
        later="can't talk|cannot talk|i'll see your|i will see your|i'll read your"
        "|get back to you|i'll reply|i will reply"
        "|i'll respond|i will respond|call you|text you|can't text|can't respond|cannot respond"
        "|cannot reply|can't reply|not able to respond|can't receive texts|reach my destination"
        "|where i'm going|when i arrive|when i stop|when i park|when it's safe|when it is safe"
        "|as soon as i can|when i can|reply later|respond later|text back|call back|message later"
        "|let you know when i",
        thanks="thank you for calling|thanks for calling|thank you for your message"
        "|thanks for your message|thank you for your email"
        "|thanks for your email|thank you for your text|thanks for your text|thank you for reaching"
        "|thanks for reaching|thank you for contacting|thanks for contacting|thank you for texting"
        "|thanks for texting|thank you for getting in touch|your message has been received",
        away="out of the office|out of office|on vacation|on holiday|on annual leave|on leave"
        "|on parental leave|on pto|away from my|away from the office|currently away"
        "|currently unavailable|currently out|we'll get back|we will get back|we'll respond"
        "|we will respond|we'll reply|we will reply|we are closed|we're closed|we are currently"
        "|on maternity leave|on paternity leave|on sabbatical|on medical leave|on sick leave|ooo"
        "|out of the country|travelling until|traveling until|out until|away until|returning on"
        "|someone will get back|someone will be with you|a member of our team|our office hours"
        "|our business hours|office is closed|will be in touch|our team will|will reply within"
        "|will respond within|within 24 hours|outside of business hours|during business hours",
        out_of_reach="urgent matters|urgent requests|urgent inquiries|limited access"
        "|no access to|without access|not be checking|won't be checking"
        "|not checking|intermittent access|delayed response|delay in my response",
        instead="if this is urgent|if it is urgent|if it's urgent|for urgent|if urgent"
        "|in an emergency"
        "|urgent matters|for immediate assistance|please contact|please call|please reach out to"
        "|upon my return|when i return|when i get back|when i am back|when i'm back"
        "|not receiving notifications",
    ),
    "es": Cues(
        driving="estoy conduciendo|estoy manejando|voy conduciendo|voy manejando|al volante"
        "|manejando, no puedo|conduciendo, no puedo|conduciendo en este momento|en el coche"
        "|voy en el auto|manejando en este momento|conduciendo ahora|manejando ahora",
        feature="no molestar|modo de concentración|enfoque|modo conducción|concentración activ",
        later="veré tu mensaje|veré su mensaje|leeré tu|leeré su|te respondo|te responderé"
        "|le responderé|te llamo|te llamaré|te contesto|te contestaré|no puedo escribir"
        "|no puedo responder|no puedo contestar|cuando llegue|más tarde|luego te|en cuanto pueda"
        "|tan pronto como pueda|te escribo|te escribiré|le llamo|le contesto|cuando pueda"
        "|me comunico contigo|lo leeré|al llegar",
        thanks="gracias por el mensaje|gracias por tu mensaje|gracias por su mensaje"
        "|gracias por tu correo"
        "|gracias por su correo|gracias por contactar|gracias por escribir|gracias por comunicar",
        away="fuera de la oficina|de vacaciones|ausente|de baja|no estoy disponible|de permiso"
        "|nos pondremos en contacto|le responderemos|te responderemos|estamos cerrados",
        out_of_reach="acceso limitado|sin acceso|no tendré acceso",
        instead="si es urgente|en caso de urgencia|para urgencias|en caso de emergencia"
        "|póngase en contacto|ponte en contacto|a mi regreso|cuando regrese|a la vuelta"
        "|no recibo notificaciones|no estoy recibiendo notificaciones",
    ),
    "fr": Cues(
        driving="je conduis|je suis au volant|je suis en train de conduire|en voiture|sur la route"
        "|actuellement au volant|en conduisant|je roule",
        feature="ne pas déranger|concentration|mode conduite",
        later="je verrai|je lirai|je vous réponds|je te réponds|je vous répondrai|je te répondrai"
        "|je vous rappelle|je te rappelle|je vous rappellerai|je te rappellerai"
        "|je ne peux pas répondre|à mon arrivée|quand j'arriverai|dès que possible|plus tard"
        "|une fois arrivé|dès que je|je vous recontacte|je te recontacte|je vous écris|je t'écris"
        "|je consulterai|je regarderai|quand je pourrai",
        thanks="merci pour le message|merci pour votre message|merci pour ton message"
        "|merci de votre message"
        "|merci pour votre mail|merci pour votre courriel|merci de nous|merci de m'avoir",
        away="absent|absente|en congé|en congés|en vacances|hors du bureau|pas disponible"
        "|nous vous répondrons|nous reviendrons vers vous|nous sommes fermés",
        out_of_reach="accès limité|pas accès|sans accès",
        instead="en cas d'urgence|si c'est urgent|pour toute urgence|veuillez contacter"
        "|à mon retour|dès mon retour|je ne reçois pas de notifications|je ne reçois aucune",
    ),
    "de": Cues(
        driving="ich fahre gerade|ich fahre auto|ich bin am steuer|ich sitze am steuer"
        "|bin am fahren|ich bin gerade unterwegs|bin im auto|im auto unterwegs|gerade im auto"
        "|momentan im auto|ich fahre momentan|ich fahre derzeit|ich fahre im moment|beim fahren"
        "|sitze im auto|am fahren|gerade am steuer|mit dem auto unterwegs|momentan unterwegs"
        "|derzeit unterwegs|bin unterwegs",
        feature="nicht stören|aktiviertem fokus|aktivierten fokus|fokus aktiv|fokus eingeschaltet"
        "|fokus an|fahrfokus|fahren-fokus|fokus „fahren|fokus „auto|fahrmodus|android auto|carplay",
        later="lese deine nachricht|lese ihre nachricht|sehe deine nachricht|sehe mir deine"
        "|melde mich|antworte später|antworte dir|antworte ihnen|rufe dich|rufe sie|rufe zurück"
        "|kann nicht antworten|kann gerade nicht|sobald ich|wenn ich ankomme|wenn ich am ziel"
        "|melde ich mich|antworte ich|rufe ich|kann momentan nicht|kann derzeit nicht|später"
        "|schaue mir deine|schreibe dir|schreibe zurück|sehe mir ihre|am zielort",
        thanks="dank für deine nachricht|dank für ihre nachricht|danke für deine nachricht"
        "|danke für ihre nachricht|dank für ihre e-mail|dank für ihre mail|dank für die nachricht",
        away="außer haus|nicht im büro|im urlaub|in elternzeit|nicht erreichbar|abwesend"
        "|im ausland|wir melden uns|wir antworten|in mutterschutz|krankgeschrieben|nicht am platz"
        "|nicht am arbeitsplatz|unser büro ist|geschlossen",
        out_of_reach="eingeschränkt|keinen zugriff|keinen zugang|nicht gelesen"
        "|nicht weitergeleitet",
        instead="in dringenden fällen|wenn es dringend|falls es dringend|bei dringenden"
        "|wenden sie sich|nach meiner rückkehr|wenn ich zurück|wieder erreichbar"
        "|ich erhalte keine mitteilungen|bekomme keine mitteilungen",
    ),
    "pt": Cues(
        driving="estou dirigindo|estou conduzindo|estou a conduzir|estou no volante"
        "|estou ao volante|dirigindo no momento|dirigindo agora|no trânsito|no carro",
        feature="não perturbe|não incomodar|foco ativ|modo de condução|modo dirigindo|com o foco",
        later="verei sua mensagem|verei a sua|vejo sua mensagem|vou ver sua|respondo|responderei"
        "|retorno assim|retornarei|ligo|ligarei|não posso responder|não posso escrever"
        "|quando chegar|mais tarde|assim que puder|assim que possível|te ligo|te respondo"
        "|lerei|verei|entro em contato|quando eu chegar|falo com você",
        thanks="obrigado pela mensagem|obrigada pela mensagem|obrigado pela sua|obrigada pela sua"
        "|obrigado por entrar|obrigada por entrar|agradecemos|agradeço o contato",
        away="fora do escritório|de férias|ausente|de licença|indisponível"
        "|entraremos em contato|responderemos|retornaremos",
        out_of_reach="acesso limitado|sem acesso",
        instead="se for urgente|em caso de urgência|em caso de emergência|para urgências"
        "|entre em contato|quando eu voltar|no meu retorno|não estou recebendo notificações"
        "|não recebo notificações",
    ),
    "it": Cues(
        driving="sto guidando|sono alla guida|sono al volante|sono in macchina|sono in auto"
        "|alla guida in questo momento|al momento sto guidando|mentre guido",
        feature="non disturbare|full immersion|modalità guida",
        later="vedrò il tuo|leggerò il tuo|ti rispondo|ti risponderò|le risponderò|ti richiamo"
        "|ti richiamerò|non posso rispondere|non posso scrivere|quando arrivo|quando arriverò"
        "|appena possibile|più tardi|appena posso|appena arrivo|ti scrivo|ti chiamo|la richiamo"
        "|ti contatto|dopo",
        thanks="grazie per il messaggio|grazie per il tuo messaggio|grazie per il suo messaggio"
        "|grazie per la tua mail"
        "|grazie per averci|grazie per avermi|grazie per aver",
        away="fuori ufficio|in ferie|in vacanza|assente|non sono disponibile|in congedo"
        "|la ricontatteremo|ti risponderemo|le risponderemo",
        out_of_reach="accesso limitato|senza accesso",
        instead="se è urgente|in caso di urgenza|per urgenze|per emergenze|contattare"
        "|al mio rientro|al mio ritorno|non ricevo notifiche|non sto ricevendo notifiche",
    ),
    "zh": Cues(
        driving="正在开车|正在開車|正在驾驶|正在駕駛|开车中|開車中",
        feature="勿扰|勿擾|专注模式|專注模式",
        later="稍后|稍後|回复你|回覆你|查看您的|查看你的|到达后|到達後|回电|回電",
        thanks="感谢您的|感謝您的",
        away="不在办公室|不在辦公室|休假|出差|度假",
        out_of_reach="无法查看|無法查看",
        instead="如有紧急|如有緊急|紧急情况|緊急情況|请联系|請聯繫|请联络|請聯絡",
    ),
    "sv": Cues(
        driving="jag kör med|jag kör just nu|jag kör bil|kör bil just nu|bakom ratten"
        "|sitter i bilen",
        feature="fokus på|stör ej|körläge|körfokus|fokus aktiver",
        later="ser ditt meddelande|läser ditt meddelande|återkommer|ringer dig|hör av mig"
        "|svarar senare|svarar när|kan inte svara|när jag kommer fram|när jag är framme|senare",
        thanks="tack för ditt meddelande|tack för ditt mejl|tack för ditt mail|tack för ditt sms"
        "|tack för att du",
        away="på semester|inte på kontoret|ej på kontoret|föräldraledig|tjänstledig|frånvarande"
        "|inte på plats",
        out_of_reach="begränsad tillgång|begränsad åtkomst|läser inte|ingen tillgång",
        instead="brådskande|akuta ärenden|kontakta|när jag är tillbaka|åter den",
    ),
    "nl": Cues(
        driving="ik ben aan het rijden|ik rijd|ik rij|ik zit in de auto|achter het stuur"
        "|tijdens autorijden|ik ben onderweg",
        feature="niet storen|rijfocus|rijmodus|focus ingeschakeld|android auto",
        later="bekijk je bericht|bekijk uw bericht|zie je bericht|lees je bericht|bel je|bel u"
        "|reageer later|reageer zodra|neem later contact|kan niet reageren|kan niet antwoorden"
        "|op mijn bestemming|als ik aankom|zodra ik|later",
        thanks="bedankt voor je bericht|bedankt voor uw bericht|bedankt voor je mail"
        "|bedankt voor uw e-mail|dank voor uw bericht|dank je voor je bericht",
        away="niet op kantoor|afwezig|op vakantie|met vakantie|met verlof|niet aanwezig"
        "|we nemen zo|wij nemen zo",
        out_of_reach="beperkt toegang|beperkte toegang|geen toegang|beperkt bereikbaar",
        instead="dringende|spoed|neem contact op|bij mijn terugkomst|als ik terug ben",
    ),
    "ja": Cues(
        driving="運転中|運転しています",
        feature="おやすみモード|集中モード|通知をオフ|通知を停止|運転モード",
        later="メッセージを確認|後で|あとで|のちほど|後ほど|到着|折り返し|返信",
        thanks="メッセージありがとう|メールありがとう|ご連絡ありがとう|お問い合わせありがとう",
        away="不在|休暇|休業|外出|席を外",
        out_of_reach="確認できません|返信できません|返信が遅れ|連絡が取れ",
        instead="緊急|お急ぎ|ご連絡ください|戻り次第",
    ),
} | {language: Cues(*parts) for language, parts in more.NOTES.items()}
