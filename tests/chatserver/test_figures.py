"""What /metrics of a real server process says while people talk."""

import asyncio
import urllib.request
from contextlib import AsyncExitStack

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.chatserver.site import PATIENCE, TOKEN, Line, Site
from tests.servers import Server

pytestmark = pytest.mark.servers

COUNTED = {
    "coparenting_sockets_opened_total": 2,
    "coparenting_frames_in_total": 6,
    "coparenting_events_total": 1,
    "coparenting_deliveries_total": 2,
    "coparenting_refused_total bad_frame": 1,
    "coparenting_commit_messages_count": 1,
    "coparenting_commit_messages_sum": 1,
    "coparenting_commit_seconds_count": 1,
    "coparenting_database_errors_total": 0,
    "coparenting_sent_away_total fell_behind": 0,
}
"""What two people do to one process: resume and ping, one message that both hear, one frame that makes no sense."""


def figures(server: Server) -> dict[str, float]:
    request = urllib.request.Request(f"{server.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
        families = text_string_to_metric_families(answer.read().decode())
    samples = [sample for family in families for sample in family.samples]
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


async def test_a_process_counts_what_happens_in_it(site: Site) -> None:
    server = site.servers[0]
    joshua, wendy = [await asyncio.to_thread(site.browser, name) for name in ("joshua", "wendy")]
    before = await asyncio.to_thread(figures, server)
    async with AsyncExitStack() as stack:
        his, hers = [Line(await stack.enter_async_context(one.socket(server.url))) for one in (joshua, wendy)]
        room = (await his.until("welcome"))["rooms"][0]["id"]
        for one in (hers, his):
            await one.follow(room)
        await hers.send(t="resume", room=room, after=-1)
        await hers.until("error")
        seq = (await his.say(room, "Good night"))["seq"]
        for one in (hers, his):
            await one.hear_up_to(room, seq)
        after = await asyncio.to_thread(figures, server)
        assert after["coparenting_sockets"] >= 2
        assert after["coparenting_rooms"] >= 1
    assert {name: after[name] - before[name] for name in COUNTED} == COUNTED
    assert 0 <= after["coparenting_poll_age_seconds"] < PATIENCE
    assert after["process_resident_memory_bytes"] > 0
