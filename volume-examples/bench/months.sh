#!/usr/bin/env bash
#
# What many outputs of one reading cost: a pipeline of 134 leaderboards, each of another month, and one of the first of
# these months alone, in turns on one file. Prints the median over the pairs of elapsed times and of CPU times, and the
# number of processes that waited for a processor when it began; exits 1 if the file is read more than once, or if the
# 134 take more than twice the elapsed time of the one. Run it on a machine that does nothing else.
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

# months NUMBER: a process that makes as many leaderboards.
months() {
  SP500_MAIN=MonthsJob SP500_CLASSES=$work/classes \
    "$module/bin/sp500" --runner local 2 "$file" "$work/out" "$1"
}

# Runs that are not timed go first; what they print tells whether one reading serves all.
for number in 1 134; do
  rm -rf "$work/out"
  reads=$(months "$number" | cut -d ' ' -f 1)
  [[ $reads == 1 ]] || {
    echo "months.sh: the file was read $reads times for $number months" >&2
    exit 1
  }
done

load=$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null || echo unknown)
for ((i = 1; i <= pairs; i++)); do
  timed one months 1
  timed all months 134
done

elapsed=$(paste "$work/one" "$work/all" | awk '{ print $4 / $1 }' | median)
cpu=$(paste "$work/one" "$work/all" | awk '{ print ($5 + $6) / ($2 + $3) }' | median)
awk -v one="$(cut -d ' ' -f 1 "$work/one" | median)" -v all="$(cut -d ' ' -f 1 "$work/all" | median)" \
  -v one_cpu="$(awk '{ print $2 + $3 }' "$work/one" | median)" -v all_cpu="$(awk '{ print $2 + $3 }' "$work/all" | median)" \
  -v elapsed="$elapsed" -v cpu="$cpu" -v load="$load" 'BEGIN {
  printf "one month %.2f s (CPU %.2f s), 134 months %.2f s (CPU %.2f s): elapsed %.3f (bar 2), CPU %.3f, load %s  %s\n",
    one, one_cpu, all, all_cpu, elapsed, cpu, load, elapsed <= 2 ? "ok" : "TOO SLOW"
  exit elapsed > 2
}'
