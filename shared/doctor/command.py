"""The command: settings from the environment, the report on stdout, the verdict as exit status."""

import json
import sys
from collections.abc import Mapping
from contextlib import closing

from shared.config import read_settings
from shared.db.pool import opened
from shared.doctor.examination import FORMAT, examine
from shared.errors import (
    CloudLogUnavailable,
    ConfigurationError,
    DatabaseRejected,
    DatabaseUnavailable,
)

HEALTHY, UNHEALTHY, NOT_EXAMINED = 0, 1, 2


def doctor(environment: Mapping[str, str], *, as_json: bool = False) -> int:
    """Examines DATABASE_URL; 0: healthy, 1: something is unhealthy, 2: it could not be examined.

    With `as_json` one JSON object is printed whatever happens; `error` says why there is no report.
    """
    try:
        settings = read_settings(environment)
        with opened(settings.database_url) as database:
            examination = examine(database, daily_usd=settings.llm_daily_usd)
    except (ConfigurationError, DatabaseUnavailable, DatabaseRejected) as error:
        return not_examined(str(error), as_json=as_json)
    _print(examination.document() if as_json else examination.text())
    return HEALTHY if examination.healthy else UNHEALTHY


def doctor_of_cloud(
    environment: Mapping[str, str], *, last: str = "hour", as_json: bool = False
) -> int:
    """Examines the cloud's log of the last `hour` or `day`; the statuses are doctor's."""
    # Google's client is not installed everywhere, and takes a third of a second.
    from shared.doctor.cloud import SPANS, examine_cloud
    from shared.doctor.cloud_log import CloudLog

    try:
        with closing(CloudLog(environment)) as log:
            examination = examine_cloud(log, SPANS[last])
    except (ConfigurationError, CloudLogUnavailable) as error:
        return not_examined(str(error), as_json=as_json)
    _print(examination.document() if as_json else examination.text())
    return HEALTHY if examination.healthy else UNHEALTHY


def not_examined(reason: str, *, as_json: bool) -> int:
    """Says why there is no report; 2."""
    if as_json:
        _print(json.dumps({"format": FORMAT, "healthy": False, "error": reason}, indent=2))
    sys.stderr.write(f"yachtparty doctor: {reason}\n")
    return NOT_EXAMINED


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
