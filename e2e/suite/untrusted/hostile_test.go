package untrusted

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// hostile is an input that wants a run to end in a panic, or late, or with the memory of the machine.
type hostile struct {
	name string
	// file is what has it, or is about it: who refuses it says so.
	file string
	// text is the whole file, made when it is needed. A resource of the component is one if the file is below evil.
	text func() string
	// anywhere means that it is legal, and that what refuses it is about something that it has broken.
	anywhere bool
	// mode is that of the run; without one it writes.
	mode []string
}

const resource = evil + "/resource.yaml"

// TestHostile runs the generator on each: it ends in time, in little memory, and not as a program does that crashed. What
// it refuses it refuses in words, and names the file.
func TestHostile(t *testing.T) {
	for _, h := range slices.Concat(hostileObjects, hostileYAML, hostileDecisions, hostileOutputs, hostileGenerated) {
		t.Run(h.name, func(t *testing.T) {
			t.Parallel()
			w := watch(t)
			w.bring(h)
			w.tree.commit()
			r := w.measured(shared.programs[asIs], append([]string{"--root", w.tree.folder, "--format", "json"}, h.mode...))
			w.survived(h, r)
		})
	}
}

func (w watched) bring(h hostile) {
	w.t.Helper()
	w.tree.write(h.file, h.text())
	if !strings.HasPrefix(h.file, evil+"/") {
		return
	}
	w.tree.list(evil)
	w.tree.write(evil+"/README.md", "A component.\n")
	if !strings.HasSuffix(h.file, "kustomization.yaml") && !strings.HasSuffix(h.file, "patch.yaml") {
		w.tree.write(evil+"/kustomization.yaml", header+"resources: ["+strings.TrimPrefix(h.file, evil+"/")+"]\n")
	}
	if strings.HasSuffix(h.file, "patch.yaml") {
		w.tree.write(evil+"/kustomization.yaml", header+"patches: [{path: patch.yaml, target: {kind: Service, name: ui-static}}]\n")
	}
}

func (w watched) survived(h hostile, r measure) {
	w.t.Helper()
	said := short(r.told())
	w.t.Logf("exit status %d after %v, %d MiB", r.status, r.took.Round(time.Millisecond), r.memory>>20)
	switch {
	case r.took > limit || r.memory > memoryLimit || r.status < 0:
		w.t.Errorf("exit status %d after %v with %d MiB", r.status, r.took, r.memory>>20)
	case strings.Contains(r.stderr, "goroutine ") || strings.Contains(r.stderr, "panic:"):
		w.t.Errorf("a panic:\n%s", said)
	case r.status != 0 && r.status != 1 && (r.status != 2 || !slices.Contains(h.mode, "--diff")):
		w.t.Errorf("exit status %d\n%s", r.status, said)
	case r.status == 1 && !h.anywhere && !r.mentions(w.t, h.file):
		w.t.Errorf("refused, and %s is not named\n%s", h.file, said)
	}
}
