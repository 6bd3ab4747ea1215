"""The check of words that put a person down (S62)."""

import pytest

from moderation.digest import appointments, concerns, labels
from moderation.digest.wording import deficit_words


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Father refused to attend", "refused"),
        ("Mother is non-compliant with services", "non-compliant"),
        ("She claims to have called", "claims to"),
        ("He failed the screen", "failed"),
        ("known addict", "addict"),
        ("Dirty UA on Monday", "Dirty UA"),
        ("an attention seeking child", "attention seeking"),
        ("La madre es negligente", "negligente"),
        ("El papá se negó a firmar", "se negó"),
        ("He never comes", "He never"),
    ],
)
def test_found_with_its_place_and_a_hint(text, word):
    (found,) = deficit_words(text)
    assert found.word == word
    assert text[found.start : found.end] == word
    assert str(found.hint)


@pytest.mark.parametrize(
    "text",
    [
        "Asked to sign on Monday; has not answered yet.",
        "Ana is in recovery and went to group.",
        "Francisco wrote that he was tired.",
        "She enjoys the refuge at the park.",
    ],
)
def test_facts_and_needs_pass(text):
    assert deficit_words(text) == []


def test_our_own_labels_pass_it():
    tables = (labels.SECTIONS, labels.LENSES, labels.HOSTILE, labels.CONCERNS, labels.APPOINTMENTS, labels.STEPS)
    assert not [word for table in tables for text in table.values() for word in deficit_words(str(text))]


def test_every_kind_has_its_words():
    assert set(labels.CONCERNS) == {*concerns.KINDS, concerns.HARD}
    assert set(labels.APPOINTMENTS) == set(appointments.KINDS)
