#!/usr/bin/env bash
#
# The last sessions of a file as if they arrived, a file a day: by sp500 update, in one process and now and then in
# one of its own, and by sp500 watch on a folder, which is killed now and then. After every 25 updates, and at the end
# of each, the outputs are compared with those of a run over all prices so far: every row to the last bit, without
# ranks in hindsight and with them. Prints what it found and what a day took; exits 1 if an output differs. Takes some
# twenty minutes.
#
# Usage: volume-examples/bench/day-by-day.sh FILE [SESSIONS]
#   FILE      prices in the kaggle layout, gzipped or not
#   SESSIONS  how many sessions arrive (default: 250)
set -euo pipefail

[[ $# -ge 1 && $# -le 2 && -f $1 && ${2:-250} =~ ^[1-9][0-9]{0,3}$ ]] || {
  echo 'day-by-day.sh: give a file of prices, and a number of sessions from 1 to 9999' >&2
  exit 2
}
module=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
file=$(realpath "$1") sessions=${2:-250}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$module/bin/sp500" --version >/dev/null # all is unpacked before
for app in "$module"/target/volume-examples-*-app.jar; do :; done
mkdir "$work/classes"
sources=$module/src/test/java/io/github/marketvolume/examples
javac -proc:none -d "$work/classes" -cp "$app" "$sources/SameRows.java" "$sources/DayByDay.java"
time java -Xmx4g -cp "$app:$work/classes:$module/target/local-jars/*" \
  io.github.marketvolume.examples.DayByDay "$file" "$work" "$sessions"
