# shellcheck shell=bash
# What blocks, and how it is told. Sourced.

# Room in a comment for what is said before the review: ten lines of 300 characters, and a few sentences.
readonly reserved=8000

# verdict prints what the last review came to: passed or blocked.
verdict() { jq -r 'if .blocked then "blocked" else "passed" end' "$folder/verdict.json" 2>/dev/null || echo blocked; }

# judge SENTENCE... writes verdict.json of what the runs of the generator left, and of what is wrong besides.
judge() {
  jq -n -f .ci/lib/verdict.jq --slurpfile check "$folder/check.json" --slurpfile review "$folder/review.json" \
    --slurpfile stages "$folder/stages.json" --args "$@" >"$folder/verdict.json"
}

# says prints each place of the verdict in a line of its own.
says() {
  jq -r '.places[] | "\(if .file == "" then "" else "\(.file)\(if .line then ":\(.line)" else "" end): " end)\(.title): \(.says)"
    | gsub("[\\x00-\\x1f\\x7f]"; " ")' "$folder/verdict.json"
}

# headline is the verdict in Markdown. What comes from the tree is in a fence, in lines that cannot end it.
headline() {
  local whole=''
  [[ -z $link ]] || whole=" The [whole review](<$link>) is attached to the run, as a page and as JSON."
  if [[ $(verdict) == passed ]]; then
    echo "**Nothing blocks this.**$whole"
    return
  fi
  echo "**This is blocked**: $(jq -r '.reasons | join("; ")' "$folder/verdict.json").$whole"
  [[ -n $(says | head -n 1) ]] || return 0
  printf '\n~~~~~~~~text\n'
  says | sed -n 1,10p | jq -Rr 'if length > 300 then .[:297] + "..." else . end | "  " + .'
  (($(says | wc -l) <= 10)) || echo "  and $(($(says | wc -l) - 10)) more"
  printf '~~~~~~~~\n'
}

# comment_of FILE puts the verdict below the first line of a review, which is how the comment is found again.
comment_of() {
  head -n 1 "$1"
  headline
  echo
  tail -n +2 "$1"
}
