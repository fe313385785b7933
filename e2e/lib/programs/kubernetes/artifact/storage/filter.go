package storage

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/fluxcd/pkg/sourceignore"
	"github.com/fluxcd/pkg/sourceignore/gitignore"
)

// An ArchiveFileFilter says whether a file or folder, with its path on the
// machine, stays out of an archive.
type ArchiveFileFilter func(path string, info os.FileInfo) bool

// SourceIgnoreFilter leaves out git's own files and what the patterns match
// or, without any, what Flux leaves out by default. The domain is the archived
// folder's path, in its parts.
func SourceIgnoreFilter(patterns []gitignore.Pattern, domain []string) ArchiveFileFilter {
	if len(patterns) == 0 {
		patterns = sourceignore.DefaultPatterns(domain)
	}
	matcher := sourceignore.NewMatcher(append(sourceignore.VCSPatterns(domain), patterns...))
	return func(path string, info os.FileInfo) bool {
		return matcher.Match(strings.Split(path, string(filepath.Separator)), info.IsDir())
	}
}
