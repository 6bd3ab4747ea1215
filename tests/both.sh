#!/usr/bin/env bash
# Runs the tests on SQLite, and meanwhile those marked both_engines on PostgreSQL and Redis, whose output follows.
# Each of the two leaves about half of a small machine idle.
set -uo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
"$1" -m tests.services "$1" -m pytest -m both_engines >"$log" 2>&1 &
other=$!
trap 'kill "$other" 2>/dev/null; rm -f "$log"' EXIT
"$1" -m pytest
first=$?
wait "$other"
second=$?
echo
echo "---- and on PostgreSQL and Redis ----"
cat "$log"
[ "$first" = 0 ] && [ "$second" = 0 ]
