"""Every kind of effect has its model, what it does to a context, and its SQL function."""

import importlib
import pkgutil

import shared.agents
import shared.domain.effects
from shared.db.migrate import SQL
from shared.domain.effects.base import Effect


def _load_all() -> None:
    for package in (shared.domain.effects, shared.agents):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)


def test_each_kind_has_an_sql_function_and_each_function_a_kind() -> None:
    _load_all()
    files = {path.stem for path in (SQL / "functions" / "effects").glob("*.sql")}
    without_sql = sorted(set(Effect.kinds()) - files)
    assert not without_sql, (
        f"no sql/functions/effects/<kind>.sql for {without_sql}: write it as set_rest_days.sql is"
        " written, and list it in sql/apply.sql"
    )
    without_model = sorted(files - set(Effect.kinds()))
    assert not without_model, (
        f"no Effect in shared/domain/effects or shared/agents has the kind {without_model}:"
        " write the model, or remove the SQL file and its line in sql/apply.sql"
    )


def test_each_kind_says_what_it_does_to_a_context() -> None:
    _load_all()
    for kind in Effect.kinds().values():
        assert "apply" in vars(kind), f"{kind.__name__} has no apply of its own"
        assert kind.apply.__doc__
