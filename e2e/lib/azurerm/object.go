package main

import (
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// object is a resource's value by its top-level attributes and blocks.
type object map[string]tftypes.Value

// decode reads a value of the protocol; a null one has no attributes.
func decode(v *tfprotov5.DynamicValue, t tftypes.Type) (object, error) {
	value, err := v.Unmarshal(t)
	if err != nil || value.IsNull() {
		return nil, err
	}
	o := object{}
	return o, value.As((*map[string]tftypes.Value)(&o))
}

func (o object) encode(t tftypes.Type) (*tfprotov5.DynamicValue, error) {
	var v any
	if o != nil {
		v = map[string]tftypes.Value(o)
	}
	d, err := tfprotov5.NewDynamicValue(t, tftypes.NewValue(t, v))
	return &d, err
}

// text returns a known string, or "".
func (o object) text(name string) string {
	var s string
	if v, ok := o[name]; ok && v.Type().Is(tftypes.String) && v.IsKnown() && !v.IsNull() {
		_ = v.As(&s)
	}
	return s
}

// number returns a known number as text, or "".
func (o object) number(name string) string {
	if v, ok := o[name]; ok && v.Type().Is(tftypes.Number) && v.IsKnown() && !v.IsNull() {
		n := new(big.Float)
		_ = v.As(n)
		return n.Text('f', -1)
	}
	return ""
}

func (o object) set(name, value string) { o[name] = tftypes.NewValue(tftypes.String, value) }

// dropWriteOnly nulls what must not reach a plan or a state.
func (o object) dropWriteOnly(b block) {
	for name, a := range b.Attributes {
		if a.WriteOnly {
			o[name] = tftypes.NewValue(o[name].Type(), nil)
		}
	}
}

// unknownWhereComputed marks what is only known after the apply.
func (o object) unknownWhereComputed(b block) {
	for name, a := range b.Attributes {
		if a.Computed && o[name].IsNull() {
			o[name] = tftypes.NewValue(o[name].Type(), tftypes.UnknownValue)
		}
	}
}

// fill gives what is unknown, or computed and not there, a value: a string is
// as known gives it, a list is empty, and anything else is null.
func (o object) fill(b block, known func(name string) string) {
	for name, a := range b.Attributes {
		v := o[name]
		switch {
		case v.IsKnown() && !(a.Computed && v.IsNull()):
		case v.Type().Is(tftypes.String) && known(name) != "":
			o.set(name, known(name))
		case v.Type().Is(tftypes.List{}):
			o[name] = tftypes.NewValue(v.Type(), []tftypes.Value{})
		default:
			o[name] = tftypes.NewValue(v.Type(), nil)
		}
	}
}
