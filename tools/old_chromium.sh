#!/bin/sh
# old_chromium.sh: see to it that build/old-chromium/chromium is there, a Chromium of 2022 that knows neither light-dark()
# nor color-mix(); where it cannot be had, say so, and tests/test_old_browser.py is skipped.
set -eu
VERSION=107.0.0 SHA256=a2cb49255b76ff952eaa64afd90fd60e70f62a605aea7cd15f180f3c584e8ec5
target=$(CDPATH= cd "$(dirname "$0")/.." && pwd)/build/old-chromium
[ -x "$target/chromium" ] && exit 0
left_out() { echo "Left out: the tests in an old browser, $1" >&2; exit 0; }
[ "$(uname -sm)" = "Linux x86_64" ] || left_out "which is made for Linux on x86_64"
command -v npm >/dev/null 2>&1 || left_out "which npm would fetch"
echo "Fetching Chromium $VERSION …"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "@sparticuz/chromium@$VERSION" >/dev/null || left_out "which could not be fetched"
echo "$SHA256  sparticuz-chromium-$VERSION.tgz" | sha256sum --check --quiet
tar xzf "sparticuz-chromium-$VERSION.tgz" package/bin/chromium.br
mkdir -p "$target"
node -e 'process.stdin.pipe(require("zlib").createBrotliDecompress()).pipe(process.stdout)' < package/bin/chromium.br > "$target/part"
chmod +x "$target/part"
mv "$target/part" "$target/chromium"  # last, so that an interrupted run leaves none
