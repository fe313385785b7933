package fact

import "errors"

// Switch is on or off.
type Switch struct{ on bool }

// UnmarshalText parses "true" or "false", which is how HCL writes a bool as a
// string.
func (s *Switch) UnmarshalText(b []byte) error {
	switch string(b) {
	case "true":
		s.on = true
	case "false":
		s.on = false
	default:
		return errors.New("must be true or false")
	}
	return nil
}

// IsOn reports whether it is on.
func (s Switch) IsOn() bool { return s.on }
