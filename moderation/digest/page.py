"""A digest as a social worker's page: the three lenses first, then everything else, each thing in one place."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moderation.digest import labels
from moderation.digest.fold import folded
from moderation.digest.lenses import HOME_KINDS
from moderation.digest.model import Appointment, Commitment, Digest, Item, Question
from moderation.digest.render import Sentence, cited, first_name, line, planned, quote, sentences, varied, who
from moderation.digest.strengths import toward_home

_HOME_WORDS: Final = 2
"""Messages about the way home that are quoted."""


def page(digest: Digest, absent: Sequence[str] = ()) -> list[Sentence]:
    """The lines of a summary in order of `labels.PAGE`. `absent` are names of members who wrote nothing.

    Lines about them, and the line that nothing was written, rest on no message; every other line cites at least one.
    """
    home = [item for item in digest.appointments if item.kind in HOME_KINDS]
    others = tuple(item for item in digest.appointments if item.kind not in HOME_KINDS)
    rest = sentences(replace(digest, appointments=others, strengths=(), unsure=()))
    found = [*_good(digest), *(_placed(sentence, digest) for sentence in rest)]
    working = {sentence.messages for sentence in found if sentence.section == "working"}
    found += _working(digest)
    found += _growing(digest)
    found += _going_home(digest, home, besides=working)
    found += _unsure(digest)
    found += [_missing(name) for name in absent]
    if not digest.parts:
        found.append(Sentence(section="brief", text=_("Nothing was written in this time."), messages=()))
    order = list(labels.PAGE)
    return sorted(found, key=lambda sentence: order.index(sentence.section))


def _good(digest: Digest) -> Iterator[Sentence]:
    """What went well, by different people and in order of time; it is never left out for want of room."""
    best = varied(digest.strengths)
    for item in best:
        yield line("working", item, f"{quote(item)} {who(item)}")
    rest = [item for item in digest.strengths if item not in best]
    if rest:
        text = ngettext("%(count)d more good thing.", "%(count)d more good things.", len(rest))
        yield Sentence(section="working", text=text % {"count": len(rest)}, messages=cited(rest))


def _unsure(digest: Digest) -> Iterator[Sentence]:
    """What is worth a look, and no more than that."""
    asked = [item for item in digest.unsure if isinstance(item, Question)]
    told = [item for item in digest.unsure if not isinstance(item, Question)]
    if asked:
        text = ngettext("%(count)d question may still wait.", "%(count)d questions may still wait.", len(asked))
        yield Sentence(section="unanswered", text=text % {"count": len(asked)}, messages=cited(asked))
    if told:
        text = ngettext("%(count)d message is worth a look.", "%(count)d messages are worth a look.", len(told))
        yield Sentence(section="concerns", text=text % {"count": len(told)}, messages=cited(told))


def _placed(sentence: Sentence, digest: Digest) -> Sentence:
    thin = digest.too_little and sentence.section == "participation" and sentence.text == _thin()
    return replace(sentence, section="brief") if thin else sentence


def _thin() -> str:
    return _("There is not enough here to say more.")


def _missing(name: str) -> Sentence:
    text = _("%(name)s did not write in this time.") % {"name": first_name(name)}
    return Sentence(section="participation", text=text, messages=())


def _working(digest: Digest) -> Iterator[Sentence]:
    kept = [item for item in digest.commitments if item.kept]
    if kept:
        text = ngettext(
            "%(count)d promise was kept (%(names)s).", "%(count)d promises were kept (%(names)s).", len(kept)
        )
        yield _counted("working", kept, text)


def _growing(digest: Digest) -> Iterator[Sentence]:
    late: list[Commitment] = [item for item in digest.commitments if item.over]
    hurt = [item for item in digest.today if item.kind == "hostile"]
    if digest.unanswered:
        text = ngettext(
            "%(count)d question waits for an answer (%(names)s).",
            "%(count)d questions wait for an answer (%(names)s).",
            len(digest.unanswered),
        )
        yield _counted("growing", digest.unanswered, text)
    if late:
        text = ngettext(
            "%(count)d promise is past its day, without word yet (%(names)s).",
            "%(count)d promises are past their day, without word yet (%(names)s).",
            len(late),
        )
        yield _counted("growing", late, text)
    if hurt:
        text = ngettext(
            "%(count)d hard moment to talk over (%(names)s).",
            "%(count)d hard moments to talk over (%(names)s).",
            len(hurt),
        )
        yield _counted("growing", hurt, text)
    if digest.concerns:
        kinds = dict.fromkeys(str(labels.CONCERNS[item.kind]) for item in digest.concerns)
        text = _("Where support may help: %(list)s.") % {"list": ", ".join(kinds)}
        yield Sentence(section="growing", text=text, messages=cited(digest.concerns))


def _going_home(
    digest: Digest, home: Sequence[Appointment], besides: AbstractSet[tuple[str, ...]]
) -> Iterator[Sentence]:
    """Visits and other steps on the way, and what was said of it. `besides` are messages that are quoted already."""
    for sentence in planned(replace(digest, appointments=tuple(home))):
        yield replace(sentence, section="going_home")
    about = [
        item for item in digest.going_home if not isinstance(item, Appointment) and toward_home(folded(item.quote))
    ]
    for item in about[-_HOME_WORDS:]:
        yield line("going_home", item, f"{quote(item)} {who(item)}")


def _counted(section: str, items: Sequence[Item], text: str) -> Sentence:
    names = ", ".join(dict.fromkeys(first_name(item.name) for item in items))
    return Sentence(section=section, text=text % {"count": len(items), "names": names}, messages=cited(items))
