"""The form of a summary's editor: what was typed, and its page again where a line is not in order yet.

Every line is four fields of the same names, in order; `own` holds the places of those that are the writer's remarks.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.http import QueryDict

from moderation.queries.summaries import LineView, Page, hints
from moderation.services.summaries import OWN, Written

_NUMBER: Final = re.compile(r"\d{1,9}")


def typed(form: QueryDict, act: str) -> list[Written]:
    """The lines as they were typed, after "up 3", "down 3" or "remove 3" was done to them; empty ones left out."""
    rows = zip(*(form.getlist(name) for name in ("section", "text", "cites", "basis")), strict=False)
    own = set(form.getlist("own"))
    lines = [
        Written(
            section=section,
            text=text.replace("\r\n", "\n").strip(),
            seqs=tuple(map(int, _NUMBER.findall(cites))),
            basis=OWN if str(place) in own else "" if basis == OWN else basis,
        )
        for place, (section, text, cites, basis) in enumerate(rows)
    ]
    moved = _moved(lines, act)
    return [line for line in moved if line.text]


def placed(page: Page) -> Page:
    """The page with the places of its lines in the form: those of a section, then the one that may be added."""
    place, sections = 0, []
    for section in page.sections:
        lines = [replace(line, place=place + index) for index, line in enumerate(section.lines)]
        sections.append(replace(section, lines=lines, next_place=place + len(lines)))
        place += len(lines) + 1 if section.shown else 0
    return replace(page, sections=sections, next_place=place)


def again(page: Page, lines: Sequence[Written], wrong: int | None) -> Page:
    """The page with these lines in place of its own; `wrong` is the place of the one that was refused."""
    quotes = {quote.seq: quote for quote in page.messages}
    views = [
        LineView(
            text=line.text,
            quotes=[quotes[seq] for seq in line.seqs if seq in quotes],
            basis=line.basis,
            withheld=False,
            hints=hints(line.text),
            wrong=place == wrong,
            typed=", ".join(map(str, line.seqs)),
        )
        for place, line in enumerate(lines)
    ]
    sections = [
        replace(section, lines=[view for line, view in zip(lines, views, strict=True) if line.section == section.key])
        for section in page.sections
    ]
    return replace(page, sections=sections)


def _moved(lines: list[Written], act: str) -> list[Written]:
    name, _, number = act.partition(" ")
    if name not in ("up", "down", "remove") or not number.isdecimal() or int(number) >= len(lines):
        return lines
    place = int(number)
    if name == "remove":
        return lines[:place] + lines[place + 1 :]
    step = -1 if name == "up" else 1
    own = [at for at, line in enumerate(lines) if line.section == lines[place].section and line.text]
    if place not in own or not 0 <= own.index(place) + step < len(own):
        return lines
    other = own[own.index(place) + step]
    changed = list(lines)
    changed[place], changed[other] = changed[other], changed[place]
    return changed
