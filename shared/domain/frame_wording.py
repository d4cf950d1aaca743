"""How the lines are worded that phones, mail programs and habits put around a text.

English, Spanish, French, German, Portuguese and Italian; Swedish, Dutch, Chinese and Japanese; and
the lines of iOS's Mail in some more. Patterns are regular expressions over a line without accents,
whose case does not count. Sources: the default signatures of iOS Mail, Outlook and Gmail mobile,
Samsung and BlackBerry, as they stand in public mail archives.
"""

import re

# At the end of any line; what follows is the device.
PROGRAMS = (
    r"(?:sent (?:from|via|with|by|using|on)|get outlook for|enviado (?:desde|via|por|do|com"
    r"|a partir)"
    r"|envoye (?:de|depuis|a partir de|par|avec)|gesendet (?:von|mit|aus|uber)|von meinem"
    r"|inviato (?:da|dal|con)|cordialement envoye|powered by|skickat fran|verzonden (?:vanaf|met"
    r"|van"
    r"|vanuit)|verstuurd (?:vanaf|met|van|vanuit)|sendt fra)"
    r" (?:my|mi|mon|ma|meu|minha|mein\w*|mio|mia|min|mijn|outlook|yahoo|gmail|aol|samsung|iphone"
    r"|ipad"
    r"|ios|android|t-mobile|verizon|at&t|mail|proton\w*|blackberry|galaxy|pixel|windows|mobile"
    r"|spark"
    r"|superhuman|hotmail|icloud|sprint|workspace|nine|fastmail|zoho|workmail|smartphone|tablet"
    r"|phone"
    r"|hey|boomerang|edison|newton|airmail|tutanota|hushmail|a mobile|an? (?:i|android|mobile)\w*"
    r"|the"
    r"|der|dem|de|il|la|lo|o|um|un|uma|une|el)\b",
)
# Whole lines, of which nobody begins a sentence below another so.
PROGRAM_LINES = (
    r"sent (?:from|via|with|by|using) \S.{0,70}$",
    r"(?:please )?(?:excuse|pardon|forgive) (?:the |my |any |all )*(?:brevity|typos|short|errors)",
    r"(?:hamta|hent|download|scarica|ottieni|obtenez|telechargez|obtener|obtenga|descarga|baixar"
    r"|obter|obtenha|holen sie sich|获取|取得|下载|下載)"
    r" (?:o |o app |l'app |die )?outlook\b",
    r"outlook (?:fur|voor|para|pour|per) (?:ios|android) (?:herunterladen|downloaden)",
    r"outlook for (?:ios|android) ?(?:を入手|を取得)|(?:ios|android)版? ?outlook ?を",
    r"(?:发自|發自|来自|來自|寄自|传自|傳自)(?:我的|她的)? ?\S",
    r"(?:从|從)(?:我的)? ?\S{1,20} ?(?:发送|傳送|寄出)|.{0,20}\S(?:から|より)送信",
    r"나의 \S{1,20}에서 보냄|отправлено |wyslane z |lahetetty |odeslano z |\S{1,20} gonderildi$",
    r"sendt fra |skickat fran |verzonden (?:vanaf|met|vanuit) |verstuurd (?:vanaf|met|vanuit) ",
    r"inviato (?:da|dal|con) |gesendet (?:von|mit|aus) |envoye (?:de|depuis|avec) |enviado (?:desde"
    r"|do|com|a partir) ",
    r"powered by \S|virus-free\.|via \S{1,20} mobile$",
    r"\((?:sent|enviado|envoye|gesendet|inviato) \S[^()\n]{0,60}\)$",
    r"\[(?:image|cid|logo|photo|picture|bild|imagen|imagem|immagine|inline)\b[^\]\n]{0,80}\]$",
    r"wysłane z |trimis de pe |odoslane z |poslano (?:s|iz) |poslato sa |надіслано з |στάλθηκε από",
    r"ارسلت من |مرسل من |تم الارسال من |נשלח מ|מה-?iphone|đa gửi từ |dikirim dari |dihantar",
    r"enviat des de|\S{1,20}-?(?:rol|ről) kuldve|ส่งจาก|मेरे \S{1,20} से भेजा",
)
# Before the words, where a mail became a text.
SUBJECTS = (
    r"(?:re|fwd?|aw|wg|sv|vs|tr|rv|res|enc|rif|antw|odp|subject|betreff|asunto|objet|oggetto"
    r"|assunto)"
)
EFFECTS = (
    r"(?:sent with|enviado con|enviado com|envoye avec|gesendet mit|inviato con|verzonden met"
    r"|skickat med) [^()\n]{1,40}",
    r"mit [^()\n]{1,40} gesendet",
)
# Above a mail that is quoted.
MAIL_HEADERS = (
    r"-{2,}\s*(?:original|forwarded|mensaje|message|ursprungliche|mensagem|messaggio|oorspronkelijk"
    r"|ursprungligt|vidarebefordrat|doorgestuurd|weitergeleitet)",
    r"begin forwarded message|(?:on|el|le|am|em|il|op|den) .{5,120}(?:wrote|escribio|a ecrit"
    r"|schrieb\b.*|escreveu|ha scritto|schreef\b.*|skrev\b.*) ?:",
    r"(?:from|von|de|da|van|fran): \S|(?:在|于|於).{5,80}(?:写道|寫道) ?[:\uff1a]",
    r"\d{4}年\d{1,2}月\d{1,2}日.{0,80}[:\uff1a>]$|_{5,}|>",
)
_MAIL = r"(?:e-?mail|message|text|sms|communication|transmission|electronic)"
DISCLAIMERS = (
    r"(?:strictly )?(?:confidential(?:ity)?|privileged|privacy|legal)(?: and \w+)?"
    r"(?: (?:notice|note|statement|disclaimer|message|communication|information|warning))?\s*[:.-]",
    r"(?:confidentiality|privacy|legal) (?:notice|note|statement|disclaimer)|disclaimer\b",
    rf"(?:this|the) {_MAIL}\b.{{0,80}}\b(?:is|are|may|contains?|was|has)\b.{{0,160}}(?:confidential"
    r"|privileged|intended|proprietary|recipient|addressee|legally|monitored|encrypted)",
    rf"(?:the )?(?:information|contents?)(?: contained)? (?:in|of) this {_MAIL}",
    r"if you (?:are not|have received|received|believe you).{0,60}(?:intended|in error|by mistake)",
    r"(?:please )?consider the environment|unless (?:otherwise|expressly) (?:stated|indicated)",
    r"(?:securities|investment advis|insurance products).{0,40}(?:offered|provided)"
    r"|irs circular 230",
    r"(?:aviso|nota|clausula) (?:legal|de (?:confidencialidad|confidencialidade|privacidad))",
    r"(?:este|esta) (?:mensaje|correo|mensagem|e-?mail|comunicacion).{0,160}(?:confidencia|destin"
    r"|privilegi)",
    r"avis de confidentialite|ce(?:t|tte)? (?:message|courriel|e-?mail|communication).{0,160}"
    r"(?:confidenti|destin)",
    r"(?:vertraulichkeit\S*|haftungsausschluss|rechtlicher hinweis)\b|diese (?:e-?mail|nachricht)"
    r".{0,160}(?:vertraulich|bestimmt)",
    r"(?:questo|questa|il presente|la presente) (?:messaggio|e-?mail"
    r"|comunicazione).{0,160}(?:riservat"
    r"|confidenzial|destinat)|le informazioni contenute in",
    r"dit (?:bericht|e-?mail\w*).{0,160}(?:vertrouwelijk|bestemd)|(?:detta|det har)"
    r" (?:meddelande|mejl|e-post)\w*.{0,160}(?:konfidentiell|avsett)",
    r"(?:本|此)(?:邮件|郵件|信息|訊息|电子邮件|電子郵件).{0,80}(?:机密|機密|保密)|(?:この|本)メール",
)
CLOSINGS = (
    r"(?:many |with )?thanks(?: again| so much| very much)?|thank you(?: again| so much)?|thx|tks"
    r"|ty"
    r"|(?:(?:best|kind|kindest|warm|warmest|with|my|sincere|with (?:kind|best|warm)) )*(?:regards"
    r"|wishes)|rgds|best|cheers|(?:yours )?sincerely(?: yours)?|all the best|yours(?: truly"
    r"| faithfully)?|respectfully(?: yours)?|warmly|cordially|take care|talk soon|v/?r|xo+(?:xo+)?"
    r"|have a (?:great|good|nice|blessed) (?:day|one|evening|night|weekend|week)|br|god bless",
    r"(?:muchas )?gracias|(?:un )?saludos?(?: cordiales)?|cordiales saludos|un abrazo|abrazos"
    r"|atentamente|atte|que tengas? buen dia",
    r"merci(?: beaucoup)?|(?:bien )?cordialement|bien a (?:vous|toi)|salutations(?: distinguees)?"
    r"|bonne (?:journee|soiree)|amities|amicalement",
    r"danke|(?:viele|liebe|beste|freundliche|schone|herzliche) gru(?:ss|ß)e|gru(?:ss|ß)e?|mfg|lg|vg"
    r"|mit (?:freundlichen|besten) gru(?:ss|ß)en|hochachtungsvoll",
    r"(?:muito )?obrigad[oa]|abracos?|atenciosamente|att|cumprimentos|grat[oa]",
    r"grazie|(?:cordiali|distinti|tanti) saluti|saluti|un saluto|cordialmente",
    r"(?:met vriendelijke |vriendelijke |hartelijke )?groet(?:en|jes)?|mvg|bedankt",
    r"(?:med )?(?:vanlig |vanliga |basta )?halsning(?:ar)?|mvh|tack(?: pa forhand)?",
)
# What follows a dash and is nobody's name.
NO_NAMES = re.compile(
    r"(?:wait|wrong|just|never|sorry|oops|kidding|jk|he|she|they|if|only|because|don'?t|do|let|its"
    r"|all|now|it|that|this|them|me|us|here|today|tonight|tomorrow|please|pls|thanks?|thx|texts?"
    r"|messages?|everything|anything|forever|again|asap|immediately|later|soon|yes|no|ok|lol|fyi"
    r"|i|we|go|loss|limit|order|sign|urgent"
    r"|you|my|the|a|an|and|or|but|so|not|too|why|what|who|when|how|noon|midnight"
    r"|lunch|dinner|breakfast|coffee|meeting|call|drinks|game|party|trip|flight|dentist|gym|school"
    r"|(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thu|thurs?|fri|sat|sun)s?"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|spring|summer|fall|autumn|winter)(?: .*)?"
)
