package stacks

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// digest is the source of everything that looks random: the same question has
// the same answer everywhere and always.
func digest(about ...any) [sha256.Size]byte {
	return sha256.Sum256(fmt.Appendln([]byte("synthetic stacks 1\n"), about...))
}

// roll picks a number from 0 to n-1.
func roll(n int, about ...any) int {
	d := digest(about...)
	return int(binary.BigEndian.Uint32(d[:]) % uint32(n))
}

// oneIn is true once in n times.
func oneIn(n int, about ...any) bool { return roll(n, about...) == 0 }

// pick picks one of the choices.
func pick[T any](choices []T, about ...any) T { return choices[roll(len(choices), about...)] }

// uuid invents a UUID of version 4.
func uuid(about ...any) string {
	d := digest(about...)
	d[6], d[8] = d[6]&0x0f|0x40, d[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", d[0:4], d[4:6], d[6:8], d[8:10], d[10:16])
}
