package limit

import "github.com/zclconf/go-cty/cty"

// IsAstronomic reports whether a known value is a number so large or so small that writing
// its digits down would take minutes.
func IsAstronomic(v cty.Value) bool {
	if v.Type() != cty.Number {
		return false
	}
	exponent := v.AsBigFloat().MantExp(nil)
	return v.AsBigFloat().IsInf() || exponent > 1024 || exponent < -1024
}
