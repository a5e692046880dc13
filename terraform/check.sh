#!/usr/bin/env bash
#
# Checks this folder, without a cloud and without credentials: format, validity, the tests, and that
# the tests notice when a property is broken. Nothing here is changed.
#
#   check.sh                  what cannot be checked on this machine is left out, and named
#   check.sh --require-all    ... fails the check
#
# Terraform takes the google provider from $MARKET_VOLUME_TERRAFORM/plugins if there is such a folder,
# laid out as a filesystem mirror (terraform providers mirror DIR makes one), for machines that reach
# no registry; else from wherever it is configured to. The default of MARKET_VOLUME_TERRAFORM is
# ~/.cache/market-volume/terraform.
set -euo pipefail

here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
plugins=${MARKET_VOLUME_TERRAFORM:-$HOME/.cache/market-volume/terraform}/plugins

require_all=
case ${1:-} in
  '') ;;
  --require-all) require_all=1 ;;
  *)
    echo "check.sh: $1 is not an option; there is only --require-all" >&2
    exit 2
    ;;
esac

step() { printf '\n-- terraform: %s\n' "$*"; }

# What was not checked is said at the end, where it is read.
leave_out() {
  printf '\nterraform: LEFT OUT: %s (%s)\n' "$1" "$2"
  [[ -z $require_all ]] || exit 1
  exit 0
}

command -v terraform >/dev/null ||
  leave_out 'format, validity, tests, mutations' 'there is no terraform on the PATH; install 1.9 or later'
export TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1

step format
terraform -chdir="$here" fmt -check -diff -recursive

# All else happens in a copy, because init writes a lock file and a folder, and a provider from a
# mirror has other checksums than those that a lock file made with the registry has.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/terraform
mkdir "$copy"
(cd "$here" && tar -cf - --exclude=.terraform --exclude='*.tfstate*' .) | tar -xf - -C "$copy"

from_mirror=()
if [[ -d $plugins ]]; then
  from_mirror=(-plugin-dir="$plugins")
  rm -f "$copy/.terraform.lock.hcl"
fi

step 'the google provider'
if ! terraform -chdir="$copy" init -no-color -backend=false -input=false ${from_mirror[@]+"${from_mirror[@]}"} \
  >"$work/init.log" 2>&1; then
  # No provider is to be had here, or this folder asks for something that does not exist.
  if grep -Eq 'could not connect to|no available releases match' "$work/init.log"; then
    leave_out 'validity, tests, mutations' \
      "the google provider is neither in $plugins nor in a registry that this machine reaches"
  fi
  cat "$work/init.log" >&2
  exit 1
fi
sed -n 's/^- Installed \(.*\) (.*/\1/p' "$work/init.log"

step validity
terraform -chdir="$copy" validate -no-color

step tests
terraform -chdir="$copy" test -no-color

for environment in dev prod; do
  step "the choices of $environment"
  terraform -chdir="$copy" test -no-color -test-directory=tests/environments \
    -filter="tests/environments/$environment.tftest.hcl" -var-file="env/$environment.tfvars"
done

step 'mutations: each property, broken, fails its test'
"$here/tests/mutations.sh" "$copy"
