"""What was erased is known by having nothing else left."""

from shared.domain.tombstone import is_tombstone
from tests.fixtures.examples import each


def test_what_erasure_leaves_is_a_tombstone() -> None:
    assert is_tombstone({"erased": True, "erased_at": "2026-03-02T12:00:00+00:00"})


@each(
    "payload",
    [
        {"erased": True, "erased_at": "2026-03-02T12:00:00+00:00", "text": "Sarah"},
        {"erased": True},
        {"erased": "true", "erased_at": "2026-03-02T12:00:00+00:00"},
        {},
        ["erased", "erased_at"],
        None,
    ],
)
def test_a_payload_with_a_field_called_erased_is_none(payload: object) -> None:
    assert not is_tombstone(payload)
