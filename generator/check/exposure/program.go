package exposure

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// program checks that the pod runs the image's own program, once, and nothing
// else in its place or next to it.
func (x proxies) program(p proxy) {
	if command := manifest.Get(p.container, "command"); command != nil && fmt.Sprint(command) != "[]" {
		x.Field(p.Owner, "command", containerPath("command"), "Proxy by another command", "%s starts %q in place of the image's own program (command), so nothing is known of the login that it demands. Remove it.", p, fmt.Sprint(command))
	}
	for _, field := range [][]string{{"lifecycle", "postStart"}, {"lifecycle", "preStop"}, {"livenessProbe"}, {"readinessProbe"}, {"startupProbe"}} {
		if manifest.Get(p.container, append(field, "exec")...) != nil {
			x.Field(p.Owner, "exec", containerPath(field...), "Command in the auth proxy", "%s runs a command in the proxy's container (%s.exec), which could be a second proxy with other options. Use httpGet or sleep.", p, strings.Join(field, "."))
		}
	}
	x.programFile(p)
	x.otherContainers(p)
}

// programFolders hold the image's own program, by each of their names.
var programFolders = []string{"/bin", "/usr/bin"}

// programFile checks that nothing is mounted over the program.
func (x proxies) programFile(p proxy) {
	for _, m := range manifest.Items(p.container, "volumeMounts") {
		at := manifest.Text(m, "mountPath")
		if coversProgram(at) {
			x.Field(p.Owner, at, containerPath("volumeMounts"), "Another program in the auth proxy", "%s mounts a volume at %q, over the proxy's own program. Mount it elsewhere.", p, at)
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
