# shellcheck shell=bash
# Azure DevOps: threads, pull requests and what else the scripts ask of it. All variables but the token are set by it.
source .ci/lib/http.bash

comment_limit=150000
description_limit=4000
# The name of a project may have spaces and parentheses.
project=$SYSTEM_COLLECTIONURI$(jq -rn --arg name "$SYSTEM_TEAMPROJECT" '$name | @uri | gsub("\\("; "%28") | gsub("\\)"; "%29")')
link="$project/_build/results?buildId=$BUILD_BUILDID&view=artifacts&pathAsName=false&type=publishedArtifacts"
branch=${BUILD_SOURCEBRANCH:-}
branch=${branch#refs/heads/}
committer_email=metaflow-refresh@noreply.dev.azure.com

pulls=$project/_apis/git/repositories/$BUILD_REPOSITORY_ID/pullRequests
pull=${SYSTEM_PULLREQUEST_PULLREQUESTID:-}
readonly version=api-version=7.1

# page_of COMMIT FILE is where people read a Markdown file; the name of a heading follows.
page_of() {
  jq -rn --arg name "${BUILD_REPOSITORY_NAME:-$BUILD_REPOSITORY_ID}" --arg project "$project" --arg commit "$1" --arg file "$2" \
    '"\($project)/_git/\($name | @uri | gsub("\\("; "%28") | gsub("\\)"; "%29"))?path=/\($file)&version=GC\($commit)&_a=preview&anchor="'
}

headers() {
  printf 'Authorization: Bearer %s\n' "${SYSTEM_ACCESSTOKEN:-}"
  # Without this a bad token is answered by a page to log in.
  printf 'X-TFS-FedAuthRedirect: Suppress\n'
}

authorization() { printf 'Bearer %s' "${SYSTEM_ACCESSTOKEN:-}"; }

# annotations shows the errors of a verdict at the top of the run.
annotations() {
  jq -r 'def data: gsub("#(?=#)"; "# ") | gsub("%"; "%AZP25") | gsub("\r"; "%0D") | gsub("\n"; "%0A");
    def property: data | gsub(";"; "%3B") | gsub("\\]"; "%5D");
    .places[:10][] | "##vso[task.logissue type=error;sourcepath=\(.file | property)\(if .line then ";linenumber=\(.line)" else "" end)]\(.title + ": " + .says | data)"' "$1"
}

# reviewed_head is the commit that this run was started for, and pull_head the one that the pull request has now.
reviewed_head() { echo "${SYSTEM_PULLREQUEST_SOURCECOMMITID:-}"; }
pull_head() { request GET "$pulls/$pull?$version" && jq -r .lastMergeSourceCommit.commitId "$answer"; }

# own_comments MARKER lists our threads whose first comment begins with the marker, as THREAD/comments/COMMENT.
own_comments() {
  local me
  request GET "${SYSTEM_COLLECTIONURI}_apis/connectionData?api-version=7.1-preview" || return
  me=$(jq -r .authenticatedUser.id "$answer")
  request GET "$pulls/$pull/threads?$version" || return
  jq -r --arg marker "$1" --arg me "$me" \
    '.value[] | select(.isDeleted != true) | .id as $thread | .comments[0] // empty | select(.isDeleted != true)
      | select(.author.id == $me and ((.content // "") | split("\n")[0] // "" | rtrimstr("\r")) == $marker) | "\($thread)/comments/\(.id)"' "$answer"
}

# An active thread is one that a person still has to answer; a policy can ask for none to be left.
thread_status() { if [[ $(verdict) == blocked ]]; then echo active; else echo closed; fi; }

create_comment() {
  jq -n --rawfile text "$1" --arg status "$(thread_status)" \
    '{comments: [{parentCommentId: 0, content: $text, commentType: "text"}], $status}' >"$work/body"
  request POST "$pulls/$pull/threads?$version" "$work/body"
}

update_comment() {
  jq -n --rawfile text "$2" '{content: $text}' >"$work/body"
  request PATCH "$pulls/$pull/threads/$1?$version" "$work/body" || return
  jq -n --arg status "$(thread_status)" '{$status}' >"$work/body"
  request PATCH "$pulls/$pull/threads/${1%%/*}?$version" "$work/body"
}

delete_comment() { request DELETE "$pulls/$pull/threads/$1?$version"; }

# show_elsewhere FILE shows what could not be posted on the page of the run.
show_elsewhere() {
  echo "##vso[task.uploadsummary]$(realpath "$1")"
  echo "It is on the tab Extensions of this run."
}

warning() { echo "##vso[task.logissue type=warning]$*"; }

# find_pull BRANCH prints the number of the active pull request of a branch, if there is one.
find_pull() {
  request GET "$pulls?searchCriteria.sourceRefName=refs/heads/$1&searchCriteria.targetRefName=refs/heads/$branch&searchCriteria.status=active&$version" || return
  jq -r '.value[0].pullRequestId // empty' "$answer"
}

create_pull() {
  jq -n --arg head "refs/heads/$1" --arg base "refs/heads/$branch" --arg title "$2" --rawfile body "$3" \
    '{sourceRefName: $head, targetRefName: $base, $title, description: $body}' >"$work/body"
  request POST "$pulls?$version" "$work/body" && page_of_pull
}

update_pull() {
  jq -n --arg title "$2" --rawfile body "$3" '{$title, description: $body}' >"$work/body"
  request PATCH "$pulls/$1?$version" "$work/body" && page_of_pull
}

close_pull() {
  echo '{"status": "abandoned"}' >"$work/body"
  request PATCH "$pulls/$1?$version" "$work/body"
}

page_of_pull() { echo "$project/_git/${BUILD_REPOSITORY_NAME:-$BUILD_REPOSITORY_ID}/pullrequest/$(jq -r .pullRequestId "$answer")"; }
