package untrusted

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"unicode/utf16"
)

// attack is something hostile that a branch carries, or in testdata/harmless something that only looks like it.
type attack struct {
	name string
	// files by path. A path is below the listed component, evil, or from the root of the repository if it begins with a slash.
	files map[string]string
	// does are the steps of the file "do", done when the files are there: what a text file cannot say.
	does []string
}

const (
	evil   = "base/components/evil"
	header = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
	here   = "HERE"
)

// load reads the attacks of testdata/FOLDER: of each archive the files by attack, and of each list an attack a line.
func load(t *testing.T, folder string) []attack {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	var all []attack
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		group := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
		if filepath.Ext(name) == ".txtar" {
			all = append(all, parseArchive(group, string(data))...)
		} else {
			all = append(all, parseList(group, string(data))...)
		}
	}
	if len(all) == 0 {
		t.Fatalf("there is nothing in testdata/%s", folder)
	}
	return all
}

// parseArchive reads a txtar archive, in which the first part of a path is the attack that a file belongs to.
func parseArchive(group, text string) []attack {
	var all []attack
	var file *string
	finish := func() {}
	for line := range strings.SplitAfterSeq(text, "\n") {
		name, isName := strings.CutPrefix(strings.TrimSuffix(line, " --\n"), "-- ")
		if !isName || !strings.HasSuffix(line, " --\n") {
			if file != nil {
				*file += line
			}
			continue
		}
		finish()
		of, p, _ := strings.Cut(name, "/")
		if len(all) == 0 || all[len(all)-1].name != group+"/"+of {
			all = append(all, attack{name: group + "/" + of, files: map[string]string{}})
		}
		a := &all[len(all)-1]
		file = new(string)
		content := file
		finish = func() { a.add(p, *content) }
	}
	finish()
	return all
}

func (a *attack) add(p, text string) {
	switch {
	case p == "do":
		a.does = strings.Split(strings.TrimSpace(text), "\n")
	case p == "kustomization.yaml" && !strings.Contains(text, "Component"):
		a.files[p] = header + text
	default:
		a.files[p] = text
	}
}

// parseList reads addresses, each on a line after a name, of which a component makes one of its resources.
func parseList(group, text string) []attack {
	var all []attack
	for line := range strings.Lines(text) {
		name, address, found := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if found && !strings.HasPrefix(line, "#") {
			all = append(all, attack{name: group + "/" + name, files: map[string]string{
				"kustomization.yaml": header + "resources:\n  - '" + strings.ReplaceAll(address, "'", "''") + "' # " + here + "\n",
			}})
		}
	}
	return all
}

// plant puts the attack into a tree. The words are what stands for what only a run knows.
func (a attack) plant(w tree, words *strings.Replacer) {
	w.t.Helper()
	listed := false
	for p, text := range a.files {
		root, isRoot := strings.CutPrefix(p, "/")
		listed = listed || !isRoot
		if !isRoot {
			root = evil + "/" + p
		}
		w.write(root, words.Replace(text))
	}
	if listed {
		w.list(evil)
	}
	for _, step := range a.does {
		do(w, strings.Fields(words.Replace(step)))
	}
}

// do does one step: it makes links and FIFOs, moves files, and writes them in another encoding.
func do(w tree, step []string) {
	w.t.Helper()
	var err error
	switch step[0] {
	case "link":
		err = os.Symlink(step[2], w.path(step[1]))
	case "fifo":
		err = syscall.Mkfifo(w.path(step[1]), 0o644)
	case "remove":
		err = os.RemoveAll(w.path(step[1]))
	case "move":
		err = os.Rename(w.path(step[1]), w.path(step[2]))
	case "run":
		err = os.Chmod(w.path(step[1]), 0o755)
	case "encode":
		w.write(step[2], encode(step[1], w.read(step[2])))
	case "list":
		w.list(step[1])
	case "at", "survives": // what is expected
	default:
		w.t.Fatalf("nobody knows how to %q", step)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

func encode(as, text string) string {
	switch as {
	case "crlf":
		return strings.ReplaceAll(text, "\n", "\r\n")
	case "cr":
		return strings.ReplaceAll(text, "\n", "\r")
	case "bom":
		return "\ufeff" + text
	case "utf-16":
		var data []byte
		for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
			data = binary.LittleEndian.AppendUint16(data, unit)
		}
		return string(data)
	}
	panic("no such encoding: " + as)
}

// place is a line of a file, or 0 for all of it.
type place struct {
	file string
	line int
}

// places are those at which the attack is to be refused: the lines that have the word HERE, and what "do" says.
func (a attack) places(t *testing.T) []place {
	t.Helper()
	var all []place
	for p, text := range a.files {
		root, isRoot := strings.CutPrefix(p, "/")
		if !isRoot {
			root = evil + "/" + p
		}
		for n, line := range strings.Split(text, "\n") {
			if strings.Contains(line, here) {
				all = append(all, place{root, n + 1})
			}
		}
	}
	for _, step := range a.does {
		if f := strings.Fields(step); f[0] == "at" {
			file, line, _ := strings.Cut(f[1], ":")
			n, _ := strconv.Atoi(line)
			all = append(all, place{file, n})
		}
	}
	if len(all) == 0 && !a.survives() {
		t.Fatalf("nothing says where %s is to be refused", a.name)
	}
	return all
}

// survives reports whether the attack may be let through, as long as nothing comes of it.
func (a attack) survives() bool { return slices.Contains(a.does, "survives") }
