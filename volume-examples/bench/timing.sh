# What pairs.sh, whole-run.sh and one-day.sh share: runs in turns, with the folder $work for what is noted and for outputs.
export LC_ALL=C SP500_HEAP=4g TIMEFORMAT='%R %U %S'

# timed NAME COMMAND...: notes elapsed, user and system seconds as a line of $work/NAME.
timed() {
  rm -rf "$work/out"
  { time "${@:2}" >/dev/null 2>"$work/log"; } 2>>"$work/$1" || {
    tail -n 5 "$work/log" >&2
    exit 1
  }
}

median() { sort -n | awk '{ x[NR] = $1 } END { print (x[int((NR + 1) / 2)] + x[int(NR / 2) + 1]) / 2 }'; }
