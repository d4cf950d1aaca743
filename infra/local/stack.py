"""The whole system on one machine: Postgres, the functions as processes, the stand-ins, the phone.

`make up` runs one for a person; tests and benchmarks run their own, with handles to everything.
"""

import threading
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from infra.local import pg_net
from infra.local.functions import FunctionProcess
from infra.local.guardian import Guardian
from infra.local.image import Image
from infra.local.pg_net import PgNetRelay
from infra.local.ports import require_free
from infra.local.postgres import DURABLE, FAST, Postgres
from infra.local.roles import APP_ROLE, INGEST_ROLE
from infra.local.scheduler import Job, Scheduler
from infra.local.services import Service, read_services
from infra.local.settings import LocalSecrets, Ports, function_environment, sole_use
from infra.local.stripe import StripeStandIn
from infra.local.twilio import Timing, TwilioStandIn
from shared.db.migrate import migrate

DATABASE = "yachtparty"
NUMBER = "+14155550100"  # the number that people text; 555-01XX is kept for fiction
MAIL_DOMAIN = "mail.yachtparty.test"


@dataclass(frozen=True)
class DatabaseUrls:
    """A migrated database: as its owner, and as the functions' roles. They hold passwords."""

    owner: str = field(repr=False)
    app: str = field(repr=False)
    ingest: str = field(default="", repr=False)  # empty: event_ingest is given app's

    def of(self, service: Service) -> str:
        """What a function is given."""
        return self.ingest or self.app if service.database_role == INGEST_ROLE else self.app


@dataclass(frozen=True, kw_only=True)
class StackOptions:
    """How a stack differs from the plain one. Seconds unless said otherwise."""

    # Those to start, by name; None: all of services.yaml.
    functions: Collection[str] | None = None
    # A database to use instead of a Postgres of the stack's own.
    database: DatabaseUrls | None = None
    # Whether its own Postgres is still there for the next start; else stopping deletes it.
    keep_data: bool = False
    # Server settings of its own Postgres; None: DURABLE if the data is kept, else FAST.
    postgres_options: Mapping[str, str] | None = None
    # Variables for every function, and for single ones by name, over the stack's own.
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    function_environment: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict[str, Mapping[str, str]]
    )
    sweep_interval: float | None = None  # None: as services.yaml schedules
    twilio_timing: Timing | None = None
    faithful_pg_net: bool = False
    poke_loss: float = 0.0  # share of pokes, 0 to 1
    seed: int = 0
    restart: bool = True  # whether a function that dies by itself is started again
    image: Image | None = None  # what the functions run from; None: from this checkout


