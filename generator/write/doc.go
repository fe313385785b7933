// Package write brings a computed tree to disk, and tells beforehand what that
// would change.
//
// Compare reads, Apply writes; between the two lies a ChangeSet, a plain value
// that can be shown. What was last generated is known from one hash file per
// overlay, so a file that a person edited is told from one that is merely
// stale. A file that is equal to what would be generated now is never an edit,
// whatever the hash file says, so merged branches do not cry wolf.
//
// Lock, Resume and Clean come first: a run that writes is alone, and puts in
// order what a killed one left. Adopt writes what people would have written, a
// component and the stack.hcl that lists it, by a journal.
//
// All paths are relative to the root, with slashes. Everything goes through
// os.Root: no name and no symbolic link leads out of the tree. The package
// deletes only what it can show to be generated, or what the caller insists
// on, and neither writes nor deletes through a link.
package write
