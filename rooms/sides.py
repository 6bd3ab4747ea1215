"""The two sides that raise a child: what is to hold for both needs a yes from each (S61)."""

from collections.abc import Iterable, Mapping
from typing import Final

from rooms.models import Membership, Role

SIDE: Final[Mapping[str, str]] = {
    Role.BIRTH_PARENT: "birth",
    Role.FOSTER_PARENT: "foster",
    Role.KINSHIP_CAREGIVER: "foster",
}
"""By role. All others may have a say, and neither side's yes is theirs to give."""


def awaited(by: Membership, yes: Iterable[Membership], members: Iterable[Membership]) -> frozenset[str]:
    """The sides whose yes is still missing for what `by` suggested; `members` are those who have a say now.

    A side without anybody who has a say is not waited for.
    """
    there = {SIDE[one.role] for one in members if one.role in SIDE}
    said = {SIDE[one.role] for one in (by, *yes) if one.role in SIDE}
    return frozenset(there - said)
