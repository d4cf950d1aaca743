"""The local stack's secrets are made once, and what a newer stack needs besides is added."""

import json
from dataclasses import asdict
from pathlib import Path

from infra.local.settings import LocalSecrets


def test_they_are_made_once_and_nobody_else_may_read_them(tmp_path: Path) -> None:
    made = LocalSecrets.load(tmp_path)
    assert LocalSecrets.load(tmp_path) == made
    assert len(set(asdict(made).values())) == len(asdict(made))
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_what_an_older_stack_did_not_have_is_added_and_the_rest_stays(tmp_path: Path) -> None:
    made = asdict(LocalSecrets.load(tmp_path))
    older = {name: value for name, value in made.items() if not name.startswith("stripe_")}
    (tmp_path / "secrets.json").write_text(json.dumps(older))
    loaded = asdict(LocalSecrets.load(tmp_path))
    assert {name: loaded[name] for name in older} == older
    assert loaded["stripe_api_key"].startswith("sk_test_")
    assert asdict(LocalSecrets.load(tmp_path)) == loaded
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
