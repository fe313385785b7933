package fact

import (
	"fmt"

	"github.com/agext/levenshtein"
)

// longestName is how long a name may be, in bytes, for a near one to be looked for.
const longestName = 256

// Nearest returns the candidate that given was probably meant to be, or ""
// when none is near enough to be worth saying.
func Nearest(given string, candidates []string) string {
	if len(given) > longestName {
		return ""
	}
	best, bestDistance := "", 1+max(2, len(given)/3)
	for _, c := range candidates {
		if d := levenshtein.Distance(given, c, nil); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// Suggest renders Nearest as the end of a sentence: `; did you mean "x"?`, or
// nothing.
func Suggest(given string, candidates []string) string {
	if near := Nearest(given, candidates); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// SuggestOr is Suggest where the sentence must end in any case: with the
// question, or else with the end that is given.
func SuggestOr(given string, candidates []string, end string) string {
	if s := Suggest(given, candidates); s != "" {
		return s
	}
	return end
}
