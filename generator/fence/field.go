package fence

import (
	"fmt"
	"reflect"
	"strings"
)

// fields holds each text in a value of Kustomize's types to the meaning of its
// field. The path is of the names that fields have in a file, such as
// patches[].path.
func (w *walk) fields(in document, v any, at string) { w.reflected(in, reflect.ValueOf(v), at) }

func (w *walk) reflected(in document, v reflect.Value, at string) {
	if !v.IsValid() || v.IsZero() {
		return
	}
	if meanings[at] == chart {
		w.refuseField(in, at, "Helm chart", "Kustomize would inflate this chart with a program of this machine, from an address. Put the objects into base/, or use a HelmRelease or an Application.")
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		w.reflected(in, v.Elem(), at)
	case reflect.Slice:
		for i := range v.Len() {
			if item := v.Index(i); item.Kind() == reflect.String {
				w.text(in, at+"[]", item.String()) // an empty one, too
			} else {
				w.reflected(in, item, at+"[]")
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			w.reflected(in, v.MapIndex(key), ofKey(at, key.String()))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				w.reflected(in, v.Field(i), ofField(at, f))
			}
		}
	case reflect.String:
		w.text(in, at, v.String())
	case reflect.Bool, reflect.Int, reflect.Int64:
	default:
		w.refuseUnknown(in, at)
	}
}

// ofKey is the path of a member of a map. Of some maps each key has a meaning of
// its own.
func ofKey(at, key string) string {
	if _, known := meanings[at+"{}"]; known {
		return at + "{}"
	}
	return at + "{" + key + "}"
}

func ofField(at string, f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	switch {
	case name == "": // inline
		return at
	case at == "":
		return name
	}
	return at + "." + name
}

func (w *walk) refuseUnknown(in document, at string) {
	w.refuseField(in, at, "Unknown field", fmt.Sprintf("This version does not know whether the field %s can name a file, so nothing may be in it. Leave it out, or report it.", at))
}

// refuseField refuses a field as a whole, at its first line.
func (w *walk) refuseField(in document, at, summary, detail string) {
	w.refuse(in.path, in.first-1+lineOfField(in.root(), topOf(at)), summary, detail)
}

// topOf is the field of the document that a path starts with.
func topOf(at string) string {
	if i := strings.IndexAny(at, "[{."); i >= 0 {
		return at[:i]
	}
	return at
}
