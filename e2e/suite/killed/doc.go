// Package killed kills the generator at random instants, fills its disk, and
// runs it against itself. Whatever happened, one more run has to end well, leave
// the tree that an undisturbed run gives, and call nothing an edit.
package killed
