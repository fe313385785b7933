package pipelines

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// states are those of the local backend.
type states struct {
	t      *testing.T
	folder string
	from   string // repository with the recorded outputs
	first  map[string]string
}

func (s *states) file(name string) string {
	return filepath.Join(s.folder, name, "terraform.tfstate")
}

// write makes a state of what was recorded first, so many changes later, with some texts replaced. Unless nothing has
// changed, it has a sensitive output, too.
func (s *states) write(name string, later int, replaced map[string]string) {
	s.t.Helper()
	if s.first == nil {
		s.first = map[string]string{}
	}
	if s.first[name] == "" {
		s.first[name] = read(s.t, filepath.Join(s.from, "terraform/stacks", name, "outputs.json"))
	}
	text := s.first[name]
	for old, now := range replaced {
		if !strings.Contains(text, old) {
			s.t.Fatalf("%s has no %q", name, old)
		}
		text = strings.ReplaceAll(text, old, now)
	}
	var record map[string]any
	if err := json.Unmarshal([]byte(text), &record); err != nil {
		s.t.Fatal(err)
	}
	delete(record, "format")
	record["version"], record["serial"] = 4, record["serial"].(float64)+float64(later)
	record["resources"] = []any{}
	if later > 0 {
		record["outputs"].(map[string]any)["administrator_password"] = map[string]any{"value": secret, "type": "string", "sensitive": true}
	}
	state, err := json.Marshal(record)
	if err != nil {
		s.t.Fatal(err)
	}
	write(s.t, s.file(name), string(state))
}
