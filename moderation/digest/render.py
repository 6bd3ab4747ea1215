"""Writes a digest as short sentences in the reader's language, each with its messages, in the room a busy person has.

What must be seen (what is for today, open questions, worries) is written in full; the rest shares the words left.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moderation.digest import labels
from moderation.digest.concerns import kind_of
from moderation.digest.fold import folded, split
from moderation.digest.model import Appointment, Commitment, Digest, Due, Item, Question
from moderation.digest.wording import deficit_words

WORDS: Final = 200
_QUOTED: Final = 8
"""Words of a message that a line quotes."""
_BEST: Final = 4
"""Strengths that are quoted; the others are counted."""
_RESERVED: Final = 2
"""Lines about what went well that are written before anything but what must be seen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One line of the digest. `section` is a key of `labels.SECTIONS`; there is always at least one message."""

    section: str
    text: str
    messages: tuple[str, ...]


def sentences(digest: Digest) -> list[Sentence]:
    """The digest in order of sections: 200 words, or a fifth of the room where that is more."""
    left = max(WORDS, digest.room_words // 5)
    must = [*_today(digest), *map(_question, digest.unanswered), *map(_concern, digest.concerns), *_unsure(digest)]
    good = list(_strengths(digest))
    more = [*good[-_RESERVED:], *_promises(digest), *planned(digest), *_parts(digest), *_next(digest)]
    more += good[:-_RESERVED]
    chosen = list(must)
    left -= sum(_count(sentence) for sentence in must)
    for sentence in more:
        if _count(sentence) <= left:
            chosen.append(sentence)
            left -= _count(sentence)
    order = list(labels.SECTIONS)
    return sorted(chosen, key=lambda sentence: order.index(sentence.section))


def quote(item: Item) -> str:
    """The words that say it, as written, in quotation marks; nothing where they would put a person down."""
    words = _telling(item).split()
    short = " ".join(words[:_QUOTED]) + (" …" if len(words) > _QUOTED else "")
    return "" if not words or deficit_words(short) else f"“{short}”"


def _telling(item: Item) -> str:
    """The sentence of the message that asks or that names the worry; the whole message for other things."""
    parts = split(item.quote)
    if isinstance(item, Question):
        return next((part for part in parts if part.endswith("?")), item.quote)
    return next((part for part in parts if item.kind and kind_of(folded(part)) == item.kind), item.quote)


def moment(at: datetime) -> str:
    """A weekday and a time: Fri 6:30 p.m."""
    return date_format(at, "D P")


def day(due: Due) -> str:
    """When something is due."""
    return date_format(due.at, "D j, P") if due.at else _on(due.day)


def _on(when: date) -> str:
    return date_format(when, "D j")


def waited(span: timedelta) -> str:
    """How long, in the largest unit that fits."""
    hours = int(span.total_seconds() // 3600)
    if hours < 1:
        return _("under an hour")
    if hours < 48:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d day", "%(count)d days", hours // 24) % {"count": hours // 24}


def _count(sentence: Sentence) -> int:
    return len(sentence.text.split())


def _stop(text: str) -> str:
    """One full stop is enough where a line ends with a time such as 2 p.m."""
    return text[:-1] if text.endswith("..") else text


def first_name(name: str) -> str:
    """How a digest calls somebody."""
    return name.split()[0] if name.split() else name


def _today(digest: Digest) -> Iterator[Sentence]:
    for item in digest.today:
        if item.kind == "hostile":
            label = labels.HOSTILE[item.detail]
            yield line("hostile", item, f"{label} {who(item)}: {quote(item)}".removesuffix(": "))
    held = [item for item in digest.today if item.kind == "contact"]
    if held:
        kinds = dict.fromkeys(kind for item in held for kind in item.detail.split(", "))
        names = dict.fromkeys(first_name(item.name) for item in held)
        text = _("Contact details held: %(kinds)s (%(names)s).") % {
            "kinds": ", ".join(str(labels.CONTACTS[kind]) for kind in kinds),
            "names": ", ".join(names),
        }
        yield Sentence(section="contact_leaks", text=text, messages=cited(held))


def _question(item: Question) -> Sentence:
    text = _("%(name)s asked %(quote)s Waiting %(span)s.") % {
        "name": first_name(item.name), "quote": quote(item), "span": waited(item.waiting),
    }  # fmt: skip
    return line("unanswered", item, text)


def _concern(item: Item) -> Sentence:
    return line("concerns", item, f"{labels.CONCERNS[item.kind]}: {quote(item)} {who(item)}")


def _unsure(digest: Digest) -> Iterator[Sentence]:
    asked = [item for item in digest.unsure if isinstance(item, Question)]
    told = [item for item in digest.unsure if not isinstance(item, Question)]
    if asked:
        text = ngettext("%(count)d more may wait.", "%(count)d more may wait.", len(asked)) % {"count": len(asked)}
        yield Sentence(section="unanswered", text=text, messages=cited(asked))
    if told:
        text = ngettext("%(count)d more worth a look.", "%(count)d more worth a look.", len(told)) % {
            "count": len(told)
        }
        yield Sentence(section="concerns", text=text, messages=cited(told))


def _promises(digest: Digest) -> Iterator[Sentence]:
    """What is past its day and what comes next by person; the rest is counted."""
    by_name: dict[str, list[Commitment]] = {}
    for item in digest.commitments:
        by_name.setdefault(first_name(item.name), []).append(item)
    for name, own in by_name.items():
        waiting = [item for item in own if not item.kept]
        following = min(
            (item.due for item in waiting if item.due and not item.over), key=lambda due: due.day, default=None
        )
        kept, unsaid = len(own) - len(waiting), sum(item.over for item in own)
        pieces = [ngettext("%(count)d promise", "%(count)d promises", len(own)) % {"count": len(own)}]
        if kept:
            pieces.append(_("%(count)d kept") % {"count": kept})
        if unsaid:
            pieces.append(_("%(count)d past its day, no word yet") % {"count": unsaid})
        if following:
            pieces.append(_("next %(day)s") % {"day": day(following)})
        yield Sentence(section="commitments", text=_stop(f"{name}: {', '.join(pieces)}."), messages=cited(own))


def planned(digest: Digest) -> Iterator[Sentence]:
    """What is coming, and what lay in the period."""
    ahead = sorted((item for item in digest.appointments if not item.when.over(digest.now)), key=_when)
    over = [item for item in digest.appointments if item.when.over(digest.now)]
    if ahead:
        named = "; ".join(f"{labels.APPOINTMENTS[item.kind]} {day(item.when)}" for item in ahead)
        text = _stop(_("Coming: %(list)s.") % {"list": named})
        yield Sentence(section="appointments", text=text, messages=cited(ahead))
    if over:
        named = ", ".join(dict.fromkeys(str(labels.APPOINTMENTS[item.kind]) for item in over))
        yield Sentence(
            section="appointments", text=_("In this period: %(list)s.") % {"list": named}, messages=cited(over)
        )


def _when(item: Appointment) -> tuple[date, bool]:
    return item.when.day, item.when.at is None


def _strengths(digest: Digest) -> Iterator[Sentence]:
    best = varied(digest.strengths)
    for item in best:
        yield line("positives", item, f"{quote(item)} {who(item)}")
    rest = [item for item in digest.strengths if item not in best]
    if rest:
        text = ngettext("%(count)d more good thing.", "%(count)d more good things.", len(rest)) % {"count": len(rest)}
        yield Sentence(section="positives", text=text, messages=cited(rest))


def varied(items: Sequence[Item]) -> list[Item]:
    """A few strengths by different people, the latest of each first, in order of time."""
    by_author: dict[str, list[Item]] = {}
    for item in reversed(items):
        by_author.setdefault(item.author, []).append(item)
    rounds = [own[turn] for turn in range(_BEST) for own in by_author.values() if turn < len(own)]
    return sorted(rounds[:_BEST], key=lambda item: item.at)


def _parts(digest: Digest) -> Iterator[Sentence]:
    for part in digest.parts:
        if part.quiet:
            text = _("%(name)s last wrote %(day)s.") % {"name": first_name(part.name), "day": moment(part.last)}
            yield Sentence(section="participation", text=text, messages=(part.last_message,))
    if digest.parts:
        counted = ", ".join(f"{first_name(part.name)} {part.messages}" for part in digest.parts)
        text = _("Messages: %(list)s.") % {"list": counted}
        yield Sentence(section="participation", text=text, messages=tuple(part.last_message for part in digest.parts))
    if digest.too_little and digest.parts:
        text = _("There is not enough here to say more.")
        yield Sentence(section="participation", text=text, messages=tuple(part.last_message for part in digest.parts))


def _next(digest: Digest) -> Iterator[Sentence]:
    for step in digest.steps:
        text = str(labels.STEPS[step.kind]) % {"name": first_name(step.item.name)}
        yield Sentence(section="next_steps", text=text, messages=step.item.messages)


def line(section: str, item: Item, text: str) -> Sentence:
    """A sentence that rests on what its item rests on."""
    return Sentence(section=section, text=" ".join(text.split()), messages=item.messages)


def who(item: Item) -> str:
    """The writer and the time, in brackets."""
    return f"({first_name(item.name)}, {moment(item.at)})"


def cited(items: Iterable[Item]) -> tuple[str, ...]:
    """Every message that these rest on, once."""
    return tuple(dict.fromkeys(name for item in items for name in item.messages))
