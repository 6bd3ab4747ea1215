"""Log lines say what happened and where, never what somebody wrote."""

import json
import logging
import sys

from chatserver.logs import JsonFormatter

WORDS = "Macia slept well last night"


def test_an_error_is_logged_without_its_words() -> None:
    try:
        raise ValueError(f"DETAIL: Failing row contains ({WORDS})")
    except ValueError:
        record = logging.LogRecord("rooms", logging.ERROR, "f.py", 1, "not saved", None, sys.exc_info())
    line = JsonFormatter().format(record)
    assert WORDS not in line
    parsed = json.loads(line)
    assert (parsed["message"], parsed["error"], parsed["level"]) == ("not saved", "ValueError", "ERROR")
    assert "test_logs.py" in parsed["at"][0]
    assert "\n" not in line


def test_nor_with_an_exception_among_the_arguments() -> None:
    error = ValueError(WORDS)
    record = logging.LogRecord("daphne", logging.ERROR, "f.py", 1, "Exception inside application: %s", (error,), None)
    assert json.loads(JsonFormatter().format(record))["message"] == "Exception inside application: ValueError"


def test_a_line_of_the_log_stays_one_line() -> None:
    """W21: an address that somebody made up writes no line of its own."""
    asked = 'x/\r\n{"level": "ERROR"}\u2028\x1b[31m'
    record = logging.LogRecord("django.request", logging.WARNING, "f.py", 1, "Not Found: %s", (asked,), None)
    line = JsonFormatter().format(record)
    assert not set(line) & set("\r\n\x1b")
    assert json.loads(line)["message"] == f"Not Found: {asked}"