class Stack:
    """Starts everything, and stops it in the reverse order. A context manager.

    `directory` holds the data, secrets and logs. After `start`, `functions` are the
    processes by name, `twilio` the stand-in, `relay` the pg_net stand-in, `database` the URLs.
    """

    def __init__(
        self,
        directory: Path,
        *,
        ports: Ports | None = None,
        options: StackOptions | None = None,
        say: Callable[[str], None] = lambda line: None,
    ) -> None:
        self.directory = directory.resolve()
        self.directory.mkdir(parents=True, exist_ok=True)
        self.options = options or StackOptions()
        self.services = [
            service
            for service in read_services()
            if self.options.functions is None or service.name in self.options.functions
        ]
        self.ports = ports or Ports.free(self.services)
        self.secrets = LocalSecrets.load(self.directory)
        self.functions: dict[str, FunctionProcess] = {}
        self.number = NUMBER
        self.mail_domain = MAIL_DOMAIN
        self._say = say
        self._stopping = threading.Event()
        self._cleanup = ExitStack()

    def start(self) -> None:
        """Returns when everything answers; stops what it had started if something does not.

        Raises AlreadyRunning, PortTaken, PostgresFailed or FunctionFailed.
        """
        self._stopping.clear()
        try:
            self._start_all()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stops everything. Stopped already: nothing to do."""
        self._stopping.set()
        self._cleanup.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def public_base_url(self) -> str:
        """What the Twilio stand-in calls, without a path."""
        return f"http://127.0.0.1:{self.ports.functions['twilio_webhook']}"

    def _start_all(self) -> None:
        self._cleanup.enter_context(sole_use(self.directory))
        for port, what, variable in self.ports.named():
            require_free(port, what, variable)
        guardian = self._cleanup.enter_context(Guardian())
        self.twilio = TwilioStandIn(
            account_sid=self.secrets.account_sid,
            auth_token=self.secrets.auth_token,
            number=self.number,
            webhook_base_url=self.public_base_url,
            port=self.ports.twilio,
            seed=self.options.seed,
            timing=self.options.twilio_timing,
            webhook_overrides="rc=5&rp=all",  # as the number is configured in the cloud
        )
        self.twilio.start()
        self._cleanup.callback(self.twilio.stop)
        self._start_stripe()
        postgres = self._prepare_postgres(guardian)
        self.functions = self._make_functions(guardian)
        self._cleanup.callback(self._stop_functions)
        # They reach for the database on their first request only, so both may start at once.
        for function in self.functions.values():
            function.start(wait=False)
        if postgres is not None:
            postgres.start()
            _build(postgres)
        self._connect_pokes()
        for function in self.functions.values():
            function.wait_until_ready()
        if self.options.restart:
            self._start_restarter()
        self._start_scheduler()

    def _start_stripe(self) -> None:
        """Without a function that is told of payments nobody is offered any."""
        self.stripe = StripeStandIn(
            self.secrets.stripe_api_key,
            self.secrets.stripe_webhook_secret,
            f"http://127.0.0.1:{self.ports.functions.get('credit_webhook', 0)}/",
            port=self.ports.stripe,
        )
        if any(service.name == "credit_webhook" for service in self.services):
            self.stripe.start()
            self._cleanup.callback(self.stripe.stop)

    def _prepare_postgres(self, guardian: Guardian) -> Postgres | None:
        if self.options.database is not None:
            self.database = self.options.database
            return None
        postgres = Postgres(
            self.directory,
            self.ports.postgres,
            options=self.options.postgres_options or (DURABLE if self.options.keep_data else FAST),
            guardian=guardian,
        )
        postgres.stop()  # one that outlived an earlier stack
        self._cleanup.callback(postgres.stop if self.options.keep_data else postgres.destroy)
        self.data = postgres.data
        self.database = DatabaseUrls(
            owner=postgres.owner_url(DATABASE),
            app=postgres.url(DATABASE, APP_ROLE),
            ingest=postgres.url(DATABASE, INGEST_ROLE),
        )
        return postgres

    def _address(self, service: Service) -> str:
        return f"http://127.0.0.1:{self.ports.functions[service.name]}"

    def _make_functions(self, guardian: Guardian) -> dict[str, FunctionProcess]:
        logs = self.directory / "logs"
        logs.mkdir(exist_ok=True)
        values = {
            "PUBLIC_BASE_URL": self.public_base_url,
            "TWILIO_ACCOUNT_SID": self.secrets.account_sid,
            "TWILIO_AUTH_TOKEN": self.secrets.auth_token,
            "TWILIO_PHONE_NUMBER": self.number,
            "TWILIO_API_BASE_URL": self.twilio.url,
            "POKE_SECRET": self.secrets.poke_secret,
            "MAIL_DOMAIN": self.mail_domain,
            "MAIL_WEBHOOK_SECRET": self.secrets.mail_webhook_secret,
            "STRIPE_WEBHOOK_SECRET": self.secrets.stripe_webhook_secret,
            "UPLOAD_SIGNING_KEY": self.secrets.upload_signing_key,
            "SUPPORT_CONTACT": "help@yachtparty.test",
            "DEFAULT_TIMEZONE": "America/New_York",
        }
        if self.stripe.runs:
            values["STRIPE_API_KEY"] = self.secrets.stripe_api_key
            values["STRIPE_API_BASE_URL"] = self.stripe.url
        for service in self.services:
            if "stripe" in service.triggers:
                values["CREDITS_BASE_URL"] = self._address(service)
            if "link" in service.triggers:
                values["UPLOAD_BASE_URL"] = self._address(service)
            if service.people:
                values["DASHBOARD_BASE_URL"] = self._address(service)
                values["PHONE_PAGE_URL"] = f"http://127.0.0.1:{self.ports.phone}"
        functions: dict[str, FunctionProcess] = {}
        for service in self.services:
            environment = function_environment(
                service, values | {"DATABASE_URL": self.database.of(service)}
            )
            environment |= self.options.environment
            environment |= self.options.function_environment.get(service.name, {})
            functions[service.name] = FunctionProcess(
                service,
                self.ports.functions[service.name],
                environment,
                log=logs / f"{service.name}.log",
                guardian=guardian,
                image=self.options.image,
            )
        return functions

    def _stop_functions(self) -> None:
        """All at once: each takes as long as its slowest request."""
        threads = [threading.Thread(target=one.stop) for one in self.functions.values()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _connect_pokes(self) -> None:
        pg_net.install(self.database.owner)
        with psycopg.connect(self.database.owner, autocommit=True) as connection:
            connection.execute("SELECT private.set_poke_secret(%s)", (self.secrets.poke_secret,))
            for service in self.services:
                if "poke" in service.triggers:
                    url = f"http://127.0.0.1:{self.ports.functions[service.name]}/"
                    connection.execute(
                        "SELECT private.set_function_endpoint(%s, %s)", (service.name, url)
                    )
        self.relay = PgNetRelay(
            self.database.owner,
            faithful=self.options.faithful_pg_net,
            loss=self.options.poke_loss,
            seed=self.options.seed,
        )
        self.relay.start()
        self._cleanup.callback(self.relay.stop)

    def _start_scheduler(self) -> None:
        jobs = [
            Job(
                service.name,
                self.functions[service.name].url,
                service.schedule,
                service.timeout_seconds,
            )
            for service in self.services
            if service.schedule is not None
        ]
        self.scheduler = Scheduler(
            jobs,
            self.secrets.poke_secret,
            interval=self.options.sweep_interval,
            on_sweep=self._report_sweep,
        )
        self.scheduler.start()
        self._cleanup.callback(self.scheduler.stop)

    def _report_sweep(self, name: str, result: int | str) -> None:
        if result != 200 and not self._stopping.is_set():
            self._say(f"the sweep of {name} failed: {result}")

    def _start_restarter(self) -> None:
        thread = threading.Thread(target=self._restart_what_dies, name="restarter", daemon=True)
        thread.start()
        self._cleanup.callback(thread.join)
        self._cleanup.callback(self._stopping.set)

    def _restart_what_dies(self) -> None:
        not_before = dict.fromkeys(self.functions, 0.0)
        while not self._stopping.wait(0.25):
            for name, function in self.functions.items():
                if function.died() and time.monotonic() >= not_before[name]:
                    self._say(f"{name} died and is started again; its log: {function.log}")
                    function.start(wait=False)
                    not_before[name] = time.monotonic() + 2


def _build(postgres: Postgres) -> None:
    """Brings the stack's own database up to date."""
    postgres.create_database(DATABASE)
    migrate(postgres.owner_url(DATABASE))
    postgres.enable_app(DATABASE)
