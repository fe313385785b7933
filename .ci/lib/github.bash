# shellcheck shell=bash
# GitHub: comments, pull requests and what else the scripts ask of it. All variables but the token are set by GitHub.
source .ci/lib/http.bash

comment_limit=65536
description_limit=65536
link=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID#artifacts
branch=${GITHUB_REF_NAME:-}
# Whose comments are ours to change. A token of another identity needs its name.
author=${COMMENT_AUTHOR:-github-actions[bot]}
committer_email="41898282+github-actions[bot]@users.noreply.github.com"

repository=$GITHUB_API_URL/repos/$GITHUB_REPOSITORY
[[ ${GITHUB_REF:-} =~ ^refs/pull/([0-9]+)/ ]] && pull=${BASH_REMATCH[1]} || pull=''

# page_of COMMIT FILE is where people read a Markdown file; the name of a heading follows.
page_of() { echo "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/blob/$1/$2#"; }

headers() {
  printf 'Authorization: Bearer %s\n' "${GITHUB_TOKEN:-}"
  printf 'Accept: application/vnd.github+json\nX-GitHub-Api-Version: 2022-11-28\n'
}

authorization() { printf 'Basic %s' "$(printf 'x-access-token:%s' "${GITHUB_TOKEN:-}" | base64 --wrap=0)"; }

# annotations shows the errors of a verdict beside the lines of the pull request. A step has room for ten.
annotations() {
  jq -r 'def data: gsub("#(?=#)"; "# ") | gsub("%"; "%25") | gsub("\r"; "%0D") | gsub("\n"; "%0A");
    def property: data | gsub(":"; "%3A") | gsub(","; "%2C");
    .places[:10][] | "::error \(if .file == "" then "" else "file=\(.file | property)," end)\(if .line then "line=\(.line)," else "" end)title=\(.title | property)::\(.says | data)"' "$1"
}

# reviewed_head is the commit that this run was started for, and pull_head the one that the pull request has now.
reviewed_head() { jq -r '.pull_request.head.sha // ""' "$GITHUB_EVENT_PATH"; }
pull_head() { request GET "$repository/pulls/$pull" && jq -r .head.sha "$answer"; }

# own_comments MARKER lists our comments that begin with the marker, the oldest first.
own_comments() {
  local page
  for ((page = 1; page <= 100; page++)); do
    request GET "$repository/issues/$pull/comments?per_page=100&page=$page" || return
    jq -r --arg marker "$1" --arg author "$author" \
      '.[] | select(.user.login == $author and ((.body // "") | split("\n")[0] // "" | rtrimstr("\r")) == $marker) | .id' "$answer"
    (($(jq length "$answer") == 100)) || return 0
  done
}

create_comment() {
  jq -n --rawfile body "$1" '{$body}' >"$work/body"
  request POST "$repository/issues/$pull/comments" "$work/body"
}

update_comment() {
  jq -n --rawfile body "$2" '{$body}' >"$work/body"
  request PATCH "$repository/issues/comments/$1" "$work/body"
}

delete_comment() { request DELETE "$repository/issues/comments/$1"; }

# show_elsewhere FILE shows what could not be posted on the page of the run. That has room for a mebibyte.
show_elsewhere() {
  head -c 1000000 "$1" >>"$GITHUB_STEP_SUMMARY"
  echo "It is in the summary of this run: ${link%#*}"
}

warning() { echo "::warning::$*"; }

# find_pull BRANCH prints the number of the open pull request of a branch, if there is one.
find_pull() {
  request GET "$repository/pulls?state=open&head=${GITHUB_REPOSITORY%%/*}:$1&base=$branch" || return
  jq -r '.[0].number // empty' "$answer"
}

create_pull() {
  jq -n --arg head "$1" --arg base "$branch" --arg title "$2" --rawfile body "$3" '{$head, $base, $title, $body}' >"$work/body"
  request POST "$repository/pulls" "$work/body" && jq -r .html_url "$answer"
}

update_pull() {
  jq -n --arg title "$2" --rawfile body "$3" '{$title, $body}' >"$work/body"
  request PATCH "$repository/pulls/$1" "$work/body" && jq -r .html_url "$answer"
}

close_pull() {
  echo '{"state": "closed"}' >"$work/body"
  request PATCH "$repository/pulls/$1" "$work/body"
}
