"""`infra/services.yaml` as values; the comments of that file say what each field means."""

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

ROOT = Path(__file__).resolve().parents[2]

Trigger = Literal["twilio", "mail", "stripe", "link", "people", "api", "poke", "schedule"]


class Service(BaseModel):
    """One function as it is deployed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    source: str
    target: str
    triggers: list[Trigger]
    schedule: str | None
    public: bool
    people: bool
    concurrency: int
    timeout_seconds: int
    min_instances: int
    max_instances: int
    cpu: str
    memory: str
    database_role: Literal["yachtparty_app", "yachtparty_ingest"]
    env: list[str]
    secrets: list[str]

    @property
    def memory_bytes(self) -> int:
        """What an instance may use."""
        return int(self.memory.removesuffix("Mi")) * 1024 * 1024


class Services(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    services: list[Service]


def read_services(path: Path = ROOT / "infra" / "services.yaml") -> list[Service]:
    """Every function in the file's order; raises pydantic.ValidationError naming a wrong field."""
    return Services.model_validate(yaml.safe_load(path.read_text())).services
