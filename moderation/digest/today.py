"""What needs the social worker today: hurtful wording, contact details, and worries that cannot wait."""

from collections.abc import Mapping, Sequence

from moderation.digest.concerns import TODAY
from moderation.digest.model import Item, Marks, Urgent
from moderation.digest.utterance import Utterance


def urgent(room: Sequence[Utterance], marks: Mapping[str, Marks], worries: Sequence[Item]) -> tuple[Urgent, ...]:
    """Worries for today first, then hurtful wording, then contact details; each in order of time."""
    safety = [
        Urgent(messages=item.messages, author=item.author, name=item.name, at=item.at, quote=item.quote, kind=item.kind)
        for item in worries
        if item.kind in TODAY
    ]
    marked = [(said, marks[said.line.id]) for said in room if said.line.id in marks]
    hostile = [_urgent(said, "hostile", mark.hostile) for said, mark in marked if mark.hostile]
    contact = [_urgent(said, "contact", ", ".join(mark.contacts)) for said, mark in marked if mark.contacts]
    return (*safety, *hostile, *contact)


def _urgent(said: Utterance, kind: str, detail: str) -> Urgent:
    line = said.line
    return Urgent(
        messages=(line.id,), author=line.author, name=line.name, at=said.at, quote=line.text, kind=kind, detail=detail
    )
