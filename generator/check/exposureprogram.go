package check

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// program proves that the pod runs the image's own program, once, and nothing
// else in its place or next to it.
func (x *exposure) program(p proxy) {
	if command := get(p.container, "command"); command != nil && fmt.Sprint(command) != "[]" {
		x.fault(p.Object, "command", containerPath("command"), "Proxy by another command", "%s starts %q in place of the image's own program (command), so nothing is known of the login that it demands. Remove it.", p, fmt.Sprint(command))
	}
	for _, field := range [][]string{{"lifecycle", "postStart"}, {"lifecycle", "preStop"}, {"livenessProbe"}, {"readinessProbe"}, {"startupProbe"}} {
		if get(p.container, append(field, "exec")...) != nil {
			x.fault(p.Object, "exec", containerPath(field...), "Command in the auth proxy", "%s runs a command in the proxy's container (%s.exec), which could be a second proxy with other options. Use httpGet or sleep.", p, strings.Join(field, "."))
		}
	}
	x.programFile(p)
	x.otherContainers(p)
}

// programFolders hold the image's own program, by each of their names.
var programFolders = []string{"/bin", "/usr/bin"}

// programFile proves that nothing is mounted over the program.
func (x *exposure) programFile(p proxy) {
	for _, m := range itemsOf(p.container, "volumeMounts") {
		at := textOf(m, "mountPath")
		if coversProgram(at) {
			x.fault(p.Object, at, containerPath("volumeMounts"), "Another program in the auth proxy", "%s mounts a volume at %q, over the proxy's own program. Mount it elsewhere.", p, at)
		}
	}
}

// coversProgram reports whether a mount hides the program: at its file, or at a
// folder above it.
func coversProgram(mount string) bool {
	mount = path.Clean("/" + mount)
	return slices.ContainsFunc(programFolders, func(folder string) bool {
		program := folder + "/oauth2-proxy"
		return mount == "/" || program == mount || strings.HasPrefix(program, mount+"/")
	})
}

// otherContainers proves that no other container of the pod is a proxy, too, or
// reaches into the proxy's processes.
func (x *exposure) otherContainers(p proxy) {
	for _, c := range p.Containers() { // those that start first among them
		name, image := textOf(c, "name"), textOf(c, "image")
		if name != proxyContainer && strings.Contains(image, "oauth2-proxy") {
			x.fault(p.Object, name, []string{"spec", "template", "spec", "containers", name}, "Second auth proxy in a pod", "Container %q of %s runs %q, whose options are not checked here. Remove it.", name, p, image)
		}
	}
	if shares := get(p.Pod().Fields, "spec", "shareProcessNamespace"); shares != nil && shares != false {
		x.fault(p.Object, "shareProcessNamespace", []string{"spec", "template", "spec", "shareProcessNamespace"}, "Processes shared with the auth proxy", "Other containers of %s could read its memory and its secrets, and end it (shareProcessNamespace). Remove the field.", p)
	}
}
