#!/usr/bin/env bash
#
# What days that arrive cost: the last sessions of a file as if they arrived, each bar offered and each day closed in
# one process. Prints how many bars a second that is, how long it takes from offering a bar to the verdict on it, and
# what a ticker takes of a saved state; exits 1 below 50,000 bars a second, or if more than one verdict in a hundred
# takes a millisecond. Run it on a machine that does nothing else.
#
# Usage: volume-examples/bench/live.sh FILE [SESSIONS]
#   FILE      prices in the kaggle layout
#   SESSIONS  how many sessions arrive (default: 600); the first third warms up and is not counted
set -euo pipefail

[[ $# -ge 1 && $# -le 2 && -f $1 && ${2:-600} =~ ^[1-9][0-9]{1,3}$ ]] || {
  echo 'live.sh: give a file of prices, and a number of sessions from 10 to 9999' >&2
  exit 2
}
module=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
file=$(realpath "$1") sessions=${2:-600}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$module/bin/sp500" --version >/dev/null # all is unpacked before
for app in "$module"/target/volume-examples-*-app.jar; do :; done
mkdir "$work/classes"
javac -proc:none -d "$work/classes" -cp "$app" "$module/bench/jobs/LiveJob.java"
# A session lasts, so that it is worth the better of the JVM's compilers, which bin/sp500 does without.
java -Xmx4g -cp "$app:$work/classes" LiveJob --runner local "$file" "$sessions" | tee "$work/figures"
awk '
  /^bars a second/ { rate = $NF }
  /quantile 0.99 / { verdict = $NF }
  END {
    if (rate < 50000 || verdict >= 1000) {
      print "TOO SLOW (bars: 50,000 bars a second, 1,000 microseconds)"
      exit 1
    }
  }' "$work/figures"
