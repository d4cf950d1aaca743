"""`make audit`: whether a locked dependency has a known vulnerability, by pip-audit and OSV.

Exit status 1 when one has. Where the advisory service cannot be reached, or knows nothing (a
package that is known to be vulnerable is asked about too), it says so and ends with 0, so that
nobody is kept from working offline; with AUDIT_REQUIRED set that is 2.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements-dev.lock"  # has every version of the other locks too
SERVICE = "https://api.osv.dev/v1/query"
SECONDS = 300
# Never installed: who does not know this one knows no advisories.
KNOWN = "django"
KNOWN_LINE = f"{KNOWN}==2.2.0 --hash=sha256:{'0' * 64}\n"


class NotAudited(Exception):
    """The question could not be asked; the message says why."""


def main() -> int:
    """Audits the lock file and prints what came of it; the exit status."""
    try:
        findings = audit(LOCK, os.environ.get("AUDIT_SERVICE_URL", SERVICE))
    except NotAudited as reason:
        _say(f"NOT AUDITED: {reason}. Run make audit where it can be reached.")
        return 2 if os.environ.get("AUDIT_REQUIRED") else 0
    for finding in findings:
        _say(finding)
    if not findings:
        _say("No locked dependency has a known vulnerability.")
    return 1 if findings else 0


def audit(lock: Path, service: str) -> list[str]:
    """A line for each vulnerability of the locked packages; raises NotAudited."""
    with tempfile.TemporaryDirectory() as directory:
        asked = Path(directory) / "asked.txt"
        asked.write_text(lock.read_text() + KNOWN_LINE)
        packages = _ask(asked, service)
    by_name = {one["name"]: one.get("vulns", []) for one in packages}
    if not by_name.pop(KNOWN, None):
        raise NotAudited("the advisory service knows no advisories")
    return [
        f"{one['name']} {one['version']}: {vulnerability['id']}"
        f" ({', '.join(vulnerability['fix_versions']) or 'no fix yet'})"
        for one in packages
        if one["name"] in by_name
        for vulnerability in one.get("vulns", [])
    ]


def _ask(requirements: Path, service: str) -> list[dict[str, Any]]:
    command = [
        *(sys.executable, "-m", "pip_audit", "--requirement", str(requirements)),
        *("--require-hashes", "--disable-pip", "--progress-spinner", "off"),
        *("--vulnerability-service", "osv", "--osv-url", service),
        *("--timeout", "10", "--format", "json"),
    ]
    try:
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise NotAudited(f"the advisory service took longer than {SECONDS} s") from error
    try:
        return json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError) as error:  # it ends with a traceback when it cannot reach it
        lines = done.stderr.strip().splitlines() or ["pip-audit said nothing"]
        raise NotAudited(f"{service} does not answer ({lines[-1].partition(':')[0]})") from error


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
