"""Settings for tests: the demo's, with a key and folder of their own, quick passwords and plain static files.

DATABASE_URL and REDIS_URL from the environment are honoured, so that the same tests run on both engines.
"""

import os
import tempfile
from pathlib import Path

# Two runs at once must not meet. Nothing is made here: type checks read this file too.
_folder = Path(tempfile.gettempdir()) / f"coparenting-tests-{os.getpid()}"
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")
os.environ.update(
    DEMO="1",
    DEBUG="0",
    VAR_DIR=str(_folder),
    SITE_URL="http://testserver",
    PORT="8000",
    SECRET_KEY="tests-only-" + "0123456789abcdef" * 4,
)

from chatserver.settings import *  # noqa: E402, F403
from chatserver.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Sign-in is tried thousands of times from one address; the test of the limits switches them on.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
# Letters are looked for as soon as the answer is there.
LETTERS_WAIT = True

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, since threads share it as server threads do; no waiting for the disk, since nothing outlives the run.
    DATABASES["default"]["TEST"] = {"NAME": f"{_folder}.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"

(_folder / "static").mkdir(parents=True, exist_ok=True)
