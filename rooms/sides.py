"""The two sides that raise a child: what is to hold for both needs a yes from each (S61)."""

from collections.abc import Iterable, Mapping
from typing import Final

from rooms.models import CARERS, Membership, Role

SIDE: Final[Mapping[str, str]] = {
    Role.BIRTH_PARENT: "birth",
    **dict.fromkeys(sorted(CARERS), "foster"),
}
"""Whose yes is a side's, by role. All others may have a say, and neither side's yes is theirs to give: not a
relative's either, who is of the birth side where people meet (`BIRTH_SIDE`)."""


def awaited(by: Membership, yes: Iterable[Membership], members: Iterable[Membership]) -> frozenset[str]:
    """The sides whose yes is still missing for what `by` suggested; `members` are those who have a say now.

    A side without anybody who has a say is not waited for.
    """
    there = {SIDE[one.role] for one in members if one.role in SIDE}
    said = {SIDE[one.role] for one in (by, *yes) if one.role in SIDE}
    return frozenset(there - said)
