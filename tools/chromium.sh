#!/bin/sh
# chromium.sh: see to it that a Chromium (and a font with Chinese characters, for screenshots) is there,
# installing them with the system's package manager where that may be done.
set -eu
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium …"
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium fonts-noto-cjk; } >/dev/null
    exit 0
fi
echo "make: the page tests need Chromium. On Debian or Ubuntu: sudo apt-get install chromium; on macOS: brew install --cask chromium" >&2
exit 1
