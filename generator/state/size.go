package state

import (
	"bytes"
	"io"
	"slices"
)

// MaxSize is the largest state that is read, in bytes.
const MaxSize = 256 << 20

// appendAll appends all that there is to read, as long as the whole has at most limit bytes.
// Where size says how much there is, memory for it is taken once; a size that is not known
// is negative.
func appendAll(data []byte, r io.Reader, size int64, limit int) ([]byte, error) {
	if size > int64(limit-len(data)) {
		return nil, tooLarge(limit)
	}
	data = slices.Grow(data, int(max(size, 0))+512) // more, as the end is seen by reading behind it
	for {
		n, err := r.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case len(data) > limit:
			return nil, tooLarge(limit)
		case err == io.EOF:
			return data, nil
		case err != nil:
			return data, err
		}
		data = slices.Grow(data, 1)
	}
}

func tooLarge(limit int) *Failure {
	return failure(Unreadable, "It is larger than %d MiB. Give the outputs alone, with `terraform output -json` and --outputs.", limit>>20)
}

// bounded keeps what is written to it, up to a limit.
type bounded struct {
	limit    int
	data     bytes.Buffer
	exceeded bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.exceeded = b.exceeded || b.data.Len()+len(p) > b.limit; b.exceeded {
		return 0, tooLarge(b.limit)
	}
	return b.data.Write(p)
}
