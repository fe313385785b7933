package fact

import (
	"regexp"
	"strconv"
	"strings"
)

// CPU is an amount of CPU as Kubernetes writes it: cores or thousandths.
type CPU struct{ text }

var cpu = regexp.MustCompile(`^[1-9][0-9]{0,5}m?$|^[0-9]{1,3}\.[0-9]{1,3}$`)

// UnmarshalText parses cores, such as "2" or "0.5", or thousandths, "500m".
func (c *CPU) UnmarshalText(b []byte) error {
	return c.match(b, cpu, `an amount of CPU such as "500m" or "2"`)
}

// Memory is an amount of memory as Kubernetes writes it.
type Memory struct{ text }

var memory = regexp.MustCompile(`^[1-9][0-9]{0,5}(\.[0-9]{1,3})?(Mi|Gi|Ti|M|G|T)$`)

// UnmarshalText parses mega-, giga- or terabytes, binary ("Mi") or decimal.
func (m *Memory) UnmarshalText(b []byte) error {
	return m.match(b, memory, `an amount of memory such as "512Mi" or "2Gi"`)
}

// units of quantities, as Kubernetes has them.
var units = map[string]float64{
	"m": 1e-3, "": 1, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12,
	"Ki": 1 << 10, "Mi": 1 << 20, "Gi": 1 << 30, "Ti": 1 << 40,
}

// Amount reads a quantity of Kubernetes as a number, to compare two of them; it
// is not ok for a form that manifests hardly use.
func Amount(quantity string) (amount float64, ok bool) {
	digits := strings.TrimRight(quantity, "mkKMGTi")
	unit, known := units[quantity[len(digits):]]
	n, err := strconv.ParseFloat(digits, 64)
	return n * unit, known && err == nil
}
