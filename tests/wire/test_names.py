"""Every bad string as the name that somebody shows: taken in a form that cannot deceive, or refused (W15)."""

import unicodedata
from uuid import uuid4

import pytest

from rooms.errors import RoomError
from rooms.services import memberships
from rooms.text import NAME_LIMIT, skeleton
from tests.cast import NAMES, Cast
from tests.wire import rows

pytestmark = pytest.mark.both_engines

OTHERS = [NAMES[key] for key in ("francisco", "brianna", "tianna")]
"""Who is in Macia's room beside Ana."""


def taken(cast: Cast, name: str) -> str | None:
    """The name that Ana shows after trying this one; None if it was refused."""
    try:
        memberships.rename(actor=cast.ana, room_id=cast.rooms["macia"].public_id, client_id=uuid4(), name=name)
    except RoomError as refusal:
        assert refusal.code in ("bad_name", "name_taken")
        return None
    return cast.member("ana", "macia").shown_name


def test_no_string_becomes_a_name_that_deceives(cast: Cast) -> None:
    kept = {}
    for row in rows.strings():
        name = row.data.decode(errors="replace") if row.text is None else row.text
        shown = taken(cast, name)
        assert shown is None or row.expect != "refused", row
        if shown is not None:
            kept[name] = shown
    for name, shown in kept.items():
        assert shown == " ".join(unicodedata.normalize("NFKC", name).split())
        assert 0 < len(shown) <= NAME_LIMIT
        assert all(unicodedata.category(char)[0] in "LM" or char in " '’.-" for char in shown)
        assert skeleton(shown) not in map(skeleton, OTHERS)
    assert len(kept) > 30


@pytest.mark.parametrize(
    "name", ["Ana" + "\u0301" * 6, "A\u0336\u0301\u0323\u0308\u0335\u0334na", "\u0301Ana\u200d", "Ana\u0410", "..."]
)
def test_marks_cannot_be_piled_up_nor_scripts_mixed(cast: Cast, name: str) -> None:
    assert taken(cast, name) is None


@pytest.mark.parametrize(
    "name", ["Ana", "Ana María", "O'Brien", "Anne-Marie", "José A. Nuñez", "Nguyễn Thị Ánh", "أنا", "สมชาย"]
)
def test_peoples_names_are_taken(cast: Cast, name: str) -> None:
    assert taken(cast, name) == unicodedata.normalize("NFKC", name)


@pytest.mark.parametrize("row", [row for row in rows.strings() if row.kind.endswith("-name")], ids=str)
def test_nobody_takes_the_social_workers_name(cast: Cast, row: rows.Row) -> None:
    """Twins of "Tianna Reilly" with an invisible or a look-alike sign, while Tianna Reilly is in the room."""
    assert row.text is not None
    assert taken(cast, row.text) is None
