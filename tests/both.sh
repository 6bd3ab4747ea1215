#!/usr/bin/env bash
# Runs the tests in two lanes side by side, for a machine of two cores: on SQLite the walls, the wire, the domain and the
# server; meanwhile what is marked both_engines on PostgreSQL and Redis, then the rest on SQLite. The second lane's
# output follows the first's.
set -uo pipefail
cd "$(dirname "$0")/.."

first="tests/chatserver tests/faults tests/rooms tests/walls tests/wire"
log=$(mktemp)
{
    "$1" -m tests.services "$1" -m pytest -m both_engines
    engines=$?
    "$1" -m pytest $(printf -- '--ignore=%s ' $first)
    rest=$?
    [ "$engines" = 0 ] && [ "$rest" = 0 ]
} >"$log" 2>&1 &
other=$!
trap 'kill "$other" 2>/dev/null; rm -f "$log"' EXIT
"$1" -m pytest $first
status=$?
wait "$other"
second=$?
echo
echo "---- on PostgreSQL and Redis, then the rest on SQLite ----"
cat "$log"
[ "$status" = 0 ] && [ "$second" = 0 ]
