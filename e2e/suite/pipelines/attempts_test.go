package pipelines

import (
	"os"
	"path/filepath"
	"strings"
)

// attacks are what a pull request may try. None of them changes a workflow: the platform takes that from the pull request too,
// and docs/pipelines.md says what holds it.
var attacks = []attack{
	{
		name: "a workspace of Go that replaces a module",
		change: func(o *origin, marker string) {
			o.module(marker)
			o.file("go.work", "go 1.26.0\n\nuse .\n\nreplace "+module+" => ./docs/lev\n")
		},
		judge:       []string{"go.work"},
		control:     "go env GOWORK | grep /go.work",
		onlyVerdict: true,
	},
	{
		name: "go.mod replaces a module",
		change: func(o *origin, marker string) {
			o.module(marker)
			o.file("go.mod", read(o.t, filepath.Join(o.author, "go.mod"))+"\nreplace "+module+" => ./docs/lev\n")
		},
		judge:       []string{"go.mod"},
		control:     `go list -m -f '{{.Dir}}' ` + module + ` | grep docs/lev`,
		onlyVerdict: true,
	},
	{
		name:        "modules that are vendored",
		change:      func(o *origin, _ string) { o.file("vendor/modules.txt", "# "+module+" v1.2.1\n## explicit\n") },
		judge:       []string{"vendor/modules.txt"},
		control:     `! go build -o "$OUT" ./generator 2>&1 | grep "inconsistent vendoring" && exit 1 || exit 0`,
		onlyVerdict: true,
	},
	{
		name: "another generator",
		change: func(o *origin, marker string) {
			o.file("generator/pwned.go", goFile(marker, "main")+"\nfunc init() { pwn(); os.Exit(0) }\n")
		},
		judge:   []string{"generator/pwned.go"},
		control: naive,
	},
	{
		name: "a generator that is built already",
		change: func(o *origin, marker string) {
			o.script("bin/generator", marker)
			o.script("generator/generator", marker)
		},
		judge:   []string{"generator/generator"},
		control: "bin/generator",
	},
	{
		name:    "another review",
		change:  func(o *origin, marker string) { o.script(".ci/review", marker) },
		judge:   []string{".ci/review"},
		control: ".ci/review .",
	},
	{
		name:    "another comment, which takes the token",
		change:  func(o *origin, marker string) { o.script(".ci/comment", marker) },
		judge:   []string{".ci/comment"},
		control: ".ci/comment; grep -q " + token + " \"$(cut -d \"'\" -f 2 .ci/comment | head -n 2 | tail -n 1)\"",
	},
	{
		name: "another way to come to a verdict",
		change: func(o *origin, _ string) {
			o.file(".ci/lib/verdict.jq", "{blocked: false, reasons: [], places: [], judge: {changed: []}}\n")
		},
		judge:       []string{".ci/lib/verdict.jq"},
		control:     "REVIEW_BASE=HEAD^1 .ci/review .",
		onlyVerdict: true,
	},
	{
		name: "other libraries of the scripts",
		change: func(o *origin, marker string) {
			for _, name := range []string{"common", "forms", "http", "github", "azure-devops"} {
				o.script(".ci/lib/"+name+".bash", marker)
			}
		},
		judge:   []string{".ci/lib/azure-devops.bash", ".ci/lib/common.bash", ".ci/lib/forms.bash", ".ci/lib/github.bash", ".ci/lib/http.bash"},
		control: ".ci/comment",
	},
	{
		name:   "the folder of the results as a link to the scripts",
		change: func(o *origin, _ string) { o.link("../.ci", "bin/review") },
	},
	{
		name: "results that are there already",
		change: func(o *origin, _ string) {
			o.file("bin/review/verdict.json", `{"blocked": false, "reasons": [], "places": []}`)
			o.file("bin/review/comment.md", marker+"\n**Nothing blocks this.** PWNED\n")
			o.link("/dev/stdout", "bin/review/check.json")
			o.force("bin")
		},
	},
	{
		name: "attributes that keep the judge from being laid out",
		change: func(o *origin, _ string) {
			text := "/.ci/** export-ignore\n/generator export-ignore\n* filter=pwned ident export-subst diff=pwned merge=pwned\n"
			for _, p := range []string{".gitattributes", ".ci/.gitattributes", "generator/.gitattributes", "base/.gitattributes"} {
				o.file(p, text)
			}
		},
		judge:       []string{".ci/.gitattributes", ".gitattributes", "base/.gitattributes", "generator/.gitattributes"},
		control:     "test -z \"$(git archive --worktree-attributes HEAD .ci 2>/dev/null | tar -t | grep review)\"",
		onlyVerdict: true,
	},
	{
		name:   "what looks like a repository of git, and submodules",
		change: gitLike,
		judge:  []string{"generator/sub"},
	},
	{
		name: "files that tools read, on an agent whose settings of Go are among them",
		change: func(o *origin, marker string) {
			o.script("toolexec", marker)
			o.file("go.env", "GOFLAGS=-toolexec="+marker+".sh\n")
			o.file(".config/go/env", "GOFLAGS=-toolexec="+marker+".sh\n")
			write(o.t, marker+".sh", "#!/bin/sh\n"+payload(marker)+"\nexit 1\n")
			if err := os.Chmod(marker+".sh", 0o755); err != nil {
				o.t.Fatal(err)
			}
			for _, p := range []string{"Makefile", "GNUmakefile"} {
				o.file(p, "x := $(shell "+payload(marker)+")\nall: ; "+payload(marker)+"\n")
			}
			for _, p := range []string{".envrc", ".env", ".bashrc", ".profile", ".curlrc", ".netrc", ".jq", ".tool-versions"} {
				o.file(p, payload(marker)+"\n")
			}
		},
		agent:   map[string]string{"GOENV": "$WORKSPACE/go.env"},
		judge:   []string{"Makefile"},
		control: "go build ./generator/fact",
	},
	{
		// Kustomize starts git with what is said after ref=. The generator is to refuse the address by itself; here it must at least
		// not matter that it does not. There is no control, since the base's own generator may refuse it.
		name: "a component whose address is an option of git",
		change: func(o *origin, marker string) {
			command := strings.NewReplacer(" ", "%20", ">", "%3E", ";", "%3B", "'", "%27").Replace("echo >>" + marker + "; false")
			o.file("base/components/evil/kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [\"file:///none?ref=--upload-pack="+command+"\"]\n")
			o.replace("terraform/stacks/research/stack.hcl", `components = [`, `components = ["base/components/evil", `)
		},
		faulty: true,
	},
	{name: "names of files that are commands", change: hostileNames, judge: hostile},
	{
		name: "messages and branches that are commands",
		change: func(o *origin, marker string) {
			o.commit("$(" + payload(marker) + ") `touch " + marker + "`\n\n##vso[task.setvariable variable=a]b\n::set-output name=a::b\n::stop-commands::x")
		},
		agent: map[string]string{"GITHUB_HEAD_REF": "$(touch ran)`touch ran`", "SYSTEM_PULLREQUEST_SOURCEBRANCH": "$(touch ran)"},
	},
}

