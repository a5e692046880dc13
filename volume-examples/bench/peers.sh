#!/usr/bin/env bash
#
# The library against its peers: the same job by each program that this machine has, in turns, each
# run a whole process; the outputs of every one compared with the library's, value by value.
# peers.sh --help says how.
set -euo pipefail

usage() {
  cat <<'HELP'
Usage: volume-examples/bench/peers.sh [options]

Times the same job by several programs in turns, compares their outputs with the library's, and
prints for each the median wall time of the whole process, the range, the peak memory, and the ratio
where there is a bar to hold. Before each timed run goes one that is not timed, of the program that
takes most memory: Spark, or else the first. Run it on a machine that does nothing else.

Jobs:
  reference   baselines over 20, 60 and 252 bars, ranks, scores, flags; sp500 run does this and more
  research    the same with median, MAD, 0.95 quantile and maximum over every window

Programs:
  local       the library in one process
  spark       the library on Spark
  duckdb      DuckDB: peers/JOB_job.duckdb.sql
  spark-sql   Spark SQL by hand: peers/HandWrittenSparkSql.java         (reference job only)
  polars      Polars: peers/reference_job.polars.py                     (reference job only)
  pandas      pandas: peers/reference_job.pandas.py                     (reference job only)
The library checks every quality rule and writes the rejected rows besides; the others do not.

Options:
  --jobs LIST         reference, research, or both with a comma (default: reference)
  --scales LIST       sizes of the market, such as 1,10: so many times the rows of the S&P 500 file,
                      which are 1.3 million (default: 1)
  --input FILE        prices of one's own in the kaggle layout, .csv or .csv.gz, instead of --scales
  --runs N            runs of each program (default: 5)
  --threads N         threads of each program (default: all processors)
  --heap SIZE         heap of each Java program, such as 4g (default: 4g)
  --contenders LIST   programs to run, with commas (default: all that are there)
  --duckdb HOW        what runs DuckDB: cli, python or jdbc (default: the newest version of them, and
                      of equals the first)
  --write-docs        write the results of this and of earlier sessions, the last of each job and
                      size, into docs/performance.md and docs/peers.svg
  --check             show that everything works: both jobs once on a toy market; no bar is looked at
  --help              this

The market of scale 1 is sp500_stocks.csv.gz in the folder MARKET_DATA_DIR if that is set. All others
are synthetic, always the same, and written as plain CSV to volume-examples/target/bench: 0.08 GB for
each 1 of scale. The outputs need about three times as much for each program while it runs.

Needs what sp500 needs; GNU time for the peak memory (package time, or gnu-time as gtime); python3
with polars, or with pandas and pyarrow, for those two, and NumPy for either.

Exit codes: 0 all is well; 1 a program failed, outputs differ, or a bar is not held; 2 bad usage.
HELP
}

fail() {
  echo "peers.sh: $*" >&2
  exit 1
}

misuse() {
  echo "peers.sh: $*; see peers.sh --help" >&2
  exit 2
}

note() {
  echo "peers.sh: $*" >&2
}

# What no locale may change: the decimal point of what is measured, and the order of sorted names.
export LC_NUMERIC=C
# Spark asks the network for its own name otherwise.
export SPARK_LOCAL_IP=127.0.0.1

known_jobs=(reference research)
known_contenders=(local spark duckdb spark-sql polars pandas)

jobs=(reference)
scales=()
input=
runs=5
threads=$(getconf _NPROCESSORS_ONLN)
heap=4g
contenders=()
duckdb=auto
write_docs=false
check=false

# contains WORD WORDS...: whether the word is one of the others.
contains() {
  local word=$1 other
  shift
  for other; do
    [[ $word != "$other" ]] || return 0
  done
  return 1
}

