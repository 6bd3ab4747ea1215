"""The tables and their small language: every line can be read and means what it says; long input ends."""

import itertools
import json
import re

import pytest

from moderation.predictions.tone import predict
from moderation.screening.tone import read, tables, tokens
from moderation.screening.tone.patterns import build

CLASSES = {"WHO": ("you", "they"), "BAD": ("bad", "going wrong")}


def holds(source, text):
    """Whether the line `source` of a table holds in `text`."""
    return bool(build(source, CLASSES).expression.search(" " + " ".join(tokens.line(text).words) + " "))


@pytest.mark.parametrize(
    ("source", "yes", "no"),
    [
        ("WHO are|were BAD", "you were bad", "we were bad"),
        ("WHO are BAD", "they are going wrong", "they are going right"),
        ("threat*", "threatening me", "treat me"),
        ("take ~2 kids", "take all the kids", "take all of the kids"),
        ("take ~3 kids", "take my two kids", "take it not kids"),
        ("take +3 kids", "take not my kids", "take it. not kids"),
        ("take ++3 kids", "take it. my kids", "take it. all of my kids"),
        ("so? bad", "bad", "mad"),
        ("want !to die", "want die", "want to die"),
        ("want ~1 !pizza|cake", "want it now", "want some pizza"),
        ("^ stop", "I said it. Stop", "please stop"),
        ("stop $", "please stop.", "please stop now"),
    ],
)
def test_a_line_of_a_table(source, yes, no):
    assert holds(source, yes)
    assert not holds(source, no)


@pytest.mark.parametrize("source", ["NOBODY is", "~2", "^ $", "!bad"])
def test_a_line_that_cannot_be_read_is_refused(source):
    with pytest.raises(ValueError, match=r"No such class|needs a word"):
        build(source, CLASSES)


def test_every_family_can_be_found_and_says_how_surely():
    names = [(family.label, family.name) for family in tables.families()]
    assert len(names) == len(set(names))
    for family in tables.families():
        assert family.patterns, family.name
        assert 0 < family.weight < 1, family.name
        assert family.urgency in {"", "now", "today", "weekly"}, family.name
        assert (
            bool(family.urgency) == (family.label in tables.SUPPORT or family.label == "threat") or family.weight < 0.5
        )


def test_no_line_has_a_gap_that_would_be_taken_for_a_word():
    lines = [pattern.source for family in tables.families() for pattern in (*family.patterns, *family.unless)]
    lines += [pattern.source for clearing in tables.clearings() for pattern in clearing.patterns]
    assert [line for line in lines if re.search(r"[~+]\d\d|[~+](?!\+?\d)", line)] == []


def test_both_languages_have_every_label():
    spanish = {label for label in tables.LABELS if (tables.WORDS / f"tone_{label}_es.toml").exists()}
    assert spanish | {"threat"} == set(tables.LABELS)
    assert "threat" in read("Te voy a matar.").labels


def test_weak_signs_alone_never_count():
    faint = [family for family in tables.families() if family.weight < 0.5]
    assert faint
    assert read("smh whatever you never").labels == ()


def test_a_loose_family_needs_a_second_sign():
    assert any(family.loose for family in tables.families())
    assert read("I thought of something today: she has our last name on the mailbox").labels == ()
    one = "We changed his school."
    two = "We changed his school without asking you, and you are not allowed to visit him there."
    assert read(one).labels == ()
    assert "controlling" in read(two).labels


def test_expressions_of_a_loose_family_that_hold_alone_are_a_family_of_their_own():
    families = {family.name: family for family in tables.families()}
    alone = [name for name in families if name.endswith("_alone") and name != "name_alone"]
    assert alone
    for name in alone:
        assert not families[name].loose
        assert families[name.removesuffix("_alone")].loose
        assert families[name].label == families[name.removesuffix("_alone")].label


@pytest.mark.parametrize(
    "piece",
    [
        "you ",
        "s*",
        "i d ",
        "\"'",
        ". ",
        "not ",
        "😂",
        "no call until you say sorry ",
        "e\u0301",
        "f***",
        "a",
        "\n",
        "٣",
    ],
)
def test_hostile_input_of_any_length_is_read(piece):
    text = (piece * 10_000)[:10_000]
    assert set(read(text).weights) == set(tables.LABELS)


def test_what_stands_late_in_a_long_message_is_read_too():
    assert "self_harm" in read("She had a good day at school. " * 200 + "I want to kill myself.").labels


def test_predictions_are_the_shipped_reading(tmp_path):
    file = tmp_path / "cases.jsonl"
    texts = ["You are an idiot.", "See you at six.", "I relapsed last night."]
    file.write_text("".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts)) + "\n")
    for prediction, (number, text) in itertools.zip_longest(predict(file), enumerate(texts)):
        assert prediction == {"id": str(number), "scores": dict(read(text).weights)}
