"""Conversation starters: kind words for every side and stage, in both languages (S14, S62, S78)."""

import re
from itertools import product

import pytest
from django.utils.translation import override

from rooms.access import ROLE_ACTIONS, Action
from rooms.models import Role
from rooms.queries.stage import Stage
from rooms.starters import ALWAYS, SIDES, STARTERS, starters_for

PARENTS = (Role.BIRTH_PARENT, Role.FOSTER_PARENT, Role.KINSHIP_CAREGIVER, Role.RELATIVE)

# Words that look for what is missing, that blame, or that are an office's and not a family's (S62).
COLD_WORDS = (
    "problem fail failed fault blame wrong bad neglect abuse abused removed removal taken case custody client "
    "compliance deficit dysfunctional unfit placement placed supervised behavior behaviour discipline must "
    "problema culpa malo mala fracaso caso custodia abuso negligencia conducta debe"
)


def every_text(language: str) -> list[str]:
    with override(language):
        return [str(starter.text) for starter in STARTERS] + [str(starter.topic) for starter in STARTERS]


def texts(role: str, stage: str, names: tuple[str, ...] = ("Macia",)) -> list[str]:
    return [str(starter.text) for starter in starters_for(role, stage, names)]


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_starter_looks_for_what_is_missing(language: str) -> None:
    """S62: strengths first."""
    found = [
        (word, text)
        for text in every_text(language)
        for word in COLD_WORDS.split()
        if re.search(rf"\b{word}\b", text, re.I)
    ]
    assert found == []


def test_every_starter_has_spanish_words_of_its_own_and_keeps_the_child() -> None:
    english, spanish = every_text("en"), every_text("es")
    assert [text for text, other in zip(english, spanish, strict=True) if text == other] == []
    assert [
        text for text, other in zip(english, spanish, strict=True) if ("{child}" in text) != ("{child}" in other)
    ] == []


def test_no_starter_is_there_twice() -> None:
    assert len({str(starter.text) for starter in STARTERS}) == len(STARTERS) >= 36


@pytest.mark.parametrize(("role", "stage"), list(product(PARENTS, Stage)))
def test_every_parent_finds_a_few_at_every_stage(role: Role, stage: Stage) -> None:
    """S14, S78: the tool is of use from before the first day until after the return."""
    found = texts(role, stage)
    assert 4 <= len(found) <= 25
    assert not any("{" in text for text in found)


@pytest.mark.parametrize("stage", Stage)
def test_birth_and_foster_parents_have_about_as_many(stage: Stage) -> None:
    """S61: neither side ranks above the other."""
    birth, foster = len(texts(Role.BIRTH_PARENT, stage)), len(texts(Role.FOSTER_PARENT, stage))
    assert abs(birth - foster) <= 5


def test_a_starter_speaks_for_its_own_side_only() -> None:
    """A birth parent is never offered a carer's sentence, nor the other way round; what both say is shared."""
    for stage in Stage:
        birth = {starter.text for starter in STARTERS if starter.sides == {"birth"}}
        foster = {starter.text for starter in STARTERS if starter.sides == {"foster"}}
        assert {str(text) for text in foster}.isdisjoint(texts(Role.BIRTH_PARENT, stage, ("{child}",)))
        assert {str(text) for text in birth}.isdisjoint(texts(Role.FOSTER_PARENT, stage, ("{child}",)))
        shared = set(texts(Role.MENTOR, stage))
        assert shared <= set(texts(Role.BIRTH_PARENT, stage)) & set(texts(Role.FOSTER_PARENT, stage))


def test_the_way_home_is_not_talked_of_before_it_begins() -> None:
    leaving = {str(s.text) for s in STARTERS if s.stages == {"going_home"}}
    for role, stage in product(PARENTS, set(Stage) - {Stage.GOING_HOME}):
        assert leaving.isdisjoint(texts(role, stage, ("{child}",)))
    assert leaving & set(texts(Role.BIRTH_PARENT, "going_home", ("{child}",)))


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.ADVOCATE, "unheard_of"])
def test_staff_and_those_who_only_read_get_none(role: str) -> None:
    assert texts(role, "settled") == []


def test_every_role_that_has_a_side_may_write() -> None:
    assert set(Role).issuperset(SIDES)
    assert all(Action.POST in ROLE_ACTIONS[Role(role)] for role in SIDES)


def test_stages_are_the_stages_of_a_room() -> None:
    assert set(Stage) == ALWAYS
    assert all(starter.stages <= set(Stage) for starter in STARTERS)


@pytest.mark.parametrize(
    ("language", "names", "expected"),
    [
        ("en", ("Gladys",), "I saw something in Gladys today that comes from you:"),
        ("en", ("Macia", "Gladys"), "I saw something in Macia and Gladys today that comes from you:"),
        ("en", ("Macia", "Gladys", "Jon"), "I saw something in Macia, Gladys and Jon today that comes from you:"),
        ("es", ("Macia", "Gladys"), "Hoy vi en Macia y Gladys algo que viene de usted:"),
    ],
)
def test_the_children_are_called_by_their_names(language: str, names: tuple[str, ...], expected: str) -> None:
    with override(language):
        assert expected in texts(Role.FOSTER_PARENT, "settled", names)


def test_a_name_is_never_read_as_a_placeholder() -> None:
    assert any("{0}" in text for text in texts(Role.FOSTER_PARENT, "settled", ("{0}",)))
