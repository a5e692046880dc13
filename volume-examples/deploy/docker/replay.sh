#!/usr/bin/env bash
# Sends the lines of a file of prices to a topic, in their order, and pauses after each day: as prices
# arrive, but faster. The file has a header and begins its lines with the date.
#   replay.sh FILE SERVER TOPIC       PAUSE=2 for two seconds (default: 1)
set -euo pipefail

file=${1:?a file of prices is needed} server=${2:?a server is needed} topic=${3:?a topic is needed}
pause=${PAUSE:-1}

# The producer is idempotent, unless told otherwise, and so keeps the order of the lines.
{
  read -r _
  last=
  while IFS= read -r line; do
    day=${line%%,*}
    if [[ $day != "$last" ]]; then
      [[ -z $last ]] || sleep "$pause"
      last=$day
      echo "replay: $day" >&2
    fi
    printf '%s\n' "$line"
  done
} <"$file" | "${KAFKA_HOME:-/opt/kafka}/bin/kafka-console-producer.sh" \
  --bootstrap-server "$server" --topic "$topic"
echo "replay: all of $file is in $topic" >&2
