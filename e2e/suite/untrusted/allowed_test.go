package untrusted

import (
	"path/filepath"
	"regexp"
	"slices"
)

// call is a program that was started, and the program that started it.
type call struct {
	by   string
	argv []string
}

// allowed are all the ways in which the generator calls git, for --diff and nothing else, after "git -C FOLDER".
// ROOT stands for the folder of the repository, COMMIT for the hash of one, and REVISION for what --diff was given.
var allowed = [][]string{
	{"rev-parse", "--show-prefix"},
	{"rev-parse", "--quiet", "--verify", "--end-of-options", "REVISION^{commit}"},
	{"rev-parse", "--is-shallow-repository"},
	{"ls-tree", "-r", "-z", "--full-tree", "COMMIT", "--", "overlays", "clusters", "terraform/stacks", "base"},
	{"cat-file", "--batch"},
}

var hash = regexp.MustCompile(`^[0-9a-f]{40}$`)

// isAllowed reports whether a run with --diff REVISION in a folder calls a program as it may. Without a revision, none.
func isAllowed(c call, folder, revision string) bool {
	if revision == "" || len(c.argv) < 3 || filepath.Base(c.argv[0]) != "git" || c.argv[1] != "-C" || c.argv[2] != folder {
		return false
	}
	return slices.ContainsFunc(allowed, func(shape []string) bool {
		return slices.EqualFunc(shape, c.argv[3:], func(want, got string) bool {
			switch want {
			case "COMMIT":
				return hash.MatchString(got)
			case "REVISION^{commit}":
				return got == revision+"^{commit}"
			}
			return got == want
		})
	})
}
