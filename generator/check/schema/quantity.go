package schema

import (
	"math"
	"strconv"
	"strings"
)

// units are what may be after the digits of an amount, and what it is worth.
var units = map[string]float64{
	"": 1, "n": 1e-9, "u": 1e-6, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18,
	"Ki": 1 << 10, "Mi": 1 << 20, "Gi": 1 << 30, "Ti": 1 << 40, "Pi": 1 << 50, "Ei": 1 << 60,
}

// isQuantity reports whether a value is an amount, as
// k8s.io/apimachinery/pkg/api/resource reads it.
func isQuantity(v any) bool {
	_, is := amount(v)
	return is
}

// amount is how much a value says.
func amount(v any) (float64, bool) {
	text, is := numberText(v)
	if !is {
		text, is = v.(string)
	}
	if !is {
		return 0, false
	}
	sign := 1.0
	if rest, negative := strings.CutPrefix(text, "-"); negative {
		sign, text = -1, rest
	} else {
		text = strings.TrimPrefix(text, "+")
	}
	end := 0
	for end < len(text) && (isDigit(text[end]) || text[end] == '.') {
		end++
	}
	n, err := strconv.ParseFloat(text[:end], 64)
	if err != nil && !math.IsInf(n, 0) {
		return 0, false
	}
	unit := text[end:]
	if worth, known := units[unit]; known {
		return sign * n * worth, true
	}
	exponent, scientific := strings.CutPrefix(strings.ToLower(unit), "e")
	power, err := strconv.Atoi(exponent)
	if !scientific || err != nil {
		return 0, false
	}
	return sign * n * math.Pow10(power), true
}
