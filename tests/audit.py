"""Known holes in the pinned packages: `python -m tests.audit requirements/base.txt` (a part of `make check`).

pip-audit asks the Python package index. Where nobody can be asked, that is said and stops nothing; a known hole does.
"""

import json
import subprocess
import sys


def audit(requirements: str) -> int:
    """Ask about the packages in a requirements file, print what is known, return 1 if one has a known hole."""
    command = ["pip_audit", "--requirement", requirements, "--require-hashes", "--disable-pip", "--format", "json"]
    done = subprocess.run(
        [sys.executable, "-m", *command, "--progress-spinner", "off"], capture_output=True, text=True, check=False
    )
    return report(requirements, done.stdout)


def report(requirements: str, answer: str) -> int:
    """Print what pip-audit's JSON says; return 1 if there is a known hole, 0 also when nobody could be asked."""
    if not answer.strip():
        print(f"{requirements}: nobody answered, so nothing is known about these packages today")
        return 0
    packages = json.loads(answer)["dependencies"]
    asked = [package for package in packages if "skip_reason" not in package]
    holes = [(package, hole) for package in asked for hole in package["vulns"]]
    for package, hole in holes:
        fixed = ", ".join(hole["fix_versions"]) or "no version yet"
        print(f"{package['name']} {package['version']}: {hole['id']}, fixed in {fixed}")
    print(f"{requirements}: {len(asked)} of {len(packages)} packages could be looked up, {len(holes)} known holes")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(audit(sys.argv[1]))
