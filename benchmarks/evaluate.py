"""`make eval`: what screening and summaries find, scored on labelled cases that are kept outside the repository.

    python -m benchmarks.evaluate FOLDER     a folder with contact/, tone/, summary/ and their score_*.py

Every figure comes from `manage.py predict`, which runs the functions that the rooms run. Nothing here names a case.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.table import Row, draw

ROOT: Final = Path(__file__).parent.parent
HEAD: Final = ("figure", "best library", "here", "floor", "aim", "")
LESS: Final = "less is better"
MORE: Final = "more is better"
LEVELS: Final = (("plain", 0.82, 0.97, 0.99), ("light", 0.17, 0.90, 0.95), ("heavy", 0.13, 0.60, 0.75))
"""How disguised a detail is: recall of the best library, floor and aim."""
TRAPS: Final = ("recovery", "repair", "quote", "boundary", "lexical")
"""Kinds of ordinary messages of which hardly one may be flagged; words of identity and dialect are in `lexical`."""


class Scores:
    """Runs the shipped code over files of cases and asks their scorers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, what: str, scorer: str, files: Sequence[str], option: str = "--gold") -> dict[str, Any]:
        """The scorer's answer for the predictions on these files."""
        paths = [str(self._folder / name) for name in files]
        said = "".join(_run("manage.py", "predict", what, path) for path in paths)
        found: dict[str, Any] = json.loads(_run(str(self._folder / scorer), option, *paths, "--pred", "-", given=said))
        return found

    def flagged(self, what: str, cases: Sequence[dict[str, Any]]) -> int:
        """How many of these ordinary messages are flagged."""
        path = ROOT / "var" / "ordinary.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(json.dumps(case) + "\n" for case in cases))
        try:
            said = [json.loads(line) for line in _run("manage.py", "predict", what, str(path)).splitlines()]
        finally:
            path.unlink()
        return sum(bool(one.get("spans")) or max(one.get("scores", {"": 0}).values(), default=0) >= 0.5 for one in said)

    def ordinary(self) -> list[dict[str, Any]]:
        """The messages of the rooms in which nothing is to be found."""
        rooms = json.loads((self._folder / "summary" / "transcripts.json").read_text())
        lines = []
        for room in rooms:
            gold = room["gold"]
            marked = {
                item if isinstance(item, str) else item["msg_id"]
                for name in ("concerns", "hostile", "contact_leaks")
                for item in gold[name]
            }
            lines += [one for one in room["messages"] if one["id"] not in marked]
        return [{"id": str(at), "text": one["text"]} for at, one in enumerate(lines)]


def _run(script: str, *arguments: str, given: str | None = None) -> str:
    done = subprocess.run(
        [sys.executable, script, *arguments], cwd=ROOT, input=given, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{script} {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def rows(scores: Scores) -> Iterator[Row]:
    """The lines of the table."""
    yield from _contact(scores)
    yield from _tone(scores)
    yield from _digest(scores)


def _contact(scores: Scores) -> Iterator[Row]:
    found = scores.of("contact", "score_contact.py", ["contact/written.jsonl", "contact/generated.jsonl"])
    written = scores.of("contact", "score_contact.py", ["contact/written.jsonl"])
    split = scores.of("sequences", "score_contact.py", ["contact/sequences.jsonl"], "--sequences")
    yield _more("contact details, span F1", 0.50, found["span_micro"]["f1"], 0.90, 0.95)
    for level, library, floor, aim in LEVELS:
        yield _more(f"recall, {level}", library, written["recall_by_level"][level]["recall"], floor, aim)
    yield _more("details split over messages, F1", 0.22, split["sequences"]["f1"], 0.75, 0.90)
    yield _more("Spanish, F1", 0.52, written["by_language"]["es"]["f1"], 0.90, 0.95)
    yield _less("false alarms per 100 hard clean messages", 4.1, found["false_alarms_per_100_clean"], 2, 0.9)
    ordinary = scores.ordinary()
    share = 1000 * scores.flagged("contact", ordinary) / len(ordinary)
    yield _less("flagged per 1,000 ordinary lines", 0.4, share, 1.0, 0.5)


def _tone(scores: Scores) -> Iterator[Row]:
    found = scores.of("tone", "score_tone.py", ["tone/written.jsonl"])
    functional = scores.of("tone", "score_tone.py", ["tone/functional.jsonl"])
    yield _more("tone, any flag, AUC", 0.83, found["any_flag"]["auc"], 0.87, 0.92)
    yield _more("tone, F1", 0.38, found["any_flag"]["f1"], 0.65, 0.80)
    alarms = found["any_flag"]["false_alarms_per_100_ordinary"]
    yield _less("… with so many false alarms per 100 hard ordinary", 5, alarms, 5, 5)
    yield _more("urgent recall", 0.10, found["urgent_recall"]["recall"], 0.85, 0.95)
    yield _more("macro F1 of eight labels", 0.39, found["macro_f1"], 0.55, 0.70)
    yield _more("functional tests passed", 0.69, functional["functional_accuracy"], 0.85, 0.93)
    ordinary = scores.ordinary()
    share = 100 * scores.flagged("tone", ordinary) / len(ordinary)
    yield _less("ordinary room messages flagged per 100", 5, share, 1, 0.3)
    traps = sum(int(found["false_alarms_by_subtype"].get(trap, "0/0").split("/")[0]) for trap in TRAPS)
    yield _less("false alarms on recovery, repair, quote, boundary, identity, dialect", 9, traps, 1, 0)


def _digest(scores: Scores) -> Iterator[Row]:
    found = scores.of("digest", "score_summary.py", ["summary/transcripts.json"], "--transcripts")
    yield _more("digest, macro F1", 0.34, found["macro_f1"], 0.60, 0.75)
    yield _more("must-see items covered", 0.41, found["digest"]["must_see_items_covered"], 0.85, 0.97)
    yield _more("lines with valid citations", 1.0, found["digest"]["lines_with_valid_links"], 1.0, 1.0)
    yield _less("lines with deficit wording", float("nan"), len(found["digest"]["deficit_language_lines"]), 0, 0)


def _more(figure: str, library: float, here: float, floor: float, aim: float) -> Row:
    return Row(figure, library, here, "", floor, aim, MORE, "value")


def _less(figure: str, library: float, here: float, floor: float, aim: float) -> Row:
    return Row(figure, library, here, "", floor, aim, LESS, "value")


def main() -> None:
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        raise SystemExit(__doc__)
    begun = time.monotonic()
    cells = [row.cells() for row in rows(Scores(Path(sys.argv[1])))]
    print(draw([HEAD, *([line[at] for at in (0, 1, 2, 4, 5, 6)] for line in cells)]))
    print(f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
