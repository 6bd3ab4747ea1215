"""`make bench`: the table of what the server costs, beside the chat that a newcomer would build.

    python -m benchmarks.run                      the whole table, about ten minutes
    python -m benchmarks.run --quick              the same, small: is anything broken? under 90 seconds
    python -m benchmarks.run talk --repeats 1     one part: talk, history, growth, start
    python -m benchmarks.run talk --only ours     one peer
    python -m benchmarks.run profile              where our server's time goes, saturated

Trust CPU times and ratios of one run. Both servers, Redis and PostgreSQL share one core; the load has another.
"""

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from benchmarks import growth, history, machine, profiler, start, talk
from benchmarks.databases import Bench
from benchmarks.figures import Results, counts, rows, troubles
from benchmarks.options import FULL, QUICK, Options
from benchmarks.records import Record
from benchmarks.servers import bench
from benchmarks.table import HEAD, draw

MEASURES: Final = {"start": start.measure, "talk": talk.measure, "history": history.measure, "growth": growth.measure}
RESULTS: Final = Path(__file__).parent / "results"
SWITCHED_ON: Final = (
    "PostgreSQL with fsync and synchronous_commit. Ours: production settings, sessions, access checked under the "
    "room's lock, digest chain, client ids, Redis; limits per person are counted but set out of reach (LIFT_LIMITS=1). "
    "Screening is off but for the peer that is named after it: the baseline has none"
)


def main() -> int:
    options, chosen, keep = _arguments()
    machine.allow_many_sockets()
    begun = time.monotonic()
    about = {"command": " ".join(["python -m benchmarks.run", *sys.argv[1:]]), **machine.describe(), "on": SWITCHED_ON}
    for name, value in about.items():
        print(f"{name}: {value}")
    print(flush=True)
    with bench() as services:
        if chosen == ["profile"]:
            print(profiler.profile(services, options))
            return 0
        records = [record for name in chosen for record in _measured(name, services, options)]
    results = Results(records)
    print("\n" + draw([HEAD, *(row.cells() for row in rows(results))]) + "\n")
    for line in (*counts(results), *troubles(results)):
        print(line)
    print(f"{time.monotonic() - begun:.0f} s")
    _keep(keep, about, options, records)
    return 1 if any(line.startswith(("FAILED", "WRONG")) for line in troubles(results)) else 0


def _arguments() -> tuple[Options, list[str], str]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measure", nargs="*", help="start, talk, history, growth (all if none is named), or profile")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--repeats", type=int)
    parser.add_argument("--seconds", type=float, help="how long each phase is measured")
    parser.add_argument("--rooms", type=int, help="rooms of five people that talk")
    parser.add_argument("--patience", type=float, help="seconds to wait before each run for a quiet core")
    parser.add_argument("--only", action="append", default=[], help="a peer of `talk`, as named in the output")
    given = parser.parse_args()
    chosen = given.measure or list(MEASURES)
    if unknown := set(chosen) - {*MEASURES, "profile"}:
        parser.error(f"there is no measure {', '.join(unknown)}")
    sizes = {name: getattr(given, name) for name in ("repeats", "seconds", "rooms", "patience") if getattr(given, name)}
    if given.only:
        sizes["only"] = tuple(given.only)
    return replace(QUICK if given.quick else FULL, **sizes), chosen, "-".join(chosen)


def _measured(name: str, services: Bench, options: Options) -> list[Record]:
    """All records of one measure, each said in a line as it comes."""
    records: list[Record] = []
    try:
        for record in MEASURES[name](services, options):
            records.append(record)
            print(f"{name:8} {record['peer']:32} {_gist(record)}", flush=True)
    except RuntimeError as error:  # the other measures are still worth having
        records.append({"measure": name, "peer": "preparation", "repeat": 0, "error": str(error)})
        print(f"{name:8} failed", flush=True)
    return records


def _gist(record: Record) -> str:
    if "error" in record:
        return "failed"
    gist = []
    if "connect" in record:
        gist.append(f"connect {record['connect']['cpu_ms']:.2f} ms, {record['connect']['kib']:.0f} KiB;")
    gist += [_gist_of_phase(one) for one in record.get("phases", ())]
    gist += [f"{key} {value:.3f}" for key, value in record.items() if key.endswith(("_s", "_ms", "_page", "mib"))]
    return " ".join(gist)


def _gist_of_phase(one: dict[str, Any]) -> str:
    if one["kind"] == "idle":
        cost = f"{one['cpu_share']:.1%} of a core"
    elif one["deliveries"]:
        cost = f"{one['cpu_ms_per_delivery']:.3f} ms/delivery {one['acked_per_second']:.0f}/s"
        cost += f" p50 {one['latency']['p50']:.1f} p99 {one['latency']['p99']:.1f}"
    else:
        cost = f"{one['cpu_ms_per_message']:.3f} ms/message"
    return f"{one['name']}: {cost} (others {one['others_share']:.0%});"


def _keep(name: str, about: dict[str, str], options: Options, records: list[Record]) -> None:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{time.strftime('%Y%m%d-%H%M%S')}-{name}.json"
    path.write_text(json.dumps({"about": about, "options": vars(options), "records": records}, indent=1))
    print(f"kept in benchmarks/results/{path.name}")


if __name__ == "__main__":
    sys.exit(main())
