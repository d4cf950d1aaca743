"""What phones write by themselves in further languages; `phone_wording` says how it is read.

Korean, Russian, Polish, Turkish, Vietnamese, Indonesian, Danish, Norwegian, Finnish, Arabic, Hindi.
A reaction needs a quotation beside its words and a note several of its parts, so that a wording
too many takes no person's text.
"""

REACTIONS = {
    "ko": (
        "{it} 을(를) 좋아합니다|{it} 을 좋아합니다|{it} 를 좋아합니다|{it} 에 좋아요"
        "|{it} 을(를) 사랑합니다",
        "{it} 을(를) 싫어합니다|{it} 에 웃었습니다|{it} 을(를) 강조했습니다"
        "|{it} 에 의문을 표시했습니다",
        "{it} 에 {emoji} 반응을 보냈습니다|{it} 에 {emoji}로 반응했습니다|{it} 에 {emoji} 반응",
    ),
    "ru": (
        "Понравилось {it}|Нравится {it}|Не понравилось {it}|Не нравится {it}"
        "|Очень понравилось {it}",
        "Посмеялся над {it}|Посмеялась над {it}|Выделено {it}|Вопрос по {it}|{emoji} на {it}",
        "Поставил {emoji} на {it}|Поставила {emoji} на {it}|Поставил(а) реакцию {emoji} на {it}",
        "Реакция {emoji} на {it}|Отреагировал {emoji} на {it}|Отреагировала {emoji} на {it}",
        "Отреагировал(а) {emoji} на {it}|Убрана реакция {emoji} с {it}",
    ),
    "pl": (
        "Spodobało się {it}|Polubiono {it}|Nie spodobało się {it}|Rozbawiło {it}|Wyróżniono {it}",
        "Zareagowano {emoji} na {it}|Zareagował {emoji} na {it}|Zareagowała {emoji} na {it}",
        "{emoji} do {it}|{emoji} na {it}|Usunięto {emoji} z {it}",
    ),
    "tr": (
        "Beğendi: {it}|{it} beğenildi|{it} beğendi|{it} sevildi|{it} mesajına güldü",
        "{it} mesajına {emoji} tepkisi verdi|{it} iletisine {emoji} tepkisi verdi",
        "{it} için {emoji} tepkisi verdi|{it} iletisine {emoji} ifadesi bıraktı",
    ),
    "vi": (
        "Đã thích {it}|Đã yêu thích {it}|Đã không thích {it}|Đã cười {it}|Đã nhấn mạnh {it}",
        "Đã bày tỏ {emoji} với {it}|Đã phản ứng {emoji} với {it}"
        "|Đã bày tỏ cảm xúc {emoji} với {it}",
    ),
    "id": (
        "Menyukai {it}|Tidak menyukai {it}|Menertawakan {it}|Menekankan {it}|Mempertanyakan {it}",
        "Memberi reaksi {emoji} pada {it}|Bereaksi {emoji} terhadap {it}"
        "|Bereaksi {emoji} pada {it}",
    ),
    "da": (
        "Synes godt om {it}|Syntes godt om {it}|Elskede {it}|Lo ad {it}|Fremhævede {it}",
        "Reagerede med {emoji} på {it}|{emoji} på {it}|Fjernede {emoji} fra {it}",
    ),
    "no": (
        "Likte {it}|Mislikte {it}|Elsket {it}|Lo av {it}|Uthevet {it}",
        "Reagerte med {emoji} på {it}|{emoji} på {it}|Fjernet {emoji} fra {it}",
    ),
    "fi": (
        "Tykkäsi: {it}|Tykkäsi {it}|Ei tykännyt: {it}|Rakasti {it}|Nauroi: {it}|Korosti: {it}",
        "Reagoi {emoji} kohteeseen {it}|Reagoi {emoji}: {it}",
    ),
    "ar": (
        "أعجبني {it}|أعجب بـ {it}|أعجبه {it}|أحببت {it}|لم يعجبني {it}|ضحك على {it}",
        "تفاعل بـ {emoji} مع {it}|تفاعل ب {emoji} مع {it}|تفاعل باستخدام {emoji} مع {it}",
    ),
    "hi": (
        "पसंद किया {it}|{it} को पसंद किया|{it} को नापसंद किया|{it} पर हँसे",
        "{it} पर {emoji} प्रतिक्रिया दी|{it} पर {emoji} से प्रतिक्रिया दी",
    ),
}
THINGS = {
    "ko": "사진|이미지|동영상|첨부 파일|메시지",
    "ru": "изображение|фото|видео|вложение|сообщение",
    "pl": "obraz|zdjęcie|wideo|załącznik|wiadomość",
    "tr": "bir görüntü|bir fotoğraf|bir video|bir mesaj",
    "vi": "một hình ảnh|một ảnh|một video|một tin nhắn",
    "id": "gambar|foto|video|lampiran|pesan",
    "da": "et billede|et foto|en video|en besked",
    "no": "et bilde|et foto|en video|en melding",
    "fi": "kuva|kuvaa|video|videota|viesti|viestiä",
    "ar": "صورة|فيديو|مرفق|رسالة",
    "hi": "एक छवि|एक फ़ोटो|एक वीडियो|एक संदेश",
}
EDITS = (
    "Изменено на {name}|Отредактировано: {name}|Zmieniono na {name}|Edytowano na {name}",
    "{name} olarak düzenlendi|Đã sửa thành {name}|Diedit menjadi {name}|Redigeret til {name}",
    "Redigert til {name}|Muokattu: {name}|{name}(으)로 편집됨|تم التعديل إلى {name}",
    "編集済み: {name}|Modifié : {name}|Modificato: {name}|Editado: {name}|Bearbeitet: {name}",
)
HEADINGS = (
    "자동 응답|자동 회신|부재중 자동응답|автоответ|автоматический ответ|автоматическое сообщение",
    "automatyczna odpowiedź|autoodpowiedź|otomatik yanıt|otomatik cevap|trả lời tự động",
    "balasan otomatis|jawaban otomatis|automatisk svar|autosvar|automaattinen vastaus",
    "رد تلقائي|رد آلي|स्वचालित उत्तर|स्वतः उत्तर",
)

