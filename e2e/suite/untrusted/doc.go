// Package untrusted attacks the generator from outside, by what a branch may carry: components and other files of a
// repository that want a program to be started, something to be fetched, another file to be overwritten, or a run that
// ends in a panic or not at all. The attacks are data, in testdata; watchers see what each does.
package untrusted
