"""Settings of the servers under fault: the benchmark's, which lift the limits; and a clock that a test can move.

Quick passwords and plain static files, as in tests.settings: neither is under test, and a house is up sooner.
"""

import os
from pathlib import Path

from benchmarks.settings import *  # noqa: F403
from chatserver.settings import STORAGES
from tests.faults import clock

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

if path := os.environ.get("CLOCK_FILE"):
    clock.follow(Path(path))
