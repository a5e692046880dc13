#!/usr/bin/env bash
#
# Whether two folders that sp500 run or update has written have the same rows, to the last bit, in any order. Prints
# each output that differs; exits 1 if one does.
#
# Usage: volume-examples/bench/same-rows.sh FOLDER FOLDER
set -euo pipefail

[[ $# -eq 2 && -d $1 && -d $2 ]] || {
  echo 'same-rows.sh: give two folders of outputs' >&2
  exit 2
}
module=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for app in "$module"/target/volume-examples-*-app.jar; do :; done
exec java -cp "$app:$module/target/local-jars/*" \
  "$module/src/test/java/io/github/marketvolume/examples/SameRows.java" "$1" "$2"
