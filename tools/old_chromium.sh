#!/bin/sh
# old_chromium.sh [92|107|119]: see to it that build/old-chromium/107 is there, a Chromium of 2022 that knows neither
# light-dark() nor color-mix(), or that of another year; where it cannot be had, say so, and what is done in it is left out.
set -eu
major=${1:-107}
case $major in
    92) name=chrome-aws-lambda VERSION=10.1.0 SHA256=6745d06176d629be7021538a901a5a969f335c5a8c10a581b40862e7ed66996e ;;
    107) name=@sparticuz/chromium VERSION=107.0.0 SHA256=a2cb49255b76ff952eaa64afd90fd60e70f62a605aea7cd15f180f3c584e8ec5 ;;
    119) name=@sparticuz/chromium VERSION=119.0.2 SHA256=dd80591c6748586980ba09af9357e2d428fbe1a448641f30bad020d36490a19f ;;
    *) echo "old_chromium.sh: no Chromium $major (92, 107 or 119)" >&2; exit 2 ;;
esac
target=$(CDPATH= cd "$(dirname "$0")/.." && pwd)/build/old-chromium
[ -x "$target/$major" ] && exit 0
left_out() { echo "Left out: Chromium $major, $1" >&2; exit 0; }
[ "$(uname -sm)" = "Linux x86_64" ] || left_out "which is made for Linux on x86_64"
command -v npm >/dev/null 2>&1 || left_out "which npm would fetch"
echo "Fetching Chromium $major …"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "$name@$VERSION" >/dev/null || left_out "which could not be fetched"
echo "$SHA256  $(echo *.tgz)" | sha256sum --check --quiet
tar xzf ./*.tgz package/bin/chromium.br
mkdir -p "$target"
node -e 'process.stdin.pipe(require("zlib").createBrotliDecompress()).pipe(process.stdout)' < package/bin/chromium.br > "$target/part"
chmod +x "$target/part"
mv "$target/part" "$target/$major"  # last, so that an interrupted run leaves none
