"""/metrics: closed like an address that does not exist, and when open, figures that name nobody."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from chatserver import metrics
from chatserver.environment import metrics_token
from rooms.errors import MESSAGES
from rooms.protocol import Close
from rooms.tally import Tally
from tests.walls.answers import answer, difference

TOKEN = "a word for those who watch"
LABELS = {
    "code": set(MESSAGES),
    "reason": {close.name.lower() for close in Close},
    "generation": {"0", "1", "2"},
    "le": None,
    "version": None,
    "build": None,
}
"""Every label there may be, and what it may say; None where it is a number or our own version."""


@pytest.fixture
def opened(settings: Settings) -> Iterator[Client]:
    settings.METRICS_TOKEN = TOKEN
    yield Client(headers={"Authorization": f"Bearer {TOKEN}"})


def figures(text: str) -> dict[str, float]:
    """Name and labels of every sample → its value."""
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "authorization", ["", "Bearer ", "Bearer a word for those who watc", f"Basic {TOKEN}", TOKEN, "Bearer ä"]
)
def test_without_the_token_it_is_a_page_that_does_not_exist(settings: Settings, authorization: str) -> None:
    for token in ("", TOKEN):
        settings.METRICS_TOKEN = token
        client = Client(headers={"Authorization": authorization})
        closed, nothing = answer(client.get("/metrics")), answer(client.get("/metricz"))
        assert closed.status == 404
        assert difference(closed, nothing) == ""


def test_no_token_opens_nothing_even_to_an_empty_one(settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    assert not metrics.is_allowed("")
    assert not metrics.is_allowed("Bearer ")


def test_with_it_by_address_and_over_plain_http(opened: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = opened.get("/metrics", headers={"host": "10.0.0.7:8001"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=")
    assert answer["Cache-Control"] == "no-store"
    found = figures(answer.text)
    assert {"coparenting_sockets", "coparenting_events_total", "process_resident_memory_bytes"} <= set(found)
    assert found["process_cpu_seconds_total"] > 0


def test_labels_come_from_fixed_lists(opened: Client) -> None:
    """No room, no person, no words: what a label may say is known before anybody says anything."""
    for family in text_string_to_metric_families(opened.get("/metrics").text):
        for sample in family.samples:
            for label, value in sample.labels.items():
                allowed = LABELS[label]
                assert allowed is None or value in allowed


def test_what_was_counted_is_what_is_told() -> None:
    counted = Tally(sockets_opened=12, sockets_closed=5, rooms_opened=4, rooms_closed=1, events=90, peers=1, healed=2)
    counted.refused["slow_down"] += 3
    counted.sent_away[Close.FELL_BEHIND] += 2
    counted.refused["a code that nobody knows"] += 1
    for size, seconds in ((1, 0.0009), (7, 0.004), (500, 60.0)):
        counted.committed(size, seconds)
    registry = metrics.CollectorRegistry()
    registry.register(metrics.TallyCollector(counted))
    found = figures(metrics.generate_latest(registry).decode())
    expected = {
        "coparenting_sockets": 7,
        "coparenting_rooms": 3,
        "coparenting_peers": 1,
        "coparenting_events_total": 90,
        "coparenting_healed_total": 2,
        "coparenting_refused_total slow_down": 3,
        "coparenting_refused_total not_found": 0,
        "coparenting_sent_away_total fell_behind": 2,
        "coparenting_sent_away_total flood": 0,
        "coparenting_commit_messages_bucket 1.0": 1,
        "coparenting_commit_messages_bucket 8.0": 2,
        "coparenting_commit_messages_bucket 128.0": 2,
        "coparenting_commit_messages_bucket +Inf": 3,
        "coparenting_commit_messages_sum": 508,
        "coparenting_commit_seconds_bucket 0.001": 1,
        "coparenting_commit_seconds_count": 3,
        "coparenting_poll_age_seconds": 0,
    }
    assert {name: found.get(name) for name in expected} == expected
    assert "nobody knows" not in str(found)


def test_a_token_that_can_be_guessed_is_refused() -> None:
    assert metrics_token(None) == metrics_token("") == ""
    assert metrics_token("0123456789" * 3) == "0123456789" * 3
    with pytest.raises(ImproperlyConfigured, match="METRICS_TOKEN"):
        metrics_token("metrics")
