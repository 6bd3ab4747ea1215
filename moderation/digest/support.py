"""Whether messages bear out a sentence that somebody else wrote about them: a language model, which may make things up.

A sentence stands only if it names who wrote what it rests on, has no number, day or name that its messages do not have,
says no where they say no, shares most of its words with them, and puts nobody down. Strict: what is dropped costs
little, since the draft by rules is there.
"""

import re
from collections.abc import Sequence
from typing import Final

from moderation.digest.fold import content, folded
from moderation.digest.model import Line
from moderation.digest.when import names
from moderation.digest.wording import deficit_words

_SHARE: Final = 0.6
"""Part of a sentence's words that must stand in its messages."""
_FEWEST: Final = 2
"""Words that must be shared at least, so that a sentence of one common word does not pass."""
_LONGEST: Final = 300
_NUMBER: Final = re.compile(r"\d+(?:[:.,]\d+)*")
_CAPITAL: Final = re.compile(r"\b[A-ZÁÉÍÓÚÜÑ][\w'’-]*")
_NO: Final = re.compile(
    r"\b(?:not|no|never|nobody|nothing|without|cannot|n't|\w+n't|nunca|nadie|nada|sin|ni|tampoco)\b|n't\b"
)
_TELLING: Final = content(
    folded(
        "asked asks said says wrote writes told tells offered offers suggested suggests shared shares thanked thanks "
        "agreed agrees promised promises planned plans answered answers mentioned mentions hopes wants would will "
        "confirmed about room child message preguntó pregunta dijo dice escribió escribe ofreció ofrece propuso "
        "propone compartió comparte agradeció agradece acordó prometió promete contestó mencionó espera quiere "
        "confirmó contó cuenta sobre sala mensaje"
    )
)
"""Words for the telling itself, which need not stand in a message."""


def supported(text: str, cited: Sequence[Line]) -> bool:
    """Whether `cited` bear out `text`, one sentence that a person is to read about them."""
    if not cited or not text.strip() or len(text) > _LONGEST or deficit_words(text):
        return False
    said = " \n ".join(line.text for line in cited)
    return (
        _names_writers(text, cited)
        and _has_numbers(text, said)
        and _has_names(text, said, cited)
        and _same_no(text, cited)
        and _shares_words(text, said, cited)
    )


def _names_writers(text: str, cited: Sequence[Line]) -> bool:
    """It begins with a writer and names them all: "Ana asked whether Brianna …", never "Brianna is …"."""
    words = re.findall(r"[^\W\d_]+", folded(text))
    writers = {_first(line.name) for line in cited}
    return bool(words) and words[0] in writers and writers <= set(words)


def _has_numbers(text: str, said: str) -> bool:
    """Every number and number word of the text stands in the messages, as a numeral or as a word."""
    return _numbers(text) <= _numbers(said)


def _numbers(text: str) -> set[str]:
    plain = folded(text)
    found = {re.sub(r"[.,]", ":", number).removesuffix(":00") for number in _NUMBER.findall(plain)}
    words = set(re.findall(r"[a-z]+", plain)) - {"a", "an", "one", "un", "una", "couple", "once"}
    return found | {str(names.NUMBERS[word]) for word in words if word in names.NUMBERS}


def _has_names(text: str, said: str, cited: Sequence[Line]) -> bool:
    """Every name, day and month of the text stands in the messages, or is the name of one of the writers."""
    known = set(re.findall(r"[a-z]+", folded(said)))
    known |= {part for line in cited for part in re.findall(r"[a-z]+", folded(line.name))}
    told = {part for name in _CAPITAL.findall(text) for part in re.findall(r"[a-z]+", folded(name)) if len(part) > 1}
    plain = set(re.findall(r"[a-z]+", folded(text)))
    days = {word for word in plain if len(word) > 4 and (word in names.WEEKDAYS or word in names.MONTHS)}
    return told | days <= known


def _same_no(text: str, cited: Sequence[Line]) -> bool:
    """A sentence may say no only where a message does, and must where every message does."""
    says_no = _NO.search(folded(text)) is not None
    heard = [_NO.search(folded(line.text)) is not None for line in cited]
    return any(heard) if says_no else not all(heard)


def _shares_words(text: str, said: str, cited: Sequence[Line]) -> bool:
    besides = frozenset().union(*(content(folded(line.name)) for line in cited)) | _TELLING
    told = content(folded(text)) - besides
    shared = told & content(folded(said))
    return len(shared) >= min(_FEWEST, max(len(told), 1)) and len(shared) >= _SHARE * len(told)


def _first(name: str) -> str:
    return next(iter(re.findall(r"[^\W\d_]+", folded(name))), "")
