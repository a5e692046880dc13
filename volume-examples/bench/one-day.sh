#!/usr/bin/env bash
#
# What a run of one day costs over a lake of Parquet files, one for each month: the same job of all days, of the
# last one, and over a lake of a single bar, which is what a process takes to start, in turns. Prints what each
# read, the medians of elapsed times, and the median over the turns of the day's time to that of all days, both
# beyond the start; exits 1 if that is above 0.2. Run it on a machine that does nothing else.
#
# Usage: volume-examples/bench/one-day.sh FILE [TURNS]
#   FILE   prices in the kaggle layout, from 2010 to 2021-02-05, of which the lake is made first
#   TURNS  how many runs of each (default: 11)
set -euo pipefail

[[ $# -ge 1 && $# -le 2 && -f $1 && ${2:-11} =~ ^[1-9][0-9]?$ ]] || {
  echo 'one-day.sh: give a file of prices, and a number of turns from 1 to 99' >&2
  exit 2
}
module=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$module/bench/timing.sh"
file=$(realpath "$1") turns=${2:-11}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$module/bin/sp500" --version >/dev/null # all is unpacked before
for app in "$module"/target/volume-examples-*-app.jar; do :; done
mkdir "$work/classes"
javac -proc:none -d "$work/classes" -cp "$app" "$module/bench/jobs/OneDayJob.java"

# job WHAT INPUT OUTPUT: one process.
job() {
  env SP500_MAIN=OneDayJob SP500_CLASSES="$work/classes" \
    "$module/bin/sp500" --runner local 2 "$@"
}

job write "$file" "$work/made" >/dev/null
for what in all day; do
  echo "$what: $(job "$what" "$work/made/lake" "$work/$what.out")"
done

for ((i = 1; i <= turns; i++)); do
  timed all job all "$work/made/lake" "$work/out"
  timed day job day "$work/made/lake" "$work/out"
  timed start job day "$work/made/bar" "$work/out"
done

share=$(paste "$work/start" "$work/day" "$work/all" | awk '{ print ($4 - $1) / ($7 - $1) }' | median)
awk -v start="$(cut -d ' ' -f 1 "$work/start" | median)" -v day="$(cut -d ' ' -f 1 "$work/day" | median)" \
  -v all="$(cut -d ' ' -f 1 "$work/all" | median)" -v share="$share" 'BEGIN {
  printf "start %.2f s, one day %.2f s, all days %.2f s: beyond the start %.3f (bar 0.2)  %s\n", start, day, all,
    share, share <= 0.2 ? "ok" : "TOO SLOW"
  exit share > 0.2
}'
