"""The way through the desk is on each of its pages, with the supervisor's part of it for supervisors alone (S75)."""

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.moderation.test_looks_every_page import Office, walked
from tests.walls.answers import signed_in
from tests.walls.pages import routes

pytestmark = pytest.mark.django_db
NAV, TEAM = '<nav class="desk-nav"', f'<a href="{reverse("team")}"'


def test_every_page_of_the_desk_has_the_way_to_the_others(cast: Cast) -> None:
    office, found = Office(cast), set()
    names = [name for name in walked() if routes()[name].startswith("desk/")]
    for who, supervises in (("tianna", False), ("joshua", True)):
        client = signed_in(cast.people[who])
        for name in names:
            answer = client.get(office.address(name))
            page = answer.getvalue().decode(errors="replace")
            if answer.status_code == 200 and "<html" in page and "Content-Disposition" not in answer.headers:
                assert (NAV in page) or name == "desk_room", (who, name)
                assert (TEAM in page) == supervises, (who, name)
                found.add(name)
    assert found >= {"desk", "desk_room", "desk_people", "desk_manage", "desk_export", "desk_looks", "team"}


def test_it_is_on_no_other_page(cast: Cast) -> None:
    office = Office(cast)
    francisco, missing = signed_in(cast.francisco), reverse("desk_room", args=["a" * 12])
    for client, address in (
        (francisco, reverse("home")),
        (francisco, office.address("looks")),
        (francisco, reverse("desk")),
        (signed_in(cast.joshua), missing),
        (signed_in(cast.joshua), reverse("settings")),
        (signed_in(None), reverse("account_login")),
    ):
        assert NAV not in client.get(address).content.decode(), address
