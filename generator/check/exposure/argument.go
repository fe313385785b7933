package exposure

import (
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
		x.Field(p.Owner, "args", containerPath("args"), "Arguments out of sight", "%s has args that are not a list: %v. Remove them.", p, args)
	}
	before := map[string]bool{}
	for _, arg := range list {
		o, text, ok := x.argument(p, arg)
		if !ok {
			continue
		}
		field := containerPath("args")
		if before[o.Flag] {
			x.Field(p.Owner, "--"+o.Flag, field, "Option given twice", "%s starts the proxy with --%s more than once; of a list it takes all of them together. Give it once.", p, o.Flag)
		}
		before[o.Flag] = true
		if o.IsList() && strings.ContainsAny(text, "\"\r\n") {
			x.Field(p.Owner, "--"+o.Flag, field, "Option of another type", "%s starts the proxy with --%s=%q, from which it would read another list than is written. Write the items without quotes, on one line.", p, o.Flag, text)
		}
		x.take(p, o, text, place{p.Owner, field})
	}
}

// argument reads one argument, and reports one that is not a known option with
// its value.
func (x proxies) argument(p proxy, arg any) (o oauth2proxy.Option, given string, ok bool) {
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
		x.Field(p.Owner, mark, field, "Option out of sight", "%s starts the proxy with %v, which is not a string. Give options as variables, %s….", p, arg, oauth2proxy.EnvPrefix)
	case strings.Contains(text, "$("):
		x.Field(p.Owner, mark, field, "Option out of sight", "%s builds the argument %q from a variable, so nobody can review what the proxy starts with. Write its value down.", p, text)
	case !known: // --config and --alpha-config among them
		x.Field(p.Owner, mark, field, "Option out of sight", "%s starts the proxy with %q, by which it can take options that are not checked here. Give options as variables, %s….", p, text, oauth2proxy.EnvPrefix)
	case !hasValue || given == "":
		x.Field(p.Owner, mark, field, "Option without value", "%s starts the proxy with %q. Write --%s=VALUE, or the variable %s.", p, text, flag, o.Env())
	default:
		return o, given, true
	}
	return o, given, false
}
