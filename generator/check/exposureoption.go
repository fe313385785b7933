package check

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// option is one option of oauth2-proxy. The proxy takes it as a flag or, by
// the name of its field in the configuration file, as an environment variable.
type option struct {
	flag  string // without its two dashes
	field string // of the configuration file; in capitals, behind envPrefix, the variable
	kind  optionKind
	value string // that the proxy takes when nobody gives one
}

const envPrefix = "OAUTH2_PROXY_"

// env is the option's environment variable.
func (o option) env() string { return envPrefix + strings.ToUpper(o.field) }

// optionKind is the type of an option's value.
type optionKind int

// The types of oauth2-proxy's options, as its documentation calls them: string,
// bool, int, duration, and string | list.
const (
	textValue optionKind = iota
	booleanValue
	numberValue
	durationValue
	listValue
)

// parse says what is wrong with a value, and nil for a good one. It reads as
// the proxy does: Go's own booleans and durations, and lists split at commas.
func (k optionKind) parse(value string) error {
	var err error
	var want string
	switch k {
	case booleanValue:
		_, err = strconv.ParseBool(value)
		want = `"true" or "false"`
	case numberValue:
		_, err = strconv.Atoi(value)
		want = "a whole number"
	case durationValue:
		_, err = time.ParseDuration(value)
		want = `a duration such as "12h" or "30s"`
	case listValue:
		if strings.HasPrefix(value, ",") || strings.HasSuffix(value, ",") || strings.Contains(value, ",,") {
			err = errors.New("empty item")
		}
		want = "values with a comma between two of them, and none of them empty"
	}
	if err != nil {
		return errors.New("must be " + want)
	}
	return nil
}

// splitList is a list option's value as the proxy splits it.
func splitList(value string) []string {
	if value == "" {
		return nil
	}
	return strings.Split(value, ",")
}

func optionByFlag(flag string) (option, bool) {
	for _, o := range documentedOptions {
		if o.flag == flag {
			return o, true
		}
	}
	return option{}, false
}

func optionByEnv(env string) (option, bool) {
	for _, o := range documentedOptions {
		if o.env() == env {
			return o, true
		}
	}
	return option{}, false
}
