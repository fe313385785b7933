//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package write

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"example.com/metaflow-gitops/generator/tree"
)

func TestLock(t *testing.T) {
	root, _ := open(t)
	if err := root.MkdirAll(tree.Stacks, 0o777); err != nil {
		t.Fatal(err)
	}
	take := func(alone bool, patience time.Duration, talk *bytes.Buffer) (func(), error) {
		return Lock{Alone: alone, Patience: patience, Talk: talk}.Take(context.Background(), root)
	}
	const short = 50 * time.Millisecond
	reader, err := take(false, short, nil)
	if err != nil {
		t.Fatal(err)
	}
	other, err := take(false, short, nil)
	if err != nil {
		t.Fatalf("two runs that read: %v", err)
	}
	other()
	if _, err := take(true, short, nil); err == nil || !strings.Contains(err.Error(), "another run of the generator") {
		t.Errorf("a run writes while another one reads: %v", err)
	}
	reader()
	writer, err := take(true, short, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := take(false, short, nil); err == nil {
		t.Error("a run reads while another one writes")
	}
	time.AfterFunc(quiet+300*time.Millisecond, writer)
	var talk bytes.Buffer
	second, err := take(true, time.Minute, &talk)
	if err != nil {
		t.Fatal(err)
	}
	second()
	if n := strings.Count(talk.String(), "waiting for another run"); n != 1 {
		t.Errorf("it said %q", talk.String())
	}
}

func TestLockInterrupted(t *testing.T) {
	root, _ := open(t)
	if err := root.MkdirAll(tree.Stacks, 0o777); err != nil {
		t.Fatal(err)
	}
	drop, err := Lock{Alone: true}.Take(context.Background(), root)
	if err != nil {
		t.Fatal(err)
	}
	defer drop()
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := (Lock{Patience: time.Minute}).Take(ctx, root); err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Errorf("the error is %v", err)
	}
}
