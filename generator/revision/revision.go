package revision

import (
	"context"
	"crypto/sha1" //nolint:gosec // git's name of a blob, no protection of anything
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
)

// Revision is one commit of the repository.
type Revision struct {
	// Name is what the caller called it, and Commit its full hash.
	Name, Commit string

	folder string // where git runs
	prefix string // of the folder within the repository, "" or with a slash at its end
	blobs  map[string]string
}

// Open finds a revision and lists its files below the given paths. Paths are
// relative to the folder, with slashes, here and everywhere.
func Open(ctx context.Context, folder, name string, paths ...string) (*Revision, error) {
	r := &Revision{Name: name, folder: folder}
	if _, err := exec.LookPath("git"); err != nil {
		return nil, fmt.Errorf("finding git, which reads revision %q: %w; install git", name, err)
	}
	prefix, err := r.git(ctx, nil, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, fmt.Errorf("looking for the git repository of %q: %w", folder, err)
	}
	r.prefix = strings.TrimSuffix(string(prefix), "\n")
	if err := r.resolve(ctx); err != nil {
		return nil, err
	}
	return r, r.list(ctx, paths)
}

func (r *Revision) resolve(ctx context.Context) error {
	commit, err := r.git(ctx, nil, "rev-parse", "--quiet", "--verify", "--end-of-options", r.Name+"^{commit}")
	if err == nil {
		r.Commit = strings.TrimSpace(string(commit))
		return nil
	}
	shallow, _ := r.git(ctx, nil, "rev-parse", "--is-shallow-repository")
	if strings.TrimSpace(string(shallow)) == "true" {
		return fmt.Errorf("finding revision %q: it is not in this clone, which is shallow; fetch it first, with `git fetch --unshallow`, or in a pipeline by a checkout of the whole history (fetch-depth: 0)", r.Name)
	}
	return fmt.Errorf("finding revision %q: there is no such branch, tag or commit here; a branch of the remote is named origin/NAME, after `git fetch`", r.Name)
}

func (r *Revision) list(ctx context.Context, paths []string) error {
	args := []string{"ls-tree", "-r", "-z", "--full-tree", r.Commit, "--"}
	for _, p := range paths {
		args = append(args, r.prefix+p)
	}
	listing, err := r.git(ctx, nil, args...)
	if err != nil {
		return fmt.Errorf("listing the files of revision %q: %w", r.Name, err)
	}
	r.blobs = map[string]string{}
	for entry := range strings.SplitSeq(string(listing), "\x00") {
		meta, full, found := strings.Cut(entry, "\t")
		fields := strings.Fields(meta)
		// Symbolic links and submodules are none of the generator's files.
		if found && len(fields) == 3 && fields[1] == "blob" && fields[0] != "120000" {
			r.blobs[strings.TrimPrefix(full, r.prefix)] = fields[2]
		}
	}
	return nil
}

// Files lists the files below a folder, in order.
func (r *Revision) Files(folder string) []string {
	var found []string
	for p := range r.blobs {
		if strings.HasPrefix(p, folder+"/") {
			found = append(found, p)
		}
	}
	slices.Sort(found)
	return found
}

// Folders lists the folders directly below a folder that have files, in order.
func (r *Revision) Folders(folder string) []string {
	var found []string
	for _, p := range r.Files(folder) {
		name, _, inside := strings.Cut(strings.TrimPrefix(p, folder+"/"), "/")
		if inside && !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	return found
}

// Has reports whether a file is there.
func (r *Revision) Has(p string) bool { return r.blobs[path.Clean(p)] != "" }

// Equal reports whether a file is there with exactly these bytes.
func (r *Revision) Equal(p string, data []byte) bool {
	name, there := r.blobs[p]
	return there && name == blobName(name, data)
}

// blobName is git's hash of a file, of the kind that like is.
func blobName(like string, data []byte) string {
	h := sha1.New() //nolint:gosec // as above
	if len(like) == hex.EncodedLen(sha256.Size) {
		h = sha256.New()
	}
	fmt.Fprintf(h, "blob %d\x00", len(data))
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}

// git runs git and returns what it prints. An error has what git said.
func (r *Revision) git(ctx context.Context, stdin []byte, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", r.folder}, args...)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_NO_REPLACE_OBJECTS=1")
	cmd.Stdin = strings.NewReader(string(stdin))
	out, err := cmd.Output()
	if exit := new(exec.ExitError); errors.As(err, &exit) && len(exit.Stderr) > 0 {
		return nil, fmt.Errorf("git: %s", strings.Join(strings.Fields(string(exit.Stderr)), " "))
	}
	return out, err
}
