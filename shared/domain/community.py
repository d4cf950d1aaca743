"""The limits of questions to the community, which agents tell and SQL holds."""

import re

MOST_OPEN = 3  # questions that a person may have open; private.guard_questions holds the same
MOST_A_DAY = 5  # that they may put within a day, withdrawn ones too
LONGEST_QUESTION = 500  # characters
LONGEST_ANSWER = 3000

_FILLERS = (
    "a an the and or but of for with to in on at by from about is are was were be been do does did"
    " has have had i we you they it this that my our your who what when where why how which any"
    " some anyone anybody someone somebody know knows good great best need help looking here want"
    " please can could would me us"
)


def same_words(one: str, other: str) -> bool:
    """Whether two questions of one person say the same: 60 % of all their words are in both.

    SQL compares everybody's, stemmed; this only keeps an agent from asking the same thing twice.
    """
    first, second = _telling(one), _telling(other)
    return bool(first) and len(first & second) >= 0.6 * len(first | second)


def _telling(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in _FILLERS.split()}


__all__ = ["LONGEST_ANSWER", "LONGEST_QUESTION", "MOST_A_DAY", "MOST_OPEN", "same_words"]
