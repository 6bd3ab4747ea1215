"""How long the server works on the desk of a worker with 15 families and 60 rooms, and how many queries it takes.

python -m benchmarks.desk                  a database of its own: SQLite, or an empty one by --database URL
python -m benchmarks.desk_pages fill       fill the database of the environment, to try it by hand
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.servers import ROOT, demo_environment, manage


def main() -> int:
    """Measure in a process with an environment of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", help="address of an empty database")
    database = parser.parse_args().database
    with tempfile.TemporaryDirectory(prefix="coparenting-desk-") as folder:
        more = {"DATABASE_URL": database} if database else {}
        environment = demo_environment(Path(folder), DJANGO_SETTINGS_MODULE="chatserver.settings", **more)
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
        command = [sys.executable, "-m", "benchmarks.desk_pages", "measure"]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
