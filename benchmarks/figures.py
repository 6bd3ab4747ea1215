"""Takes the figures of the table out of the records: medians of the repeats, and what went wrong."""

import math
import statistics
from collections.abc import Callable, Iterable
from typing import Any, Final

from benchmarks.records import Record
from benchmarks.table import Row

_COUNTED: Final = ("acknowledged", "lost", "doubled", "out_of_order")
NOISY: Final = 0.15
"""Share of the servers' core that others may use before a run is called noisy."""


class Results:
    """The records of a run, asked for by measure, peer and a function that takes the figure out of a record."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = list(records)

    def median(self, measure: str, peer: str, figure: Callable[[Record], float]) -> float:
        values = []
        for record in self.records:
            if record["measure"] == measure and record["peer"] == peer and "error" not in record:
                try:
                    values.append(figure(record))
                except (KeyError, StopIteration):
                    continue
        return statistics.median(values) if values else math.nan

    def peers(self, measure: str) -> list[str]:
        return list(dict.fromkeys(record["peer"] for record in self.records if record["measure"] == measure))


def phase(name: str, *path: str) -> Callable[[Record], float]:
    """Takes a figure out of the phase of that name."""

    def take(record: Record) -> float:
        value: Any = next(one for one in record["phases"] if one["name"] == name)
        for step in path:
            value = value[step]
        return float(value)

    return take


def field(*path: str) -> Callable[[Record], float]:
    """Takes a figure out of a record."""

    def take(record: Record) -> float:
        value: Any = record
        for step in path:
            value = value[step]
        return float(value)

    return take


def rows(results: Results) -> list[Row]:
    """The table's lines, of what was measured."""
    made = [*_talk(results), *_history(results), *_growth(results), *_start(results)]
    return [row for row in made if not math.isnan(row.here)]


def _talk(results: Results) -> Iterable[Row]:
    def pair(figure: Callable[[Record], float]) -> tuple[float, float]:
        return results.median("talk", "baseline", figure), results.median("talk", "ours", figure)

    def ours(peer: str, figure: Callable[[Record], float]) -> float:
        return results.median("talk", f"ours, {peer}", figure)

    busy, steady = phase("saturated", "cpu_ms_per_delivery"), phase("steady", "cpu_ms_per_delivery")
    rate = phase("saturated", "acked_per_second")
    yield Row("CPU per delivery, saturated", *pair(busy), "ms", 5, 10)
    yield Row("acknowledged per second", *pair(rate), "/s", 5, 12, "more is better")
    yield Row("CPU per delivery at 100 messages/s", *pair(steady), "ms", 2, 3)
    for name, floor, aim in (("p50", 2, 3), ("p99", 3, 6)):
        yield Row(
            f"{name} send to delivery at 100 messages/s", *pair(phase("steady", "latency", name)), "ms", floor, aim
        )
    read = results.median("talk", "ours", phase("steady, read marks", "cpu_ms_per_delivery"))
    yield Row("… CPU per delivery, everybody marking as read", pair(steady)[0], read, "ms")
    one, two = pair(busy)[1], ours("two processes", busy)
    yield Row("CPU per delivery, two processes against one", one, two, "ms", 1.5, 1.35, "less is better")
    yield Row(
        "acknowledged per second, two processes",
        pair(rate)[0],
        ours("two processes", rate),
        "/s",
        better="more is better",
    )
    for peer in ("screening", "PostgreSQL without Redis", "SQLite"):
        yield Row(f"CPU per delivery, saturated, {peer}", pair(busy)[0], ours(peer, busy), "ms")
        yield Row(f"CPU per delivery at 100 messages/s, {peer}", pair(steady)[0], ours(peer, steady), "ms")
    plain = "baseline, connections not kept"
    for name, figure in (
        ("saturated", busy),
        ("at 100 messages/s", steady),
        ("per connect", field("connect", "cpu_ms")),
    ):
        pair_plain = results.median("talk", plain, figure), pair(figure)[1]
        if not math.isnan(pair_plain[0]):
            yield Row(f"CPU {name}, baseline with Django's default connections", *pair_plain, "ms")
    memory = pair(field("connect", "kib"))
    yield Row("memory per idle connection", *memory, "KiB", 45, 36, "less is better", "value")
    yield Row("CPU per connect (session, join, resume)", *pair(field("connect", "cpu_ms")), "ms", 2, 3)


