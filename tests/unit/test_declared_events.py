"""An event has both ends: who publishes it, and what it causes, both by its one declaration."""

import pkgutil

import shared.events
from shared.domain.events import DECLARED, HANDLED, Event, Reaction
from shared.domain.values import EventType
from shared.events.registry import handler_of, module_of
from tests.fixtures.examples import each
from tests.fixtures.publishers import Published, in_python, in_sql

OURS = {"handler", "processor", "registry"}  # modules of shared.events that handle no type
SQL = list(in_sql())
PYTHON = list(in_python())


@each("published", [*SQL, *PYTHON])
def test_what_is_published_is_declared(published: Published) -> None:
    assert published.names, f"{published.where}: the name of the event has to stand in the call"
    assert published.names <= set(DECLARED)


@each("event_type", DECLARED)
def test_what_is_declared_is_published(event_type: str) -> None:
    assert any(event_type in published.names for published in [*SQL, *PYTHON])


@each("published", SQL)
def test_what_sql_writes_are_the_fields_of_the_declaration(published: Published) -> None:
    assert published.keys is not None
    fields = [DECLARED[name].model_fields for name in published.names]
    assert published.keys <= {name for one in fields for name in one}
    for one in fields:
        required = {name for name, field in one.items() if field.is_required()}
        assert required <= published.keys


def test_each_type_that_is_to_be_handled_has_a_handler_of_its_own_payload() -> None:
    for event_type in HANDLED:
        handler = handler_of(event_type)
        assert handler is not None
        assert handler.event is DECLARED[event_type]


def test_each_handler_is_of_a_type_that_is_to_be_handled() -> None:
    modules = {found.name for found in pkgutil.iter_modules(shared.events.__path__)} - OURS
    assert modules == {module_of(event_type).rpartition(".")[2] for event_type in HANDLED}


def test_nothing_else_is_handled_in_the_background() -> None:
    for event_type, declared in DECLARED.items():
        if declared.reaction is not Reaction.HANDLER:
            assert handler_of(event_type) is None
    assert handler_of("comet.seen") is None


def test_each_type_that_an_agent_answers_is_declared_as_one_of_the_conversation() -> None:
    answered = {name for name, one in DECLARED.items() if one.lane() == "conversation"}
    assert answered == set(EventType)


def test_every_declaration_stands_in_one_place() -> None:
    assert {one.__module__ for one in Event.__subclasses__()} >= {"shared.domain.events"}
    ours = [one for one in Event.__subclasses__() if one.__module__.startswith("shared.")]
    assert {one.__module__ for one in ours} == {"shared.domain.events"}
    assert len(ours) == len(DECLARED), "two have the same name"


@each("declared", DECLARED.values())
def test_a_declaration_says_what_it_tells_and_holds_no_words(declared: type[Event]) -> None:
    assert declared.__doc__
    # A name of a closed list is a text of a pattern; words are a text of none.
    texts = {n: field for n, field in declared.model_fields.items() if field.annotation is str}
    assert not [n for n, field in texts.items() if not field.metadata]
