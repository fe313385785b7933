package untrusted

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// The builds of the generator that are attacked: as it is, with one of its two fences taken down, and with both, which shows
// that the watchers see what the fences keep from happening.
const (
	asIs          = "as it is"
	withoutFirst  = "without the first fence"
	withoutSecond = "without the second fence"
	withoutBoth   = "without both"
)

var fenced = []string{asIs, withoutFirst, withoutSecond}

// Each fence is one file with one function, so that a file in its place takes it down.
const (
	firstFence  = "generator/fence/local.go"
	secondFence = "generator/fence/offline.go"
)

var down = map[string]string{
	firstFence: `package fence

import "github.com/hashicorp/hcl/v2"

func Local(map[string][]byte, string) hcl.Diagnostics { return nil }
`,
	secondFence: `package fence

func Offline(run func() error) error { return run() }
`,
}

func buildAll(folder string) error {
	shared.programs = map[string]string{}
	for name, without := range map[string][]string{asIs: nil, withoutFirst: {firstFence}, withoutSecond: {secondFence}, withoutBoth: {firstFence, secondFence}} {
		if err := build(folder, name, without); err != nil {
			return fmt.Errorf("building the generator %s: %w", name, err)
		}
	}
	return nil
}

// build builds the generator as the pipelines do, so that these take all but the fences from the cache.
func build(folder, name string, without []string) error {
	work, err := os.MkdirTemp(folder, "build-")
	if err != nil {
		return err
	}
	replace := map[string]string{}
	for _, fence := range without {
		real, err := filepath.Abs(filepath.Join("../../..", fence))
		if err != nil {
			return err
		}
		if _, err := os.Stat(real); err != nil {
			return fmt.Errorf("looking for what is to be taken down: %w", err)
		}
		replace[real] = filepath.Join(work, filepath.Base(fence))
		if err := os.WriteFile(replace[real], []byte(down[fence]), 0o644); err != nil {
			return err
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err
	}
	list := filepath.Join(work, "overlay.json")
	shared.programs[name] = filepath.Join(work, "generator")
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s", "-overlay", list, "-o", shared.programs[name], "./generator")
	cmd.Dir = "../../.."
	if err := os.WriteFile(list, overlay, 0o644); err != nil {
		return err
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		return errors.Join(err, errors.New(string(out)))
	}
	return nil
}
