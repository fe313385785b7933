// Package limit bounds what a run reads. Real repositories stay far below each
// limit; what is above could make a run last for hours or take all memory.
//
// docs/troubleshooting.md lists the limits.
package limit
