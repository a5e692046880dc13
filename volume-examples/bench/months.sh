#!/usr/bin/env bash
#
# What 134 monthly leaderboards of one reading cost, against that of one month: as one output, each(MONTH); as an output
# of its own for each month, in memory; and these as folders, each of which is published so that it survives a loss of
# power. In turns on one file. Prints the medians over the pairs of elapsed and of CPU times; exits 1 if the file is read
# more than once, or if each(MONTH) takes more than twice the elapsed time of one month. Run it on a machine that does
# nothing else.
#
# Usage: volume-examples/bench/months.sh FILE [PAIRS]
#   FILE   prices in the kaggle layout, from January 2010 on
#   PAIRS  how many runs of each (default: 7)
set -euo pipefail

[[ $# -ge 1 && $# -le 2 && -f $1 && ${2:-7} =~ ^[1-9][0-9]?$ ]] || {
  echo 'months.sh: give a file of prices, and a number of pairs from 1 to 99' >&2
  exit 2
}
module=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$module/bench/timing.sh"
file=$(realpath "$1") pairs=${2:-7}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$module/bin/sp500" --version >/dev/null # all is unpacked before
for app in "$module"/target/volume-examples-*-app.jar; do :; done
mkdir "$work/classes"
javac -proc:none -d "$work/classes" -cp "$app" "$module/bench/jobs/MonthsJob.java"

# months OUTPUT NUMBER: a process that makes as many leaderboards, or one of each month, in memory or below OUTPUT.
months() {
  SP500_MAIN=MonthsJob SP500_CLASSES=$work/classes \
    "$module/bin/sp500" --runner local 2 "$file" "$1" "$2"
}

# Runs that are not timed go first; what they print tells whether one reading serves all.
for number in 1 134 each; do
  rm -rf "$work/out"
  reads=$(months "$work/out" "$number" | cut -d ' ' -f 1)
  [[ $reads == 1 ]] || {
    echo "months.sh: the file was read $reads times for $number months" >&2
    exit 1
  }
done

status=0
for kind in each memory folders; do
  output=memory number=134 bar=
  case $kind in
    each) number=each bar=2 ;;
    folders) output=$work/out ;;
  esac
  rm -f "$work/one" "$work/all"
  for ((i = 1; i <= pairs; i++)); do
    timed one months "$output" 1
    timed all months "$output" "$number"
  done
  elapsed=$(paste "$work/one" "$work/all" | awk '{ print $4 / $1 }' | median)
  cpu=$(paste "$work/one" "$work/all" | awk '{ print ($5 + $6) / ($2 + $3) }' | median)
  awk -v what="$kind" -v bar="$bar" -v elapsed="$elapsed" -v cpu="$cpu" \
    -v one="$(cut -d ' ' -f 1 "$work/one" | median)" -v all="$(cut -d ' ' -f 1 "$work/all" | median)" 'BEGIN {
    printf "%-8s one month %.2f s, 134 months %.2f s: elapsed %.3f, CPU %.3f", what, one, all, elapsed, cpu
    if (bar == "") { print ""; exit 0 }
    printf " (bar %s)  %s\n", bar, elapsed <= bar ? "ok" : "TOO SLOW"
    exit elapsed > bar
  }' || status=1
done
exit "$status"
