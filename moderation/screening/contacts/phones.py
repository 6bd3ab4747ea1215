"""Phone numbers: North American ones in any disguise, others behind a plus sign or a word that asks to call."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import Final

from moderation.screening.contacts.calling import (
    ASIDE,
    ASKS,
    BACKWARDS,
    COUNTED,
    COUNTED_CUE,
    JOINED,
    OTHER,
    QUIET,
    QUIET_SIGN,
    TIGHT,
    UNIT,
)
from moderation.screening.contacts.crisis import is_crisis_line
from moderation.screening.contacts.numbers import Piece, Writing, chunks, most_digits, strong_digits
from moderation.screening.contacts.spans import Certainty, Kind, Span
from moderation.screening.normal import Normal

_LONGEST_GAP: Final = 44
_FEWEST: Final = 7
"""Digits of the shortest phone number."""

_AREA_FIRST: Final = re.compile(r"[2-9]\d\d[2-9]\d{6}")
_BEFORE, _BEHIND = 48, 28
_LONGEST_RUN: Final = 26
_READINGS: Final = 24


def may_be_in(normal: Normal) -> bool:
    """Whether the numbers of `normal` together have the digits of a phone number: see `_enough_real_digits`."""
    every = chunks(normal)
    if sum(map(strong_digits, every)) <= _FEWEST // 2:
        return False
    real, romans, sounds = map(sum, zip(*map(most_digits, every), strict=True))
    return _enough(real, romans, sounds)


def may_end_behind(normal: Normal, since: int) -> bool:
    """Whether a phone number of `normal` may end behind `since`: a number must stand there."""
    return any(map(any, map(most_digits, chunks(normal, since))))


def _enough(real: int, romans: int, sounds: int) -> bool:
    """Whether so many digits, most of them not just words, can be a phone number."""
    return real + romans >= _FEWEST or (real > _FEWEST // 2 and real + romans + sounds >= _FEWEST)


def find(normal: Normal, numbers: Sequence[Piece]) -> Iterator[Span]:
    """Phone numbers in `normal`, of which `numbers` are all the numbers."""
    if not numbers:
        return
    for run in _runs(normal, numbers):
        yield from _from_run(normal, run)


def _runs(normal: Normal, numbers: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Numbers that follow each other with nothing but signs or joining words between them."""
    quiet = _places(QUIET, normal.text) if QUIET_SIGN.search(normal.text) else ()
    counted = _places(COUNTED, normal.text) if COUNTED_CUE.may_be_in(normal) else ()
    run: list[Piece] = []
    for piece in numbers:
        if piece.start in counted:
            continue
        if piece.start in quiet:
            if run:
                yield run
            run = []
            continue
        if run and not (_close(normal.text, run[-1].end, piece.start)):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _places(pattern: re.Pattern[str], text: str) -> set[int]:
    return {place for match in pattern.finditer(text) for place in range(*match.span())}


def _close(text: str, start: int, end: int) -> bool:
    gap = text[start:end]
    if len(gap) > _LONGEST_GAP:
        return False
    return bool(TIGHT.fullmatch(gap) or JOINED.fullmatch(gap) or ASIDE.fullmatch(gap))


def _from_run(normal: Normal, run: list[Piece]) -> Iterator[Span]:
    """One number in the whole run, or several one after the other."""
    if not _may_hold(run):
        return
    bare = _trim(run, Writing.ROMAN)
    if is_crisis_line(_digits(bare)):
        return
    said = [piece for piece in run if piece.writing is not Writing.SOUND]
    doubtful: list[Span] = []
    for candidate in (bare, _trim(run, Writing.SOUND), run, said):
        whole = len(candidate) <= _LONGEST_RUN and _connected(normal.text, candidate)
        if whole and (span := _judge(normal, candidate, sounds=candidate is run)):
            if span.certainty > Certainty.POSSIBLE:
                yield span
                return
            doubtful.append(span)
    parts = list(_parts(normal, bare))
    yield from parts or doubtful[:1]


