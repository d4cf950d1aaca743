"""Cloud Logging, read back. The one module that imports Google's client: the extra `cloud`.

Over REST, so that a command needs no gRPC channel. Reading wants roles/logging.viewer; credentials
are Google's application default ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, cast

from shared.errors import CloudLogUnavailable, ConfigurationError
from shared.log import masked

ENDPOINT = "https://logging.googleapis.com"
PAGE = 1000  # entries; the most that the API gives at once
MOST = 5000  # entries that one reading takes, the newest ones: 60 pages a minute is Google's quota
_TRIES = 5  # of one page, when Google says 429, 500 or 503
_SCOPE = "https://www.googleapis.com/auth/logging.read"


@dataclass(frozen=True)
class Entry:
    """A line of the log. `fields` is what it says beside its message; times are UTC."""

    at: datetime
    service: str
    severity: str
    message: str
    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])
    request: Mapping[str, Any] = field(default_factory=dict[str, Any])
    trace: str = ""  # its id, without the project


class CloudLog:
    """One project's log. Raises ConfigurationError when there is no way in.

    `environment` names the project (GOOGLE_CLOUD_PROJECT, otherwise the credentials') and, where
    Google is reached through a private address, that (CLOUD_LOGGING_ENDPOINT).
    """

    def __init__(self, environment: Mapping[str, str], *, backoff_seconds: float = 1.0) -> None:
        try:
            import google.auth
            from google.auth.exceptions import GoogleAuthError
            from google.auth.transport.requests import AuthorizedSession
            from google.cloud import logging as cloud_logging
            from requests.adapters import HTTPAdapter
            from urllib3.util import Retry
        except ImportError as error:
            raise ConfigurationError(
                "google-cloud-logging is not installed; pip install 'yachtparty[cloud]' adds it"
            ) from error
        endpoint = environment.get("CLOUD_LOGGING_ENDPOINT", "").rstrip("/") or ENDPOINT
        try:
            found = cast("tuple[Any, str | None]", google.auth.default(scopes=[_SCOPE]))  # pyright: ignore[reportUnknownMemberType]
        except GoogleAuthError as error:
            raise ConfigurationError(
                "there are no Google credentials; `gcloud auth application-default login` makes"
                " some, GOOGLE_APPLICATION_CREDENTIALS names a service account's"
            ) from error
        credentials, project = found
        self.project = environment.get("GOOGLE_CLOUD_PROJECT", "") or project or ""
        if not self.project:
            raise ConfigurationError("GOOGLE_CLOUD_PROJECT is not set; give the project's id")
        session = AuthorizedSession(credentials)
        again = Retry(
            total=_TRIES - 1,
            status_forcelist=(429, 500, 503),
            allowed_methods=["POST"],
            backoff_factor=backoff_seconds,
            raise_on_status=False,
        )
        session.mount(endpoint, HTTPAdapter(max_retries=again))
        self._session = session
        self._client: Any = cloud_logging.Client(
            project=self.project,
            credentials=credentials,
            _http=session,
            _use_grpc=False,
            client_options={"api_endpoint": endpoint},
        )

    def entries(self, filter_: str, since: datetime) -> list[Entry]:
        """The newest entries since a moment that the filter lets through; MOST + 1 of them: more.

        Raises ConfigurationError when they may not be read, CloudLogUnavailable when Google does
        not answer.
        """
        from google.api_core.exceptions import Forbidden, GoogleAPICallError, NotFound, Unauthorized
        from google.auth.exceptions import GoogleAuthError, TransportError
        from requests.exceptions import RequestException

        try:
            found = self._client.list_entries(
                filter_=f'timestamp>="{since.isoformat()}" AND {filter_}',
                order_by="timestamp desc",
                page_size=PAGE,
            )
            return [_entry(entry) for entry in islice(found, MOST + 1)]
        except (Forbidden, NotFound, Unauthorized) as error:
            raise ConfigurationError(
                f"the log of {self.project} may not be read; roles/logging.viewer allows it."
                f" Google says: {masked(str(error.message))[:300]}"  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
            ) from error
        except (GoogleAPICallError, RequestException, TransportError) as error:
            code = getattr(error, "code", None)
            kind = f"HTTP {int(code)}" if code else type(error).__name__
            raise CloudLogUnavailable(f"Cloud Logging does not answer ({kind})") from error
        except GoogleAuthError as error:
            raise ConfigurationError(
                "Google refuses the credentials; `gcloud auth application-default login` renews"
                " one's own"
            ) from error

    def close(self) -> None:
        """Closes the connections."""
        self._session.close()


def _entry(entry: Any) -> Entry:
    payload = entry.payload
    fields: dict[str, Any] = (
        cast("dict[str, Any]", payload) if isinstance(payload, dict) else {"message": payload or ""}
    )
    resource: Any = entry.resource
    labels: Mapping[str, str] = (resource.labels if resource else None) or {}
    return Entry(
        at=entry.timestamp,
        service=labels.get("service_name", ""),
        severity=entry.severity or "DEFAULT",
        message=masked(str(fields.get("message", ""))),
        fields=fields,
        request=entry.http_request or {},
        trace=(entry.trace or "").rpartition("/")[2],
    )
