# shellcheck shell=bash
# What all scripts of the pipelines share. Sourced from the root of the revision that the scripts are of, with the tree that
# they look at in $tree. In a review these are two: the tree is data then, and nothing of it is run.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

for program in git go jq curl; do
  command -v "$program" >/dev/null || fail "$program is needed and not installed"
done

folder=${REVIEW_FOLDER:-bin/review}
[[ $folder == /* ]] || folder=$tree/$folder
# A link would take what is written here to somewhere else.
[[ $folder != "$tree"/* || $(realpath --canonicalize-missing -- "$folder") == "$folder" ]] || fail "$folder is behind a link"
mkdir -p "$folder"

# harmless takes from a text what a platform would obey: "##" anywhere on Azure DevOps, "::" at the start of a line on GitHub,
# which ends lines at a carriage return, too, and skips spaces of any kind.
harmless() { tr '\r' ' ' | sed -e ':a' -e 's/##/# #/' -e 'ta' -e 's/^\([^[:alnum:]:]*\)::/\1: :/'; }

# clean VARIABLE... -- COMMAND... runs a command that sees of the environment only these variables and a few that say where it
# is: no token, and nothing that changes what a program does.
clean() {
  local name kept=()
  for name in PATH HOME TMPDIR XDG_CACHE_HOME XDG_CONFIG_HOME; do
    [[ -z ${!name+set} ]] || kept+=("$name=${!name}")
  done
  while [[ $1 != -- ]]; do
    [[ -z ${!1+set} ]] || kept+=("$1=${!1}")
    shift
  done
  env -i "${kept[@]}" "${@:2}"
}

# Git, as it is used on a tree that may be anybody's: it fetches nothing, and starts nothing that a configuration names.
readonly quiet_git=(GIT_ALLOW_PROTOCOL=none GIT_NO_LAZY_FETCH=1 GIT_NO_REPLACE_OBJECTS=1 GIT_OPTIONAL_LOCKS=0 GIT_TERMINAL_PROMPT=0
  GIT_CONFIG_COUNT=3 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=/dev/null GIT_CONFIG_KEY_1=core.fsmonitor
  GIT_CONFIG_VALUE_1=false GIT_CONFIG_KEY_2=safe.bareRepository GIT_CONFIG_VALUE_2=explicit)

in_tree() { clean -- "${quiet_git[@]}" git -C "$tree" "$@"; }

# generator ARGUMENT... runs it on the tree, without any credentials.
generator() { clean -- "${quiet_git[@]}" "$work/generator" --root "$tree" "$@"; }

# build builds the generator of the revision that the scripts are of, as its go.mod and go.sum say, and as nothing else says:
# no go.work, vendor/, file of Go's settings, or flag of the environment.
build() {
  clean GOPROXY GOCACHE GOMODCACHE GOPATH HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy SSL_CERT_FILE SSL_CERT_DIR -- \
    GOENV=off GOWORK=off GOTOOLCHAIN=local GOFLAGS=-mod=readonly CGO_ENABLED=0 \
    go build -trimpath -buildvcs=false -ldflags=-s -o "$work/generator" ./generator || fail "the generator cannot be built"
}

if [[ ${GITHUB_ACTIONS:-} == true ]]; then
  source .ci/lib/github.bash
elif [[ ${TF_BUILD:-} == True ]]; then
  source .ci/lib/azure-devops.bash
else
  source .ci/lib/local.bash
fi
