#!/usr/bin/env bash
#
# Runs the contracts of Cloud Storage and of BigQuery against fake-gcs-server and bigquery-emulator,
# which others wrote, so that it is not only this module's own fakes that say what the services do. It
# needs Go to build the servers, once, which takes minutes; without Go it says so and does nothing.
# Build the modules first: mvn package.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../../../.."
built=$PWD/volume-gcp/target/second-opinion
reports=$PWD/volume-gcp/target/surefire-reports
gcs=fake-gcs-server@v1.55.1
bigquery=bigquery-emulator@v0.8.1

for server in "$gcs" "$bigquery"; do
  if ! command -v go >/dev/null && [[ ! -x $built/$server ]]; then
    echo "second-opinion.sh: there is no Go to build $server with; nothing was checked"
    exit 0
  fi
done

processes=()
trap 'kill "${processes[@]}" 2>/dev/null || true' EXIT

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# start SERVER OWNER PACKAGE URL ARGUMENT...: builds a server from a package of its module, unless it is
# there, and starts it with the arguments; it has started when the URL is answered.
start() {
  local server=$1 owner=$2 package=$3 url=$4
  shift 4
  if [[ ! -x $built/$server ]]; then
    echo "building $server, once"
    # Not by go install: it wants the list of all versions too, which not every proxy gives.
    local module source
    module=$(go mod download -json "github.com/$owner/$server") || true # says what failed in it
    source=$(sed -n 's/^.*"Dir": "\(.*\)",\{0,1\}$/\1/p' <<<"$module")
    if [[ -z $source ]]; then
      echo "second-opinion.sh: $server cannot be downloaded: $(
        sed -n 's/^.*"Error": "\(.*\)",\{0,1\}$/\1/p' <<<"$module")" >&2
      exit 1
    fi
    go -C "$source" build -o "$built/$server" "$package"
  fi
  # What bigquery-emulator parses with has 2 GiB at most, and frees what Go collects: often, then.
  GOGC=10 "$built/$server" "$@" >"$built/$server.log" 2>&1 &
  processes+=($!)
  for ((i = 0; i < 100; i++)); do
    ! curl -fs -o /dev/null "$url" || return 0
    kill -0 $! 2>/dev/null || break
    sleep 0.1
  done
  cat "$built/$server.log" >&2
  echo "second-opinion.sh: $server does not start" >&2
  exit 1
}

gcs_port=$(free_port)
start "$gcs" fsouza . "http://127.0.0.1:$gcs_port/storage/v1/b?project=p" \
  -scheme http -host 127.0.0.1 -port "$gcs_port" -backend memory \
  -external-url "http://127.0.0.1:$gcs_port" -public-host "127.0.0.1:$gcs_port"

bigquery_port=$(free_port)
bigquery_grpc_port=$(free_port)
start "$bigquery" goccy ./cmd/bigquery-emulator \
  "http://127.0.0.1:$bigquery_port/bigquery/v2/projects/p/datasets" \
  --project p --host 127.0.0.1 --port "$bigquery_port" --grpc-port "$bigquery_grpc_port"

rm -f "$reports"/TEST-*.Other*ContractTest.xml
failed=0
mvn -B --no-transfer-progress -q -Dquick -Dshaded.skip -pl .,volume-core,volume-gcp test \
  '-Dtest=Other*ContractTest' -Dsurefire.failIfNoSpecifiedTests=false \
  "-Dvolume.gcs.endpoint=http://127.0.0.1:$gcs_port" \
  "-Dvolume.bigquery.endpoint=http://127.0.0.1:$bigquery_port" || failed=1

# verdict SERVER TEST [WORDS]: what became of a contract; all of it must have been run.
verdict() {
  local report=$reports/TEST-io.github.marketvolume.gcp.$2.xml counts=
  [[ ! -f $report ]] || counts=$(grep -m 1 '<testsuite ' "$report" |
    grep -o ' \(tests\|errors\|skipped\|failures\)="[0-9]*"' | tr -d '\n')
  if [[ $counts =~ ^' tests="'[1-9][0-9]*'" errors="0" skipped="0" failures="0"'$ ]]; then
    echo "second-opinion.sh: $1 agrees${3:-}:$counts"
  else
    echo "second-opinion.sh: $1 does not agree, or was not asked:$counts" >&2
    failed=1
  fi
}
verdict "$gcs" OtherGcsContractTest
verdict "$bigquery" OtherBigQueryRestContractTest ', but for the gaps that its test lists'
exit "$failed"
