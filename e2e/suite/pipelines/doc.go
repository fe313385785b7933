// Package pipelines tests the pipelines of this repository, by running the steps of their own YAML files: in a clone of a
// real git repository, with bash, git, curl, jq and the real generator, against stand-ins for the two platforms' APIs.
package pipelines
