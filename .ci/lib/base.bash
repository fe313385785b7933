# shellcheck shell=bash
# The base revision, which judges. Sourced.

# What decides how pull requests are judged once it is merged, and attributes, by which a checkout differs from what git has.
readonly judging=(generator .ci .github .azuredevops vendor go.mod go.sum go.work go.work.sum Makefile CODEOWNERS docs/CODEOWNERS
  ':(glob)**/.gitattributes')

find_base() {
  in_tree merge-base HEAD "${REVIEW_BASE:-origin/main}" ||
    fail "${REVIEW_BASE:-origin/main} has no commit in common with HEAD here; fetch it, and deep enough"
}

# lay_out REVISION writes its files to a folder of their own, and prints which.
lay_out() {
  mkdir "$work/judge"
  git -C "$tree" archive --output="$work/judge.tar" "$1" && tar --extract --file="$work/judge.tar" --directory="$work/judge" ||
    fail "the base revision cannot be laid out"
  [[ -x $work/judge/.ci/review ]] || fail "the base revision has no .ci/review; to judge this tree by its own, run .ci/review ."
  echo "$work/judge"
}

# changed_names REVISION lists what of the judge differs from a revision, also where it is not committed, each with a NUL behind.
changed_names() {
  in_tree diff-tree -r -z --name-only --no-renames --ignore-submodules=none "$1" HEAD -- "${judging[@]}" &&
    in_tree diff -z --name-only --no-renames --no-ext-diff --no-textconv --ignore-submodules=dirty HEAD -- "${judging[@]}" &&
    in_tree ls-files -z --others --exclude-standard -- "${judging[@]}"
}

# tell_judge REVISION leaves for the verdict who judges, and what would be another judge after a merge.
tell_judge() {
  local by=base
  [[ $(pwd -P) != "$tree" ]] || by=tree
  changed_names "$1" | jq -Rs --arg base "$1" --arg by "$by" \
    '{$by, $base, changed: (split("\u0000") | map(select(. != "")) | unique)}' >"$work/judge.json"
}
