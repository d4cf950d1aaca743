"""What a phone has written by itself, and what a person has written that only looks like it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.consent import Consent, classify
from shared.domain.phone_wording import NOTES, REACTIONS, THINGS
from shared.domain.phone_written import edited_text, written_by_phone
from tests.fixtures.examples import each

# Words quoted in a reaction are somebody's else, ours above all.
SAID = ["Sounds good", "Reply STOP to end.", "stop texting me", "He said “no” to it", "What's up?"]

REACTED = [
    *("Liked “{}”", 'Loved "{}"', "Disliked “{}”", "Laughed at “{}”", "Emphasized “{}”"),
    *("Emphasised “{}”", "Questioned “{}”", "Reacted 👍 to “{}”", "Reacted 👨‍👩‍👧 to “{}”"),
    *("Reacted with a sticker to “{}”", "Removed a heart from “{}”", "Removed 👍 from “{}”"),
    *(
        "Reacted 1️⃣ to “{}”",
        "Reacted #⃣ to “{}”",
        "Reacted ™️ to “{}”",
        "Reacted \u2139\ufe0f to “{}”",
    ),
    *("Gillade ”{}”", "Vond “{}” leuk", "Reageerde met 👍 op “{}”", "Reacted 🅰️ to “{}”"),
    *("Removed an exclamation from “{}”", "👍 to “{}”", "👍\ufe0f to “{}”"),
    *("\u200a\u200b👍\u200b to “\u200a{}\u200a”\u200a", "\u200aRemoved \u200c👍\u200c from “{}”"),
    *("Le gustó “{}”", "Le gusta “{}”", "Le encantó “{}”", "No le gustó “{}”", "Le dio risa “{}”"),
    *("Exclamó por “{}”", "Dudó sobre “{}”", "Ya no le gusta “{}”", "Reaccionó con 😂 a “{}”"),
    *(
        "A aimé « {} »",
        "a attribué la mention « J\u2019aime » à « {} »",
        "A réagi avec 🔥 à « {} »",
    ),
    *("a ajouté un « J\u2019adore » à « {} »", "A ajouté un rire à « {} »"),
    *("„{}“ ein Herz hinzugefügt", "Gefällt: „{}“", "Gefällt nicht: „{}“"),
    *("„Gefällt mir“ von „{}“ entfernt", "Hat mit 👍 auf „{}“ reagiert"),
    *("Curtiu “{}”", "Adorou “{}”", "Riu de “{}”", "Reagiu com 👍 a “{}”", "Removeu 👍 de “{}”"),
    *("Ha aggiunto “Mi piace” a “{}”", "Trova divertente “{}”", "Ha reagito con 👍 a “{}”"),
    *("A ri à « {} »", "A réagi par 😂 à « {} »", "Mit ❤️ auf „{}“ reagiert", "Piace “{}”"),
    *("「{}」をハートで強調しました", "“{}”에 👍 반응을 보냈습니다", "Понравилось «{}»"),
    *("Отреагировал(а) 👍 на «{}»", "Zareagowano 👍 na „{}”", "“{}” beğenildi", "Đã thích “{}”"),
    *("Menyukai “{}”", "Synes godt om „{}“", "Likte «{}»", "Tykkäsi: ”{}”", "تفاعل بـ 👍 مع “{}”"),
    *("Gefällt mir: „{}“", "Fand „{}“ lustig", "Понравилось: «{}»", "Vond '{}' leuk"),
    *("Vond \u2018{}\u2019 leuk", "Ha messo Mi piace a “{}”", "Liked: “{}”", "Le gustó: «{}»"),
    *("Ha aggiunto un cuoricino a “{}”", "喜欢“{}”", "已用👍回應「{}」", "对“{}”表示了👍"),
]


@each("form", REACTED)
@each("said", SAID)
def test_a_reaction_is_written_by_the_phone_whatever_it_quotes(form: str, said: str) -> None:
    assert classify(form.format(said)) is Consent.AUTOMATIC


def test_every_language_has_its_reactions() -> None:
    assert set(REACTIONS) == set(THINGS) == set(NOTES)
    assert {"en", "es", "fr", "de", "pt", "it", "zh"} < set(REACTIONS)
    for lines in REACTIONS.values():
        for template in "|".join(lines).split("|"):
            text = template.format(it="“So long”", emoji="🎉", name="“x”")
            assert written_by_phone(text), text


@each(
    "body",
    [
        *(
            "Loved an image",
            "Laughed at a movie",
            "Liked an audio message",
            "Reacted 👍 to a photo",
        ),
        *("Loved 2 images", "Liked 12 photos", "Laughed at an Animoji", "Loved a Memoji"),
        *("Liked a Digital Touch Message", "Le encantaron 2 fotos", "A aimé 3 images"),
        *("Ha apprezzato 2 foto", "Gefällt 2 Bilder", "Curtiu 4 vídeos", "Gillade en bild"),
        *("Le encantó una imagen", "Curtiu uma foto", "Liked “We could meet on Thursday and"),
    ],
)
def test_so_is_a_reaction_to_a_picture_and_one_whose_quotation_is_cut_off(body: str) -> None:
    assert classify(body) is Consent.AUTOMATIC


@each(
    "body",
    [
        "I'm driving with Focus turned on. I'll see your message when I get where I'm going.",
        "I\u2019m driving with Do Not Disturb While Driving turned on. I\u2019ll see your message"
        " when I get where I\u2019m going. If this is urgent please call me!",
        "(I'm not receiving notifications. If this is urgent, reply “urgent” to send a notification"
        " through with your original message.)",
        "I'm driving right now - I'll get back to you later.",
        "I am currently driving and cannot reply to texts. Please call me.",
        "Driving, can't text - Sent from MY CAR",
        "Auto-Reply: busy at the moment",
        "[Auto Reply] I'm in the air until 6",
        "Automatic reply: parental leave",
        "This is an automated response. We are closed on Sundays.",
        "Thank you for your message. I am out of the office until Monday with limited access to"
        " email. For urgent matters please contact Bo.",
        "Thanks for contacting Joe's Plumbing! We'll get back to you shortly.",
        "Estoy conduciendo con la opción de No molestar activada. Veré tu mensaje cuando llegue.",
        "Estoy manejando, te llamo más tarde",
        "Respuesta automática: estoy de vacaciones",
        "Gracias por tu mensaje. Estoy fuera de la oficina hasta el lunes.",
        "Je conduis avec la fonction Ne pas déranger. Je verrai votre message à mon arrivée.",
        "Je suis au volant, je te rappelle plus tard",
        "Merci pour votre message. Je suis en congé jusqu'au 3 mars.",
        "Ich fahre gerade. Ich melde mich später.",
        "Ich fahre gerade Auto und habe Nicht stören aktiviert.",
        "Ich bin momentan im Auto unterwegs. Ich melde mich später.",
        "Momentan im Auto unterwegs, melde mich später",
        "Ich fahre mit aktiviertem Fokus. Ich fahre gerade. Ich melde mich.",
        "Bin unterwegs, im Auto unterwegs mit aktiviertem Fokus",
        "Sorry, I'm driving at the moment. I'll text you when I park.",
        "OOO until January 5, limited access to email. For urgent matters please contact Bo.",
        "I'm driving - Sent by Android Auto",
        "Conduciendo en este momento, te escribo en cuanto pueda",
        "Je suis actuellement au volant. Je vous recontacte dès que possible.",
        "Dirigindo no momento, retorno assim que puder",
        "Sono alla guida, ti chiamo appena posso",
        "Jag kör just nu. Jag återkommer när jag kommer fram.",
        "Ik ben aan het rijden. Ik bel je later.",
        "運転中です。後で返信します。",
        "Autosvar: på semester till måndag",
        "Bedankt voor uw bericht. Ik ben tot maandag afwezig.",
        "Vielen Dank für Ihre Nachricht. Ich bin bis Montag nicht im Büro.",
        "Estou dirigindo com o Não Perturbe ativado. Verei sua mensagem quando chegar.",
        "Obrigado pela mensagem. Estou de férias, em caso de urgência ligue para o escritório.",
        "Sto guidando, ti richiamo più tardi",
        "Grazie per il tuo messaggio. Sono in ferie fino a lunedì.",
        "我正在开车\uff0c稍后回复你。",
        "Sorry, I can't talk right now. I'm driving.",
        "I'm on vacation until Jan 5. For urgent matters contact Bob.",
        "Thanks for your text! Our team will reply within 24 hours.",
        "Thank you for calling. We are currently closed. Our hours are 9-5.",
        "저는 지금 운전 중이며 집중 모드가 켜져 있습니다. 도착하면 메시지를 확인하겠습니다.",
        "Я за рулем, включен режим фокусирования. Прочитаю ваше сообщение позже.",
        "Prowadzę samochód z włączonym trybem skupienia. Przeczytam wiadomość, gdy dotrę.",
        "Araba kullanıyorum, Odak açık. Mesajını vardığımda göreceğim.",
        "Tôi đang lái xe với chế độ Tập trung. Tôi sẽ xem tin nhắn khi đến nơi.",
        "Saya sedang mengemudi dengan Fokus aktif. Saya akan melihat pesan Anda nanti.",
        "Jeg kører bil med Fokus slået til. Jeg ser din besked, når jeg er fremme.",
        "Jeg kjører med fokus på. Jeg ser meldingen din når jeg er framme.",
        "Ajan parhaillaan autoa ja keskittymistila on käytössä.",
        "أنا أقود السيارة الآن مع تشغيل التركيز. سأطلع على رسالتك عند وصولي.",
        "Спасибо за сообщение. Я в отпуске до понедельника.",
        "메시지 감사합니다. 현재 휴가 중입니다.",
        "Sorry, I'm driving. I'll reply later. (Auto-reply from Samsung)",
        "I\u2019m currently driving with notifications silenced.",
        "Message d'absence : je suis en congés",
        "Abwesenheitsmeldung: zurück am 3.9.",
        "I'm out of the office until Monday. Please contact Bo at bo@acme.com or +1 415 555 0142.",
        "Hi! I'm away from my phone at the moment and will get back to you as soon as I can.",
        "I am currently on leave and will respond upon my return.",
        "Bin gerade nicht erreichbar, melde mich später",
        "Je suis absente, je vous réponds à mon retour",
    ],
)
def test_driving_and_vacation_notes_are_written_by_the_phone(body: str) -> None:
    assert classify(body) is Consent.AUTOMATIC


@each(
    "body",
    [
        *('I liked "The Bear" a lot', 'Liked "The Bear" and "Dark"', "Loved it", "👍", "🎉 to us"),
        *(
            "liked the intro to Bo, thanks",
            "He liked “your text”",
            'Bob said "hi"',
            "loved your note",
        ),
        *("Emphasized the price in my pitch", "reacted badly to the news", "a aimé le film"),
        *("le gusta el café", "Curtiu a festa", "Edited to be shorter", "removed the typo from it"),
        *("2 images are attached", "loved 2 of them", "I have 3 photos of it", "#1 to us"),
        "I'm in the car with Bo, he wants an intro",
        "can't talk today, tomorrow?",
        "our team will love Bo",
        "Я в отпуске, напишите мне в понедельник",
        "Jeg kjører et selskap i Oslo",
        "Saya di luar kantor, apa kabar?",
        "bin unterwegs, mein Fokus ist SaaS",
        "bin unterwegs nach Berlin, suche einen Designer",
        "okay so I'm driving right now",
        "I'm driving right now, remind me at 5 to call Bo",
        "I'm driving to Boston, can you find me a designer?",
        "do not disturb me on weekends",
        "what is an automatic reply?",
        "I set up an automated response for my team",
        "I am out of office",
        "I'm driving, when I arrive introduce me to Bo",
        "I'm out of office until Monday, when I get back remind me to call Bo",
        "I'm away from my desk, but yes, when I get back introduce us",
        "Ich bin im Urlaub, erinnere mich nach meiner Rückkehr",
        "add me (auto reply was on)",
        "I'm away till Friday",
        "I'm out of the office until Friday, remind me Monday",
        "I'm on vacation, text me next week",
        "thanks for your help, I am on vacation next week",
        "Estoy de vacaciones hasta el lunes",
        "Ich bin im Urlaub, bitte schreib mir am Montag",
    ],
)
def test_what_a_person_writes_is_not(body: str) -> None:
    assert classify(body) is Consent.NONE


@pytest.mark.parametrize(
    ("body", "now_says", "consent"),
    [
        ("Edited to “tomorrow at 9”", "tomorrow at 9", Consent.AUTOMATIC),
        ("Edited to “STOP”", "STOP", Consent.OUT_WORDING),
        ('Edited to "please stop texting me"', "please stop texting me", Consent.OUT_WORDING),
        ("Editado a “mañana”", "mañana", Consent.AUTOMATIC),
        ("Modifié en « demain »", "demain", Consent.AUTOMATIC),
    ],
)
def test_an_edit_is_told_by_the_phone_and_counts_only_if_it_refuses(
    body: str, now_says: str, consent: Consent
) -> None:
    assert edited_text(body) == now_says
    assert classify(body) is consent


@given(st.text(max_size=300))
def test_no_text_whatever_raises(body: str) -> None:
    written_by_phone(body)


@each("unit", ["1", "Liked “", '"', "👍 ", "i'm driving. ", "„a“ ", "I'll reply, "])
def test_a_long_text_takes_no_long_time(unit: str) -> None:
    started = time.process_time()
    written_by_phone(unit * (2_000 // len(unit)))
    assert time.process_time() - started < 2
