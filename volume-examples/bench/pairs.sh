#!/usr/bin/env bash
#
# What a change costs: the reference job and the research job of two checkouts, in turns on one file. Prints for
# each job the median over the pairs of new CPU time to old, and of elapsed times; exits 1 if a CPU median is
# above 1.05. Run it on a machine that does nothing else.
#
# Usage: volume-examples/bench/pairs.sh OLD NEW FILE [PAIRS]
#   OLD, NEW  checkouts, built by mvn package -Dquick -DskipTests
#   FILE      prices in the kaggle layout
#   PAIRS     how many runs of each (default: 11)
set -euo pipefail

[[ $# -ge 3 && $# -le 4 && -d $1 && -d $2 && -f $3 && ${4:-11} =~ ^[1-9][0-9]?$ ]] || {
  echo 'pairs.sh: give two checkouts, a file of prices, and a number of pairs from 1 to 99' >&2
  exit 2
}
. "$(dirname "${BASH_SOURCE[0]}")/timing.sh"
old=$(cd "$1" && pwd) new=$(cd "$2" && pwd) file=$(realpath "$3") pairs=${4:-11}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for side in old new; do
  "${!side}/volume-examples/bin/sp500" --runner spark --version >/dev/null # all is unpacked before
  "${!side}/volume-examples/bin/sp500" --version >/dev/null
  mkdir "$work/$side"
  for app in "${!side}"/volume-examples/target/volume-examples-*-app.jar; do :; done
  javac -proc:none -d "$work/$side" -cp "$app:${!side}/volume-examples/target/spark-jars/*" \
    -sourcepath "${!side}/volume-examples/bench/jobs" \
    "${!side}"/volume-examples/bench/jobs/Re*Job.java
done

for ((i = 1; i <= pairs; i++)); do
  for side in old new; do
    run=${!side}/volume-examples/bin/sp500
    own() { timed "$1.$side" env SP500_MAIN="$2" SP500_CLASSES="$work/$side" "$run" --runner local 2 "$file" "$work/out"; }
    if [[ -f $work/$side/ReferenceJob.class ]]; then
      own reference ReferenceJob
    else # an older checkout, whose sp500 run does no more than that
      timed "reference.$side" "$run" run --input "$file" --output "$work/out" --threads 2
    fi
    own research ResearchJob
  done
done

status=0
for job in reference research; do
  cpu=$(paste "$work/$job.old" "$work/$job.new" | awk '{ print ($5 + $6) / ($2 + $3) }' | median)
  elapsed=$(paste "$work/$job.old" "$work/$job.new" | awk '{ print $4 / $1 }' | median)
  awk -v job="$job" -v cpu="$cpu" -v elapsed="$elapsed" 'BEGIN {
    printf "%-10s CPU %.3f (bar 1.05) elapsed %.3f  %s\n", job, cpu, elapsed, cpu <= 1.05 ? "ok" : "TOO SLOW"
    exit cpu > 1.05
  }' || status=1
done
exit "$status"
