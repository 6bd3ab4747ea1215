"""What the writer and the caseworker are told: kind, plain, from rules (S60, S61)."""

import pytest
from django.utils.translation import override

from moderation.screening.tone import for_staff, for_writer, nudge, read, sayings
from moderation.screening.tone.tables import HOSTILE, LABELS, SUPPORT, families

SCOLDING = (
    "must not",
    "violation",
    "warning",
    "inappropriate",
    "you failed",
    "bad",
    "wrong",
    "score",
    "refus",
    "policy",
)


def every_sentence():
    """All sentences of the package, in English."""
    with override("en"):
        groups = (sayings.REASONS, sayings.SUGGESTIONS, sayings.HELP, sayings.STAFF)
        return [str(words) for group in groups for words in group.values()] + [str(sayings.HELD)]


def test_every_label_has_its_words():
    assert set(HOSTILE) <= set(sayings.REASONS)
    assert set(HOSTILE) <= set(sayings.SUGGESTIONS)
    assert set(SUPPORT) == set(sayings.HELP)
    assert set(LABELS) <= set(sayings.STAFF)


@pytest.mark.parametrize("words", [sayings.REASONS, sayings.SUGGESTIONS, sayings.STAFF])
def test_finer_words_belong_to_a_hint_of_the_tables(words):
    hints = {f"{family.label}.{family.hint}" for family in families()}
    assert {key for key in words if "." in key} <= hints


def test_no_sentence_scolds_and_none_is_long():
    for sentence in every_sentence():
        assert not any(word in sentence.lower() for word in SCOLDING), sentence
        assert max(len(part.split()) for part in sentence.replace("?", ".").split(".")) <= 22, sentence


def test_unkind_words_get_a_reason_and_another_way_to_say_it():
    found = nudge(read("You always ruin everything."))
    assert found is not None
    assert str(found.reason)
    assert str(found.suggestion)


def test_the_words_fit_what_was_said():
    secret = nudge(read("Don't tell your mom, this is our secret."))
    assert secret is not None
    assert secret.reason == sayings.REASONS["undermining.secret"]


def test_ordinary_talk_gets_no_words():
    reading = read("Can we move pickup to four?")
    assert nudge(reading) is None
    assert for_writer(reading) == ()
    assert for_staff(reading) is None


def test_who_asks_for_help_is_not_corrected_and_gets_the_lifelines():
    reading = read("You are an idiot and I want to kill myself.")
    assert nudge(reading) is None
    told = " ".join(map(str, for_writer(reading)))
    assert "988" in told
    assert "911" in told
    assert for_staff(reading) == sayings.STAFF["self_harm"]


def test_life_comes_first_where_several_need_care():
    told = for_writer(read("I relapsed and I want to die."))
    assert told == (sayings.HELP["self_harm"], sayings.HELP["substance"])


def test_help_stands_also_under_a_held_message():
    told = for_writer(read("I will kill you and then kill myself."))
    assert told == (sayings.HELD, sayings.HELP["self_harm"])


def test_the_writer_of_a_held_message_is_told_so():
    reading = read("I will kill you.")
    assert nudge(reading) is None
    assert for_writer(reading) == (sayings.HELD,)
    assert for_staff(reading) == sayings.STAFF["threat"]