def _may_hold(run: list[Piece]) -> bool:
    romans = sum(len(piece.readings[0]) for piece in run if piece.writing is Writing.ROMAN)
    sounds = sum(len(piece.readings[0]) for piece in run if piece.writing is Writing.SOUND)
    every = sum(max(map(len, piece.readings)) for piece in run)
    return _enough(every - romans - sounds, romans, sounds)


def _parts(normal: Normal, run: list[Piece]) -> Iterator[Span]:
    """The numbers that stand one after the other in `run`."""
    index = 0
    while index < len(run):
        length, span = _longest_from(normal, run, index)
        if span:
            yield span
        index += length


def _digits(run: list[Piece]) -> str:
    return "".join(piece.readings[0] for piece in run)


def _connected(text: str, run: list[Piece]) -> bool:
    return bool(run) and all(_close(text, one.end, two.start) for one, two in pairwise(run))


def _trim(run: list[Piece], doubtful: Writing) -> list[Piece]:
    """Without pieces at both ends that are mostly just words: sound-alikes ("to", "for"), Roman numerals."""
    first, last = 0, len(run)
    while first < last and run[first].writing >= doubtful:
        first += 1
    while last > first and run[last - 1].writing >= doubtful:
        last -= 1
    return run[first:last]


def _longest_from(normal: Normal, run: list[Piece], index: int) -> tuple[int, Span | None]:
    """How many pieces from `index` on belong together, and the phone number in them if they are one."""
    for length in range(min(11, len(run) - index), 0, -1):
        part = run[index : index + length]
        digits = _digits(part)
        if is_crisis_line(digits):
            return length, None
        if _national(digits) and (span := _judge(normal, part, whole=False)):
            return length, span
    return 1, None


def _judge(normal: Normal, run: list[Piece], *, whole: bool = True, sounds: bool = False) -> Span | None:
    """The run as a phone number, if its digits, its shape and the words around it say that it is one."""
    start, end = run[0].start, run[-1].end
    plus = normal.text[max(0, start - 2) : start].strip().endswith("+")
    if not any(7 <= len("".join(readings)) <= 15 for readings in _ways(run)):
        return None
    asked, other = _around(normal.text, start, end, lone=len(run) == 1)
    if other or UNIT.match(normal.text, end) and not asked:
        return None
    backwards = bool(BACKWARDS.search(normal.text, max(0, start - 2 * _BEFORE), end + 2 * _BEFORE))
    best: tuple[Certainty, str] | None = None
    for readings in _ways(run):
        digits = "".join(readings)
        if backwards and len(digits) in (7, 10, 11) and not _national(digits):
            digits, readings = digits[::-1], tuple(r[::-1] for r in reversed(readings))
        if is_crisis_line(digits):
            return None
        if sounds and len(digits) < 10:
            continue
        certainty = _certainty(run, readings, asked=asked, plus=plus, whole=whole)
        if certainty and (best is None or certainty > best[0]):
            best = certainty, digits
    if best is None:
        return None
    value = best[1][1:] if len(best[1]) == 11 and best[1][0] == "1" else best[1]
    opening = _opening(normal.text, start)
    return Span(Kind.PHONE, opening, end, value, best[0])


def _opening(text: str, start: int) -> int:
    """Take in a bracket and a plus sign in front."""
    while start and text[start - 1] in "(+":
        start -= 1
    return start


def _ways(run: list[Piece]) -> Iterator[tuple[str, ...]]:
    several = [piece for piece in run if len(piece.readings) > 1]
    if 2 ** len(several) > _READINGS:
        yield tuple(piece.readings[0] for piece in run)
        return
    yield from product(*(piece.readings for piece in run))


