#!/usr/bin/env bash
#
# What a small pipeline costs on each runner, as a test of one meets it: 10 tickers of 1,000 bars,
# read from CSV, measured, flagged and published as five outputs, again and again in one JVM that has
# the options of this project's own tests; as rows in memory, which a test looks at, as CSV, and as
# Parquet. Prints the time of the first run in a JVM (cold: it opens the Spark session, or loads
# DuckDB where Parquet is written) and the median of the later ones (warm), the ratio of the two
# runners, and exits 1 if LocalRunner takes a tenth of Spark's time or more in any of these. Run it on
# a machine that does nothing else; it takes about eight minutes.
#
# Usage: volume-examples/bench/small.sh [RUNS [PROCESSES]]
#   RUNS       runs in each process (default: 11)
#   PROCESSES  processes of each runner and format, in turns (default: 3); the median of their first
#              runs counts
set -euo pipefail

runs=${1:-11}
processes=${2:-3}
[[ $# -le 2 && $runs =~ ^[1-9][0-9]?$ && $runs -ge 2 && $processes =~ ^[1-9][0-9]?$ ]] || {
  echo 'small.sh: give a number of runs from 2 to 99, and one of processes from 1 to 99' >&2
  exit 2
}
export LC_ALL=C SPARK_LOCAL_IP=127.0.0.1

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
threads=$(getconf _NPROCESSORS_ONLN)

# All is built before anything is timed.
volume-examples/bin/sp500 --version >/dev/null
volume-examples/bin/sp500 --runner spark --version >/dev/null
mkdir -p volume-examples/target/bench
work=$(mktemp -d "$PWD/volume-examples/target/bench/small.XXXXXX")
trap 'rm -rf "$work"' EXIT
for app in volume-examples/target/volume-examples-*-app.jar; do :; done
mkdir "$work/classes"
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
"${bin}javac" -proc:none -d "$work/classes" \
  -cp "$app:volume-examples/target/spark-jars/*" volume-examples/bench/jobs/SmallJob.java

# What Spark needs opened; the compilers are those of a user.
mapfile -t options < <(
  sed -n '/<spark.jvm.options>/,/<.spark.jvm.options>/s/^ *\(-.*\)$/\1/p' pom.xml
)
options+=(-Xmx2g)

# job RUNNER RUNS FORMAT: one process, which prints the times of its runs.
job() {
  "${bin}java" "${options[@]}" \
    -cp "$work/classes:$app:volume-examples/target/$1-jars/*" SmallJob \
    --runner "$1" "$threads" "$2" "$3" "$work"
}

for ((i = 1; i <= processes; i++)); do
  for format in rows csv parquet; do
    for runner in local spark; do
      # A virtual machine whose host takes back what is freed makes a process pay for memory that the one before it
      # did not need: so one of the larger runner, which is not timed, goes before each that is.
      job spark 2 "$format" &>/dev/null || true # which fails where it is timed
      job "$runner" "$runs" "$format" >"$work/times" 2>"$work/log" || {
        tail -n 20 "$work/log" >&2
        echo "small.sh: the $runner runner failed" >&2
        exit 1
      }
      head -n 1 "$work/times" >>"$work/$runner.$format.cold"
      tail -n +2 "$work/times" >>"$work/$runner.$format.warm"
    done
  done
done

# median FILE: prints the median of its lines.
median() {
  sort -n "$1" | awk '{ x[NR] = $1 } END { print (x[int((NR + 1) / 2)] + x[int(NR / 2) + 1]) / 2 }'
}

status=0
printf '%-14s %10s %10s %8s %8s\n' '' 'local ms' 'Spark ms' ratio bar
for format in rows csv parquet; do
  for state in cold warm; do
    awk -v name="$format, $state" -v here="$(median "$work/local.$format.$state")" \
      -v spark="$(median "$work/spark.$format.$state")" 'BEGIN {
        ratio = here / spark
        printf "%-14s %10.0f %10.0f %8.3f %8.1f  %s\n", name, here, spark, ratio, 0.1,
          ratio < 0.1 ? "ok" : "TOO SLOW"
        exit ratio >= 0.1
      }' || status=1
  done
done
exit "$status"
