#!/bin/sh
# Make sourced/runtime/minisearch.js, the search engine that a reader may ask for.
#     sh tools/minisearch.sh     (needs npm)
set -eu
MINISEARCH=7.2.0 ESBUILD=0.25.10
target=$(CDPATH= cd "$(dirname "$0")/../sourced/runtime" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "minisearch@$MINISEARCH" >/dev/null
tar xzf "minisearch-$MINISEARCH.tgz"
{
  echo "/* MiniSearch $MINISEARCH, MIT, Luca Ongaro; made by tools/minisearch.sh */"
  npx --yes "esbuild@$ESBUILD" --minify --log-level=error < package/dist/umd/index.js
} > "$target/minisearch.js"
cp package/LICENSE.txt "$target/LICENSE-minisearch"