def _around(text: str, start: int, end: int, *, lone: bool) -> tuple[bool, bool]:
    """Whether words nearby ask to call; whether nearer ones name another kind of number (an order, a case)."""
    before = text[max(0, start - _BEFORE) : start]
    asked, other = _last(ASKS, before), _last(OTHER, before)
    if lone and before.rstrip().endswith("#") and not before.endswith(("my #", "mi #", "cell #", "phone #")):
        return False, True
    if other and (asked is None or other.end() > asked.end() or _same_phrase(before, asked, other)):
        return False, True
    return asked is not None or bool(ASKS.search(text, end, end + _BEHIND)), False


def _same_phrase(before: str, asked: re.Match[str], other: re.Match[str]) -> bool:
    """ "case number is 24..." names one thing, in two words; so does "area code", which asks."""
    between = before[other.end() : asked.start()]
    return other.start() < asked.start() and len(between) <= 8 and bool(re.fullmatch(r"[a-z ]+", between))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    last = None
    for last in pattern.finditer(text):  # noqa: B007
        pass
    return last


def _national(digits: str) -> bool:
    bare = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    return bool(_AREA_FIRST.fullmatch(bare))


def _certainty(
    run: list[Piece], readings: tuple[str, ...], *, asked: bool, plus: bool, whole: bool
) -> Certainty | None:
    digits = "".join(readings)
    first = tuple(piece.readings[0] for piece in run)
    if _is_counting(readings) or _is_counting(first) or not _enough_real_digits(run, len(digits)):
        return None
    spelled = any(piece.writing is not Writing.DIGITS for piece in run)
    edges = _edges(readings)
    if _national(digits):
        tail = len(digits) - 10
        if {tail + 3, tail + 6} <= edges or len(readings) == 1 or edges == {tail, tail + 3} - {0} or len(readings) > 7:
            return Certainty.LIKELY if spelled and not asked else Certainty.SURE
        in_words = all(piece.writing is Writing.WORDS for piece in run)
        return Certainty.LIKELY if asked or in_words or tail + 3 in edges else None
    if plus and 8 <= len(digits) <= 15:
        return Certainty.SURE
    if not whole:
        return None
    if len(digits) == 7 and digits[0] in "23456789":
        return _local(readings, asked=asked, spelled=spelled)
    if asked and 8 <= len(digits) <= 13 and 2 * len(readings) <= len(digits):
        return Certainty.POSSIBLE
    return Certainty.POSSIBLE if asked and len(digits) == 10 else None


def _local(readings: tuple[str, ...], *, asked: bool, spelled: bool) -> Certainty | None:
    """Seven digits: a number without its area code."""
    if asked:
        return Certainty.LIKELY
    if _edges(readings) == {3} and not spelled:
        return Certainty.LIKELY if readings[0] == "555" else Certainty.POSSIBLE
    return Certainty.POSSIBLE if spelled and len(readings) >= 5 else None


def _edges(readings: tuple[str, ...]) -> set[int]:
    """After how many digits a new piece begins."""
    edges, total = set(), 0
    for reading in readings[:-1]:
        total += len(reading)
        edges.add(total)
    return edges


def _is_counting(readings: tuple[str, ...]) -> bool:
    """1 2 3 4, 10 9 8, 2 4 6 8, "one two one two", 25 30 35: somebody counts."""
    if len(readings) < 4:
        return False
    values = [int(reading) for reading in readings]
    steps = [b - a for a, b in pairwise(values)]
    common = max(steps.count(step) for step in set(steps) - {0}) if any(steps) else 0
    if common == len(steps):
        return True
    return len(set(values)) <= 2 or common >= max(4, 0.7 * len(steps))


def _enough_real_digits(run: list[Piece], total: int) -> bool:
    """Sound-alikes and Roman numerals may fill in, not carry the number."""
    if all(piece.writing is not Writing.SOUND for piece in run):
        romans = sum(piece.writing is Writing.ROMAN for piece in run)
        return not romans or (total in (7, 10) and len(run) >= 7)
    sounds = sum(len(piece.readings[0]) for piece in run if piece.writing >= Writing.ROMAN)
    return total in (7, 10, 11) and sounds * 3 <= total + 2
