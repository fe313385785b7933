package fence

import (
	"reflect"
	"strings"
	"testing"

	"sigs.k8s.io/kustomize/api/types"
)

// TestEveryField walks Kustomize's type, so that a field of a new version is
// given a meaning, and no meaning is kept for one that is gone.
func TestEveryField(t *testing.T) {
	found := map[string]bool{}
	fieldsOf(reflect.TypeFor[types.Kustomization](), "", found)
	for field := range found {
		if meanings[field] == unknown {
			t.Errorf("field %s has no meaning", field)
		}
	}
	for field := range meanings {
		if strings.HasPrefix(field, "configMapGenerator[].type") {
			continue // secretGenerator alone has it
		}
		if !found[field] {
			t.Errorf("there is no field %s", field)
		}
	}
	if len(found) < 100 {
		t.Errorf("found %d fields only", len(found))
	}
}

func fieldsOf(of reflect.Type, at string, found map[string]bool) {
	if meanings[at] == chart {
		found[at] = true
		return
	}
	switch of.Kind() {
	case reflect.Pointer:
		fieldsOf(of.Elem(), at, found)
	case reflect.Slice:
		fieldsOf(of.Elem(), at+"[]", found)
	case reflect.Map:
		if at == "openapi" {
			found["openapi{path}"], found["openapi{version}"] = true, true
			return
		}
		fieldsOf(of.Elem(), at+"{}", found)
	case reflect.Struct:
		for i := range of.NumField() {
			if f := of.Field(i); f.IsExported() {
				fieldsOf(f.Type, ofField(at, f), found)
			}
		}
	case reflect.Bool, reflect.Int, reflect.Int64:
	default:
		found[at] = true
	}
}
