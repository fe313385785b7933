# shellcheck shell=bash
# What all scripts of the pipelines share. Sourced from the root of the repository.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

folder=${REVIEW_FOLDER:-bin/review}
mkdir -p "$folder"

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

for program in git go jq curl; do
  command -v "$program" >/dev/null || fail "$program is needed and not installed"
done

# harmless takes from a text what a platform would obey: "##" anywhere on Azure DevOps, "::" at the start of a line on GitHub,
# which ends lines at a carriage return, too, and passes over spaces of any kind.
harmless() { tr '\r' ' ' | sed -e ':a' -e 's/##/# #/' -e 'ta' -e 's/^\([^[:alnum:]:]*\)::/\1: :/'; }

build() { go build -trimpath -buildvcs=false -ldflags=-s -o bin/generator ./generator || fail "the generator cannot be built"; }

if [[ ${GITHUB_ACTIONS:-} == true ]]; then
  source .ci/lib/github.bash
elif [[ ${TF_BUILD:-} == True ]]; then
  source .ci/lib/azure-devops.bash
else
  source .ci/lib/local.bash
fi
