package state

import (
	"errors"
	"regexp"
	"strings"

	"example.com/metaflow-gitops/generator/secret"
)

var ansi = regexp.MustCompile("\x1b\\[[0-9;]*m")

// What Terraform says when it fails. Words and numbers match whole: a port such as
// 40149 is no status 401.
var (
	noWorkspaces = anyWord("workspaces not supported")
	notReady     = anyWord("initialization required", `please run "terraform init"`, `please run "tofu init"`,
		"backend configuration changed", "backend type changed", `run "terraform init"`, `run "tofu init"`)
	unsupported = anyWord("unsupported state file format", "state version")
	denied      = anyWord("403", "401", "forbidden", "unauthorized", "AccessDenied", "requires auth", "invalid auth",
		"authentication failed", "permission denied")
	unreachable = anyWord("connection refused", "connection reset", "no such host", "timeout", "i/o", "EOF", "TLS", "dial tcp",
		"giving up after")
)

var errNoWorkspaces = errors.New("the backend has no workspaces")

// anyWord matches a text in which one of the phrases stands between the edges of words,
// in any case.
func anyWord(phrases ...string) *regexp.Regexp {
	quoted := make([]string, len(phrases))
	for i, phrase := range phrases {
		quoted[i] = regexp.QuoteMeta(phrase)
	}
	return regexp.MustCompile(`(?i)(?:^|\W)(?:` + strings.Join(quoted, "|") + `)(?:\W|$)`)
}

// complaint classifies what Terraform said. Its text is passed on without
// secrets.
func (r *Reader) complaint(args []string, text string) error {
	text = strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(ansi.ReplaceAllString(text, ""))
	text = strings.Join(strings.Fields(secret.NewRedactor(nil).Redact(text)), " ")
	quoted := quote(text)
	command := "terraform " + strings.Join(args, " ")
	switch {
	case noWorkspaces.MatchString(text):
		return errNoWorkspaces
	case notReady.MatchString(text):
		return failure(NotReady, "A state of the %s backend is read through Terraform, which has not been initialized here. Run `terraform -chdir=terraform init -backend-config=%s`.", r.backend.Type, SettingsFile)
	case unsupported.MatchString(text):
		return failure("Unsupported state version", "`%s`: %s", command, quoted)
	case denied.MatchString(text):
		return failure(AccessDenied, "The %s backend refuses these credentials. `%s`: %s", r.backend.Type, command, quoted)
	case unreachable.MatchString(text):
		return failure(Network, "The %s backend cannot be reached. `%s`: %s", r.backend.Type, command, quoted)
	}
	return failure(PullFailed, "`%s`: %s", command, quoted)
}
