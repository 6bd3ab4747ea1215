"""A secret for trying things out: made when it is first asked for, and kept in a file."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def made_once(path: Path, make: Callable[[], str]) -> str:
    """What the file holds; what `make` returns if there is none yet. Several processes may start at the same moment."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written first and linked then: nobody ever reads half a secret.
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as new:
            new.write(make())
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="utf-8").strip()
