"""Names in a sentence, joined as the browser's Intl.ListFormat joins them in live lines."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rooms.queries import MemberView

_SOUNDS_LIKE_I: Final = re.compile(r"h?[iíy](?![aeou])", re.IGNORECASE)


def join(names: Sequence[str]) -> str:
    """Join names: "Ana", "Ana and Francisco", "Ana, Francisco, and Brianna"."""
    if len(names) < 2:
        return "".join(names)
    first, last = ", ".join(names[:-1]), names[-1]
    if get_language() == "es" and _SOUNDS_LIKE_I.match(last):
        return f"{first} e {last}"  # Spanish does not say "y" before the sound of an i
    # Translators: the last of three or more names, then of two.
    form = _("{names}, and {last}") if len(names) > 2 else _("{names} and {last}")
    return form.format(names=first, last=last)


def readers_of(members: Iterable[MemberView]) -> list[str]:
    """Who a message is written to: everybody who takes part now, but the writer and staff."""
    return [member.name for member in members if member.state == "active" and not (member.me or member.staff)]
