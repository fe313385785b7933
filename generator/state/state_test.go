package state

import (
	"errors"
	"testing"
)

func TestHasOutputs(t *testing.T) {
	for text, want := range map[string]string{
		"":               NoState,
		" ":              NoState,
		`{"version": 4}`: NoState,
		`{"version": 4, "outputs": { }, "resources": [ ]}`:   NoState,
		`{"version": 4, "outputs": {}, "resources": [{}]}`:   NoOutputs,
		`{"version": 4, "outputs": null, "resources": [{}]}`: NoOutputs,
		`{"version": 4, "outputs": {"a": {}}}`:               "",
		`{"version": 3}`:                                     "", // the rest is for the parser of outputs
		`{"version": 4, "outputs": 1}`:                       "",
		`{"version": 4`:                                      "",
	} {
		f := new(Failure)
		if err := hasOutputs([]byte(text), "prod"); (err != nil) != (want != "") || errors.As(err, &f) && f.Summary != want {
			t.Errorf("%s: %v", text, err)
		}
	}
}
