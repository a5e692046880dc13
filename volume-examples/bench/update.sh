#!/usr/bin/env bash
#
# What it costs to append one session to the outputs of a run: CPU time of whole processes, in turns, beyond that of
# the same command on one ticker of 300 bars, which is what a process takes to start; once on a file, and once on ten
# times its sessions of the same tickers. Without ranks in hindsight, which every new day changes in all rows, and
# with them, which is measured apart. Prints the medians, and the share of the update in the run; exits 1 if
# that is above 0.05, if the update of ten times the sessions costs over 1.5 times that of the file, or if the outputs
# are not those of a run over everything. Run it on a machine that does nothing else.
#
# Usage: volume-examples/bench/update.sh FILE [TURNS]
#   FILE   prices in the kaggle layout, gzipped or not, by ticker
#   TURNS  how many updates of each (default: 7)
set -euo pipefail

[[ $# -ge 1 && $# -le 2 && -f $1 && ${2:-7} =~ ^[1-9][0-9]?$ ]] || {
  echo 'update.sh: give a file of prices, and a number of turns from 1 to 99' >&2
  exit 2
}
module=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$module/bench/timing.sh"
file=$(realpath "$1") turns=${2:-7}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sp500() { "$module/bin/sp500" "$@" --calendar none; }

# A file without its last session, that session, and one ticker of 300 bars, each with the header.
if [[ $file == *.gz ]]; then gzip -dc "$file" >"$work/all.csv"; else cp "$file" "$work/all.csv"; fi
# Ten times the sessions: the same prices again in years before, moved by whole weeks.
python3 - "$work" <<'PYTHON'
import datetime, sys

work = sys.argv[1]
header, *rows = open(f"{work}/all.csv").read().splitlines()
parsed = [row.split(",", 1) for row in rows]
dates = sorted({date for date, _ in parsed})
span = datetime.date.fromisoformat(dates[-1]) - datetime.date.fromisoformat(dates[0])
weeks = datetime.timedelta(weeks=span.days // 7 + 1)
moved = {date: date for date in dates}
with open(f"{work}/all10.csv", "w") as ten:
    ten.write(header + "\n")
    for _ in range(10):
        for date, rest in parsed:
            ten.write(f"{moved[date]},{rest}\n")
        moved = {date: str(datetime.date.fromisoformat(to) - weeks) for date, to in moved.items()}
one = [row for row in rows if row.split(",")[1] == parsed[0][1].split(",")[0]][:300]
open(f"{work}/one.csv", "w").write("\n".join([header, *one[:-1]]) + "\n")
open(f"{work}/one-last.csv", "w").write("\n".join([header, one[-1]]) + "\n")
for name in ("", "10"):
    with open(f"{work}/before{name}.csv", "w") as before:
        for line in open(f"{work}/all{name}.csv"):
            if not line.startswith(dates[-1]):
                before.write(line)
last = [row for row in rows if row.startswith(dates[-1])]
open(f"{work}/last.csv", "w").write("\n".join([header, *last]) + "\n")
PYTHON

# A whole process and its CPU time, in seconds, as a line of a file.
cpu() {
  local to=$1
  shift
  { time "$@" >/dev/null 2>"$work/log"; } 2>"$work/time" || {
    tail -n 5 "$work/log" >&2
    exit 1
  }
  awk '{ print $2 + $3 }' "$work/time" >>"$work/$to"
}

result=0
for ranks in without with; do
  options=()
  [[ $ranks == with ]] || options=(--no-hindsight)
  for what in one before before10; do
    sp500 run --input "$work/$what.csv" --output "$work/$ranks-$what" "${options[@]}" >/dev/null 2>&1
  done
  for ((i = 1; i <= turns; i++)); do
    for what in one before before10; do
      [[ $ranks == without || $what != before10 ]] || continue
      rm -rf "$work/out"
      cp -r "$work/$ranks-$what" "$work/out"
      sync
      day=$work/last.csv
      [[ $what != one ]] || day=$work/one-last.csv
      cpu "$ranks-$what-cpu" sp500 update --input "$day" --output "$work/out" "${options[@]}"
    done
    ((i > 3)) || cpu "$ranks-all-cpu" sp500 run --input "$work/all.csv" --output "$work/whole" --overwrite "${options[@]}"
    rm -rf "$work/out"
  done
  cp -r "$work/$ranks-before" "$work/out"
  sp500 update --input "$work/last.csv" --output "$work/out" "${options[@]}" >/dev/null 2>&1
  "$module/bench/same-rows.sh" "$work/whole" "$work/out" || result=1
  start=$(median <"$work/$ranks-one-cpu") update=$(median <"$work/$ranks-before-cpu") all=$(median <"$work/$ranks-all-cpu")
  ten=$update
  [[ $ranks == with ]] || ten=$(median <"$work/$ranks-before10-cpu")
  awk -v ranks="$ranks" -v start="$start" -v update="$update" -v all="$all" -v ten="$ten" 'BEGIN {
    share = (update - start) / (all - start)
    growth = (ten - start) / (update - start)
    printf "%s ranks in hindsight: start %.2f s, update %.2f s, run %.2f s of CPU: beyond the start %.3f", ranks, start,
      update, all, share
    if (ranks == "with") { print ""; exit 0 }
    ok = share <= 0.05 && growth <= 1.5
    printf " (bar 0.05); ten times the sessions %.2f s: %.2f times (bar 1.5)  %s\n", ten, growth, ok ? "ok" : "TOO SLOW"
    exit !ok
  }' || result=1
done
exit "$result"
