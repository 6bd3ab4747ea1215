"""One JSON line per log record.

Forty lines of the standard library instead of structlog: there is one kind of line, and what matters most is what it
leaves out. An exception is logged as its type and where it happened, never with its own words or local values: a
database error quotes the row, and the row is what a parent wrote.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any, Final

_SECRET: Final = re.compile(r"(/calendar/feed/)[^/\s]+")
"""An address that is a secret all by itself: who has it reads somebody's calendar."""


def log_configuration(line_format: str, level: str) -> dict[str, Any]:
    """Django's LOGGING: everything to standard output, as JSON lines or plainly."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "chatserver.logs.JsonFormatter"},
            "plain": {"format": "{levelname} {name}: {message}", "style": "{"},
        },
        "filters": {
            "refusals": {"()": "chatserver.logs.RefusalsWithoutTraces"},
            "secrets": {"()": "chatserver.logs.WithoutSecrets"},
        },
        "handlers": {
            "nowhere": {"class": "logging.NullHandler"},
            "stdout": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "formatter": line_format,
                "filters": ["refusals", "secrets"],
            },
        },
        "root": {"handlers": ["stdout"], "level": level},
        "loggers": {
            # Django hangs handlers of its own on this one.
            "django": {"handlers": [], "level": level, "propagate": True},
            # Strangers' scanners guess at host names all day.
            "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
            # Says hello and the address on each start; the server does that itself.
            "daphne": {"level": "WARNING"},
        },
    }


class JsonFormatter(logging.Formatter):
    """time, level, logger, message, and for an error its type and place."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "process": record.process,
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    """The message; an exception among its arguments (Daphne does that) is named by its type only."""
    if not isinstance(record.args, tuple):
        return record.getMessage()
    arguments = tuple(type(one).__name__ if isinstance(one, BaseException) else one for one in record.args)
    return str(record.msg) % arguments if arguments else str(record.msg)


class RefusalsWithoutTraces(logging.Filter):
    """A request that was refused as it should be (too large, suspicious) is one line, not a fault with a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security"):
            record.exc_info, record.exc_text = None, None
        return True


class WithoutSecrets(logging.Filter):
    """Django logs the address of what it refused; one that is a secret is left out."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django") and isinstance(record.args, tuple):
            record.args = tuple(_SECRET.sub(r"\1…", one) if isinstance(one, str) else one for one in record.args)
        return True
