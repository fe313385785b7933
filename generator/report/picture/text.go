package picture

import (
	"strconv"
	"strings"
)

// tagOf is what says which image it is: its tag, or the start of its digest.
func tagOf(image string) string {
	name, digest, pinned := strings.Cut(image, "@")
	name = name[strings.LastIndexByte(name, '/')+1:]
	if _, tag, tagged := strings.Cut(name, ":"); tagged {
		return tag
	}
	if pinned {
		return digest[:min(len(digest), len("sha256:")+8)]
	}
	return name
}

func plural(word, count string) string {
	if count == "1" {
		return word
	}
	return word + "s"
}

func counted(n int, word string) string {
	count := strconv.Itoa(n)
	return count + " " + plural(word, count)
}

func in(namespace string) string {
	if namespace == "" {
		return ""
	}
	return "in " + namespace
}
