#!/usr/bin/env bash
#
# Runs the contract of Cloud Storage against fake-gcs-server, which others wrote, so that it is not
# only this module's own fake that says what the service does. It needs Go to build the server, once;
# without Go it says so and does nothing. Build the modules first: mvn package.
set -euo pipefail

version=v1.55.1

cd "$(dirname "${BASH_SOURCE[0]}")/../../../.."
server=$PWD/volume-gcp/target/second-opinion/$version/fake-gcs-server

if ! command -v go >/dev/null && [[ ! -x $server ]]; then
  echo 'second-opinion.sh: there is no Go to build fake-gcs-server with; nothing was checked'
  exit 0
fi
if [[ ! -x $server ]]; then
  echo "building fake-gcs-server $version, once"
  GOBIN=$(dirname "$server") go install "github.com/fsouza/fake-gcs-server@$version"
fi

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
log=$(dirname "$server")/log
"$server" -scheme http -host 127.0.0.1 -port "$port" -backend memory \
  -external-url "http://127.0.0.1:$port" -public-host "127.0.0.1:$port" >"$log" 2>&1 &
process=$!
trap 'kill "$process" 2>/dev/null || true' EXIT
for ((i = 0; i < 100; i++)); do
  ! curl -fs -o /dev/null "http://127.0.0.1:$port/storage/v1/b?project=p" || break
  kill -0 "$process" 2>/dev/null || { cat "$log" >&2; exit 1; }
  sleep 0.1
done

mvn -B --no-transfer-progress -q -Dquick -Dshaded.skip -pl .,volume-core,volume-gcp test \
  -Dtest=OtherGcsContractTest -Dsurefire.failIfNoSpecifiedTests=false \
  "-Dvolume.gcs.endpoint=http://127.0.0.1:$port"
ran=$(grep -ho 'tests="[0-9]*"' volume-gcp/target/surefire-reports/TEST-*OtherGcsContractTest.xml | head -n 1)
skipped=$(grep -ho 'skipped="[0-9]*"' volume-gcp/target/surefire-reports/TEST-*OtherGcsContractTest.xml | head -n 1)
[[ $ran != 'tests="0"' && $skipped == 'skipped="0"' ]] || {
  echo "second-opinion.sh: the contract was not run ($ran, $skipped)" >&2
  exit 1
}
echo "second-opinion.sh: fake-gcs-server $version agrees ($ran)"