def _history(results: Results) -> Iterable[Row]:
    cpu = field("cpu_ms_per_page")
    view = results.median("history", "baseline view", cpu)
    yield Row(
        "history page of 50, CPU (our frame)", view, results.median("history", "ours, history frame", cpu), "ms", 3, 5
    )
    yield Row("… whole room page with 50 lines", view, results.median("history", "ours, room page", cpu), "ms")


def _growth(results: Results) -> Iterable[Row]:
    peers = results.peers("growth")
    for few, much in zip(peers[::2], peers[1::2], strict=False):
        for what, figure in (("append", field("append_cpu_ms")), ("history page", field("history_cpu_ms"))):
            pair = results.median("growth", few, figure), results.median("growth", much, figure)
            yield Row(f"{what}, CPU: {much} against {few}", *pair, "ms", 1.3, 1.1, "less is better")
    for few, much in zip(*[iter(results.peers("open"))] * 2, strict=False):
        message, idle = phase("steady", "cpu_ms_per_message"), phase("idle", "cpu_share")
        pair = results.median("open", few, message), results.median("open", much, message)
        yield Row(f"CPU per message at 100/s: {much} against {few}", *pair, "ms", 1.3, 1.1, "less is better")
        yield Row(f"share of a core, idle: {much}", math.nan, 100 * results.median("open", much, idle), "%")


def _start(results: Results) -> Iterable[Row]:
    for name, figure in (("first answer", "healthz_s"), ("first open socket", "socket_s"), ("CPU until then", "cpu_s")):
        pair = results.median("start", "baseline", field(figure)), results.median("start", "ours", field(figure))
        yield Row(f"cold start: {name}", *pair, "s", better="less is better")


def troubles(results: Results) -> list[str]:
    """Everything that went wrong, and what makes the figures doubtful."""
    said = []
    for record in results.records:
        who = f"{record['measure']}, {record['peer']}, repeat {record['repeat'] + 1}"
        if error := record.get("error"):
            said.append(f"FAILED {who}: {error}")
        verdict = record.get("verdict", {})
        bad = {key: value for key, value in verdict.items() if value and key not in ("sent", "acknowledged")}
        if bad:
            said.append(f"WRONG {who}: {bad}")
    return said + _noise(results)


def _noise(results: Results) -> list[str]:
    """Whose figures others disturbed: a comparison of a disturbed peer with an undisturbed one says little."""
    said = []
    for measure in dict.fromkeys(record["measure"] for record in results.records):
        for peer in results.peers(measure):
            share = results.median(measure, peer, _others)
            if share > NOISY:
                said.append(f"noisy: others used {share:.0%} of the servers' core beside {measure}, {peer}")
    return said


def _others(record: Record) -> float:
    shares = [one["others_share"] for one in (*record.get("phases", ()), *_nested(record))]
    return statistics.median(shares) if shares else math.nan


def _nested(record: Record) -> list[Record]:
    return [value for value in record.values() if isinstance(value, dict) and "others_share" in value]


def counts(results: Results) -> list[str]:
    """How much was compared, and whether the generator had time to spare."""
    said = []
    for peer in results.peers("talk"):
        verdicts = [one["verdict"] for one in results.records if one["peer"] == peer and "verdict" in one]
        total = {name: sum(verdict[name] for verdict in verdicts) for name in _COUNTED}
        said.append(f"{peer}: " + ", ".join(f"{value:,} {name.replace('_', ' ')}" for name, value in total.items()))
    busy = [one["generator_share"] for record in results.records for one in record.get("phases", ())]
    if busy:
        said.append(f"the generator used at most {max(busy):.0%} of its core")
    return said
