package programs

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// A Cache is a folder of built programs outside of the repository. A program
// stands in it under a hash of all that goes into it, so an entry is never
// wrong and never replaced.
type Cache struct {
	Modules string    // the folder of this package
	Folder  string    // where the programs are kept
	Log     io.Writer // says what is being built
}

// Build returns the programs, building those that the cache lacks.
func (c Cache) Build(ctx context.Context, wanted ...Program) (map[string]Built, error) {
	all := map[string]Built{}
	for i, p := range wanted {
		b, err := c.build(ctx, p, fmt.Sprintf("%d/%d", i+1, len(wanted)))
		if err != nil {
			return nil, err
		}
		all[p.Name] = b
	}
	return all, nil
}

func (c Cache) build(ctx context.Context, p Program, place string) (Built, error) {
	key, err := c.key(p.set, p.Package, p.flags)
	if err != nil {
		return Built{}, err
	}
	folder := filepath.Join(c.Folder, p.Name+"-"+key)
	if b, err := readBuilt(p, folder); err == nil {
		return b, nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return Built{}, fmt.Errorf("making the cache's folder: %w", err)
	}
	version, err := c.version(ctx, p)
	if err != nil {
		return Built{}, err
	}
	fmt.Fprintf(c.Log, "%s building %s %s …", place, p.Name, version)
	start := time.Now()
	if err := c.compile(ctx, p, filepath.Join(folder, p.Name)); err != nil {
		fmt.Fprintln(c.Log)
		return Built{}, err
	}
	b := Built{Program: p, Path: filepath.Join(folder, p.Name), Version: version, Took: time.Since(start)}
	fmt.Fprintf(c.Log, " %s\n", b.Took.Round(time.Second))
	return b, writeBuilt(b, folder)
}

// compile builds beside the wanted file and renames, so that an interrupted
// build leaves nothing that looks finished.
func (c Cache) compile(ctx context.Context, p Program, path string) error {
	flags := strings.TrimSpace("-s -w " + p.flags)
	if _, err := c.goes(ctx, p.set, "build", "-buildvcs=false", "-trimpath", "-ldflags", flags, "-o", path+".new", p.Package); err != nil {
		return fmt.Errorf("building %s: %w", p.Name, err)
	}
	return os.Rename(path+".new", path)
}

func (c Cache) version(ctx context.Context, p Program) (string, error) {
	module := p.Module
	if module == "" {
		module = p.Package
	}
	out, err := c.goes(ctx, p.set, "list", "-m", "-f", "{{.Version}}", module)
	if err != nil {
		return "", fmt.Errorf("finding the version of %s: %w", p.Name, err)
	}
	return out, nil
}

// goes runs the go command in one of the modules.
func (c Cache) goes(ctx context.Context, set string, args ...string) (string, error) {
	var problems bytes.Buffer
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = filepath.Join(c.Modules, set)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off")
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", args[0], err, &problems)
	}
	return strings.TrimSpace(string(out)), nil
}

// key hashes a module's files, the compiler, and what else goes into something.
func (c Cache) key(set string, more ...string) (string, error) {
	files, err := hashFolder(filepath.Join(c.Modules, set))
	if err != nil {
		return "", fmt.Errorf("hashing the module %s: %w", set, err)
	}
	return shortHash(append(more, files, runtime.Version(), runtime.GOOS, runtime.GOARCH)...), nil
}

// note is what is kept beside a program.
type note struct {
	Version string        `json:"version"`
	Took    time.Duration `json:"took"`
}

func readBuilt(p Program, folder string) (Built, error) {
	data, err := os.ReadFile(filepath.Join(folder, "built.json"))
	if err != nil {
		return Built{}, err
	}
	var n note
	if err := json.Unmarshal(data, &n); err != nil {
		return Built{}, err
	}
	return Built{Program: p, Path: filepath.Join(folder, p.Name), Version: n.Version, Took: n.Took, Cached: true}, nil
}

func writeBuilt(b Built, folder string) error {
	data, err := json.Marshal(note{Version: b.Version, Took: b.Took})
	if err != nil {
		return fmt.Errorf("noting what was built: %w", err)
	}
	return os.WriteFile(filepath.Join(folder, "built.json"), append(data, '\n'), 0o644)
}
