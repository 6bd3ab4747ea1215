"""Messages by plain forms are counted too, for all processes together (T9, W10)."""

import pytest
from django.urls import reverse

from rooms import limits
from rooms.errors import RoomError
from tests.cast import Cast
from tests.frontend.conftest import Reader

pytestmark = pytest.mark.django_db


def test_a_flood_by_forms_is_told_when_to_come_back(cast: Cast, ana: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rooms.limits.time.time", lambda: 1_800_000_030.0)
    for _ in range(limits.MESSAGES_PER_MINUTE):
        limits.take_form(cast.ana.pk)
    room = cast.rooms["macia"].public_id
    form = {"text": "One more", "client_id": "11111111-1111-4111-8111-111111111111"}
    refused = ana.client.post(reverse("say", args=[room]), form)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
    assert "One more" in refused.content.decode(), "nothing that was typed is lost"
    limits.take_form(cast.francisco.pk)
    monkeypatch.setattr("rooms.limits.time.time", lambda: 1_800_000_060.0)
    assert ana.client.post(reverse("say", args=[room]), form).status_code == 303


def test_a_cache_that_changes_hands_lets_people_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis came back between the two steps: the count is not there."""
    monkeypatch.setattr("rooms.limits.time.time", lambda: 1_800_000_030.0)

    def gone(key: str) -> int:
        raise ValueError

    with monkeypatch.context() as away:
        away.setattr("rooms.limits.cache.incr", gone)
        limits.take_form(1)
    with pytest.raises(RoomError, match="slow_down"):
        for _ in range(limits.MESSAGES_PER_MINUTE + 1):
            limits.take_form(1)
