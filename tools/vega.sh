#!/bin/sh
# Make sourced/runtime/vega.js, the runtime that a reader may ask for: Vega and its interpreter, which needs no eval.
#     sh tools/vega.sh     (needs npm)
set -eu
VEGA=6.4.0 INTERPRETER=2.3.2
target=$(CDPATH= cd "$(dirname "$0")/../sourced/runtime" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "vega@$VEGA" "vega-interpreter@$INTERPRETER" >/dev/null
for name in vega-$VEGA vega-interpreter-$INTERPRETER; do mkdir "$name"; tar xzf "$name.tgz" -C "$name" --strip-components=1; done
cp "vega-$VEGA/LICENSE" "$target/LICENSE"
{
  echo "/* Vega $VEGA and vega-interpreter $INTERPRETER, BSD-3-Clause, University of Washington Interactive Data Lab; made by tools/vega.sh */"
  grep -v '^//# sourceMappingURL' "vega-$VEGA/build/vega.min.js"
  echo '(() => { const { ascending, isString, DisallowedObjectProperties } = window.vega;'
  sed -e '/^import .*vega-util/d' -e 's/^export { expression as expressionInterpreter };$/window.vega = { ...window.vega, expressionInterpreter: expression };/' -e '/^\/\/# sourceMappingURL/d' "vega-interpreter-$INTERPRETER/build/vega-interpreter.js"
  echo '})();'
} > "$target/vega.js"
