"""Passwords of the database stand in nothing that is printed."""

import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

import infra.local.__main__ as local
from infra.local.postgres import FAST, Postgres
from infra.local.roles import OWNER_ROLE
from infra.local.stack import DatabaseUrls
from shared.cli import main
from shared.db.migrate import migrate
from shared.db.pool import Database as Pool
from shared.errors import YachtpartyError
from shared.log import masked
from tests.fixtures.depth import some_at_once

PASSWORD = "pass-w0rd"
URLS = (
    f"postgresql://app:{PASSWORD}@127.0.0.1:1/x",
    f"postgresql://app:{PASSWORD}@127.0.0.1:1/x?no_such_option=1",
    f"postgres//app:{PASSWORD}@127.0.0.1:9/x",
    f"host=127.0.0.1 port=1 user=app password={PASSWORD}",
    f"host=127.0.0.1 user=app no_such_option=1 password={PASSWORD}",
    f"postgresql://app:{PASSWORD}@no-such-host.invalid/x",
)


def _use(url: str) -> None:
    pool = Pool(url, pool_max=1, wait_seconds=0.3)
    try:
        pool.value("select 1")
    finally:
        pool.close()


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("use", [_use, migrate])
def test_no_error_and_no_cause_of_one_quotes_a_password(
    use: Callable[[str], object], url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(YachtpartyError) as caught:
        use(url)
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))
    assert PASSWORD not in caplog.text


# Those that wait for a server that is not there take seconds each.
@pytest.mark.parametrize("url", some_at_once(URLS, *URLS[1:3], URLS[4]))
@pytest.mark.parametrize("command", ["migrate", "applicants", "doctor"])
def test_no_command_prints_it(
    command: str,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(sys, "argv", ["local", command])
    assert main([command]) != 0
    if command != "applicants":
        assert local.main() != 0
    written = capfd.readouterr()
    assert PASSWORD not in written.out + written.err


@pytest.mark.parametrize("url", URLS)
def test_no_line_of_the_log_holds_it(url: str) -> None:
    for text in (url, f"cannot reach {url}", f'{{"url": "{url}"}}', f"('{url}',)"):
        assert PASSWORD not in masked(text)


def test_urls_as_values_do_not_show_it() -> None:
    assert PASSWORD not in repr(DatabaseUrls(*[URLS[0]] * 3))


def test_make_psql_opens_a_shell_on_the_local_database_without_its_password_as_an_argument(
    tmp_path: Path,
) -> None:
    program = (
        "import sys; from pathlib import Path; import infra.local.__main__ as local;"
        f" local.DIRECTORY = Path({str(tmp_path)!r}); sys.exit(local.main())"
    )

    def shell(statements: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-c", program, "psql"],
            input=statements,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    missing = shell("select 1;")
    assert (missing.returncode, "make up starts it" in missing.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == [], "to look makes nothing"
    postgres = Postgres(tmp_path, options=FAST)
    postgres.start()
    try:
        postgres.create_database(local.DATABASE)
        done = shell("select current_database();\n\\! ps -ww -o args= -p $PPID\n")
        assert done.returncode == 0, done.stderr
        assert "yachtparty" in done.stdout
        assert "psql" in done.stdout, "its arguments are shown"
        assert postgres.password(OWNER_ROLE) not in done.stdout + done.stderr
    finally:
        postgres.destroy()
