#!/usr/bin/env bash
#
# Injects every fault at every call of every way to write to Google Cloud, on both runners, and
# rewrites the tables of docs/faults.md with the outcomes. A build injects a part of these faults, and the
# full build (mvn verify -Pfull) a larger part; both compare the outcomes with the tables.
#
# Usage: volume-gcp/src/test/sh/faults.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../../.."

VOLUME_FAULTS=all mvn -B --no-transfer-progress -Dquick -Pfull -pl volume-gcp -am test \
  '-Dtest=*FaultMatrixTest#everyFault*' -Dsurefire.failIfNoSpecifiedTests=false
git diff --stat -- docs/faults.md
