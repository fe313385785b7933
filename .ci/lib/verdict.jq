# What blocks a pull request, of the JSON that the generator printed: $check of --check, $review of --diff, and $stages
# of each --against; where there was nothing to compare, its stacks are names alone. $judge is what changes of the judge, which
# people decide on. The arguments are sentences about runs that printed none. The result has whether it is blocked, reasons
# for a headline, the places that they are at, and the judge.

def plural($n; $one; $many): "\($n) \(if $n == 1 then $one else $many end)";
# The id of a finding, by which docs/findings.md explains it; a generator of an older revision gives none.
def id: (.id // "") | if test("^[a-z]+/[a-z0-9-]+$") then . else "" end;
def title: if id == "" then .summary else "\(.summary) (\(id))" end;
def stack_list: map("`\(gsub("[^A-Za-z0-9._-]"; "?"))`") | .[:5] + (if length > 5 then ["\(length - 5) more"] else [] end) | join(", ");

[$check[], $review[], $stages[]] as $runs
| [$runs[] | .diagnostics[] | select(.severity == "error")] | unique as $errors
| [$check[] | .changes[]] as $files
# What is wrong with the older side alone is what the pull request may be there to mend.
| [$review[] | .stacks[] | select(.state == "failed" and any(.failures[]; .side == "after")) | .name] as $failed
| [($review + $stages)[] | .stacks[] | objects | .name as $name | .findings // [] | .[] | {$name, says: .}] as $findings
| {
    reasons: ([
      $ARGS.positional[],
      (if $ARGS.positional == [] and ($check == [] or $review == []) then "the generator printed nothing" else empty end),
      (if ($errors | length) > 0 then plural($errors | length; "error"; "errors") else empty end),
      (if ($failed | length) > 0 then "failed: \($failed | stack_list)" else empty end),
      (if ($files | length) > 0 then "\(plural($files | length; "file is"; "files are")) not what the generator makes of the inputs" else empty end),
      (if ($findings | length) > 0 then plural($findings | length; "difference without a cause"; "differences without a cause") else empty end)
    ]),
    places: (
      ($errors | map({id: id, file: (.subject.file // ""), line: .subject.line, title: title, says: .detail}))
      + ($files | map({id: "", file: .path, line: null, title: "Not what is generated", says: (.finding // .action)}))
      + ($findings | map({id: "", file: "", line: null, title: "Without a cause", says: "\(.name): \(.says)"}))
    ),
    judge: ($judge[0] // {by: null, base: null, changed: []})
  }
| .blocked = (.reasons | length > 0)
