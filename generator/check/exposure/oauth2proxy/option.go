package oauth2proxy

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Option is one option of oauth2-proxy. The proxy takes it as a flag or, by
// the name of its field in the configuration file, as an environment variable.
type Option struct {
	Flag    string // without its two dashes
	field   string // of the configuration file; in capitals, behind EnvPrefix, the variable
	kind    optionKind
	Default string // that the proxy takes when nobody gives one
}

// EnvPrefix begins the names of all of the proxy's variables.
const EnvPrefix = "OAUTH2_PROXY_"

// Env is the option's environment variable.
func (o Option) Env() string { return EnvPrefix + strings.ToUpper(o.field) }

// IsList reports whether the proxy splits the option's value.
func (o Option) IsList() bool { return o.kind == listValue }

// secretFlags are the options whose values are secret, or addresses with a password.
var secretFlags = []string{"client-secret", "cookie-secret", "jwt-key", "signature-key", "basic-auth-password", "redis-password", "redis-sentinel-password",
	"redis-connection-url", "redis-sentinel-connection-urls", "redis-cluster-connection-urls"}

// Quote is a value of the option as messages tell it, who go to logs.
func (o Option) Quote(value string) string {
	if value != "" && slices.Contains(secretFlags, o.Flag) {
		return "a value that is not shown here"
	}
	return strconv.Quote(value)
}

// Parse returns what is wrong with a value of the option, and nil for a good one.
func (o Option) Parse(value string) error { return o.kind.parse(value) }

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

// parse returns what is wrong with a value, and nil for a good one. It reads as
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

func isTrue(value string) bool {
	yes, err := strconv.ParseBool(value)
	return err == nil && yes
}

// ByFlag finds the option that has a flag.
func ByFlag(flag string) (Option, bool) {
	return find(func(o Option) bool { return o.Flag == flag })
}

// ByEnv finds the option that has an environment variable.
func ByEnv(env string) (Option, bool) {
	return find(func(o Option) bool { return o.Env() == env })
}

func find(is func(Option) bool) (Option, bool) {
	i := slices.IndexFunc(documented, is)
	if i < 0 {
		return Option{}, false
	}
	return documented[i], true
}

// EnvNames are the variables of all options.
func EnvNames() []string {
	names := make([]string, len(documented))
	for i, o := range documented {
		names[i] = o.Env()
	}
	return names
}
