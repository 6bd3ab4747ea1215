"""Where our server's time goes at saturation: py-spy beside it, and the top functions by own time."""

import re
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final

from benchmarks.databases import Bench
from benchmarks.history import LINES, READERS, rooms_of
from benchmarks.options import Options
from benchmarks.servers import serving
from benchmarks.talk import OUTSTANDING, RATE

SAMPLES: Final = 400
"""Samples a second. Only threads that hold the interpreter are counted: the others wait."""
TOP: Final = 25
FOLDER: Final = Path(__file__).parent / "results"
Phase = dict[str, Any]
_OURS: Final = ("rooms", "chatserver", "frontend", "moderation")
_PACKAGE: Final = re.compile(r"\((?:.*site-packages/|.*lib/python3\.\d+/)?([\w.-]+)")


def profile(bench: Bench, options: Options) -> str:
    """Sample the server at each kind of work; the raw stacks are kept beside the results."""
    tool = shutil.which("py-spy", path=str(Path(sys.executable).parent))
    if tool is None:
        return "py-spy is not installed; it is in requirements/dev.txt"
    FOLDER.mkdir(exist_ok=True)
    seats = bench.fill_ours("ours", options.rooms)
    bench.add_lines("ours", LINES, rooms_of(seats))
    busy: Phase = {"name": "saturated", "kind": "closed", "outstanding": OUTSTANDING}
    steady: Phase = {"name": "steady", "kind": "steady", "rate": RATE}
    reading: Phase = {**steady, "name": "steady-reading", "reads": True}
    history: Phase = {"name": "history", "kind": "history", "outstanding": READERS}
    told = _run(bench, tool, options, [busy, steady, reading, history], processes=1)
    return "\n\n".join([*told, *_run(bench, tool, options, [{**busy, "name": "two-processes"}], processes=2)])


def _run(bench: Bench, tool: str, options: Options, phases: list[Phase], processes: int) -> list[str]:
    """Sample one server process during the phases, and while its sockets connect."""
    seconds = max(4.0, options.seconds)
    with serving(bench, "ours", "ours", processes=processes, LIFT_LIMITS="1") as running:

        def beside(name: str) -> list[str]:
            command = [tool, "record", "--pid", str(running.watch["server"][0]), "--gil", "--function", "--nonblocking"]
            command += ["--format", "raw", "--rate", str(SAMPLES), "--duration", str(int(seconds) - 1)]
            return [*command, "--output", str(_path(name))]

        for phase in phases:
            phase.update(seconds=seconds, warm=2.0, beside=beside(phase["name"]))
        connecting = f"connect-{processes}"
        result = running.load(phases, before=[60, LINES], beside=beside(connecting))
    told = [_told(figures, _path(figures["name"])) for figures in result["phases"]]
    return [_told({"name": connecting, **result["connect"]}, _path(connecting)), *told]


def _path(name: str) -> Path:
    return FOLDER / f"profile-{name}.txt"


def _told(figures: dict[str, Any], path: Path) -> str:
    stacks = [line.rpartition(" ") for line in path.read_text().splitlines()]
    counts = [(stack.split(";"), int(count)) for stack, _, count in stacks]
    total = sum(count for _, count in counts) or 1
    own, packages, within = Counter[str](), Counter[str](), Counter[str]()
    for frames, count in counts:
        own[_short(frames[-1])] += count
        packages[_package(frames[-1])] += count
        for frame in {_short(frame) for frame in frames if _package(frame) in _OURS}:
            within[frame] += count
    lines = [f"== {figures['name']}: {_cost(figures)}", f"{total} samples; kept in benchmarks/results/{path.name}"]
    for title, counter in (("own time", own), ("own time by package", packages), ("own and below, our code", within)):
        lines.append(f"-- {title}")
        lines += [f"{count / total:6.1%}  {name}" for name, count in counter.most_common(TOP)]
    return "\n".join(lines)


def _cost(figures: dict[str, Any]) -> str:
    """CPU by part, for each of what was done."""
    if "cpu_ms_by_part" in figures:
        cost, what = figures["cpu_ms_by_part"], f"{figures['sockets']} sockets; CPU ms per connect"
    elif figures["pages"]:
        cost = {part: 1000 * used / figures["pages"] for part, used in figures["cpu"].items()}
        what = f"{figures['pages'] / figures['took']:.0f} pages/s; CPU ms per page"
    else:
        cost = {part: 1000 * used / max(1, figures["deliveries"]) for part, used in figures["cpu"].items()}
        what = f"{figures['acked_per_second']:.0f} acknowledged/s; CPU ms per delivery"
    return f"{what}: " + ", ".join(f"{part} {used:.4f}" for part, used in cost.items())


def _short(frame: str) -> str:
    return re.sub(r"\(.*?(?:site-packages/|lib/python3\.\d+/)", "(", frame)


def _package(frame: str) -> str:
    found = _PACKAGE.search(frame)
    return found[1] if found else frame or "(no frame)"