# Sets list to the parts of a value with commas, which must be some of those given.
parse_list() {
  local option=$1 value=$2 part
  shift 2
  IFS=, read -ra list <<<"$value"
  ((${#list[@]})) || misuse "$option needs a value"
  for part in "${list[@]}"; do
    contains "$part" "$@" || misuse "$option: '$part' is not known; give some of: $*"
  done
}

parse_number() {
  [[ $2 =~ ^[1-9][0-9]{0,3}$ ]] || misuse "$1: '$2' is not a whole number from 1 to 9999"
}

while (($#)); do
  option=$1
  case $option in
    --help | -h) usage && exit 0 ;;
    --write-docs) write_docs=true && shift && continue ;;
    --check) check=true && shift && continue ;;
    --jobs | --scales | --input | --runs | --threads | --heap | --contenders | --duckdb) ;;
    *) misuse "unknown option '$option'" ;;
  esac
  (($# > 1)) || misuse "$option needs a value"
  value=$2
  shift 2
  case $option in
    --jobs) parse_list "$option" "$value" "${known_jobs[@]}" && jobs=("${list[@]}") ;;
    --scales)
      IFS=, read -ra scales <<<"$value"
      ((${#scales[@]})) || misuse "$option needs a value"
      for scale in "${scales[@]}"; do parse_number "$option" "$scale"; done
      ;;
    --input)
      [[ -f $value ]] || misuse "$option: there is no file $value"
      input=$(cd "$(dirname "$value")" && pwd)/$(basename "$value")
      ;;
    --runs) parse_number "$option" "$value" && runs=$value ;;
    --threads) parse_number "$option" "$value" && threads=$value ;;
    --heap)
      [[ $value =~ ^[1-9][0-9]*[gGmM]$ ]] || misuse "$option: '$value' is not a size such as 4g"
      heap=$value
      ;;
    --contenders)
      parse_list "$option" "$value" "${known_contenders[@]}" && contenders=("${list[@]}")
      ;;
    --duckdb)
      contains "$value" cli python jdbc || misuse "$option: '$value' is not cli, python or jdbc"
      duckdb=$value
      ;;
  esac
