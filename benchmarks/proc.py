"""What processes cost, read from /proc: CPU seconds and memory of a process and all that it started."""

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")

Watched = Mapping[str, Iterable[int]]
"""Process ids by the part that they play: server, redis, postgres."""


def cpu(watched: Watched) -> dict[str, float]:
    """CPU seconds that each part has used so far, with children that have ended since (PostgreSQL's connections)."""
    children = _children()
    return {part: sum(_tree_cpu(pid, children) for pid in pids) for part, pids in watched.items()}


def memory(pids: Iterable[int]) -> int:
    """Bytes of memory of these processes and their children; what is shared is divided among the sharers (PSS)."""
    children = _children()
    return sum(_pss(each) for pid in pids for each in _tree(pid, children))


def core_seconds(core: int) -> float:
    """CPU seconds that one core has worked so far, whoever it worked for."""
    for line in Path("/proc/stat").read_text().splitlines():
        name, *values = line.split()
        if name == f"cpu{core}":
            user, nice, system, _, _, irq, softirq, steal = map(int, values[:8])
            return (user + nice + system + irq + softirq + steal) / TICK
    raise RuntimeError(f"there is no core {core}")


def difference(after: Mapping[str, float], before: Mapping[str, float]) -> dict[str, float]:
    """What each part used in between."""
    return {part: after[part] - before[part] for part in after}


def _tree_cpu(root: int, children: Mapping[int, list[int]]) -> float:
    ticks = 0
    for pid in _tree(root, children):
        if fields := _stat(pid):
            ticks += sum(map(int, fields[11:15] if pid == root else fields[11:13]))
    return ticks / TICK


def _tree(root: int, children: Mapping[int, list[int]]) -> Iterable[int]:
    yield root
    for child in children.get(root, ()):
        yield from _tree(child, children)


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            found[int(fields[1])].append(int(entry.name))
    return found


def _stat(pid: int) -> list[str]:
    """The fields of /proc/…/stat after the name, which may hold spaces. Empty when the process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
