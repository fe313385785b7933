# shellcheck shell=bash
# What blocks, and how it is told. Sourced.

# Room in a comment for what is said before the review: two times ten lines of 300 characters, and a few sentences.
readonly reserved=14000

# verdict prints what the last review came to: passed or blocked.
verdict() { jq -r 'if .blocked then "blocked" else "passed" end' "$folder/verdict.json" 2>/dev/null || echo blocked; }

# What is known of the judge itself; nothing, if it was not asked for.
touch "$work/judge.json"

# judge SENTENCE... writes verdict.json of what the runs of the generator left, and of what is wrong besides.
judge() {
  jq -n -f .ci/lib/verdict.jq --slurpfile check "$folder/check.json" --slurpfile review "$folder/review.json" \
    --slurpfile stages "$folder/stages.json" --slurpfile judge "$work/judge.json" --args "$@" >"$folder/verdict.json"
}

# says prints each place of the verdict in a line of its own.
says() {
  jq -r '.places[] | "\(if .file == "" then "" else "\(.file)\(if .line then ":\(.line)" else "" end): " end)\(.title): \(.says)"
    | gsub("[\\x00-\\x1f\\x7f]"; " ")' "$folder/verdict.json"
}

# judge_names prints the files of the judge that change, one in each line.
judge_names() { jq -r '.judge.changed[] | gsub("[\\x00-\\x1f\\x7f]"; " ")' "$folder/verdict.json"; }

# judge_says says in one sentence or two that what judges pull requests changes, if it does.
judge_says() {
  jq -r '.judge | .changed as $changed | if $changed == [] then empty else
    "This changes what judges pull requests: " + ($changed | length | if . == 1 then "1 file" else "\(.) files" end) + ", on which the people who own them decide. "
    + if .by == "base" then "The generator and the scripts of the base revision, \(.base[:12]), judged; those of the pull request were not run."
      else "The generator and the scripts of this tree judged, and not those of the base revision." end
    end' "$folder/verdict.json"
}

# fenced prints at most ten lines of what it reads as text that cannot end its fence, since a path or a file is before it.
fenced() {
  local lines=$work/lines
  cat >"$lines"
  printf '\n~~~~~~~~text\n'
  sed -n 1,10p "$lines" | jq -Rr 'if length > 300 then .[:297] + "..." else . end | "  " + .'
  (($(wc -l <"$lines") <= 10)) || echo "  and $(($(wc -l <"$lines") - 10)) more"
  printf '~~~~~~~~\n'
}

# explained links the ids of the findings, at most ten, to where the page of the base revision explains them, if it has one.
explained() {
  if [[ -z ${base:-} ]] || ! declare -F page_of >/dev/null || ! in_tree cat-file -e "$base:docs/findings.md" 2>/dev/null; then
    return
  fi
  jq -r --arg page "$(page_of "$base" docs/findings.md)" \
    '[.places[].id | select(. != "")] | unique | .[:10] | if . == [] then empty else
      "What it means, and how to fix it: " + (map("[\(.)](<\($page)\(gsub("/"; "-"))>)") | join(", ")) + "." end' "$folder/verdict.json"
}

# headline is the verdict in Markdown. What comes from the tree is in a fence, in lines that cannot end it.
headline() {
  local whole=''
  [[ -z $link ]] || whole=" The [whole review](<$link>) is attached to the run, as a page and as JSON."
  if [[ $(verdict) == passed ]]; then
    echo "**Nothing blocks this.**$whole"
  else
    echo "**This is blocked**: $(jq -r '.reasons | join("; ")' "$folder/verdict.json").$whole"
    [[ -z $(says | head -n 1) ]] || says | fenced
    explained
  fi
  [[ -n $(judge_says) ]] || return 0
  printf '\n**%s\n' "$(judge_says | sed 's/: /:** /')"
  [[ $(verdict) == passed ]] || echo "If it is blocked because the generator makes other files now, docs/pipelines.md says how it is merged."
  judge_names | fenced
}

# comment_of FILE puts the verdict below the first line of a review, which is how the comment is found again.
comment_of() {
  head -n 1 "$1"
  headline
  echo
  tail -n +2 "$1"
}
