"""What is not even tried would not have been found: quick reading and full reading see the same."""

import random

import pytest

from moderation.screening.contacts import addresses, detect, find, find_split, phones, platforms
from moderation.screening.contacts.numbers import ONES
from moderation.screening.contacts.spelled import Cue, cue, spellings
from moderation.screening.contacts.streets import OPEN_SUFFIX, SURE_SUFFIX, UNIT_WORD, WAY_ES
from moderation.screening.normal import Normal, normalise
from moderation.screening.tone import tables, tokens
from moderation.screening.tone.candidates import clearings, rules
from moderation.screening.tone.patterns import build
from moderation.screening.tone.search import _Window

SEED = 20260105
TEXTS = 2000

DETAILS = (
    "419 555 0142", "(419) 555-0142", "four one nine", "five five five", "zero one four two", "555 0142", "+52 55",
    "419", "1482", "90-12", "veintidos", "twelve", "12b", "cinco", "ana.r@example.org", "ana at gmail dot com", "ana_r",
    "mamaoso7", "@mamaoso7", "$mamaoso", "gmail", "arroba", "hotmail punto com", "g m a i l", "example.org/ana", "www.",
    "http://example.org", "example dot org", "aaa-bbbb-ccc", "41.4993, -81.6944", "86HJ+2V", "///one.two.three",
    "what three words is", "Fern Hollow", "Maple", "OH 44129", "44129-1234", "P.O. Box 12", "apt 4B", "number", "#",
    "vivo en", "we live at", "the house is", "corner of", "knock", "call me", "text", "my case", "backwards", "📸",
    "first three", "s i x o h t w o", "no spaces", "starts with", "ends in", "i i i iv v", "to for ate", "5:30", "$20",
    "zoom id 419 555 0142", "419 next three 555 last four 0142", "vivimos en Roble 1482", "it's 90 Fern Hollow",
    "calle Roble 22", "youtube com / anafam", "door number 1482", "tres palabras: uno.dos.tres",
)  # fmt: skip
PLAIN = (
    "ok", "so the kids", "were happy", "today", "and I think", "we can", "see you", "at", "the", "park", "thank you",
    "is it", "on", "for", "to", "home", "once", "look at", "don't", "my",
)  # fmt: skip
JOINS = (" ", " ", " ", ", ", ". ", "\n", " - ", "  ", "'s ", "’s ", ": ")
PHRASES = tuple(
    sorted(
        spelling
        for pattern in (
            platforms._NAMES, platforms._CALLS, SURE_SUFFIX, OPEN_SUFFIX, UNIT_WORD, WAY_ES, "|".join(ONES)
        )
        for spelling in spellings(pattern)
    )
)  # fmt: skip


def message(rng, most=7):
    """Details, parts of details and plain words, in any order."""
    parts = [rng.choice(rng.choice((DETAILS, DETAILS, PHRASES, PLAIN))) for _ in range(rng.randint(1, most))]
    return "".join(part.title() if rng.random() < 0.1 else part for pair in parts for part in (pair, rng.choice(JOINS)))


@pytest.fixture
def tried_in_full(monkeypatch):
    """Every detector looks at every text."""

    def begin():
        monkeypatch.setattr(Cue, "may_be_in", lambda *_: True)
        monkeypatch.setattr(Normal, "has_any", lambda *_: True)
        monkeypatch.setattr(addresses, "may_have_number", lambda _: True)
        monkeypatch.setattr(phones, "may_be_in", lambda _: True)
        monkeypatch.setattr(phones, "may_end_behind", lambda *_: True)
        monkeypatch.setattr(phones, "_enough", lambda *_: True)

    return begin


def test_details_are_found_as_if_every_detector_looked(tried_in_full):
    rng = random.Random(SEED)
    texts = [message(rng) for _ in range(TEXTS)]
    quick = [find(text) for text in texts]
    tried_in_full()
    assert [find(text) for text in texts] == quick
    assert sum(map(bool, quick)) > TEXTS / 4


def test_details_in_several_messages_are_found_as_if_every_detector_looked(tried_in_full):
    rng = random.Random(SEED)
    talks = [([message(rng, 3) for _ in range(rng.randint(1, 4))], message(rng, 3)) for _ in range(TEXTS // 2)]
    quick = [find_split(*talk) for talk in talks]
    tried_in_full()
    read = detect.read
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(detect, "read", lambda normal, since=0: read(normal))
        assert [find_split(*talk) for talk in talks] == quick
    assert sum(map(bool, quick)) > TEXTS / 50


def test_a_reading_that_nothing_reaches_is_empty_and_any_other_is_whole():
    text = normalise("my number is 419 555 0142 and we had fun")
    whole = detect.read(text)
    assert len(whole) == 1
    assert detect.read(text, since=whole[0].end) == whole
    assert detect.read(text, since=whole[0].end + 1) == []


@pytest.mark.parametrize("index", [rules, clearings])
def test_no_line_of_a_table_that_fits_is_left_out(index):
    rng = random.Random(SEED)
    fits = 0
    entries = index()._entries
    for owner, pattern in rng.sample(entries, min(300, len(entries))):
        words = tokens.line(_said(rng, pattern.source)).words
        if pattern.expression.search(f" {' '.join(words)} "):
            fits += 1
            window = _Window(words, (False,) * len(words))
            assert (owner, pattern) in index().candidates(window.sentences), pattern.source
            assert pattern.may_fit(words), pattern.source
    assert fits > 100


def test_only_few_lines_of_the_tables_are_tried():
    words = tokens.line("We had a good day at the park and he ate all of his lunch, see you on Monday!").words
    assert len(rules().candidates([words])) < 40


def test_a_word_that_begins_as_one_of_the_table_counts():
    pattern = build("threat* KID", {"KID": ("kid", "little one")})
    assert pattern.needs == ({"threat*"}, {"kid", "little"})


def test_a_sign_stands_for_one_word():
    assert not [word for word in tables.signs().values() if " " in word]


def test_spellings_of_a_small_pattern():
    assert spellings("tick ?tock|pic(?:ture)?s? app|x\\.com") == {
        "ticktock", "tick tock", "pic app", "pics app", "picture app", "pictures app", "x.com",
    }  # fmt: skip


@pytest.mark.parametrize("pattern", ["a*", "[ab]", "a{2}", "(a)", "a)b", "a.b"])
def test_a_larger_pattern_is_refused(pattern):
    with pytest.raises(ValueError, match=r"list of phrases|bracket"):
        spellings(pattern)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("look me up on tick tock", True),
        ("tock and tick", False),
        ("it is a tick", False),
        ("the 📸 one", True),
        ("plain words", False),
    ],
)
def test_a_cue_needs_a_whole_spelling(text, there):
    assert cue("tick ?tock", signs=("📸",)).may_be_in(normalise(text)) is there


def _said(rng, source):
    """A message in the words of a line of a table."""
    elements = [element for element in source.split() if element[0] not in "!^$~+"]
    choices = [rng.choice(element.removesuffix("?").split("|")) for element in elements]
    classes = tables.classes()
    return " ".join(
        rng.choice(classes.get(choice, (choice,))).replace("_", " ").replace("*", "s") for choice in choices
    )
