"""Where somebody has worked, by the person enrichment of People Data Labs.

Sent: the email address, the LinkedIn page, or the name with the company of a person whom an
innovator has listed. Nothing about members, no phone number.
Source: docs.peopledatalabs.com/docs/reference-person-enrichment-api (GET /v5/person/enrich, header
X-Api-Key; 200 with `likelihood` 1 to 10 and `data`, 404: nobody fits, 402: no credits left, 429 of
a fixed window of a minute). A match costs a credit, a miss nothing.
"""

import math
import re
from datetime import date
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlsplit

from shared.providers.asked import one_line
from shared.providers.http import JsonApi
from shared.providers.people import Career, Job, Person

SECONDS = 8.0  # of a call
LEAST_LIKELIHOOD = 6  # of 10: what their documentation advises where the wrong person does harm
LONGEST_NAME = 200
MOST_JOBS = 50
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
_DOMAIN = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}", re.ASCII)


class PeopleDataLabs:
    """A `PeopleResearch`. Cheap to make; may be shared among threads."""

    def __init__(self, api_key: str, base_url: str, seconds: float = SECONDS) -> None:
        self._api = JsonApi("people_data_labs", base_url, {"X-Api-Key": api_key}, seconds)

    def career(self, person: Person) -> Career | None:
        """See `PeopleResearch.career`. Of whom too little is known, nobody is asked: None."""
        asked = _asked(person)
        if not asked:
            return None
        answer = self._api.call(
            "GET",
            "/v5/person/enrich",
            query={
                **asked,
                "min_likelihood": str(LEAST_LIKELIHOOD),
                "titlecase": "true",
                # Nothing more of somebody than is needed.
                "data_include": "experience",
            },
            none_on=HTTPStatus.NOT_FOUND,
        )
        if answer is None:
            return None
        likelihood = answer.get("likelihood")
        if isinstance(likelihood, bool) or not isinstance(likelihood, int | float):
            return None
        if not math.isfinite(likelihood) or likelihood < LEAST_LIKELIHOOD:
            return None
        return Career(min(likelihood / 10, 1.0), _jobs(answer.get("data")))

    def close(self) -> None:
        """Closes the connections."""
        self._api.close()


def _asked(person: Person) -> dict[str, str]:
    """What is sent: the surest key alone."""
    if person.linkedin_url:
        return {"profile": person.linkedin_url}
    if person.email:
        return {"email": person.email}
    if person.name and person.company:
        return {"name": person.name, "company": person.company}
    return {}


def _jobs(data: object) -> list[Job]:
    found: object = cast(dict[str, Any], data).get("experience") if isinstance(data, dict) else None
    listed = cast(list[object], found)[:MOST_JOBS] if isinstance(found, list) else []
    jobs = [job for job in map(_job, listed) if job is not None]
    return sorted(jobs, key=lambda job: (job.current, job.ended or job.started or date.min))[::-1]


def _job(entry: object) -> Job | None:
    if not isinstance(entry, dict):
        return None
    experience = cast(dict[str, Any], entry)
    company: object = experience.get("company")
    described = cast(dict[str, Any], company) if isinstance(company, dict) else {}
    name: object = described.get("name")
    line = one_line(name, LONGEST_NAME) if isinstance(name, str) else ""
    if not line:
        return None
    ended = _day(experience.get("end_date"))
    return Job(
        company=line,
        domain=_domain(described.get("website")),
        started=_day(experience.get("start_date")),
        ended=ended,
        current=experience.get("is_primary") is True and ended is None,
    )


def _day(value: object) -> date | None:
    """A date of which the day, or the month too, may be missing."""
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None


def _domain(value: object) -> str | None:
    """The host of a site, given with or without a scheme."""
    if not isinstance(value, str):
        return None
    try:
        host = urlsplit(value if "//" in value else f"//{value}").hostname or ""
    except ValueError:
        return None
    bare = host.removeprefix("www.")
    return bare if _DOMAIN.fullmatch(bare) else None


__all__ = ["PeopleDataLabs"]
