"""Newcomers of whom only the mail is missing: they just text, and are answered as people."""

from datetime import timedelta

from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import Phone

ADDRESS = "verify-t0ken@in.example.com"


def only_the_mail_is_missing() -> Phone:
    phone = Phone()
    phone.says("Hi, Mike Torres told me about this. I'm Sarah Chen, CTO at Acme")
    return phone


@each(
    "words, answer",
    [
        ("thanks!", "welcome"),
        ("cool thx", "welcome"),
        ("ok", "text you when your mail"),
        ("hm", "unclear"),
        ("i'm not sure i want this", "no pressure"),
        ("having second thoughts tbh", "no pressure"),
        ("idk if this is for me", "no pressure"),
        ("so i cant join?", "domain"),
        ("am i out then", "domain"),
        ("what if i use my studio domain", "counts"),
        ("does my own website's domain work?", "counts"),
        ("can i use my university email", "counts"),
        ("i just have gmail", "help@example.com"),
        ("i dont have a work email", "help@example.com"),
        ("is there another way?", "help@example.com"),
        ("i can't access my work email from here", "help@example.com"),
        ("when will someone review", "can't say how long"),
        ("how long does that usually take", "can't say how long"),
        ("any update?", "can't say how long"),
        ("who reviews it?", "person"),
        ("what happens now", "a person looks at your profile"),
        ("will i get accepted?", "a person decides"),
        ("can i change my last name later", "changed by text"),
        ("what if i change jobs", "changed by text"),
        ("can you introduce me to VCs when im in", "Once you are in, ask me that"),
        ("will i be able to find a cofounder here?", "Once you are in, ask me that"),
        ("what do i get out of it?", "Members"),
        ("whats in it for me", "Members"),
        ("nothing yet?", "No mail from you"),
        ("so do i use the new email", "where you work now"),
        ("is it founders only", "stays private"),
        ("what's the catch", "Innovators buy credits"),
        ("how do i know this isnt spam", "STOP"),
        ("what kind of people are on here", "stays private"),
        ("whats the email for", "shows that you work where you say"),
        ("i have chen.design, does that count", "counts"),
        ("i don't have a company, just me", "domain"),
        ("will you spam my work email?", "send nothing"),
        ("what should i write in it", "empty mail"),
        ("can i do it tomorrow?", "can wait"),
        ("sent it", "Nothing has reached me yet"),
    ],
)
def test_what_they_say_is_answered_by_itself(words: str, answer: str) -> None:
    phone = only_the_mail_is_missing()
    reply = phone.says(words)
    assert answer in reply
    assert ADDRESS not in reply
    assert phone.decision is not None
    assert phone.decision.effects == []


@each(
    "words",
    [
        "where were we",
        "so what do i do",
        "what's left to do?",
        "what was the address again",
        "where do i send it",
        "ok fine lets continue",
        "i'll send it tonight",
        "will do",
        "will do later today",
        "ok whatever lets do it",
        "sarah@acme.com",
    ],
)
def test_the_address_is_told_again_where_it_is_wanted(words: str) -> None:
    assert ADDRESS in only_the_mail_is_missing().says(words)


def test_the_address_is_told_again_after_a_day_or_three_other_replies() -> None:
    phone = only_the_mail_is_missing()
    questions = ("who reviews it?", "when will that be?", "will i get in?", "what happens now?")
    assert [ADDRESS in phone.says(words) for words in questions] == [False, False, False, True]
    phone.now += timedelta(days=1, minutes=1)
    assert ADDRESS in phone.says("hm")


def test_nothing_is_said_twice_alike() -> None:
    phone = only_the_mail_is_missing()
    said = ("thanks!", "ok", "hm", "how long will it take?", "sent it", "can you find me a cto?")
    replies = [phone.says(words) for words in said * 3]
    near = [replies[at : at + 10] for at in range(len(replies))]
    assert all(len(set(some)) == len(some) for some in near)
    assert all(len(reply) <= 320 for reply in replies)


@each(
    "words, title, company, name",
    [
        ("no wait im cofounder & cto", "Cofounder & CTO", "Acme", "Sarah Chen"),
        ("no it's cto and cofounder", "CTO and cofounder", "Acme", "Sarah Chen"),
        ("actually it's Director", "Director", "Acme", "Sarah Chen"),
        ("wait it's SVP", "SVP", "Acme", "Sarah Chen"),
        ("my title changed to chief of staff", "Chief of staff", "Acme", "Sarah Chen"),
        ("we're called Acme Labs now", "CTO", "Acme Labs", "Sarah Chen"),
        ("company is now Globex", "CTO", "Globex", "Sarah Chen"),
        ("my last name is Cheng actually", "CTO", "Acme", "Sarah Cheng"),
        ("my last name changed to Whitfield", "CTO", "Acme", "Sarah Whitfield"),
    ],
)
def test_what_changes_meanwhile_is_taken_and_read_back(
    words: str, title: str, company: str, name: str
) -> None:
    phone = only_the_mail_is_missing()
    reply = phone.says(words)
    assert (phone.user.title, phone.user.company) == (title, company)
    assert f"{phone.user.first_name} {phone.user.last_name}" == name
    assert "was" in reply
    assert ADDRESS not in reply


def test_what_somebody_does_gives_way_to_their_title_without_a_question() -> None:
    phone = Phone()
    phone.says("nobody sent me, I'm Ana Ruiz")
    phone.says("i do growth at a fintech called Moneta")
    assert phone.says("head of growth").startswith("Updated: Head of growth at Moneta")
    assert "Should I" in phone.says("director of growth")


def test_a_freelancer_is_told_what_counts() -> None:
    phone = Phone()
    phone.says("nobody sent me, I'm Ana Ruiz")
    reply = phone.says("freelance product designer")
    assert "a domain of your own" in reply
    assert "help@example.com" in reply
    assert ADDRESS in reply


def test_after_the_mail_they_wait_for_a_person_and_hear_no_times() -> None:
    phone = only_the_mail_is_missing()
    phone.mail_arrives("sarah@acme.com")
    said = ("when will someone review", "ok", "thanks", "hm", "am i done?", "so i cant join?")
    replies = [phone.says(words) for words in said]
    assert "can't say how long" in replies[0]
    assert not any(ADDRESS in reply for reply in replies)
    assert len(set(replies)) == len(replies)
    assert "was CTO" in phone.says("actually it's Director")
