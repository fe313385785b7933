package fact

import (
	"errors"
	"regexp"
)

// ImageTag is the tag of a container image.
type ImageTag struct{ text }

var imageTag = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$`)

// UnmarshalText parses 1 to 128 letters, digits and _ . -, and refuses latest,
// which would make the same tree mean different things on different days.
func (t *ImageTag) UnmarshalText(b []byte) error {
	if string(b) == "latest" {
		return errors.New(`must not be "latest", which means another image each day; name a version`)
	}
	return t.match(b, imageTag, "an image tag of 1 to 128 letters, digits and _ . -")
}

// ImageDigest is the sha256 digest of a container image.
type ImageDigest struct{ text }

var imageDigest = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

// UnmarshalText parses sha256: and 64 hexadecimal digits.
func (d *ImageDigest) UnmarshalText(b []byte) error {
	return d.match(b, imageDigest, "an image digest: sha256: and 64 lower-case hexadecimal digits")
}
