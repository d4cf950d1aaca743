"""Whether an entry of Twilio's message list is a message of ours, is not, or may be.

What the list shows need not be what was sent. With message redaction a body is empty and the last
four digits of a number are `XXXX`; with link shortening a body has other links; a trial account's
bodies begin, and others end, with words of Twilio's own; smart encoding replaces characters. So a
difference alone proves nothing: an entry is another message only where it is readable and says
something else.
Sources: twilio.com/docs/messaging/guides/privacy-message-redaction,
twilio.com/docs/messaging/features/link-shortening.
"""

import re
import unicodedata
from collections import Counter
from enum import StrEnum

from shared.domain.renumbering import forms_of

_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
# Words; where a script has no blanks between them, its characters.
_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7af]|[^\W_\u0e00-\u0eff\u3040-\uffff]+")
_HIDDEN = re.compile(r"x+|redacted|obfuscated|discarded|hidden")
_PLAIN_NUMBER = re.compile(r"\+?[0-9]+", re.ASCII)
_SAME_WORDS = 0.5  # of ours, from which on a body may be ours
_CUT_WORDS = 3  # a body that is cut short shows at least so many


class Likeness(StrEnum):
    """What a listed body proves about the message that was sent."""

    SAME = "same"
    UNCLEAR = "unclear"  # it may be the same, written otherwise or hidden
    OTHER = "other"


def body_likeness(sent: str, listed: str) -> Likeness:
    """What the body `listed` proves about the text `sent`, as it was handed to Twilio."""
    # A trial account's texts begin with words of Twilio's own.
    if sent.strip() and listed.rstrip().endswith(sent.rstrip()):
        return Likeness.SAME
    ours, theirs = _words(sent), _words(listed)
    if not ours or not theirs:
        return Likeness.UNCLEAR  # nothing but links, or nothing to read
    common = (Counter(ours) & Counter(theirs)).total()
    cut = len(theirs) >= _CUT_WORDS and ours[: len(theirs)] == theirs
    return Likeness.UNCLEAR if cut or common >= _SAME_WORDS * len(ours) else Likeness.OTHER


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", _LINK.sub(" ", text)).casefold()
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return [word for word in _WORD.findall(letters) if not _HIDDEN.fullmatch(word)]


def plain_number(listed: str) -> str | None:
    """The digits of a recipient in the list, without a channel's prefix; None: some are hidden."""
    address = listed.rpartition(":")[2].strip()
    return address.lstrip("+") if _PLAIN_NUMBER.fullmatch(address) else None


def number_likeness(number: str, listed: str) -> Likeness:
    """What `listed`, a recipient in the list, proves about the recipient `number` (E.164).

    A channel's prefix does not count, nor in which of its country's forms a number is written.
    """
    forms = {form.lstrip("+") for form in (number, *forms_of(number))}
    if (digits := plain_number(listed)) is not None:
        return Likeness.SAME if digits in forms else Likeness.OTHER
    # What hides digits may stand for any number of them.
    address = listed.rpartition(":")[2].strip()
    shown = re.sub(r"[^0-9]+", ".*", address.lstrip("+")) if re.search("[0-9]", address) else ".*"
    return Likeness.UNCLEAR if any(re.fullmatch(shown, form) for form in forms) else Likeness.OTHER
