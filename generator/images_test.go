package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// chartImages are what the charts of the examples pull, by the mirror of the stack: the
// table by which the list is held to what charts make of their values.
var chartImages = map[string][]string{
	"argo-workflows": {"argoproj/argoexec:v4.1.2", "argoproj/workflow-controller:v4.1.2"},
	"argo-events":    {"argoproj/argo-events:v1.9.10", "library/nats:2.14.4", "natsio/nats-server-config-reloader:0.23.0", "natsio/prometheus-nats-exporter:0.20.1"},
}

var imageLine = regexp.MustCompile(`(?m)^ +(?:- )?image: "?([^" \n]+)"?$`)

// TestImages holds the list of images to what is rendered, to what charts pull, and to
// what Metaflow takes for steps that name none.
func TestImages(t *testing.T) {
	var out, talk bytes.Buffer
	if status := run([]string{"images", "--root", "..", "--format", "json"}, stdio{strings.NewReader(""), &out, &talk}); status != exitFine {
		t.Fatalf("exit status %d: %s", status, talk.String())
	}
	var lists []stackImages
	if err := json.Unmarshal(out.Bytes(), &lists); err != nil {
		t.Fatal(err)
	}
	if len(lists) != 3 {
		t.Fatalf("%d stacks, not 3", len(lists))
	}
	for _, l := range lists {
		want := renderedImages(t, l.Stack)
		decisions, err := os.ReadFile(filepath.Join("../terraform/stacks", l.Stack, "stack.hcl"))
		if err != nil {
			t.Fatal(err)
		}
		for block, images := range map[string][]string{"argo_workflows": chartImages["argo-workflows"], "argo_events": chartImages["argo-events"]} {
			for _, image := range images {
				if bytes.Contains(decisions, []byte("\n"+block+" {")) {
					want = append(want, chartSource(image, l.Registry))
				}
			}
		}
		for _, version := range []string{"3.9", "3.10", "3.11", "3.12", "3.13"} {
			want = append(want, strings.TrimPrefix(l.Registry+"/python:"+version, "/"))
		}
		slices.Sort(want)
		var got []string
		for _, i := range l.Images {
			got = append(got, i.Pulled)
			if i.Source == "" {
				t.Errorf("%s: nobody knows where %s is published", l.Stack, i.Pulled)
			}
		}
		slices.Sort(got)
		if want = slices.Compact(want); !slices.Equal(got, want) {
			t.Errorf("%s: the list has\n%s\nbut what is pulled is\n%s", l.Stack, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// renderedImages are the images in the rendered manifests of an example.
func renderedImages(t *testing.T, stack string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../overlays", stack, "rendered/*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	var images []string
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range imageLine.FindAllSubmatch(data, -1) {
			images = append(images, string(m[1]))
		}
	}
	return images
}

// chartSource is an image of a chart by a mirror, or where it is published.
func chartSource(image, registry string) string {
	switch {
	case registry != "":
		return registry + "/" + image
	case strings.HasPrefix(image, "argoproj/"):
		return "quay.io/" + image
	}
	return "docker.io/" + image
}
