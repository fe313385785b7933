package revision

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
)

// MaxSize is the largest file that is read, in bytes. Kubernetes itself takes
// no object above 3 MiB.
const MaxSize = 32 << 20

// Read returns the files at these paths by path, in one go; one that is not
// there is left out.
func (r *Revision) Read(ctx context.Context, paths ...string) (map[string][]byte, error) {
	var there []string
	var ask strings.Builder
	for _, p := range paths {
		if name, found := r.blobs[p]; found {
			there = append(there, p)
			ask.WriteString(name + "\n")
		}
	}
	if len(there) == 0 {
		return map[string][]byte{}, nil
	}
	out, err := r.git(ctx, []byte(ask.String()), "cat-file", "--batch")
	if err != nil {
		return nil, fmt.Errorf("reading files of revision %q: %w", r.Name, err)
	}
	return r.split(there, out)
}

// split takes the answer of cat-file apart: for each object a line with its
// name, type and size, its bytes, and a line end.
func (r *Revision) split(paths []string, out []byte) (map[string][]byte, error) {
	files := make(map[string][]byte, len(paths))
	for _, p := range paths {
		head, rest, _ := bytes.Cut(out, []byte("\n"))
		fields := strings.Fields(string(head))
		if len(fields) != 3 || fields[1] != "blob" {
			return nil, fmt.Errorf("reading %q at revision %q: git has no such object; in a partial clone, fetch it first", p, r.Name)
		}
		size, err := strconv.Atoi(fields[2])
		if err != nil || size > MaxSize || size >= len(rest) {
			return nil, fmt.Errorf("reading %q at revision %q: its size is %s bytes, and at most %d are read", p, r.Name, fields[2], MaxSize)
		}
		files[p], out = rest[:size:size], rest[size+1:]
	}
	return files, nil
}
