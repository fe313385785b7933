package limit

import (
	"fmt"
	"time"
)

// The limits of what people write.
const (
	// FileSize is that of one file, in bytes. An API server takes objects of up
	// to 1.5 MiB.
	FileSize = 4 << 20
	// Manifest is that of a generated file that is compared, in bytes.
	Manifest = 32 << 20
	// TreeSize is that of all files below base/, in bytes.
	TreeSize = 64 << 20
	// Depth is how deep the values of YAML, JSON and HCL may be nested.
	Depth = 100
	// Values is how many values one YAML file may come to, aliases counted as
	// what they repeat.
	Values = 200_000
	// Objects is how many objects one stack may come to: Kustomize compares each
	// with each.
	Objects = 1_000
	// BuildTime is how much of the processors Kustomize may take for one stack. One
	// of fifty objects takes a tenth of a second, and one of a thousand less than two.
	BuildTime = 6 * time.Second
	// BuildPatience is how long that may last on a busy machine.
	BuildPatience = time.Minute
	// BuildMemory is how much memory may be in use meanwhile, in bytes.
	BuildMemory = 512 << 20
)

// An Excess says which limit a file is above, and where.
type Excess struct {
	Line int // from 1
	Says string
}

func (e *Excess) Error() string { return e.Says }

// Size reports a file that is too large.
func Size(data []byte) error {
	if len(data) > FileSize {
		return &Excess{1, fmt.Sprintf("It has %d bytes, and a file may have %d MiB. Split it, or keep it elsewhere", len(data), FileSize>>20)}
	}
	return nil
}
