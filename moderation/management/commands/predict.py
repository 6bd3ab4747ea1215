"""`manage.py predict contact|sequences|tone|digest FILE`: what the screening and the digest say about a file of cases.

Prints what the evaluation's scorers read. It runs the same functions as a room does, so that a figure is the product's.
"""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

_WHAT: Final[Mapping[str, tuple[str, str]]] = {
    "contact": ("contact", "predict"),
    "sequences": ("contact", "predict_sequences"),
    "tone": ("tone", "predict"),
    "digest": ("digest", "predict"),
}
"""For each kind of prediction the module in `moderation.predictions` and its function."""


class Command(BaseCommand):
    """Prints one JSON object a line, or one for the whole file where the scorer reads it so."""

    help = "Print predictions of contact details, split details, tone or digests for a file of cases."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=sorted(_WHAT))
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        predictions = _predictor(options["what"])(path)
        for prediction in [predictions] if isinstance(predictions, Mapping) else predictions:
            self.stdout.write(json.dumps(prediction, ensure_ascii=False))


def _predictor(what: str) -> Callable[[Path], Mapping[str, Any] | Iterable[Mapping[str, Any]]]:
    module, function = _WHAT[what]
    predictor: Callable[[Path], Mapping[str, Any] | Iterable[Mapping[str, Any]]] = getattr(
        import_module(f"moderation.predictions.{module}"), function
    )
    return predictor
