#!/usr/bin/env bash
#
# The main job by the library on Spark against the same job written by hand in Spark SQL: whole
# processes, one after the other in turn, with two threads and the same heap; prints each one's wall
# time, the medians and their ratio, and how many values of the outputs differ. The library's run
# checks every quality rule, the other none.
#
# Usage: volume-examples/bench/spark.sh [CSV file in the kaggle layout; default: the one in
#        MARKET_DATA_DIR] [number of runs each; default 3] [heap; default 4g]
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
input=${1:-${MARKET_DATA_DIR:?set it, or name a CSV file}/sp500_stocks.csv.gz}
runs=${2:-3}
heap=${3:-4g}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SPARK_LOCAL_IP=127.0.0.1

opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
  java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action \
  sun.util.calendar; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done

ours() {
  SP500_HEAP=$heap volume-examples/bin/sp500 run --input "$input" --output "$work/ours" \
    --overwrite --runner spark --master 'local[2]'
}

theirs() {
  java "${opens[@]}" "-Xmx$heap" -Dspark.master='local[2]' -Dspark.ui.enabled=false \
    -cp "$work/classes:volume-examples/target/spark-jars/*" \
    HandWrittenSparkSql "$input" "$work/theirs"
}

# Both are built, and the library's archive of classes made, before anything is timed.
volume-examples/bin/sp500 --version
mkdir "$work/classes"
javac -d "$work/classes" -cp 'volume-examples/target/spark-jars/*' \
  volume-examples/bench/peers/HandWrittenSparkSql.java

timed() {
  local start end
  start=$(date +%s%N)
  "$1" >"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; exit 1; }
  end=$(date +%s%N)
  echo $(((end - start) / 1000000)) >>"$work/$1.ms"
  printf '%-7s %7.1f s\n' "$1" "$(((end - start) / 1000000))e-3"
}

for ((i = 0; i < runs; i++)); do
  timed ours
  timed theirs
done

median() {
  sort -n "$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}
a=$(median "$work/ours.ms")
b=$(median "$work/theirs.ms")
awk -v a="$a" -v b="$b" 'BEGIN { printf "median: ours %.1f s, theirs %.1f s, ratio %.3f\n", a / 1e3, b / 1e3, a / b }'

mvn --batch-mode --quiet -Dquick -pl volume-core \
  dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$work/classpath" >/dev/null
java -cp "$(cat "$work/classpath")" volume-examples/bench/peers/CompareOutputs.java \
  "$work/ours" "$work/theirs"
