#!/bin/sh
# Finds the Chromium that the browser tests drive, or installs the system's own.
# CONFLICT_MAP_CHROMIUM names another one.
set -eu
if [ -n "${CONFLICT_MAP_CHROMIUM:-}" ]; then
  [ -x "$CONFLICT_MAP_CHROMIUM" ] && { echo "Browser tests use $CONFLICT_MAP_CHROMIUM"; exit 0; }
  echo "CONFLICT_MAP_CHROMIUM names '$CONFLICT_MAP_CHROMIUM', which is no program that can be run" >&2
  exit 1
fi
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null 2>&1; then
    echo "Browser tests use $(command -v "$name"); CONFLICT_MAP_CHROMIUM=/path/to/another changes that"
    exit 0
  fi
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "No Chromium found: installing the system's package (apt-get install chromium)"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    chromium fonts-dejavu-core fonts-liberation >/dev/null
  exit 0
fi
cat >&2 <<'EOF'
No Chromium found, which the browser tests drive. Either install it
  Debian, Ubuntu:  sudo apt-get install chromium
  Fedora:          sudo dnf install chromium
  macOS:           brew install --cask chromium
or point to one:   CONFLICT_MAP_CHROMIUM=/path/to/chrome make test
or leave those tests out:   make test-fast
EOF
exit 1