# Language, then the parts of a note: driving, feature, later, thanks, away, out_of_reach, instead.
NOTES: dict[str, tuple[str, str, str, str, str, str, str]] = {
    "ko": (
        "운전 중|운전하고 있",
        "집중 모드|방해금지|방해 금지",
        "나중에|확인하겠습니다|도착하면|연락드리|답장",
        "메시지 감사|연락 감사|문의 감사|메일 감사|메시지 주셔서 감사",
        "부재중|부재 중|휴가 중|휴가중|자리를 비|출장 중|휴무",
        "확인이 어렵|확인할 수 없|답변이 늦",
        "긴급|급한|급하신|돌아와서|복귀 후",
    ),
    "ru": (
        "за рулем|я веду машину|веду автомобиль",
        "не беспокоить|фокусирован|режим вождения",
        "позже|когда доберусь|прочитаю|прочту|отвечу|перезвоню|увижу ваше|увижу твое|напишу",
        "спасибо за сообщение|спасибо за ваше|спасибо за письмо|благодарю за|благодарим за"
        "|спасибо за обращение",
        "в отпуске|нет в офисе|не в офисе|в командировке|отсутствую|нет на месте|на больничном",
        "ограниченный доступ|нет доступа|не проверяю",
        "срочн|обращайтесь|по возвращении|когда вернусь|свяжитесь",
    ),
    "pl": (
        "prowadzę samochód|prowadzę auto|jestem za kierownicą|jadę samochodem",
        "nie przeszkadzać|tryb skupienia|trybem skupienia|tryb jazdy",
        "przeczytam|odpiszę|odpowiem|zadzwonię|oddzwonię|gdy dotrę|później|zobaczę twoją",
        "dziękuję za wiadomość|dziękujemy za wiadomość|dziękuję za kontakt|dziękujemy za kontakt",
        "na urlopie|poza biurem|nieobecn|na zwolnieniu|na delegacji",
        "ograniczony dostęp|bez dostępu|nie mam dostępu",
        "w pilnych|w sprawach pilnych|proszę o kontakt|po powrocie",
    ),
    "tr": (
        "araba kullanıyorum|araç kullanıyorum|direksiyondayım|direksiyon başındayım",
        "odak açık|odak modu|rahatsız etme|sürüş modu|sürüş odağı",
        "mesajını|mesajınızı|varınca|vardığımda|sonra|geri döneceğim|arayacağım|yanıtlayacağım",
        "mesajınız için teşekkür|mesajın için teşekkür|e-postanız için teşekkür",
        "izindeyim|tatildeyim|ofis dışındayım|ofiste değilim",
        "sınırlı erişim|erişimim yok",
        "acil|döndüğümde|iletişime geç",
    ),
    "vi": (
        "đang lái xe",
        "chế độ tập trung|không làm phiền",
        "sẽ xem tin|sẽ trả lời|khi đến nơi|gọi lại|nhắn lại",
        "cảm ơn tin nhắn|cảm ơn bạn đã|cảm ơn email",
        "đang nghỉ|vắng mặt|không có mặt|nghỉ phép",
        "hạn chế|không thể truy cập",
        "khẩn|liên hệ|khi tôi trở lại",
    ),
    "id": (
        "sedang mengemudi|sedang menyetir|lagi nyetir",
        "fokus aktif|jangan ganggu|mode mengemudi",
        "melihat pesan|membaca pesan|membalas|nanti|setelah sampai|menghubungi",
        "terima kasih atas pesan|terima kasih telah menghubungi|terima kasih atas email",
        "sedang cuti|di luar kantor|tidak di kantor|sedang libur",
        "akses terbatas|tidak memiliki akses",
        "mendesak|darurat|hubungi|setelah kembali",
    ),
    "da": (
        "jeg kører bil|jeg kører lige nu|bag rattet",
        "fokus slået|forstyr ikke|kørefokus",
        "ser din besked|læser din besked|vender tilbage|ringer tilbage|svarer senere"
        "|når jeg er fremme",
        "tak for din besked|tak for din mail|tak for din henvendelse",
        "på ferie|ikke på kontoret|på orlov|fraværende",
        "begrænset adgang|ikke adgang",
        "haster|hastesager|kontakt|når jeg er tilbage",
    ),
    "no": (
        "jeg kjører",
        "fokus på|ikke forstyrr|kjørefokus",
        "ser meldingen|leser meldingen|svarer senere|ringer deg|når jeg er framme"
        "|når jeg er fremme",
        "takk for meldingen|takk for din|takk for e-posten|takk for henvendelsen",
        "på ferie|ikke på kontoret|i permisjon|fraværende",
        "begrenset tilgang",
        "haster|kontakt|når jeg er tilbake",
    ),
    "fi": (
        "ajan autoa|ajan parhaillaan|olen ajamassa|olen ratissa",
        "keskittymistila|älä häiritse|ajotila",
        "näen viestisi|luen viestisi|vastaan myöhemmin|soitan|kun olen perillä|palaan asiaan",
        "kiitos viestistäsi|kiitos viestistä|kiitos yhteydenotosta",
        "lomalla|poissa|en ole toimistolla|vapaalla",
        "rajoitetusti|en lue",
        "kiireellis|ota yhteyttä|palattuani",
    ),
    "ar": (
        "أقود السيارة|أقود سيارتي|أثناء القيادة",
        "التركيز|عدم الإزعاج|وضع القيادة",
        "سأطلع|سأقرأ|سأرد|عند وصولي|لاحقا|سأتصل|سأرى",
        "شكرا لرسالتك|شكرا على رسالتك|شكرا لتواصلك",
        "إجازة|خارج المكتب|غير متواجد",
        "وصول محدود|لا أستطيع الوصول",
        "عاجل|للضرورة|عند عودتي|الطوارئ",
    ),
    "hi": (
        "गाड़ी चला रहा|गाड़ी चला रही|ड्राइव कर",
        "फ़ोकस|डू नॉट डिस्टर्ब",
        "बाद में|देखूँगा|देखूंगा|जवाब दूँगा|कॉल करूँगा|पहुँच",
        "संदेश के लिए धन्यवाद|मैसेज के लिए धन्यवाद",
        "छुट्टी पर|कार्यालय से बाहर|ऑफिस से बाहर",
        "सीमित",
        "ज़रूरी|आपात|संपर्क",
    ),
}
