"""Ideas are found by the words that people type (S46)."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.frontend.conftest import Reader

pytestmark = pytest.mark.django_db
Seats = Callable[[str, str], Reader]


def ideas(reader: Reader, words: str) -> list[str]:
    """The titles that are found, in their order."""
    return re.findall(
        r"<h2><a [^>]*>([^<]+)</a></h2>", reader.get(f"learning/ideas/?q={quote(words)}").content.decode()
    )


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("diez respiraciones", "When everything is too much"),
        ("berrinches", "When everything is too much"),
        ("my baby keeps crying and crying", "When a baby keeps crying"),
        ("no quiere dormir", "The same small steps to bed"),
        ("DORMIR", "The same small steps to bed"),
        ("pañal", "Learning to use the potty"),
        ("panal", "Learning to use the potty"),
        ("bites", "Biting and hitting"),
        ("hermanos que pelean", "Quarrels between brothers and sisters"),
        ("tareas", "Homework in short turns"),
    ],
)
def test_plain_words_of_either_language_find_ideas(reader: Seats, words: str, first: str) -> None:
    """S46: as people type them: sentences, endings, without accents; in whichever language the page is."""
    assert first in ideas(reader("ana", "macia"), words)[:3]
    assert len(ideas(reader("ana", "macia"), words)) < 12
