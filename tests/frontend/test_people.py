"""About a room: members by name and role, and the name I show."""

from rooms.models import Membership
from tests.cast import Cast
from tests.frontend.conftest import Reader


def test_members_by_name_and_role(ana: Reader) -> None:
    page = ana.get("people/").content.decode()
    for words in ("Francisco DuBuque", "Brianna Winter", "foster parent", "Tianna Reilly", "can read this room"):
        assert words in page
    assert "Wendy" not in page


def test_my_name_changes_in_this_room_only(ana: Reader, cast: Cast) -> None:
    answer = ana.post("name/", name="Mamá Ana")
    assert (answer.status_code, answer["Location"]) == (303, f"{ana.base}people/")
    shown = Membership.objects.filter(person=cast.ana).order_by("room_id").values_list("shown_name", flat=True)
    assert list(shown) == ["Mamá Ana", "Ana Gutierrez", "Ana Gutierrez"]


def test_a_name_like_another_members_is_refused_and_kept_in_the_field(ana: Reader) -> None:
    answer = ana.post("name/", name="Brianna Winter")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "has a name that looks like this one" in page
    assert 'value="Brianna Winter"' in page


def test_who_is_away_for_a_while_is_shown_without_a_reason(ana: Reader, cast: Cast) -> None:
    cast.suspend("francisco", "macia")
    page = ana.get("people/").content.decode()
    assert "birth parent · away for now" in page
    assert "a test" not in page
