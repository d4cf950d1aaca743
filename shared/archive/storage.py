"""S3-compatible storage: put, get, delete; Supabase's, Google's by interoperability, MinIO, S3."""

from typing import Any, Protocol, cast

from shared.config import Settings
from shared.errors import ConfigurationError, StorageUnavailable

TRIES = 3
CONNECT_SECONDS = 5
READ_SECONDS = 20


class Storage(Protocol):
    """Where objects are kept. Every call raises StorageUnavailable when it did not succeed."""

    def put(self, name: str, data: bytes, sha256: str) -> None:
        """Writes an object, over one of the same name; the sum stands in its metadata too."""
        ...

    def get(self, name: str) -> bytes:
        """An object's bytes."""
        ...

    def delete(self, name: str) -> None:
        """Deletes an object; one that is not there is deleted already."""
        ...


class S3Storage:
    """A bucket, by boto3, which is imported on first use: an idle sweep does not pay for it."""

    def __init__(self, settings: Settings) -> None:
        if not settings.archive_bucket:
            raise ConfigurationError("ARCHIVE_BUCKET is not set; give the bucket of the archive")
        self._settings = settings
        self._bucket = settings.archive_bucket
        self._made: Any = None

    def put(self, name: str, data: bytes, sha256: str) -> None:
        """See Storage."""
        self._call(
            "put_object",
            Key=name,
            Body=data,
            ContentType="application/gzip",
            Metadata={"sha256": sha256},
        )

    def get(self, name: str) -> bytes:
        """See Storage."""
        return self._call("get_object", Key=name)

    def delete(self, name: str) -> None:
        """See Storage."""
        self._call("delete_object", Key=name)

    def _call(self, operation: str, **arguments: Any) -> bytes:
        from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

        try:
            answer = getattr(self.client(), operation)(Bucket=self._bucket, **arguments)
            # The body comes after the answer, and may break off by itself.
            return answer["Body"].read() if "Body" in answer else b""
        except (BotoCoreError, ClientError, HTTPClientError) as error:
            raise StorageUnavailable(f"{operation} failed: {_reason(error)}") from error

    def client(self) -> Any:
        """boto3's client of the bucket's server, made on first use."""
        if self._made is None:
            import boto3
            from botocore.config import Config

            given = self._settings
            try:
                self._made = cast("Any", boto3).client(
                    "s3",
                    endpoint_url=given.archive_endpoint_url or None,
                    region_name=given.aws_default_region or None,
                    aws_access_key_id=given.aws_access_key_id or None,
                    aws_secret_access_key=given.aws_secret_access_key or None,
                    config=Config(
                        connect_timeout=CONNECT_SECONDS,
                        read_timeout=READ_SECONDS,
                        retries={"mode": "standard", "total_max_attempts": TRIES},
                        # Amazon's newer checksums are trailers that others refuse; we make our own.
                        request_checksum_calculation="when_required",
                        response_checksum_validation="when_required",
                        s3={"addressing_style": "path" if given.archive_endpoint_url else "auto"},
                    ),
                )
            except ValueError as error:
                raise ConfigurationError(
                    "ARCHIVE_ENDPOINT_URL is no server's address, such as https://host:9000"
                ) from error
        return self._made


def _reason(error: Exception) -> str:
    """What went wrong, without the request: a signed URL is a credential."""
    response = cast("dict[str, Any]", getattr(error, "response", None) or {})
    return str(response.get("Error", {}).get("Code", type(error).__name__))
