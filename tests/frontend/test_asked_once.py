"""A page of a room reads its members once, and all the words that it shows with them (S64)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frontend.seats import DESK, MEMBER, Seat
from rooms.items import Page
from tests.cast import Cast
from tests.walls.answers import signed_in
from tests.walls.crawl import lively

MEMBERS = re.compile(r'FROM "rooms_membership" WHERE "rooms_membership"\."room_id" (= \d+|IN \(\d+\))$')


@pytest.mark.parametrize(("who", "seat"), [("ana", MEMBER), ("tianna", DESK)])
def test_no_page_of_a_room_reads_its_members_twice(cast: Cast, who: str, seat: Seat) -> None:
    browser = signed_in(getattr(lively(cast), who))
    base = seat.room_url(cast.rooms["macia"].public_id)
    times = {}
    for page in Page:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"{base}{page}/").status_code == 200
        times[page] = sum(bool(MEMBERS.search(one["sql"])) for one in asked.captured_queries)
    assert times == dict.fromkeys(Page, 1)
