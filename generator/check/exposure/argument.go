package exposure

import (
	"fmt"
	"regexp"
	"strings"

	"example.com/metaflow-gitops/generator/check/exposure/oauth2proxy"
	"example.com/metaflow-gitops/generator/manifest"
)

// arguments reads the options that are flags, which win over variables. Each
// argument must be one known option with its value, --OPTION=VALUE: of anything
// else the proxy may make something that nobody has reviewed. The kubelet
// replaces $(NAME) by a variable before the proxy starts; a value apart, a lone
// dash or two, or a word may hide or end the options that follow.
func (x proxies) arguments(p proxy) {
	args := manifest.Get(p.container, "args")
	list, isList := args.([]any)
	if args != nil && !isList {
		x.Field(p.Owner, "args", containerPath("args"), "Arguments out of sight", "%s has args that are not a list: %s. Remove them.", p, shownArgument([]any{args}, 0))
	}
	before := map[string]bool{}
	for i, arg := range list {
		o, text, ok := x.argument(p, arg, shownArgument(list, i))
		if !ok {
			continue
		}
		field := containerPath("args")
		if before[o.Flag] {
			x.Field(p.Owner, "--"+o.Flag, field, "Option given twice", "%s starts the proxy with --%s more than once; of a list it takes all of them together. Give it once.", p, o.Flag)
		}
		before[o.Flag] = true
		if o.IsList() && strings.ContainsAny(text, "\"\r\n") {
			x.Field(p.Owner, "--"+o.Flag, field, "Option of another type", "%s starts the proxy with --%s=%s, from which it would read another list than is written. Write the items without quotes, on one line.", p, o.Flag, o.Quote(text))
		}
		x.take(p, o, text, place{p.Owner, field})
	}
}

// shownArgument is an argument as messages tell it, which go to logs: without what it
// says is a secret, or the one before.
func shownArgument(list []any, i int) string {
	text := fmt.Sprint(list[i])
	if at := secretFlag.FindStringIndex(text); at != nil && at[1] < len(text) {
		return fmt.Sprintf("%q", text[:at[1]]+"…")
	}
	if i > 0 && !strings.HasPrefix(text, "-") && secretFlag.MatchString(fmt.Sprint(list[i-1])+"=") {
		return "an argument that is not shown here"
	}
	return fmt.Sprintf("%q", text)
}

// secretFlag is what options are called whose values are secret.
var secretFlag = regexp.MustCompile(`(?i)(secret|password|key|token|connection-urls?)=`)

// argument reads one argument, and reports one that is not a known option with
// its value.
func (x proxies) argument(p proxy, arg any, shown string) (o oauth2proxy.Option, given string, ok bool) {
	field := containerPath("args")
	text, isText := arg.(string)
	name, isFlag := strings.CutPrefix(text, "--")
	flag, given, hasValue := strings.Cut(name, "=")
	o, known := oauth2proxy.ByFlag(flag)
	known = known && isFlag
	mark := "args"
	if isFlag && flag != "" || strings.Contains(text, "$(") {
		mark = text // peculiar enough to be found
	}
	switch {
	case !isText:
		x.Field(p.Owner, mark, field, "Option out of sight", "%s starts the proxy with %s, which is not a string. Give options as variables, %s….", p, shown, oauth2proxy.EnvPrefix)
	case strings.Contains(text, "$("):
		x.Field(p.Owner, mark, field, "Option out of sight", "%s builds the argument %s from a variable, so nobody can review what the proxy starts with. Write its value down.", p, shown)
	case !known: // --config and --alpha-config among them
		x.Field(p.Owner, mark, field, "Option out of sight", "%s starts the proxy with %s, by which it can take options that are not checked here. Give options as variables, %s….", p, shown, oauth2proxy.EnvPrefix)
	case !hasValue || given == "":
		x.Field(p.Owner, mark, field, "Option without value", "%s starts the proxy with %s. Write --%s=VALUE, or the variable %s.", p, shown, flag, o.Env())
	default:
		return o, given, true
	}
	return o, given, false
}
