"""What a search for a solution has found, in words: what others say of themselves stands quoted."""

from collections.abc import Sequence

from shared.agents.passed_on import as_said, clause
from shared.domain.queued import QueuedSolutionUpdate, ToldOption
from shared.domain.research import Found

_LONGEST_ABOUT = 110  # characters of what an option says of itself


def told_option(option: Found) -> ToldOption:
    """An option as it is told: its description cut to a length that a text can hold."""
    about = _cut(clause(option.about)) if option.about else None
    return ToldOption(name=clause(option.name), about=about or None, url=option.url)


def words_of_option(option: ToldOption) -> str:
    """One option: 'Acme ("Payroll for Brazil")', with its address if it is of the web."""
    said = f'"{as_said(option.about)}"' if option.about else ""
    if option.url is None:
        return f"{option.name} ({said})" if said else option.name
    return " ".join(filter(None, (f"{option.name}, on the web:", said, option.url)))


def words_of_options(options: Sequence[ToldOption], more: int = 0) -> str:
    """Options in a row; several are numbered."""
    if len(options) == 1:
        told = words_of_option(options[0])
    else:
        told = ", ".join(f"{n}. {words_of_option(one)}" for n, one in enumerate(options, 1))
    return f"{told}, and {more} more" if more else told


def words_of_answers(count: int) -> str:
    """How many members have answered; what they said has been passed on."""
    if count == 0:
        return "No member answered."
    who = "One member" if count == 1 else f"{count} members"
    return f"{who} answered; {'that is' if count == 1 else 'those are'} with you."


def words_of_research(data: QueuedSolutionUpdate) -> str:
    """The text: first findings, or how the search has ended, with nothing too."""
    need = clause(data.text)
    options = words_of_options(data.options, data.more)
    if data.what == "first":
        found = "First findings for" if data.fits else "Nothing fits closely so far; nearest to"
        asked = " I've asked members too, and pass on what they answer."
        return f"{found} {need}: {options}.{asked if data.members_asked else ''}"
    asked = words_of_answers(data.answers) if data.members_asked else _NOT_ASKED
    web = " The web could not be searched." if data.web_failed else ""
    if options:
        fit = "Best fit" if data.fits else "Nothing fits closely; nearest"
        return f"Done looking for {need}. {asked}{web} {fit}: {options}."
    if data.answers:
        return f"Done looking for {need}. {asked}{web} I found no solution on offer that fits."
    return (
        f"I looked for {need} and found nothing that fits. {asked}{web} In other words I'd look"
        " again."
    )


_NOT_ASKED = "No member was asked, since too many questions of yours were open."


def _cut(text: str) -> str:
    if len(text) <= _LONGEST_ABOUT:
        return text
    return f"{text[: _LONGEST_ABOUT - 3].rsplit(' ', 1)[0].rstrip(' ,;')}..."


__all__ = [
    "told_option",
    "words_of_answers",
    "words_of_option",
    "words_of_options",
    "words_of_research",
]
