#!/usr/bin/env bash
#
# What market shocks cost a run: sp500 run, which writes them, and the reference job, which is the rest of its
# outputs, in turns on one file. Prints the median over the pairs of elapsed times and of CPU times; exits 1 if
# the elapsed one is above 1.35. Run it on a machine that does nothing else.
#
# Usage: volume-examples/bench/whole-run.sh FILE [PAIRS]
#   FILE   prices in the kaggle layout
#   PAIRS  how many runs of each (default: 11)
set -euo pipefail

[[ $# -ge 1 && $# -le 2 && -f $1 && ${2:-11} =~ ^[1-9][0-9]?$ ]] || {
  echo 'whole-run.sh: give a file of prices, and a number of pairs from 1 to 99' >&2
  exit 2
}
module=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$module/bench/timing.sh"
file=$(realpath "$1") pairs=${2:-11}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$module/bin/sp500" --runner spark --version >/dev/null # all is unpacked before
"$module/bin/sp500" --version >/dev/null
for app in "$module"/target/volume-examples-*-app.jar; do :; done
mkdir "$work/classes"
javac -proc:none -d "$work/classes" -cp "$app:$module/target/spark-jars/*" \
  "$module/bench/jobs/Jobs.java" "$module/bench/jobs/ReferenceJob.java"

# Before each run goes one that is not timed. A virtual machine whose host takes back what is freed makes a process
# pay for memory that the one before it did not need: here, the longer job for a third of a second.
warm() {
  rm -rf "$work/out"
  "$module/bin/sp500" run --input "$file" --output "$work/out" --threads 2 &>/dev/null
}

for ((i = 1; i <= pairs; i++)); do
  warm
  timed reference env SP500_MAIN=ReferenceJob SP500_CLASSES="$work/classes" \
    "$module/bin/sp500" --runner local 2 "$file" "$work/out"
  warm
  timed run "$module/bin/sp500" run --input "$file" --output "$work/out" --threads 2
done

elapsed=$(paste "$work/reference" "$work/run" | awk '{ print $4 / $1 }' | median)
cpu=$(paste "$work/reference" "$work/run" | awk '{ print ($5 + $6) / ($2 + $3) }' | median)
awk -v reference="$(cut -d ' ' -f 1 "$work/reference" | median)" -v run="$(cut -d ' ' -f 1 "$work/run" | median)" \
  -v elapsed="$elapsed" -v cpu="$cpu" 'BEGIN {
  printf "reference job %.2f s, sp500 run %.2f s: elapsed %.3f (bar 1.35), CPU %.3f  %s\n", reference, run, elapsed,
    cpu, elapsed <= 1.35 ? "ok" : "TOO SLOW"
  exit elapsed > 1.35
}'
