"""The time zone in which a person means "tomorrow at 9", and when they are not to be texted."""

from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from shared.domain.context import User
from shared.domain.phone import time_zones_of
from shared.domain.quiet_hours import QuietHours, quiet_hours_for, zone_named
from shared.llm.interface import AgentSettings

_SAID_WITHOUT_YEAR = timedelta(days=300)


def zone_of(user: User, settings: AgentSettings) -> ZoneInfo:
    """The zone they told us; else the only one their number lies in; else the deployment's."""
    for name in (user.timezone, _only_zone_of_phone(user.phone_number), settings.default_timezone):
        zone = zone_named(name) if name else None
        if zone is not None:
            return zone
    return ZoneInfo("UTC")


def quiet_hours(user: User, settings: AgentSettings) -> QuietHours:
    """When nothing is sent to them that they have not just asked for."""
    return quiet_hours_for(
        timezone=user.timezone,
        phone_number=user.phone_number,
        default_timezone=settings.default_timezone,
        start=user.quiet_hours_start,
        end=user.quiet_hours_end,
        rest_days=user.rest_days,
    )


def _only_zone_of_phone(phone_number: str) -> str | None:
    zones = time_zones_of(phone_number)
    return next(iter(zones)) if len(zones) == 1 else None


def spoken(moment: datetime, zone: ZoneInfo, now: datetime | None = None) -> str:
    """A moment as a person says it, for example "Tue Jun 2 at 9:00 AM EDT".

    Seen from `now`, one that is most of a year away is said with its year.
    """
    local = moment.astimezone(zone)
    far = now is not None and moment - now > _SAID_WITHOUT_YEAR
    year = f", {local.year}," if far else ""
    return f"{local:%a %b} {local.day}{year} at {local.hour % 12 or 12}:{local:%M %p %Z}"


def spoken_clock(moment: datetime, zone: tzinfo) -> str:
    """What the clock shows at a moment, for example "9:00 AM"."""
    local = moment.astimezone(zone)
    return f"{local.hour % 12 or 12}:{local:%M %p}"


def spoken_day(moment: datetime, zone: tzinfo) -> str:
    """A moment's day as a person says it, for example "Tue Jun 2"."""
    local = moment.astimezone(zone)
    return f"{local:%a %b} {local.day}"
