"""A plan for talking in words: when, how, and what stands beside the place to write."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from frontend import names, when
from rooms.items import LABELS
from rooms.queries.talkplan import Hint


def weekdays() -> list[tuple[int, str]]:
    """For a form: Monday is 0."""
    return [(number, capfirst(str(WEEKDAYS[number]))) for number in range(7)]


def labels(kind: str, keys: Iterable[str]) -> list[str]:
    """What was chosen, in words: of `way`, `talk` or `first`."""
    return [str(LABELS[f"{kind}.{key}"]) for key in keys if f"{kind}.{key}" in LABELS]


def choices(kind: str, keys: Iterable[str]) -> list[tuple[str, str]]:
    """For a form: each key with its label."""
    return [(key, str(LABELS[f"{kind}.{key}"])) for key in keys]


def times(days: Sequence[int], starts: time, ends: time) -> str:
    """Weekly hours: "Monday and Friday, 6:00 pm to 8:00 pm"; "every day, at any time"."""
    which = _which(days) if days and len(days) < 7 else _("every day")
    if starts == ends:
        return _("%(days)s, at any time") % {"days": which}
    return _("%(days)s, %(from)s to %(to)s") % {"days": which, "from": _clock(starts), "to": _clock(ends)}


def hints(hint: Hint) -> list[str]:
    """What stands at the place to write just now: kind, and never a reason not to write."""
    said = []
    if hint.plan:
        settled = times(hint.plan.days, hint.plan.starts, hint.plan.ends)
        said.append(
            _("You agreed to write: %(times)s. You can send now; the others will see it then.") % {"times": settled}
        )
    if hint.resting:
        who = names.join(hint.resting)
        said.append(_("A message to %(names)s can wait just now. You can send; it is seen later.") % {"names": who})
    if hint.ask_first:
        first = names.join([word[:1].lower() + word[1:] for word in labels("first", hint.ask_first)])
        said.append(_("Ask each other first about: %(topics)s.") % {"topics": first})
    return said


def beside_the_pen(hint: Hint) -> dict[str, Any]:
    """For the room page: the hints, and whether the agreement asks to be looked at again."""
    return {"plan_hints": hints(hint), "agreement_due": hint.due}


def _which(days: Sequence[int]) -> str:
    """Weekdays as people say them: "Monday to Friday" for three or more in a row."""
    first, last = WEEKDAYS[days[0]], WEEKDAYS[days[-1]]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return _("%(first)s through %(last)s") % {"first": first, "last": last}
    return names.join([str(WEEKDAYS[day]) for day in days])


def _clock(at: time) -> str:
    return when.clock(timezone.make_aware(datetime.combine(timezone.localdate(), at)))
