package write

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// HashFile is the path of the hash file in an overlay. It has the form that
// `sha256sum --check` reads from the root of the repository. It lies beside
// what is rendered, so that the rest of two overlays differs in facts alone.
const HashFile = "rendered/generated.sha256"

// hashes are the SHA-256 sums that a file may have without being an edit, by
// path. There is more than one only while a run is writing.
type hashes map[string][]string

// parseHashes reads a hash file. Lines that are none are skipped: a merge may
// have left its marks, and a path without a hash is handled with care anyway.
func parseHashes(data []byte) hashes {
	h := hashes{}
	for line := range strings.Lines(string(data)) {
		sum, path, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "  ")
		if ok && len(sum) == hex.EncodedLen(sha256.Size) {
			h[path] = append(h[path], sum)
		}
	}
	return h
}

func (h hashes) accepts(path string, data []byte) bool {
	return slices.Contains(h[path], sum(data))
}

// add records one more sum for a path.
func (h hashes) add(path string, data []byte) { h.addSum(path, sum(data)) }

func (h hashes) addSum(path, sum string) {
	if !slices.Contains(h[path], sum) {
		h[path] = append(h[path], sum)
	}
}

func (h hashes) bytes() []byte {
	var b bytes.Buffer
	for _, path := range slices.Sorted(maps.Keys(h)) {
		for _, s := range h[path] {
			fmt.Fprintf(&b, "%s  %s\n", s, path)
		}
	}
	return b.Bytes()
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}
