package manifest

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"example.com/metaflow-gitops/generator/tree"
	"go.yaml.in/yaml/v3"
)

// TestEncodeIsTheLibrarys holds every generated YAML file of the project to what the
// YAML library writes of the same documents, byte by byte, and to the style of the
// encoder here, which is ten times as fast.
func TestEncodeIsTheLibrarys(t *testing.T) {
	compared := 0
	for _, folder := range []string{tree.Overlays, tree.Clusters} {
		err := filepath.WalkDir(filepath.Join("../..", folder), func(p string, e fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(p) != ".yaml" {
				return err
			}
			data, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			body, isOurs := bytes.CutPrefix(data, []byte(Header))
			if !isOurs {
				return nil
			}
			compared++
			documents := nodes(t, body)
			if theirs := encodeNodes(t, documents); !bytes.Equal(theirs, body) {
				t.Errorf("the library writes %s as\n%s", p, theirs)
			}
			var all []Map
			for _, d := range documents {
				all = append(all, orderedNode(t, d.Content[0]).(Map))
			}
			if ours := Encode(all...); !bytes.Equal(ours, data) {
				t.Errorf("the encoder writes %s as\n%s", p, ours)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if compared < 200 {
		t.Errorf("only %d files were compared", compared)
	}
}

func nodes(t *testing.T, data []byte) []*yaml.Node {
	t.Helper()
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var all []*yaml.Node
	for {
		n := new(yaml.Node)
		switch err := decoder.Decode(n); {
		case errors.Is(err, io.EOF):
			return all
		case err != nil:
			t.Fatal(err)
		}
		all = append(all, n)
	}
}

func encodeNodes(t *testing.T, documents []*yaml.Node) []byte {
	t.Helper()
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	for _, d := range documents {
		if err := encoder.Encode(d); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// ordered is a node as the values that the encoder takes.
func orderedNode(t *testing.T, n *yaml.Node) any {
	t.Helper()
	switch n.Kind {
	case yaml.MappingNode:
		m := Map{}
		for pair := range slices.Chunk(n.Content, 2) {
			m = append(m, Entry{pair[0].Value, orderedNode(t, pair[1])})
		}
		return m
	case yaml.SequenceNode:
		l := List{}
		for _, item := range n.Content {
			l = append(l, orderedNode(t, item))
		}
		return l
	}
	var v any
	if err := n.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}
