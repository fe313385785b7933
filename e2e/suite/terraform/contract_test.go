package terraform

import (
	"bufio"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// TestMockedOutputs holds HCL, Terraform's evaluation, contract and generator
// together: the outputs of the mocked run of stack prod make an overlay.
func TestMockedOutputs(t *testing.T) {
	tests, err := filepath.Abs(filepath.Join(repository, "terraform/tests/run"))
	if err != nil {
		t.Fatal(err)
	}
	log := must(t, repository, nil, tests, "-json", "-verbose", "-filter=tests/prod.tftest.hcl")
	var outputs json.RawMessage
	lines := bufio.NewScanner(strings.NewReader(log))
	lines.Buffer(nil, len(log)+1)
	for lines.Scan() {
		var message struct {
			Type  string `json:"type"`
			State struct {
				Outputs json.RawMessage `json:"outputs"`
			} `json:"test_state"`
		}
		if json.Unmarshal(lines.Bytes(), &message) == nil && message.Type == "test_state" {
			outputs = message.State.Outputs
		}
	}
	if outputs == nil {
		t.Fatal("no run says its state")
	}
	t.Log(generate(t, "prod", outputs))
}
