#!/usr/bin/env bash
# Installs the system packages that are missing: those named, or all that the tests need. Debian and its children.
set -euo pipefail

missing=()
need() { command -v "$1" >/dev/null 2>&1 || missing+=("${@:2}"); }

if [ $# -gt 0 ]; then
  missing=("$@")
else
  need redis-server redis-server
  need chromium chromium
  need msgfmt gettext
  need node nodejs npm
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
  [ -d /usr/share/fonts/truetype/dejavu ] || missing+=(fonts-dejavu-core)
  [ -e /usr/share/fonts/truetype/noto/NotoColorEmoji.ttf ] || missing+=(fonts-noto-color-emoji)
fi
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "Please install: ${missing[*]}" >&2
  exit 1
fi
root=()
[ "$(id -u)" = 0 ] || root=(sudo)
echo "Installing ${missing[*]} …"
export DEBIAN_FRONTEND=noninteractive
"${root[@]}" apt-get update -qq
# No service may start by itself: the tests start their own on free ports.
"${root[@]}" env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
