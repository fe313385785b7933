package cluster

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Differs tells in words how the object in the cluster differs from what is
// wanted; "" is not at all, defaults aside. The API server itself judges: it
// tries to apply the wanted object as the engine that owns it would, which also
// takes back each field that the engine set beyond the wanted ones.
func (c Client) Differs(ctx context.Context, want *unstructured.Unstructured, manager string, tracking []string) (string, error) {
	live, err := c.Get(ctx, want)
	if errors.IsNotFound(err) {
		return "it is not there", nil
	}
	if err != nil {
		return "", err
	}
	want = want.DeepCopy()
	track(want, live, tracking)
	got, err := c.ApplyOne(ctx, want, v1.PatchOptions{FieldManager: manager, DryRun: []string{v1.DryRunAll}})
	if err != nil {
		return fmt.Sprintf("it could not be applied: %v", err), nil
	}
	return difference("", settledFields(live), settledFields(got)), nil
}

// track puts the engine's own labels and annotations on the wanted object.
func track(want, live *unstructured.Unstructured, keys []string) {
	labels, annotations := want.GetLabels(), want.GetAnnotations()
	for _, key := range keys {
		if value, ok := live.GetLabels()[key]; ok {
			labels = with(labels, key, value)
		}
		if value, ok := live.GetAnnotations()[key]; ok {
			annotations = with(annotations, key, value)
		}
	}
	if labels != nil {
		want.SetLabels(labels)
	}
	if annotations != nil {
		want.SetAnnotations(annotations)
	}
}

func with(m map[string]string, key, value string) map[string]string {
	if m == nil {
		m = map[string]string{}
	}
	m[key] = value
	return m
}

// settledFields are those that only whoever writes an object changes.
func settledFields(o *unstructured.Unstructured) map[string]any {
	fields := o.DeepCopy().Object
	delete(fields, "status")
	if md, ok := fields["metadata"].(map[string]any); ok {
		for _, key := range []string{"managedFields", "resourceVersion", "generation"} {
			delete(md, key)
		}
	}
	return fields
}

// difference names the first place at which two values differ.
func difference(path string, a, b any) string {
	if reflect.DeepEqual(a, b) {
		return ""
	}
	am, aok := a.(map[string]any)
	bm, bok := b.(map[string]any)
	if !aok || !bok {
		return fmt.Sprintf("%s is %v, and would be %v", strings.TrimPrefix(path, "."), a, b)
	}
	for _, key := range keysOf(am, bm) {
		if d := difference(path+"."+key, am[key], bm[key]); d != "" {
			return d
		}
	}
	return ""
}

func keysOf(maps ...map[string]any) []string {
	var keys []string
	for _, m := range maps {
		for key := range m {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
