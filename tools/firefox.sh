#!/bin/sh
# firefox.sh: see to it that Firefox is there, for tests/test_other_browsers.py; where it cannot be had, they are skipped.
set -eu
command -v firefox-esr >/dev/null 2>&1 || command -v firefox >/dev/null 2>&1 && exit 0
left_out() { echo "Left out: the tests in Firefox, $1" >&2; exit 0; }
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || left_out "which is not installed"
echo "Installing Firefox …"
{ apt-get -qq update && DEBIAN_FRONTEND=noninteractive timeout 300 apt-get -qq install -y --no-install-recommends firefox-esr; } >/dev/null 2>&1 ||
    left_out "which could not be installed"
