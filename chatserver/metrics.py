"""/metrics: a handful of figures about this process, for Prometheus and whatever else reads its text format.

Closed unless METRICS_TOKEN is set and sent as a bearer token; to everybody else the address is one that does not exist.
The figures are those of `rooms.tally`: they name no room, no person and no words, and labels come from fixed lists.
"""

import hmac
import time
from collections.abc import Callable, Iterator
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, GCCollector, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, InfoMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from chatserver import VERSION
from rooms.errors import MESSAGES
from rooms.protocol import Close
from rooms.tally import Histogram, Tally, tally

PATH: Final = "/metrics"
PREFIX: Final = "coparenting"

COUNTERS: Final = {
    "sockets_opened": "WebSocket connections that were opened.",
    "events": "Events that this process committed to the record; a message is one.",
    "frames_in": "Frames received from browsers.",
    "deliveries": "Frames with news of a room handed to sockets.",
    "healed": "Rooms in which the poll found what no signal had told. Rises when Redis loses messages.",
    "signals_lost": "Times that Redis did not take a signal to the other processes.",
    "database_errors": "Times that the database refused or did not answer.",
}
"""Fields of the tally that only grow, and what they count."""


class TallyCollector(Collector):
    """Puts a process's tally into Prometheus's shapes when asked, and not before."""

    def __init__(self, counted: Tally) -> None:
        self.counted = counted

    def collect(self) -> Iterator[Metric]:
        yield from self._gauges()
        for name, text in COUNTERS.items():
            yield CounterMetricFamily(f"{PREFIX}_{name}", text, value=getattr(self.counted, name))
        yield from self._by_code()
        yield _histogram("commit_messages", "Messages that shared a commit.", self.counted.batch_sizes)
        yield _histogram("commit_seconds", "Seconds that a commit of messages took.", self.counted.commit_seconds)
        yield InfoMetricFamily(PREFIX, "Which version this is.", {"version": VERSION, "build": settings.BUILD})

    def _gauges(self) -> Iterator[Metric]:
        counted = self.counted
        sockets = counted.sockets_opened - counted.sockets_closed
        rooms = counted.rooms_opened - counted.rooms_closed
        poll_age = time.monotonic() - counted.polled_at if counted.polled_at else 0.0
        yield GaugeMetricFamily(f"{PREFIX}_sockets", "Open WebSocket connections.", sockets)
        yield GaugeMetricFamily(f"{PREFIX}_rooms", "Rooms with at least one socket here.", rooms)
        yield GaugeMetricFamily(f"{PREFIX}_peers", "Other server processes heard of lately.", counted.peers)
        yield GaugeMetricFamily(f"{PREFIX}_poll_age_seconds", "Since the database last told what is new.", poll_age)

    def _by_code(self) -> Iterator[Metric]:
        refused = CounterMetricFamily(f"{PREFIX}_refused", "Frames refused, by error code.", labels=["code"])
        for code in MESSAGES:
            refused.add_metric([code], self.counted.refused[code])
        sent_away = CounterMetricFamily(f"{PREFIX}_sent_away", "Sockets ended by the server.", labels=["reason"])
        for close in Close:
            sent_away.add_metric([close.name.lower()], self.counted.sent_away[close])
        yield refused
        yield sent_away


def _histogram(name: str, text: str, counted: Histogram) -> Metric:
    buckets: list[tuple[str, float]] = []
    so_far = 0
    for bound, count in zip((*(str(float(bound)) for bound in counted.bounds), "+Inf"), counted.counts, strict=True):
        so_far += count
        buckets.append((bound, so_far))
    return HistogramMetricFamily(f"{PREFIX}_{name}", text, buckets=buckets, sum_value=counted.total)


def _registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(TallyCollector(tally))
    ProcessCollector(registry=registry)
    GCCollector(registry=registry)
    return registry


REGISTRY: Final = _registry()


def is_allowed(authorization: str) -> bool:
    """Whether this Authorization header opens the page."""
    token = settings.METRICS_TOKEN
    return bool(token) and hmac.compare_digest(authorization.encode(), f"Bearer {token}".encode())


class MetricsMiddleware:
    """Answers PATH to whoever has the token; everything else goes on to where unknown addresses go too.

    In front of the host check and the redirect to https: whoever watches asks each process by its own address.
    """

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == PATH and is_allowed(request.headers.get("Authorization", "")):
            headers = {"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"}
            return HttpResponse(generate_latest(REGISTRY), headers=headers)
        return self.get_response(request)
