"""What may become of a prospect. SQL holds it (`sql/functions/prospects`); a test tries every line.

A prospect that was taken back keeps its status behind `withdrawn_at`: nobody finds it any more, and
so nothing changes it. What is not in TRANSITIONS leaves a prospect as it is, except that taking
back somebody else's, or the same one again, is refused (YP002).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ProspectStatus(StrEnum):
    """`prospects.status`."""

    PENDING = "pending"
    CONTACTED = "contacted"
    REVIEW = "review"  # a member may be them: for a person to decide
    CONVERTED = "converted"  # has joined
    DECLINED = "declined"
    INVALID = "invalid"


class Action(StrEnum):
    """What happens to a prospect, and by whom."""

    JOIN = "join"  # the system: a new member is them for certain, by 70 or more
    SUSPECT = "suspect"  # the system: a new member may be them, by 40 to 69
    CONFIRM = "confirm"  # an operator: the member is them
    REJECT = "reject"  # an operator: the member is somebody else
    TAKE_BACK = "take back"  # its uploader, alone or with the whole upload


_OPEN = (ProspectStatus.PENDING, ProspectStatus.CONTACTED, ProspectStatus.REVIEW)

TRANSITIONS: Mapping[tuple[ProspectStatus, Action], ProspectStatus] = MappingProxyType(
    {
        **{(one, Action.JOIN): ProspectStatus.CONVERTED for one in _OPEN},
        **{(one, Action.SUSPECT): ProspectStatus.REVIEW for one in _OPEN},
        **{(one, Action.CONFIRM): ProspectStatus.CONVERTED for one in _OPEN},
        (ProspectStatus.REVIEW, Action.REJECT): ProspectStatus.PENDING,
        (ProspectStatus.REVIEW, Action.TAKE_BACK): ProspectStatus.PENDING,
    }
)

__all__ = ["TRANSITIONS", "Action", "ProspectStatus"]
