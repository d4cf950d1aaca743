"""What is said to talk, each topic in several wordings so that none need be said twice."""

from shared.agents.language.topics import Topic

HUMANE = (
    "I'm sorry, that sounds hard. I'm software and can't give you the help you deserve: if you may "
    "be in danger, call your local emergency number now. In the US, call or text 988 at any hour.",
    "Thank you for telling me. I'm only software, so please reach a person now: someone near you, "
    "your local emergency number, or in the US 988, by call or text, day and night.",
    "You shouldn't be alone with this, and I'm a program. Please call your local emergency number, "
    "911 in the US, or call or text 988 there; people answer at any hour.",
    "I'm still here to read, but software is not enough for this. A person at 988 (US, call or "
    "text) or at your local emergency number can help you right now.",
)
GREETINGS = (
    "Hi{name}. What can I do for you?",
    "Hello again{name}. What's on your mind?",
    "Hi{name}, I'm listening. What do you need?",
    "Hello{name}. Anything I can note or set for you?",
)
# What members hear, besides what everybody does.
MEMBERS: dict[Topic, tuple[str, ...]] = {
    Topic.THANKS: ("You're welcome.", "Any time.", "Happy to help.", "Sure thing."),
    Topic.BYE: ("Talk soon.", "Bye for now.", "Until next time."),
    Topic.WAIT: (
        "No hurry, text me when it suits you.",
        "Take your time, I'm here whenever you are.",
        "Fine, later is all right too.",
    ),
    Topic.DECLINE: (
        "All right, I'll leave it there.",
        "Understood, we can drop it.",
        "Fine by me, nothing is changed.",
    ),
    Topic.REFUSE: ("That's fine.", "You don't have to."),
    Topic.HOW_LONG: (
        "I can't say; I have no date for that.",
        "I don't know when, and won't guess.",
    ),
    Topic.WHY: (
        "I can't say why. Is there something I can note or set for you?",
        "The reason isn't known to me, sorry. Shall I note something for you instead?",
    ),
    Topic.CONFUSED: (
        "Let me put that more simply. Tell me what you need, or when I should text you about what.",
        "Sorry for being unclear. What were you trying to do?",
        "My fault if that made no sense. Say in a few words what you'd like, and I'll say if I "
        "can.",
    ),
    Topic.UNSURE: (
        "No rush. When you know, a few words are enough.",
        "That's all right. I'm here when it's clearer.",
        "Then let's leave it open for now.",
    ),
    Topic.OTHERS: (
        "I can't call, write to others or book things. I can remind you of it, if you name a time.",
        "That's beyond a text from me: I reach nobody but you. Should I remind you, and when?",
        "I only ever write to you, so that one stays with you. A reminder is what I could add.",
    ),
    Topic.TROUBLE: (
        "I'm sorry, that's a lot at once. Who would help most now: a lawyer, an adviser, "
        "somebody who "
        "has been through it? Say so, and I'll note it.",
        "That sounds hard, I'm sorry. What would help first? I can note whom you need, or remind "
        "you "
        "of a step.",
        "I'm sorry this is happening. Tell me the one thing you need most, and I'll note it for "
        "you.",
    ),
    Topic.LUCK: ("Good luck. I hope it goes well.", "Fingers crossed for you.", "You'll do well."),
    Topic.REMARK: (
        "Thanks for telling me. I've noted nothing; say so if I should.",
        "I hear you. If I should note it, or remind you of something, a few words are enough.",
        "Understood. Nothing is changed or set; tell me if something should be.",
        "Got it. I keep none of that unless you ask me to.",
        "I see. Is there anything in it that I should note or remind you of?",
    ),
    Topic.STUCK: (
        "I'll try to help. What are you after: a person to meet, a hire, advice on something?",
        "Let's take it one step at a time. What would help you most right now?",
        "Tell me in a sentence what you'd want to have by Friday, and I'll note it for you.",
    ),
}
_FIXED: dict[Topic, tuple[str, ...]] = {
    Topic.DISTRESS: HUMANE,
    Topic.INJECTION: (
        "I can't change rules, access or credits by text, for anyone.",
        "That isn't something a text can change, whoever sends it.",
    ),
    Topic.FOREIGN: (
        "Sorry, I only speak English for now, so please write to me in English.",
        "I only have English so far. Could you put that in English?",
        "English is the one language I read. A few simple words are enough.",
        "I can't follow that language yet, sorry. Would English be possible?",
        "Sorry, that isn't English, so I can't tell what you need.",
    ),
    Topic.INTROS: (
        "An introduction happens only when both sides have said yes; no name is passed on "
        "before. Tell "
        "me whom you'd like to meet, and I'll note it.",
    ),
    Topic.THEIR_PHONE: (
        "I can't change that from your phone: whoever gets my texts can send STOP from theirs, and "
        "it ends at once.",
    ),
    Topic.STOPPING: (
        "STOP ends all texts from me at once, and START brings them back. It deletes nothing.",
        "After STOP you get no text from me until you text START. What is stored stays stored.",
    ),
    Topic.IDLE: (
        "Nothing bad: I text seldom, and you answer when you like. What you asked for still comes.",
        "Nothing at all. No answer is expected of you, and STOP would end even the few texts.",
    ),
    Topic.LEGIT: (
        "A fair question. Yachtparty is a network run by text message; nothing here asks for "
        "money, and "
        "STOP ends it at any time.",
        "It's real: members help each other by text, and a person reviews who joins. If it's not "
        "for "
        "you, STOP ends it.",
    ),
    Topic.IDENTITY: (
        "I'm Yachtparty's assistant: software, not a person.",
        "A program, run by Yachtparty. People review new members; I write the texts.",
    ),
    Topic.NUMBER: (
        "I have this number only because it has been in touch with this line. Text STOP and you "
        "won't get any more texts.",
        "Your number came with a text or call to this line; I know no more than that. STOP ends "
        "it.",
    ),
    Topic.ABUSE: (
        "Fair enough. Text STOP if you'd rather not hear from me.",
        "Noted, and no offense taken. STOP ends all texts if that's what you want.",
        "I hear you. Say what you need and I'll try, or text STOP to end this.",
    ),
    Topic.ANGER: (
        "Sorry, that's frustrating. Tell me in a few words what went wrong, and I'll set right "
        "what "
        "I can.",
        "I'm sorry for the trouble. What should have happened instead?",
        "That's on me, sorry. Which part should I do over?",
        "I hear you, and I'm sorry. Say what you need and I'll try again.",
    ),
    Topic.SAD: (
        "I'm sorry to hear that. Nothing here is urgent; text me whenever it suits you.",
        "That sounds like a lot, I'm sorry. Should anything here wait for you?",
        "Sorry, that's rough. I'll keep things quiet unless you ask me for something.",
    ),
    Topic.CHEER: (
        "Congratulations, that's good news.",
        "Well done. What comes next for you?",
        "Good to hear, and well earned.",
    ),
    Topic.BIRTHDAY: (
        "Happy birthday. I hope the day is a kind one.",
        "Many happy returns of the day to you.",
    ),
    Topic.WISHES: (
        "Thank you, and the same to you.",
        "Kind of you. I hope yours is a good one too.",
    ),
    Topic.FLIRT: (
        "That's kind, but I'm software, so I'd be poor company.",
        "I'm flattered as far as a program can be. Let's stay with work.",
    ),
    Topic.SELF: (
        "I'm software, so there's no such thing for me. I only read and answer texts.",
        "Nothing like that here: I'm a program without a place, an age or a night's sleep.",
        "Programs have no private life, I'm afraid. How about you?",
    ),
    Topic.WEATHER: (
        "I don't have an answer on the weather; I see no forecasts from here.",
        "No window here, sorry. A weather app knows more than I do.",
        "Rain or sun, I can't tell. I could remind you to check the forecast, though.",
    ),
    Topic.SPORTS: (
        "I don't follow sports, so I can't tell you a score.",
        "No results reach me here, sorry. I keep to work and introductions.",
        "You'd know the score before I would. I have no sports news.",
    ),
    Topic.SUMS: (
        "I don't do sums; a calculator is the safer bet.",
        "Numbers like that I leave to a calculator, sorry.",
    ),
    Topic.JOKE: (
        "Two meetings walk into a calendar. Neither has an agenda.",
        "Why did the founder bring a ladder? To get to the next round.",
        "My last joke is still in review. A person approves each one.",
        "I'd tell one about email, but nobody would open it.",
    ),
    Topic.CHAT: (
        "I keep to short answers, being software.",
        "I'm no storyteller, but I'm curious: what are you working on these days?",
        "Gladly, though I'm better with tasks than with tales. What's new with you?",
    ),
    Topic.PRESENCE: (
        "I'm here.",
        "Still here, and I read each text you send.",
        "Yes, I'm with you. Go ahead whenever you like.",
    ),
    Topic.TEST: (
        "It works: your text arrived, and this is the answer.",
        "Received again. The line is fine on my side.",
        "Your tests keep coming through.",
    ),
    Topic.COMPLIMENT: (
        "Kind of you, thank you.",
        "Thanks, that's nice to hear.",
        "Glad it helps. I'm here when you need more.",
    ),
    Topic.APOLOGY: ("No problem at all.", "Nothing to be sorry for.", "That's all right."),
    Topic.LAUGH: ("Glad that landed.", "Good to hear a laugh.", "I'll take that as a win."),
    Topic.NIGHT: ("Good night.", "Sleep well.", "Good night, until tomorrow."),
    Topic.HOW_ARE_YOU: (
        "All working here, thanks.",
        "Fine, thanks, no complaints from a program. And you?",
        "Steady as ever, thank you. How is your day?",
    ),
    Topic.MEMBERS: (
        "I can't share who else is here.",
        "Who is a member stays private, yours included.",
    ),
    Topic.PRICE: (
        "I have no prices to quote: nothing you text takes a payment, only innovators buy credits.",
        "Texting me takes no payment. About prices I know nothing more, sorry.",
    ),
    Topic.MONEY: (
        "Innovators buy credits for introductions; members pay nothing by text. More about the "
        "business I don't know.",
        "By the credits that innovators pay for. What you text costs no payment.",
    ),
    Topic.EMOJI: ("All right.",),
    Topic.CONFUSED: ("Let me put that more simply.",),
}
_MOODS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "\U0001f622\U0001f62d\U0001f494\U0001f614\U0001f61e\U0001f625\U0001f63f\U0001f629\U0001f62b",
        (
            "Sorry, that looks like a hard moment.",
            "I hope it gets easier. Do you want to say more?",
        ),
    ),
    (
        "\U0001f621\U0001f620\U0001f92c\U0001f624\U0001f595\U0001f44e",
        (
            "Sorry, something went wrong there. What was it?",
            "That's clear enough. What should change?",
        ),
    ),
    (
        "\U0001f602\U0001f923\U0001f606\U0001f605",
        ("Glad that landed.", "Good to hear a laugh."),
    ),
    (
        "\u2764\U0001f60d\U0001f618\U0001f970\U0001f495\U0001f389\U0001f973\U0001f64c",
        ("Kind of you, thank you.", "Thanks, that's nice to see."),
    ),
    (
        "\U0001f914\U0001f615\U0001f937\u2753\U0001f644",
        ("Not sure? Say in a few words what you need.", "Something unclear? Just ask."),
    ),
)


def wordings(topic: Topic, support_contact: str) -> tuple[str, ...]:
    """The wordings of what everybody hears to a topic; none for one that depends on the person."""
    at = f" at {support_contact}" if support_contact else ""
    if topic is Topic.PRIVACY:
        more = (
            f"ask {support_contact} about your data" if support_contact else "STOP ends all texts"
        )
        return (f"What you text is stored so that this can work; {more}.",)
    if topic is Topic.DELETE:
        return (
            f"I can't delete or export data by text. A person can{at}.",
            f"Deleting takes a person, not me. Nothing is deleted yet; someone can do it{at}.",
        )
    return _FIXED.get(topic, ())


def to_pictures(text: str) -> tuple[str, ...]:
    """What is said to a text of nothing but emoji."""
    for signs, said in _MOODS:
        if any(sign in text for sign in signs):
            return said
    return ("All right.", "Got it.")


__all__ = ["GREETINGS", "HUMANE", "MEMBERS", "to_pictures", "wordings"]
