"""Numbers whose country writes them otherwise than before, or in two ways.

Old forms outlive a change of the plan by years: in address books, in what carriers sign, and in the
identities of WhatsApp, which keeps the form that an account began with. Whoever texts from one form
is the person who is stored under the other.
Sources: the national plans at itu.int/oth/T0202; WhatsApp's and Twilio's notes on Mexico, Argentina
and Brazil.
"""

import re
from typing import NamedTuple


class _Rule(NamedTuple):
    """Two forms of the same numbers; `replaced`: only the new one is dialled today."""

    old: re.Pattern[str]
    to_new: str
    new: re.Pattern[str]
    to_old: str
    replaced: bool = True


def _rule(old: str, to_new: str, new: str, to_old: str, *, replaced: bool = True) -> _Rule:
    return _Rule(
        re.compile(old, re.ASCII), to_new, re.compile(new, re.ASCII), to_old, replaced=replaced
    )


# Viet Nam, 2018: mobile prefixes of three digits became two.
_VIETNAM = {
    **{f"16{n}": f"3{n}" for n in range(2, 10)},
    "120": "70",
    "121": "79",
    "122": "77",
    "126": "76",
    "128": "78",
    "123": "83",
    "124": "84",
    "125": "85",
    "127": "81",
    "129": "82",
    "186": "56",
    "188": "58",
    "199": "59",
}

_RULES: tuple[_Rule, ...] = (
    # Mexico, 2019: no 1 before a mobile number any more.
    _rule(r"\+521([0-9]{10})", r"+52\1", r"\+52([0-9]{10})", r"+521\1"),
    # Argentina: a mobile number has its 9 from abroad, and is often written without.
    _rule(r"\+54([1-8][0-9]{9})", r"+549\1", r"\+549([1-8][0-9]{9})", r"+54\1", replaced=False),
    # Brazil, 2012 to 2016: a ninth digit before mobile numbers; fixed lines begin with 2 to 5.
    _rule(
        r"\+55([1-9][0-9])([6-9][0-9]{7})",
        r"+55\g<1>9\2",
        r"\+55([1-9][0-9])9([6-9][0-9]{7})",
        r"+55\1\2",
    ),
    # Benin, 2024: 01 before every number.
    _rule(r"\+229([0-9]{8})", r"+22901\1", r"\+22901([0-9]{8})", r"+229\1"),
    # Ivory Coast, 2021: two digits of the carrier before every mobile number.
    *(
        _rule(
            rf"\+225([04-9][{digits}][0-9]{{6}})",
            rf"+225{carrier}\1",
            rf"\+225{carrier}([04-9][{digits}][0-9]{{6}})",
            r"+225\1",
        )
        for carrier, digits in (("01", "0-3"), ("05", "4-6"), ("07", "7-9"))
    ),
    # Ecuador, 2012: 9 before mobile numbers, which began with 8 or 9.
    _rule(r"\+593([89][0-9]{7})", r"+5939\1", r"\+5939([89][0-9]{7})", r"+593\1"),
    # Cameroon, 2014: 6 before mobile numbers.
    _rule(r"\+237([5-9][0-9]{7})", r"+2376\1", r"\+2376([5-9][0-9]{7})", r"+237\1"),
    # Mauritius, 2013: 5 before mobile numbers.
    _rule(r"\+230([79][0-9]{6})", r"+2305\1", r"\+2305([79][0-9]{6})", r"+230\1"),
    # Gabon, 2019: the operator's digit before mobile numbers, whose 0 fell away.
    *(
        _rule(
            rf"\+2410?({digit}[0-9]{{6}})",
            rf"+241{operator}\1",
            rf"\+241{operator}({digit}[0-9]{{6}})",
            r"+2410\1",
        )
        for operator, digit in (("6", "2"), ("7", "4"), ("6", "5"), ("6", "6"), ("7", "7"))
    ),
    *(
        _rule(rf"\+84{old}([0-9]{{7}})", rf"+84{new}\1", rf"\+84{new}([0-9]{{7}})", rf"+84{old}\1")
        for old, new in _VIETNAM.items()
    ),
)


def canonical(number: str) -> str:
    """`number` (E.164) as its country writes it today."""
    for rule in _RULES:
        if rule.replaced and (old := rule.old.fullmatch(number)):
            return old.expand(rule.to_new)
    return number


def forms_of(number: str) -> tuple[str, ...]:
    """Every form of `number` (E.164) that stands for the same person, today's first."""
    today = canonical(number)
    forms = [today]
    for rule in _RULES:
        if new := rule.new.fullmatch(today):
            forms.append(new.expand(rule.to_old))
        if not rule.replaced and (old := rule.old.fullmatch(today)):
            forms.append(old.expand(rule.to_new))
    return tuple(forms)