done
[[ -z $input ]] || ((!${#scales[@]})) || misuse '--input and --scales exclude each other'
((threads <= $(getconf _NPROCESSORS_ONLN))) ||
  misuse "--threads: this machine has $(getconf _NPROCESSORS_ONLN) processors, not $threads"
if $check; then
  if [[ -n $input ]] || ((${#scales[@]})) || $write_docs; then
    misuse '--check has its own market, and writes nothing; leave --input, --scales, --write-docs'
  fi
  jobs=("${known_jobs[@]}")
  runs=1
fi
! $write_docs || [[ -z $input ]] || misuse '--write-docs is for the markets of --scales, not --input'
((${#scales[@]})) || scales=(1)

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD
bench=$root/volume-examples/bench
kept=$root/volume-examples/target/bench
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
javac=${JAVA_HOME:+$JAVA_HOME/bin/}javac

# All is built before anything is timed, the library's archive of classes too.
volume-examples/bin/sp500 --version >/dev/null
volume-examples/bin/sp500 --runner spark --version >/dev/null || true
mkdir -p "$kept"
work=$(mktemp -d "$kept/session.XXXXXX")
trap 'rm -rf "$work"' EXIT
for app in volume-examples/target/volume-examples-*-app.jar; do :; done
library="$root/$app:$root/volume-examples/target/spark-jars/*"
mvn --batch-mode --quiet -Dquick -pl volume-core dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$work/classpath" >"$work/log" 2>&1 ||
  { tail -n 20 "$work/log" >&2; fail 'Maven does not find the DuckDB driver'; }
driver=$(tr : '\n' <"$work/classpath" | grep '/duckdb_jdbc-[^/]*\.jar$')
mkdir "$work/classes"
"$javac" -proc:none -d "$work/classes" -cp "$library:$driver" \
  "$bench"/*.java "$bench"/jobs/*.java "$bench"/peers/*.java

# Python itself: what stands on the PATH may be a script that looks for it first.
python=$(python3 -c 'import sys; print(sys.executable)' 2>/dev/null) || python=

# python_version PACKAGE IMPORTS: prints the package's version; fails unless Python has all imports.
python_version() {
  [[ -n $python ]] && "$python" -c "import $2; print($1.__version__)" 2>/dev/null
}

# Sets duckdb_cli to DuckDB's own command; of the package duckdb-cli, to what it is a script for.
find_duckdb_cli() {
  duckdb_cli=$(command -v duckdb) || return 1
  if [[ $(head -c 2 "$duckdb_cli") == '#!' ]]; then
    [[ -n $python ]] || return 1
    duckdb_cli=$("$python" -c \
      'import duckdb_cli, os; print(os.path.join(os.path.dirname(duckdb_cli.__file__), "duckdb"))' \
      2>/dev/null) && [[ -x $duckdb_cli ]] || return 1
  fi
}

# Sets duckdb and duckdb_version.
choose_duckdb() {
  local how version newest
  duckdb_version=
  for how in cli python jdbc; do
    [[ $duckdb == auto || $duckdb == "$how" ]] || continue
    case $how in
      cli)
        find_duckdb_cli || continue
        version=$("$duckdb_cli" -version | sed 's/^v\([0-9.]*\).*/\1/')
        ;;
      python) version=$(python_version duckdb duckdb) || continue ;;
      jdbc)
        version=$(basename "$driver" .jar | sed 's/^duckdb_jdbc-\([0-9]*\.[0-9]*\.[0-9]*\).*/\1/')
        ;;
    esac
    newest=$(printf '%s\n' "$duckdb_version" "$version" | sort -V | tail -n 1)
    if [[ $newest != "$duckdb_version" ]]; then
      chosen=$how
      duckdb_version=$version
    fi
  done
  [[ -n $duckdb_version ]] || misuse "--duckdb $duckdb: there is none"
  duckdb=$chosen
}

choose_duckdb
note "DuckDB $duckdb_version runs by $duckdb"

# label CONTENDER: prints what readers know it as; fails if it is not there.
label() {
  local version
  case $1 in
    local) echo 'LocalRunner' ;;
    spark) echo 'SparkRunner' ;;
    duckdb) echo "DuckDB $duckdb_version" ;;
    spark-sql)
      version=$(basename volume-examples/target/spark-jars/spark-core_*.jar .jar)
      echo "Spark SQL ${version##*-}"
      ;;
    polars) version=$(python_version polars polars,numpy) && echo "Polars $version" ;;
    pandas) version=$(python_version pandas pandas,numpy,pyarrow) && echo "pandas $version" ;;
  esac
}

if ((${#contenders[@]})); then
  for contender in "${contenders[@]}"; do
    label "$contender" >/dev/null || misuse "--contenders: $contender is not installed"
  done
else
  for contender in "${known_contenders[@]}"; do
    if label "$contender" >/dev/null; then
      contenders+=("$contender")
    else
      note "$contender is not installed, and left out"
    fi
  done
fi

# does CONTENDER JOB: whether the program can do the job.
does() {
  [[ $2 == reference ]] || contains "$1" local spark duckdb
}

opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
  java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action \
  sun.util.calendar; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done

quote="'"

# Sets command, and stdin to the file it reads, for a program that does a job on a file.
prepare() {
  local contender=$1 job=$2 file=$3 out=$4 rows=$5 script partitions main
  stdin=/dev/null
  case $contender-$job in
    local-reference | spark-reference | local-research | spark-research)
      [[ $job == reference ]] && main=ReferenceJob || main=ResearchJob
      command=(env SP500_HEAP="$heap" SP500_MAIN="$main" SP500_CLASSES="$work/classes"
        volume-examples/bin/sp500 --runner "$contender" "$threads" "$file" "$out")
      ;;
    spark-sql-reference)
      # As a careful user sets it; the default of 200 takes far longer over a market of scale 1.
      partitions=$((rows / 150000 > threads ? rows / 150000 : threads))
      command=("$java" "${opens[@]}" "-Xmx$heap" "-Dspark.master=local[$threads]"
        "-Dspark.sql.shuffle.partitions=$partitions" -Dspark.log.level=WARN
        -Dspark.ui.enabled=false -cp "$work/classes:$library" HandWrittenSparkSql "$file" "$out")
      ;;
    duckdb-*)
      script=$(<"$bench/peers/${job}_job.duckdb.sql")
      script=${script//"\${in}"/"${file//$quote/$quote$quote}"}
      script=${script//"\${out}"/"${out//$quote/$quote$quote}"}
      stdin=$work/duckdb.sql
      printf '%s\n' "${script//"\${threads}"/"$threads"}" >"$stdin"
      case $duckdb in
        cli) command=("$duckdb_cli" -bail) ;;
        python) command=("$python" "$bench/peers/run_duckdb.py") ;;
        jdbc) command=("$java" -XX:TieredStopAtLevel=1 -cp "$work/classes:$driver" RunDuckDb) ;;
      esac
      ;;
    *)
      command=("$python" -B "$bench/peers/${job}_job.$contender.py" "$file" "$out" "$threads")
      ;;
  esac
  if ! contains "$contender" local spark spark-sql; then
    mkdir -p "$out"/{ticker_daily,anomalies,leaderboard,market_daily}
  fi
}

