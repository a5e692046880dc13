#!/usr/bin/env bash
#
# What a window of 252 bars costs against one of 20: runs KernelBenchmark from the Maven test class
# path, prints its best figures in ns per bar and their ratios, and fails if a ratio is above its
# bar (mean and deviation 1.3, median and MAD 2). Takes about a minute on an idle machine.
#
# Usage: volume-examples/bench/kernels.sh [JMH options, such as -f 1 -i 3 for a short run]
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mvn --batch-mode --quiet -Dquick -pl volume-core test-compile \
  dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$work/classpath"

java -cp "volume-core/target/test-classes:volume-core/target/classes:$(cat "$work/classpath")" \
  org.openjdk.jmh.Main KernelBenchmark "$@" >"$work/log" ||
  { cat "$work/log" >&2; exit 1; }

# The fastest iteration counts: whatever else runs on the machine can only add to the time.
awk '
  /^# Benchmark:/ { name = $3; sub(/.*\./, "", name) }
  /^# Parameters:/ { window = $5; sub(/\)/, "", window) }
  /^Iteration/ {
    if (!((name, window) in cost) || $3 + 0 < cost[name, window]) cost[name, window] = $3 + 0
  }
  function compare(name, bar,    ratio) {
    if (!(cost[name, 20] > 0 && cost[name, 252] > 0)) {
      print "kernels.sh: no figures for " name "; run both windows" > "/dev/stderr"
      failed = 1
      return
    }
    ratio = cost[name, 252] / cost[name, 20]
    printf "%-18s %8.1f %8.1f %8.2f %8.1f  %s\n", name, cost[name, 20], cost[name, 252], ratio, bar,
      ratio <= bar ? "ok" : "TOO SLOW"
    if (ratio > bar) failed = 1
  }
  END {
    printf "%-18s %8s %8s %8s %8s\n", "ns per bar", "20", "252", "ratio", "bar"
    compare("meanAndDeviation", 1.3)
    compare("medianAndMad", 2.0)
    exit failed
  }
' "$work/log"
