"""The models of what texts mean: made of today's texts, and right about others."""

from pathlib import Path

import pytest

from infra.learning.texts import FOLDER, digest, labelled
from shared.agents.agent import abilities_of
from shared.agents.capabilities.matters import matters
from shared.agents.capabilities.talk import member_talk
from shared.agents.concierge import MEMBERSHIP
from shared.domain.consent import Consent, classify
from shared.domain.consent_words import words_of
from shared.domain.learned.consent import language_of, likelihood
from shared.domain.learned.model import features, model, packed, places
from shared.domain.learned.wishes import likely_wishes

MEMBERS = (*MEMBERSHIP, matters(MEMBERSHIP), member_talk(abilities_of(MEMBERSHIP)))
MODELS = FOLDER.parents[1] / "shared" / "domain" / "learned"
LEFT_OUT = Path(__file__).parents[2] / "corpus" / "consent_left_out.tsv"
REFUSED = {Consent.OUT_KEYWORD, Consent.OUT_WORDING}
ASKED = {Consent.UNCLEAR, Consent.UNCLEAR_IF_IDLE}


def left_out() -> list[tuple[str, str]]:
    lines = LEFT_OUT.read_text("utf-8").splitlines()
    pairs = [line.partition("\t") for line in lines if not line.startswith("#")]
    return [(label, text) for label, _, text in pairs]


def is_right(label: str, text: str) -> bool:
    """`ask` is right, too, where the text is taken as a refusal: its writer hears how to return."""
    said = classify(text)
    if label == "out":
        return said in REFUSED
    return said in REFUSED | ASKED if label == "ask" else said not in REFUSED


@pytest.mark.parametrize("name", ["consent", "wishes"])
def test_a_model_is_made_from_the_texts_as_they_are(name: str) -> None:
    assert (MODELS / f"{name}.sum").read_text().strip() == digest(FOLDER / name), "run make learn"


def test_of_unseen_texts_nearly_all_are_read_right_and_nobody_is_opted_out_against_their_will() -> (
    None
):
    texts = left_out()
    wrong = [(label, text) for label, text in texts if not is_right(label, text)]
    assert len(wrong) <= len(texts) * 0.03, wrong
    assert [text for label, text in wrong if label == "not"] == []


def test_nothing_that_measures_was_learned_from() -> None:
    learned = {row.text.casefold() for row in labelled(FOLDER / "consent")}
    assert [text for _, text in left_out() if text.casefold() in learned] == []


def test_ordinary_texts_are_seldom_asked_about() -> None:
    ordinary = [row.text for row in labelled(FOLDER / "wishes")]
    asked = [text for text in ordinary if classify(text) in ASKED | REFUSED]
    assert len(asked) <= len(ordinary) * 0.02, asked


def test_a_refusal_at_the_end_of_a_long_story_counts() -> None:
    story = "so the thing is my cousin visited and we talked about the lake house for hours " * 5
    assert likelihood(words_of(story)) is None
    end = likelihood(words_of(f"{story} and by the way lose my number for good"))
    assert end is not None
    assert end.out > 0.9
    trouble = "I have tried two phones and a laptop, and it says that my number is unknown. " * 3
    assert classify(trouble) is Consent.NONE


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("no quiero mas mensajes por favor", "es"),
        ("je ne veux plus de messages merci", "fr"),
        ("ich will keine nachrichten mehr", "de"),
        ("nao quero mais mensagens obrigado", "pt"),
        ("lose my number", "en"),
    ],
)
def test_the_language_of_a_refusal_is_told_by_its_common_words(text: str, language: str) -> None:
    assert language_of(text) == language


def test_probabilities_of_a_text_are_one_together() -> None:
    known = model(MODELS / "wishes.model")
    assert sum(known.probabilities("remind me tomorrow").values()) == pytest.approx(1)
    assert likely_wishes("wake me at 6 tomorrow")[0].label == "remind_set"
    assert likely_wishes("👍") == ()


def test_every_label_is_of_one_capability_or_of_none_by_intent() -> None:
    claimed = [label for one in MEMBERS for label in one.rephrased]
    assert len(claimed) == len(set(claimed))
    labels = {row.label for row in labelled(FOLDER / "wishes")}
    assert labels - set(claimed) == {"other", "distress"}
    assert set(claimed) <= labels


def test_a_model_of_other_features_is_refused(tmp_path: Path) -> None:
    old = tmp_path / "old.model"
    old.write_bytes(packed(["a", "b"], 1.0, [0, 0], 2, b"").replace(b"learned 1", b"learned 0"))
    with pytest.raises(ValueError, match="make learn"):
        model(old)


def test_features_are_bounded_however_long_a_text_is() -> None:
    assert len(list(features("word " * 100_000))) < 2_000
    assert len(list(features("w" * 100_000))) < 200
    assert all(0 <= place < 64 for place in places("stop texting me", 64))
