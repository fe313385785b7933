package arm

import (
	"encoding/json"
	"strings"
)

// object is a JSON object as it travels.
type object = map[string]any

// at returns what is at a path of names, or nil.
func at(o object, path ...string) any {
	var v any = o
	for _, name := range path {
		next, is := v.(object)
		if !is {
			return nil
		}
		v = next[name]
	}
	return v
}

// text returns the string at a path, or "".
func text(o object, path ...string) string {
	s, _ := at(o, path...).(string)
	return s
}

// texts returns the strings of the list at a path.
func texts(o object, path ...string) []string {
	list, _ := at(o, path...).([]any)
	var found []string
	for _, v := range list {
		if s, is := v.(string); is {
			found = append(found, s)
		}
	}
	return found
}

// objects returns the objects of the list at a path.
func objects(o object, path ...string) []object {
	list, _ := at(o, path...).([]any)
	var found []object
	for _, v := range list {
		if one, is := v.(object); is {
			found = append(found, one)
		}
	}
	return found
}

// inside returns the object at a path, which it makes where there is none.
func inside(o object, path ...string) object {
	for _, name := range path {
		next, is := o[name].(object)
		if !is {
			next = object{}
			o[name] = next
		}
		o = next
	}
	return o
}

// put sets what is at a path.
func put(o object, value any, path ...string) {
	inside(o, path[:len(path)-1]...)[path[len(path)-1]] = value
}

// fill sets what is at a path where nothing is yet.
func fill(o object, value any, path ...string) {
	if at(o, path...) == nil {
		put(o, value, path...)
	}
}

// merge changes an object in the manner of a PATCH: null takes a field away, and
// what is not named stays.
func merge(o, patch object) {
	for name, value := range patch {
		switch value := value.(type) {
		case nil:
			delete(o, name)
		case object:
			merge(inside(o, name), value)
		default:
			o[name] = value
		}
	}
}

// clone returns a deep copy.
func clone(o object) object {
	if o == nil {
		return nil
	}
	data, err := json.Marshal(o)
	if err != nil {
		panic(err) // it came from JSON
	}
	var c object
	if err := json.Unmarshal(data, &c); err != nil {
		panic(err)
	}
	return c
}

func same(a, b string) bool { return strings.EqualFold(a, b) }