gnu_time=
for candidate in /usr/bin/time gtime; do
  if [[ -z $gnu_time ]] && "$candidate" -f %M -o /dev/null true 2>/dev/null; then
    gnu_time=$candidate
  fi
done
[[ -n $gnu_time ]] || note 'there is no GNU time, so that peak memory is not measured'

# With fewer threads than processors, nobody's other threads get those that are left.
held=()
if ((threads < $(getconf _NPROCESSORS_ONLN))); then
  held=(taskset -c "0-$((threads - 1))")
  "${held[@]}" true 2>/dev/null || { held=(); note 'programs are not held to their processors'; }
fi

# Runs the command, and sets seconds and peak_kb; fails if it does.
measure() {
  local TIMEFORMAT=%R
  if [[ -n $gnu_time ]]; then
    "$gnu_time" -f '%e %M' -o "$work/time" ${held[@]+"${held[@]}"} "${command[@]}" \
      <"$stdin" >"$work/log" 2>&1 || return 1
    read -r seconds peak_kb <"$work/time"
  else
    { time ${held[@]+"${held[@]}"} "${command[@]}" <"$stdin" >"$work/log" 2>&1; } \
      2>"$work/time" || return 1
    read -r seconds <"$work/time"
    peak_kb=
  fi
}

# Runs a job by a program, untimed. A virtual machine whose host takes back what is freed makes a process pay for
# memory that the one before it did not need: so the same one goes before each that is timed.
warm() {
  rm -rf "$work/warm"
  prepare "$1" "$2" "$3" "$work/warm" "$4"
  ${held[@]+"${held[@]}"} "${command[@]}" <"$stdin" &>/dev/null || true # which fails where it is timed
  rm -rf "$work/warm"
}

# Sets file to the market of a scale and market to what it is, and makes it unless it is there.
find_market() {
  local scale=$1 tickers
  if [[ -n $input ]]; then
    file=$input
    market=$(basename "$file")
    return
  fi
  if [[ $scale == 1 && -n ${MARKET_DATA_DIR:-} ]] && ! $check; then
    file=$(cd "$MARKET_DATA_DIR" && pwd)/sp500_stocks.csv.gz
    [[ -f $file ]] || fail "MARKET_DATA_DIR has no file sp500_stocks.csv.gz; unset or correct it"
    market='S&P 500, one .csv.gz file'
    return
  fi
  tickers=$((503 * scale))
  ! $check || tickers=20
  market="synthetic market of $tickers tickers, one .csv file"
  file=$kept/market-$tickers.csv
  if [[ ! -f $file || ! $file -nt $app ]]; then
    note "making $file"
    "$java" -cp "$work/classes:$library" WriteMarket "$tickers" "$work/market.csv" ||
      fail "$file could not be made"
    mv -f "$work/market.csv" "$file"
  fi
}

# Counts the rows of a file, which also leaves it in memory for the first to read.
count_rows() {
  local lines
  case $1 in
    *.gz) lines=$(gzip -dc "$1" | wc -l) ;;
    *) lines=$(wc -l <"$1") ;;
  esac
  echo $((lines - 1))
}

