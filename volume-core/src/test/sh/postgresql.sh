#!/usr/bin/env bash
#
# Reads a million bars from PostgreSQL on both runners, with a heap of 1 GB, and looks for two things in
# what was logged: the dates that were asked for, in the server's log, and the password, anywhere. Starts
# a server of its own on loopback, and ends it. Needs the package postgresql and, as root, its user
# postgres, since the server refuses to run as root; without the package it says so and does nothing.
#
# Usage: volume-core/src/test/sh/postgresql.sh
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../../../.."
binaries=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
if [[ ! -x $binaries/initdb ]]; then
  echo 'postgresql.sh: there is no PostgreSQL (package postgresql); nothing was checked'
  exit 0
fi

server=$(mktemp -d)
as_user=()
if ((EUID == 0)); then
  chown postgres "$server"
  as_user=(setpriv --reuid postgres --regid postgres --clear-groups)
fi
stop() {
  (cd / && "${as_user[@]}" "$binaries/pg_ctl" -D "$server/data" -m immediate stop >/dev/null 2>&1) || true
  rm -rf "$server"
}
trap stop EXIT

VOLUME_POSTGRES_PASSWORD=S3CR3T-$(od -An -N8 -tx8 /dev/urandom | tr -d ' ')
VOLUME_POSTGRES_PORT=$(
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export VOLUME_POSTGRES_PASSWORD VOLUME_POSTGRES_PORT

(
  cd /
  "${as_user[@]}" bash -c 'cat >"$1"' - "$server/password" <<<"$VOLUME_POSTGRES_PASSWORD"
  "${as_user[@]}" "$binaries/initdb" -D "$server/data" -U analyst -A scram-sha-256 --no-sync \
    --pwfile "$server/password" >"$server/initdb.log" 2>&1
  "${as_user[@]}" "$binaries/pg_ctl" -D "$server/data" -l "$server/data/log" -w -o "-c fsync=off \
    -c listen_addresses=127.0.0.1 -p $VOLUME_POSTGRES_PORT -c unix_socket_directories=$server \
    -c log_statement=all" start >/dev/null
)

log=$server/data/log
fail() {
  echo "postgresql.sh: $1; of what the server logged:" >&2
  grep -E -m 20 'execute|DETAIL' "$log" >&2 || true
  exit 1
}

reports=volume-core/target/surefire-reports
rm -f "$reports"/*PostgresTest*
mvn -B --no-transfer-progress -Dquick -pl .,volume-core test -Dtest=PostgresTest \
  -Dtest.jvm.options=-Xmx1g -Dsurefire.failIfNoSpecifiedTests=false 2>&1 | tee "$server/output" |
  grep -E 'Tests run|ERROR|FAIL' || true
grep -qE 'tests="3" errors="0" skipped="0" failures="0"' \
  "$reports"/TEST-io.github.marketvolume.spark.PostgresTest.xml || fail 'the test did not pass'

select='select "day", "symbol", "open", "high", "low", "close", "shares" from "eod"."prices"'
grep -qF "$select where \"day\" >= \$1 and \"day\" < \$2" "$log" ||
  fail 'the server was not asked for dates'
grep -qE "DETAIL: +[Pp]arameters: \\\$1 = '2020-01-04[^']*', \\\$2 = '2020-04-01[^']*'" "$log" ||
  fail 'the dates were no parameters'
grep -qF 'execute fetch from' "$log" || fail 'rows were not streamed'
grep -qE '"symbol" >= \$1 and "symbol" < \$2' "$log" || fail 'there were no parts by ticker'
found=$(grep -rlF "$VOLUME_POSTGRES_PASSWORD" "$log" "$server/output" "$reports" || true)
[[ -z $found ]] || fail "the password is in $found"
echo "postgresql.sh: $(grep -c 'execute' "$log") statements, dates by parameters, no password anywhere"
