# shellcheck shell=bash
# Requests to the API of a platform. Sourced by the libraries of the platforms, whose headers() and authorization() name who asks.

# What a function returns for a failure that may be over in a moment.
readonly again=75

# What came last. Files, since most functions are asked for what they print, and so run in a shell of their own.
answer=$work/answer answer_headers=$work/answer-headers answer_status=$work/answer-status

# request METHOD URL [FILE] sends the file, and leaves the answer in $answer and its status in $answer_status.
request() {
  local body=() status
  (($# < 3)) || body=(--data-binary "@$3")
  : >"$answer"
  : >"$answer_headers"
  # The token is in no argument: those can be seen by every process of the machine.
  status=$(curl --silent --show-error --max-time 60 --request "$1" --header @<(headers) --header 'Content-Type: application/json' \
    "${body[@]}" --dump-header "$answer_headers" --output "$answer" --write-out '%{http_code}' "$2") || status=000
  echo "$status" >"$answer_status"
  case $status in
    2??) return 0 ;;
    000 | 408 | 429 | 5??) return "$again" ;;
  esac
  # GitHub says with a 403, too, that there were too many requests.
  [[ -z $(retry_after) ]] || return "$again"
  return 1
}

# remote_git ARGUMENT... is git as whom authorization() names: the checkout keeps no credentials. They are in no argument.
remote_git() {
  local url who
  url=$(git remote get-url origin) && who=$(authorization) || return
  GIT_TERMINAL_PROMPT=0 GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.$url.extraheader GIT_CONFIG_VALUE_0="Authorization: $who" git "$@"
}

retry_after() { sed -n 's/^retry-after: *\([0-9]\{1,2\}\)[[:space:]]*$/\1/Ip' "$answer_headers" | tail -n 1; }

# retry COMMAND... runs it until it succeeds or fails for good, four times at most.
retry() {
  local try result pause
  for try in 1 2 3 4; do
    result=0
    "$@" || result=$?
    ((result == again && try < 4)) || return "$((result == 0 ? 0 : 1))"
    pause=$(retry_after)
    sleep "${pause:-$((1 << (try - 1)))}"
  done
}

# complaint says what the last answer was, in one line that is no command to the platform.
complaint() {
  local message status
  status=$(<"$answer_status")
  message=$(jq -r '.message? // empty | tostring | gsub("[^ -~]"; " ") | .[:300]' "$answer" 2>/dev/null) || message=''
  if [[ $status == 000 ]]; then
    echo "no answer"
  else
    echo "status $status${message:+: $message}" | harmless
  fi
}
