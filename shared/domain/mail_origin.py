"""Whether a person wrote a mail, or a machine: automatic answers, bounces, receipts, lists.

Nobody says it in one way. Sources: RFC 3834 and RFC 2369; what Exchange, Gmail, list managers and
help desks write; the collections of such headers that mail libraries keep. What is missing here is
one more word.
"""

import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from shared.domain.phone_written import folded, is_machines_heading

Headers = list[tuple[str, str]]  # names in small letters, in the order of the mail

# Mailboxes that answer by themselves or belong to nobody (RFC 2142, and what mail systems use).
_MACHINE = re.compile(
    r"(?:.*[-_.=])?(?:(?:mailer|mail)[-_.]?daemon|(?:no|do[-_.]?not)[-_.]?repl(?:y|ies)|bounces?"
    r"|listserv|majordomo|mailman|notif(?:y|ier|ications?)|alerts?|newsletters?)\d*(?:[-_.].*)?"
    r"|postmaster|hostmaster|webmaster|listmaster|abuse|noc|security|usenet|uucp|root|daemon|nobody"
    r"|cron|system|www(?:-data)?|apache|nagios|zabbix|monitoring|(?:chat|mail)?(?:ro)?bot|mailer"
    r"|jira|git(?:hub|lab)|confluence|zendesk|vacation|unsubscribe|reply"
    r"|(?:(?:customer|tech(?:nical)?|it|team|user|client)s?[-_.]?)?(?:support|care|service)"
    r"(?:[-_.]?(?:team|desk)|[-_.][a-z]{2})?"
    r"|soporte|ayuda|suporte|ajuda|assistance|assistenza|hilfe|kunden(?:service|dienst|support)"
    r"|klantenservice|atencion(?:al?cliente)?|(?:service[-_.]?)?client|sav|kundtjanst"
    r"|scan(?:ner|s)?|printer|copier|mfp|e?fax|voice-?mail"
    r"|help(?:[-_.]?(?:desk|me|line|centre|center))?|service[-_.]?desk|tickets?|confirm(?:ation)?s?"
    r"|verif(?:y|ication)|invit(?:e|ation)s?|reminders?|calendar"
    r"|auto(?:mat(?:ed|ic|ion)|[-_.]?mailer|[-_.]?confirm|[-_.]?repl(?:y|ies)|[-_.]?responder)"
    r"|owner-.+|.+-(?:owner|request|subscribe|unsubscribe|confirm|admin)"
)
_LISTS_ENVELOPE = re.compile(r"mailer[-_.]?daemon|owner-|[^@+]+-(?:bounces?|owner|request)[+@]")
_LISTS = frozenset({"bulk", "list", "junk", "auto_reply"})  # Precedence
# The names of headers that only machines write, whatever they say.
_AUTOMATIC = re.compile(
    r"(?:x-)?(?:[a-z]+-)?auto(?:-?(?:repl|respon|generat|forward|answer|ack)[a-z-]*)?"
    r"|(?:x-)?mailing-?list|x-failed-recipients|x-(?:mailman|beenthere|list|ml-|sympa|majordomo).*"
    r"|x-(?:google-group|original-list|vacation|loop|cron|ms-exchange-generated).*"
    # What services write that send to many, or to whoever was entered into somebody's form.
    r"|feedback-id|x-(?:campaign-?id|campaign|mailer-(?:recptid|sid|sent-by)|csa-complaints)"
    r"|x-(?:report-abuse(?:-to)?|abuse-reports-to|sg-e?id|pm-message-id|pm-tag|mandrill-user)"
    r"|x-(?:mc-user|mj-.*|hs-.*|hubspot-.*|sfmc-.*|sfdc-.*|klaviyo-.*|mailgun-(?:sid|tag|sending-ip)"
    r"|mailgun-variables|marketoid|emarsys-.*|accounttype|rpcampaign|roving-.*|intercom-.*)"
    r"|x-ms-exchange-inbox-rules-loop|x-fc-machinegenerated|x-(?:jira|github|gitlab|zendesk)-.*"
    r"|list-.*"
)
# Delivery reports, read receipts, answers to invitations.
_REPORT = re.compile(
    r"multipart/report|text/calendar|application/ics|message/|.*\breport-type=", re.DOTALL
)
_COMMENT = re.compile(r"\([^()]*\)")
_BOUNCED = re.compile(
    r"undeliver(?:able|ed)\b|delivery (?:status|failure|has failed)|mail delivery|failure notice"
    r"|returned mail|(?:not )?read: |(?:accepted|declined|tentative|tentatively accepted): "
    r"|unzustellbar|zugesagt: |abgesagt: |no se puede entregar|non remis|auto: "
)
_ANSWER = re.compile(
    r"(?:re|aw|sv|vs|antw|res|rif|odp|ynt|r|回复|回覆|答复|返信)(?:\[\d+\])?\s?[:\uff1a]"
)
_LONGEST_SUBJECT = 2_000


def is_machine(local: str) -> bool:
    """Whether the mailbox answers by itself, or belongs to nobody in particular."""
    return bool(_MACHINE.fullmatch(local.lower().partition("+")[0]))


def is_automatic(envelope: list[str], headers: Headers) -> bool:
    """Whether a machine sent it. `envelope` is what is known of the envelope's sender."""
    senders = [*envelope, *(value for name, value in headers if name in _ENVELOPE)]
    if any(map(_is_machines_envelope, senders)):
        return True
    if any(is_machines_heading(one) or _BOUNCED.match(one) for one in _subjects(headers)):
        return True
    return any(_is_machines(name, _COMMENT.sub(" ", value).lower()) for name, value in headers)


def is_answer(headers: Headers) -> bool:
    """Whether it answers another mail, as it says itself."""
    if any(value for name, value in headers if name in {"in-reply-to", "references"}):
        return True
    return any(_ANSWER.match(subject) for subject in _subjects(headers))


_ENVELOPE = frozenset({"return-path", "x-return-path", "x-envelope-from", "envelope-from"})


def _is_machines_envelope(sender: str) -> bool:
    """The null sender, which answers and bounces use (RFC 3834, RFC 5321), or a list's.

    Mail services write `bounces+...@` for a person too.
    """
    address = sender.strip("<> \t\r\n").lower()
    return not address or bool(_LISTS_ENVELOPE.match(address))


def _is_machines(name: str, value: str) -> bool:
    """Whether no person's program writes the header; its value is in small letters."""
    words = re.findall(r"[^\s;,]+", value)
    first = words[0] if words else ""
    if name == "auto-submitted":
        return first != "no"
    if name in {"precedence", "x-precedence"}:
        return first.replace("-", "_") in _LISTS
    if name == "content-type":
        return bool(_REPORT.match(value.strip()))
    if name == "content-class":
        return "calendarmessage" in value
    if name in {"delivered-to", "x-post-messageclass"}:
        return "autorespon" in value
    return bool(_AUTOMATIC.fullmatch(name))


def _subjects(headers: Headers) -> Iterator[str]:
    """The subjects, decoded (RFC 2047) and folded."""
    for name, value in headers:
        if name == "subject" and len(value) <= _LONGEST_SUBJECT:
            try:
                yield folded(str(make_header(decode_header(value))))
            except (HeaderParseError, LookupError, ValueError):
                yield folded(value)
