package report

import (
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/fact"
)

// images are both sides of a change of an image; ok is false where one side
// has none.
func images(ch diff.Change) (before, after fact.Image, ok bool) {
	b, okB := ch.Before.(string)
	a, okA := ch.After.(string)
	return fact.ParseImage(b), fact.ParseImage(a), okA && okB
}

func isDowngrade(ch diff.Change) bool {
	b, a, ok := images(ch)
	return ok && olderVersion(a.Tag, b.Tag)
}

func dropsDigest(ch diff.Change) bool {
	b, a, ok := images(ch)
	return ok && b.Digest != "" && a.Digest == ""
}

func changesSource(ch diff.Change) bool {
	b, a, ok := images(ch)
	return ok && b.Name != a.Name
}

func losesTag(ch diff.Change) bool {
	after, isText := ch.After.(string)
	a := fact.ParseImage(after)
	return isText && a.Digest == "" && (a.Tag == "" || a.Tag == "latest")
}

// olderVersion compares two tags number by number, such as v2.5.1 and v2.10.
// Tags that are no versions are neither older nor newer.
func olderVersion(a, b string) bool {
	x, y := numbers(a), numbers(b)
	if x == nil || y == nil {
		return false
	}
	for i := range max(len(x), len(y)) {
		if m, n := nth(x, i), nth(y, i); m != n {
			return m < n
		}
	}
	return false
}

func nth(list []int, i int) int {
	if i < len(list) {
		return list[i]
	}
	return 0
}

func numbers(tag string) []int {
	core, _, _ := strings.Cut(strings.TrimPrefix(tag, "v"), "-")
	var all []int
	for part := range strings.SplitSeq(core, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil
		}
		all = append(all, n)
	}
	return all
}
