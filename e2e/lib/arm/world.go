package arm

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"
)

// world is all that the stand-in knows, so that it can be saved and brought back.
type world struct {
	Resources map[string]*resource
	// Registered are the resource providers of each subscription, in lower case.
	Registered map[string]map[string]bool
	// Deleted are the vaults that can be recovered, by name in lower case.
	Deleted map[string]*deletedVault
	// Secrets are those of each vault, by name in lower case.
	Secrets map[string]map[string]*secret
	// Groups are the members of Entra groups: object ids by object id.
	Groups map[string][]string
	// Count makes ids that are different, and the same in each run.
	Count int
}

// resource is what was PUT, with what Azure adds.
type resource struct {
	Body object
	// Hidden is what no GET shows.
	Hidden object
	Since  time.Time
}

func newWorld() world {
	return world{
		Resources: map[string]*resource{}, Registered: map[string]map[string]bool{}, Deleted: map[string]*deletedVault{},
		Secrets: map[string]map[string]*secret{}, Groups: map[string][]string{},
	}
}

// under returns the resources below a path, sorted.
func (w *world) under(prefix string) []*resource {
	prefix = strings.ToLower(strings.TrimSuffix(prefix, "/")) + "/"
	var found []*resource
	for _, key := range slices.Sorted(maps.Keys(w.Resources)) {
		if strings.HasPrefix(key, prefix) {
			found = append(found, w.Resources[key])
		}
	}
	return found
}

// of returns the resources of a type, sorted.
func (w *world) of(kind string) []*resource {
	var found []*resource
	for _, key := range slices.Sorted(maps.Keys(w.Resources)) {
		if parseID(text(w.Resources[key].Body, "id")).kind == kind {
			found = append(found, w.Resources[key])
		}
	}
	return found
}

// drop takes a resource and all below it away.
func (w *world) drop(i id) {
	delete(w.Resources, i.key())
	for _, r := range w.under(i.path) {
		delete(w.Resources, parseID(text(r.Body, "id")).key())
	}
}

// Save writes all that the stand-in knows into a file.
func (c *Cloud) Save(file string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	data, err := json.MarshalIndent(c.world, "", " ")
	if err != nil {
		return fmt.Errorf("encoding the stand-in: %w", err)
	}
	return os.WriteFile(file, data, 0o600)
}

// Load brings back what Save wrote.
func (c *Cloud) Load(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("reading the stand-in: %w", err)
	}
	w := newWorld()
	if err := json.Unmarshal(data, &w); err != nil {
		return fmt.Errorf("decoding the stand-in: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.world = w
	return nil
}
