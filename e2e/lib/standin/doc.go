// Package standin plays what cannot run on this machine: the controllers of
// AKS and of the charts, as far as Flux and Argo CD wait for them. Each one is
// named in the suite's report; none of them proves anything about what it
// plays.
package standin
