"""Secrets come from the environment: nothing that is kept looks like one."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.fixtures.examples import each

ROOT = Path(__file__).resolve().parents[2]
# The shapes that their makers give to real ones.
SHAPES = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY",
    "an AWS access key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "an Anthropic key": r"\bsk-ant-[A-Za-z0-9_-]{20,}",
    "a Stripe key or secret": r"\b(?:[sr]k_(?:live|test)_|whsec_)[A-Za-z0-9]{16,}",
    "a Google API key": r"\bAIza[0-9A-Za-z_-]{35}\b",
    "a GitHub token": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50,})",
    "a Slack token": r"\bxox[abpors]-[A-Za-z0-9-]{10,}",
    "a Twilio account or API key": r"\b(?:AC|SK)[0-9a-f]{32}\b",
    "a Supabase key": r"\beyJ[\w-]{20,}\.[\w-]{20,}\.|\bsb(?:p|_secret)_[A-Za-z0-9]{20,}",
    "a password in a URL": r"\b(?:postgres(?:ql)?|rediss?|https?)://[^\s:/@'\"<>{}$*]+:"
    r"[^\s/@'\"<>{}]{8,}@(?!127\.0\.0\.1|localhost|db\.test|[a-z.]*x\.test)[\w.-]+",
}
# A sample of each, put together here so that this file holds none.
SAMPLES = {
    "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "an AWS access key": "AKIA" + "A1B2C3D4E5F6G7H8",
    "an Anthropic key": "sk-ant-" + "api03-" + "x" * 30,
    "a Stripe key or secret": "sk_live_" + "a1" * 12,
    "a Google API key": "AIza" + "b" * 35,
    "a GitHub token": "ghp_" + "c" * 36,
    "a Slack token": "xoxb-" + "1234567890",
    "a Twilio account or API key": "AC" + "0123456789abcdef" * 2,
    "a Supabase key": "eyJ" + "d" * 30 + "." + "e" * 30 + ".f",
    "a password in a URL": "postgresql://postgres:" + "hunter2hunter2@db.example.com/x",
}
# Sums and lengths, not keys.
PASSED = re.compile(r"\.(?:png|ico|woff2?)$|^requirements[\w-]*\.lock$")


def tracked() -> list[Path]:
    """Every file that git keeps; without git, every file that it would."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = listed.stdout.split("\0") if listed.returncode == 0 else []
    if not any(names):
        kept = ("functions", "infra", "shared", "sql", "tests")
        names = [str(p.relative_to(ROOT)) for top in kept for p in (ROOT / top).rglob("*.*")]
    return [ROOT / name for name in names if name and not PASSED.search(name)]


def found(text: str) -> set[str]:
    return {what for what, shape in SHAPES.items() if re.search(shape, text)}


@each("what", list(SHAPES))
def test_each_shape_is_recognised(what: str) -> None:
    assert found(f"key = {SAMPLES[what]}\n") == {what}


def test_no_file_holds_anything_of_the_shape_of_a_secret() -> None:
    files = [path for path in tracked() if path.is_file()]
    assert len(files) > 300
    held = {
        f"{path.relative_to(ROOT)}: {what}"
        for path in files
        for what in found(path.read_text(encoding="utf-8", errors="replace"))
    }
    assert held == set()


def test_the_environment_is_read_in_few_places() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for top in ("shared", "functions")
        for path in (ROOT / top).rglob("*.py")
        if re.search(r"\bos\.(?:environ|getenv)\b(?!`)", path.read_text())
    }
    assert readers == {"shared/cli.py", "shared/config.py", "shared/log.py"}


@pytest.mark.parametrize("lock", sorted(path.name for path in ROOT.glob("requirements*.lock")))
def test_a_lock_file_names_versions_and_hashes_and_no_index(lock: str) -> None:
    lines = (ROOT / lock).read_text().splitlines()
    assert len(lines) > 100
    odd = [
        line
        for line in lines
        if not re.match(
            r"(?:[a-z0-9._-]+==\S+(?: ;.*)? \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?)$", line
        )
    ]
    assert odd == []
