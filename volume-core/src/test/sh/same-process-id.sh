#!/usr/bin/env bash
#
# Runs whose processes have the same id, as Java has in each container, two at a time on one scratch
# folder: what SameProcessIdTest does in every build, more often. Fails at the first run that fails, at
# the first row that is wrong or lost, and at anything that is left in the scratch folder. Needs Linux
# and the right to make a space of process ids (root, or user namespaces); half of the runs share one
# process instead.
#
# Usage: volume-core/src/test/sh/same-process-id.sh [RUNS]
#   RUNS  of each kind (default: 30)
set -euo pipefail

runs=${1:-30}
[[ $# -le 1 && $runs =~ ^[1-9][0-9]{0,3}$ ]] || {
  echo 'same-process-id.sh: give a number of runs' >&2
  exit 2
}
cd "$(dirname "${BASH_SOURCE[0]}")/../../../.."
exec mvn --batch-mode --no-transfer-progress -Dquick -pl volume-core test \
  -Dtest=SameProcessIdTest "-Dvolume.scratch.rounds=$(((runs + 1) / 2))"