describe_machine() {
  local processor memory
  processor=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2>/dev/null | head -n 1) || true
  memory=$(awk '/^MemTotal/ { printf ", %.0f GB", $2 * 1024 / 1e9 }' /proc/meminfo 2>/dev/null) || true
  printf '%s processors%s%s, %s' "$(getconf _NPROCESSORS_ONLN)" "${processor:+ of $processor}" \
    "$memory" "$("$java" -XshowSettings:properties -version 2>&1 |
      sed -n 's/^ *java.version = /Java /p')"
}

# Runs all contenders on a job and a size, and adds lines to the results.
race() {
  local job=$1 scale=$2 rows contender name first='' largest i status=0 outputs
  local -a running=() failed=()
  find_market "$scale"
  rows=$(count_rows "$file")
  for contender in "${contenders[@]}"; do
    ! does "$contender" "$job" || running+=("$contender")
  done
  ((${#running[@]})) || misuse "--contenders: none of them does the $job job"
  printf '%s job on %s: %s rows\n' "$job" "$market" "$rows"
  largest=${running[0]}
  ! contains spark "${running[@]}" || largest=spark

  : >"$work/runs"
  for ((i = 1; i <= runs; i++)); do
    for contender in "${running[@]}"; do
      ! contains "$contender" ${failed[@]+"${failed[@]}"} || continue
      $check || warm "$largest" "$job" "$file" "$rows"
      rm -rf "${work:?}/$contender"
      prepare "$contender" "$job" "$file" "$work/$contender" "$rows"
      # What the one before has written is not written at this one's expense.
      sync
      if measure; then
        printf '%3d  %-10s %8s s %10s\n' "$i" "$contender" "$seconds" "${peak_kb:+$((peak_kb / 1024)) MB}"
      else
        note "$contender failed, and is left out from here; its last lines:"
        tail -n 5 "$work/log" >&2
        failed+=("$contender")
        seconds='' peak_kb='' status=1
      fi
      printf '%s\t%s\t%s\n' "$contender" "$seconds" "$peak_kb" >>"$work/runs"
    done
  done

  for contender in "${running[@]}"; do
    outputs=
    if contains "$contender" ${failed[@]+"${failed[@]}"}; then
      :
    elif [[ -z $first ]]; then
      first=$contender
      outputs=library
    else
      printf '%s and %s:\n' "$first" "$contender"
      if "$java" -cp "$work/classes:$driver" CompareOutputs "$work/$first" "$work/$contender"
      then
        outputs=equal
      else
        outputs=differ status=1
        note "the outputs of $first and $contender differ"
      fi
    fi
    while IFS=$'\t' read -r name seconds peak_kb; do
      [[ $name != "$contender" ]] || (
        IFS=$'\t'
        fields=("$job" "$scale" "$market" "$rows" "$threads" "$heap" "$machine" "$contender"
          "$(label "$contender")" "$seconds" "$peak_kb" "$outputs")
        echo "${fields[*]}"
      )
    done <"$work/runs" >>"$work/results.tsv"
  done
  rm -rf "${running[@]/#/$work/}"
  return "$status"
}

machine=$(describe_machine)
status=0
for job in "${jobs[@]}"; do
  for scale in "${scales[@]}"; do
    race "$job" "$scale" || status=1
  done
done

report() {
  "$java" -cp "$work/classes" PeersReport "$@"
}
report print "$work/results.tsv"
if ! $check; then
  report judge "$work/results.tsv" || status=1
fi
if [[ -z $input ]] && ! $check; then
  # The last session of each job and size is kept.
  touch "$kept/results.tsv"
  awk -F '\t' 'NR == FNR { new[$1, $2]; next } !(($1, $2) in new)' \
    "$work/results.tsv" "$kept/results.tsv" >"$work/kept.tsv"
  cat "$work/results.tsv" >>"$work/kept.tsv"
  mv -f "$work/kept.tsv" "$kept/results.tsv"
fi
if $write_docs; then
  report docs "$kept/results.tsv" docs/performance.md docs/peers.svg
fi
exit "$status"
