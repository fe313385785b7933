package fact

import (
	"errors"
	"regexp"
	"strings"
)

// Image is a reference to a container image, taken apart.
type Image struct {
	// Name is everything before tag and digest, as it was written.
	Name string
	// Tag and Digest are "" where there is none.
	Tag, Digest string
}

// ParseImage takes a reference apart. A colon belongs to the tag only behind
// the last slash; before it, it is a registry's port.
func ParseImage(reference string) Image {
	name, digest, _ := strings.Cut(reference, "@")
	i := Image{Name: name, Digest: digest}
	if colon := strings.LastIndexByte(name, ':'); colon > strings.LastIndexByte(name, '/') {
		i.Name, i.Tag = name[:colon], name[colon+1:]
	}
	return i
}

// String writes the reference.
func (i Image) String() string {
	s := i.Name
	if i.Tag != "" {
		s += ":" + i.Tag
	}
	if i.Digest != "" {
		s += "@" + i.Digest
	}
	return s
}

// Repository is the path of the image within its registry. A name without
// registry is one of Docker Hub, where a single word is in library/.
func (i Image) Repository() string {
	first, rest, found := strings.Cut(i.Name, "/")
	switch {
	case !found:
		return "library/" + i.Name
	case strings.ContainsAny(first, ".:") || first == "localhost":
		return rest
	}
	return i.Name
}

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
