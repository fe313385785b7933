package state

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"
)

// TestAppendAll reads what says its size, what says none, and what says a wrong one.
func TestAppendAll(t *testing.T) {
	const limit = 10_000
	for _, c := range []struct {
		there int
		size  int64
		fits  bool
	}{
		{0, 0, true}, {limit, limit, true}, {limit, -1, true}, {limit, 3, true},
		{limit + 1, limit + 1, false}, {limit + 1, -1, false}, {limit + 1, 3, false}, {5, limit + 1, false},
	} {
		text := strings.Repeat("x", c.there)
		data, err := appendAll(nil, iotest.DataErrReader(strings.NewReader(text)), c.size, limit)
		f := new(Failure)
		if c.fits != (err == nil && string(data) == text) || !c.fits && !errors.As(err, &f) {
			t.Errorf("%+v: %d bytes, %v", c, len(data), err)
		}
	}
	if _, err := appendAll(make([]byte, 6), strings.NewReader("12345"), -1, 10); err == nil {
		t.Error("what was there before does not count")
	}
	if data, err := appendAll([]byte("a"), iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("bc"))), -1, 10); err != iotest.ErrTimeout || string(data) != "ab" {
		t.Errorf("%q, %v", data, err)
	}
}
