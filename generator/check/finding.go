package check

import "example.com/metaflow-gitops/generator/check/finding"

// findings runs the checks and collects what they find.
type findings struct{ *finding.List }
