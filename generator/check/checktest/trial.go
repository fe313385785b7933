package checktest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// The variables by which the cluster suite asks tests for what they hold, to ask a real
// API server about the same: the folder to write to, and the server's version.
const (
	TrialsFolder  = "METAFLOW_TRIALS"
	TrialsVersion = "METAFLOW_TRIALS_VERSION"
)

// Trials are what one test writes.
type Trials struct {
	// Components is how many components the objects are of.
	Components int     `json:"components"`
	All        []Trial `json:"all"`
}

// A Trial is an object, and what the offline check says of it.
type Trial struct {
	// Of is the table that it comes from.
	Of   string `json:"of"`
	Name string `json:"name"`
	// Kind is that of the object before it was changed.
	Kind    string         `json:"kind"`
	Object  map[string]any `json:"object"`
	Refused bool           `json:"refused"`
}

// Write writes the trials to a file of the folder.
func (all Trials) Write(t *testing.T, folder, name string) {
	t.Helper()
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
		t.Fatal(err)
	}
}
