#!/usr/bin/env bash
# Checks the Mage project with the real Mage: its own tests, then the pipeline in headless runs, which
# launch the application (bin/sp500 builds it first where need be). Python 3.10 to 3.12, a JDK 17 and
# Maven are needed. The Python environment is made once, outside the tree: VOLUME_CHECK_CACHE says where.
# Arguments go to pytest: check.sh tests/test_dataproc.py
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

lock=requirements.lock.txt
cache=${VOLUME_CHECK_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/marketvolume}
for python in python3.11 python3.10 python3.12 python3; do
  if "$python" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 13))' 2>/dev/null; then
    break
  fi
  python=
done
[[ -n $python ]] || {
  echo 'check.sh: Mage 0.9.79 needs Python 3.10 to 3.12; install one, with venv' >&2
  exit 1
}
environment=$cache/mage-$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-$(cksum <"$lock" | tr ' ' '-')

if [[ ! -f $environment/complete ]]; then
  rm -rf "$environment"
  "$python" -m venv "$environment"
  # uv installs in seconds what takes pip two minutes.
  "$environment/bin/pip" install --quiet --disable-pip-version-check uv==0.13.9
  "$environment/bin/uv" pip install --quiet --python "$environment/bin/python" --no-deps \
    --only-binary :all: --requirement "$lock"
  touch "$environment/complete"
fi

# What Python compiles is kept with the environment, not in the tree.
export PYTHONPYCACHEPREFIX=$environment/pycache
exec "$environment/bin/python" -m pytest -q -p no:cacheprovider --durations=5 "${@:-tests}"
