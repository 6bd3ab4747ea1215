"""A message as a list of plain words: lower case, no accents, contractions and chat spellings written out."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from moderation.screening.tone import tables
from moderation.screening.tone.obscured import plain_letters
from moderation.screening.tone.patterns import ENDERS

CHILD, ADULT, SOMEBODY = "kidname", "adultname", "somename"
"""Words that stand for the name of a child of the room, of an adult of the room, and of anybody else."""

PIECES = 16_384
"""Pieces of messages, mostly words, of which it is remembered what they say."""
LONGEST = 40
"""Characters of a piece that is remembered."""

_SINGLE_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_QUOTES = frozenset('"“”„«»')
_SPELLED = re.compile(r"\b(?:\w[.\-_* ]){3,40}\w\b")
_PIECE = re.compile(
    r"[^\W_](?:[\w'*@$#!|]*[\w*])?"  # a word, also one with signs for letters
    r"|[\"“”„«»]|(?<!\w)'|'(?!\w)"  # quotation marks
    r"|\.{2,}|…|[.?!;\n¿¡]|[^\w\s]"
)
_ODD = re.compile(r"[*@$#!|0-9_]")
_INNER = re.compile(r"[^\W_]+")
_REPEATED = re.compile(r"(\w)\1{2,}")


@dataclass(frozen=True, slots=True)
class Line:
    """A message in plain words. `marks[i]` says that word i stands between quotation marks."""

    words: tuple[str, ...]
    marks: tuple[bool, ...]


def line(text: str, *, children: Sequence[str] = (), adults: Sequence[str] = ()) -> Line:
    """The plain words of a message. Names of the room's people become CHILD and ADULT."""
    names = _names(tuple(children), tuple(adults))
    words: list[str] = ["."]
    marks: list[bool] = [False]
    quoted = False
    opening = ""
    for piece in _pieces(text):
        if piece in _QUOTES or piece == "'":
            quoted = not quoted
            continue
        start = len(words)
        words += _words(piece, names, first=words[-1] in ENDERS)
        marks += [quoted] * (len(words) - start)
        if opening and words[start - 1] == opening and words[start:] and words[start] in tables.does():
            words[start - 1] = SOMEBODY
        opening = words[start] if len(words) == start + 1 and _may_open(piece, words[start], words[start - 1]) else ""
    words.append(".")
    marks.append(False)
    if quoted:  # a mark that nobody closed quotes nothing
        marks = [False] * len(words)
    return Line(tuple(words), tuple(marks))


def _may_open(piece: str, word: str, before: str) -> bool:
    """A word with a capital at the start of a sentence: a name, if what a person does comes next."""
    return before in ENDERS and _is_name(piece, word, first=False)


@lru_cache(maxsize=1024)
def _names(children: tuple[str, ...], adults: tuple[str, ...]) -> Mapping[str, str]:
    return {_fold(name): ADULT for name in adults} | {_fold(name): CHILD for name in children}


def _pieces(text: str) -> list[str]:
    return _PIECE.findall(_SPELLED.sub(_joined(tables.obscene()), text.translate(_SINGLE_QUOTES)))


def _joined(known: frozenset[str]) -> Callable[[re.Match[str]], str]:
    """Join spaced-out letters where they spell a word that one would hide."""

    def join(found: re.Match[str]) -> str:
        letters = re.sub(r"[.\-_* ]", "", found.group())
        return letters if _fold(letters) in known else found.group()

    return join


def _words(piece: str, names: Mapping[str, str], *, first: bool) -> Iterable[str]:
    said = _said(piece, first) if len(piece) <= LONGEST else _read(piece, first)
    if said.bare and said.bare in names:
        return (names[said.bare], "s") if said.owns else (names[said.bare],)
    return said.words


@dataclass(frozen=True, slots=True)
class _Said:
    """What a piece says, unless `bare` is the name of somebody in the room; `owns`: something of theirs."""

    words: tuple[str, ...]
    bare: str = ""
    owns: bool = False


def _read(piece: str, first: bool) -> _Said:  # noqa: FBT001 - remembered by place
    """The words of a piece; `first`: at the start of a sentence."""
    if piece in tables.signs():
        return _Said((tables.signs()[piece],))
    if piece in ENDERS or piece == "\n":
        return _Said(("." if piece == "\n" else piece,))
    if not piece[0].isalnum():
        return _Said(())
    word = _fold(piece)
    bare = word.removesuffix("'s").removesuffix("s'")
    return _Said(tuple(_spelled_out(piece, word, bare, first=first)), bare, bare != word)


_said = lru_cache(maxsize=PIECES)(_read)


def _spelled_out(piece: str, word: str, bare: str, *, first: bool) -> Iterator[str]:
    whole = tables.spellings().get(word) or tables.spellings().get(word.replace("'", ""))
    if whole:
        yield from whole
    elif _ODD.search(word) and not word.isdigit():
        hidden = plain_letters(word, tables.obscene())
        yield from [hidden] if hidden else _INNER.findall(word.replace("'", ""))
    elif _is_name(piece, word, first=first):
        yield SOMEBODY
        if bare != word:
            yield "s"
    else:
        yield from _split(word)


def _split(word: str) -> Iterator[str]:
    """Undo what an apostrophe or drawn-out letters hide."""
    stem, apostrophe, tail = word.partition("'")
    if apostrophe and tail in tables.tails():
        yield stem.removesuffix("n") if tail == "t" else stem
        yield tables.tails()[tail]
        return
    flat = word.replace("'", "")
    if _REPEATED.search(flat):
        single = _REPEATED.sub(r"\1", flat)
        flat = single if single in tables.vocabulary() else _REPEATED.sub(r"\1\1", flat)
        whole = tables.spellings().get(flat)
        if whole:
            yield from whole
            return
    yield flat


def _is_name(piece: str, word: str, *, first: bool) -> bool:
    """A capital inside a sentence, on a word that the tables do not know."""
    if first or not piece[0].isupper() or len(piece) < 2 or piece[1:].upper() == piece[1:]:
        return False
    bare = word.removesuffix("'s")
    return "'" not in bare and bare not in tables.vocabulary() and bare not in tables.capitals()


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    flat = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in flat if not unicodedata.combining(sign))
