#!/usr/bin/env bash
#
# Executes every notebook here on kernels that it builds and installs in a temporary Python environment,
# and writes them as pages to target/notebooks: first on made-up data, then, where MARKET_DATA_DIR names
# a folder, the story of the S&P 500 on real prices. Starts each kernel some times over, sees that it
# shows progress and survives an interrupt, and tries jshell. It needs a JDK, Maven and Python 3 with
# venv. check.sh N starts each kernel N times.
set -euo pipefail

here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
module=$(dirname "$here")
starts=${1:-3}
out=$module/target/notebooks
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "check.sh: $*" >&2
  exit 1
}

command -v python3 >/dev/null || fail 'there is no python3 on the PATH; install it'
python3 -m venv "$work/venv" || fail 'python3 cannot make a venv; on Debian install python3-venv'
"$work/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
export JUPYTER_DATA_DIR=$work/data IPYTHONDIR=$work/ipython JUPYTER_PLATFORM_DIRS=1
python=$work/venv/bin/python

"$module/bin/notebook-kernel" install --spark --prefix "$work/venv"
"$module/bin/notebook-kernel" check --prefix "$work/venv"
timeout 300 "$python" "$here/check_kernel.py" market-volume "$starts"

rm -rf "$out"
env -u MARKET_DATA_DIR timeout 400 "$python" "$here/execute.py" "$out" "$here"/*.ipynb
if [[ -n ${MARKET_DATA_DIR:-} ]]; then
  timeout 200 "$python" "$here/execute.py" "$out/real" "$here/sp500_volume.ipynb"
fi

printed=$("$module/bin/jshell" -s - <<'CELL'
show(BarsStage.from(SyntheticMarket.standard().withTickers(3)).leaderboard(VOLUME.max()).collect(LocalRunner.create()));
/exit
CELL
)
grep -q 'SYN000000' <<<"$printed" || fail "jshell printed no leaderboard: $printed"
echo "jshell works; the pages are in $out"
