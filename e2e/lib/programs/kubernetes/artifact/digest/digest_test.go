package digest

import (
	"errors"
	"testing"

	godigest "github.com/opencontainers/go-digest"
)

func TestAlgorithmForName(t *testing.T) {
	for _, name := range []string{"sha256", "sha384", "sha512"} {
		if a, err := AlgorithmForName(name); err != nil || a.String() != name {
			t.Errorf("%s: %q, %v", name, a, err)
		}
	}
	for _, name := range []string{"", "md5", "SHA256"} {
		if a, err := AlgorithmForName(name); !errors.Is(err, godigest.ErrDigestUnsupported) {
			t.Errorf("%q: %q, %v", name, a, err)
		}
	}
}