// naive is what a pipeline does that builds what it has checked out.
const naive = `go build -trimpath -o "$OUT" ./generator && "$OUT" --check`

// module is one that the generator is built of.
const module = "github.com/agext/levenshtein"

// payload are commands that show that they were run, and with which secrets.
func payload(marker string) string { return "{ echo PWNED; env; } >>'" + marker + "'; echo PWNED" }

// goFile is the head of a file in Go whose function pwn does the same.
func goFile(marker, pkg string) string {
	return "package " + pkg + "\n\nimport (\n\t\"os\"\n\t\"strings\"\n)\n\nfunc pwn() {\n\t_ = os.WriteFile(`" + marker + "`, []byte(\"PWNED\\n\"+strings.Join(os.Environ(), \"\\n\")), 0o600)\n\tprintln(\"PWNED\")\n}\n"
}

// module puts another one in place of the module.
func (o *origin) module(marker string) {
	o.file("docs/lev/go.mod", "module "+module+"\n\ngo 1.20\n")
	o.file("docs/lev/lev.go", goFile(marker, "levenshtein")+"\ntype Params struct{}\n\nfunc Distance(string, string, *Params) int { return 9 }\n\nfunc init() { pwn() }\n")
}

func (o *origin) file(p, text string) {
	o.t.Helper()
	write(o.t, filepath.Join(o.author, p), text)
}

// script writes one that is run, also if git ignores it.
func (o *origin) script(p, marker string) {
	o.t.Helper()
	o.file(p, "#!/bin/sh\n"+payload(marker)+"\nexit 0\n")
	if err := os.Chmod(filepath.Join(o.author, p), 0o755); err != nil {
		o.t.Fatal(err)
	}
	o.force(p)
}

func (o *origin) link(to, p string) {
	o.t.Helper()
	name := filepath.Join(o.author, p)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		o.t.Fatal(err)
	}
	if err := os.Symlink(to, name); err != nil {
		o.t.Fatal(err)
	}
	o.force(p)
}

// force adds what git ignores.
func (o *origin) force(p string) { git(o.t, o.author, "add", "--force", "--", p) }

// gitLike makes a bare repository of the root, and a submodule of a folder of the judge, which .gitmodules hides.
func gitLike(o *origin, marker string) {
	o.file("HEAD", "ref: refs/heads/main\n")
	o.file("config", "[core]\n\tbare = true\n\tfsmonitor = \""+payload(marker)+"; false\"\n\thooksPath = hooks\n[filter \"pwned\"]\n\tsmudge = touch "+marker+"\n")
	o.file("objects/info/none", "")
	o.file("refs/heads/none", "")
	for _, hook := range []string{"post-checkout", "post-index-change", "reference-transaction"} {
		o.script("hooks/"+hook, marker)
	}
	o.file(".gitmodules", "[submodule \"sub\"]\n\tpath = generator/sub\n\turl = -u./pwned\n\tupdate = !touch "+marker+"\n\tignore = all\n")
	git(o.t, o.author, "update-index", "--add", "--cacheinfo", "160000,"+git(o.t, o.author, "rev-parse", "main")+",generator/sub")
	if err := os.MkdirAll(filepath.Join(o.author, "generator/sub"), 0o755); err != nil {
		o.t.Fatal(err)
	}
}

// hostile are names that a shell, git or a platform could take for something else.
var hostile = []string{
	"generator/a\n::error::b\n##vso[task.setvariable variable=a]b", "generator/::set-output name=a::b", "generator/##vso[task.complete result=Succeeded]",
	"generator/$(touch ran)", "generator/`touch ran`", "generator/'; touch ran; '", "generator/\" \\", ".ci/~~~~~~~~", ".ci/-C", "vendor/</details>",
}

func hostileNames(o *origin, _ string) {
	base := git(o.t, o.author, "rev-parse", "main")
	for _, p := range append([]string{"HEAD^1", "HEAD^2", "HEAD", "-x", "--upload-pack=touch ran", ":(glob)**", base}, hostile...) {
		o.file(p, "a\n")
	}
}
