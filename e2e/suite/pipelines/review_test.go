package pipelines

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	marker = "<!-- metaflow-gitops review -->"
	// somebody is a person.
	somebody = "somebody"
)

// TestPullRequest pushes to one pull request again and again. Whatever is pushed, there is one comment, and it is about the
// last push that could be told of.
func TestPullRequest(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, at host) {
		o := newOrigin(t, func(folder string) { examples(t, folder, t.TempDir()) })
		crowd(at)
		for _, p := range pushes {
			t.Run(p.name, func(t *testing.T) {
				o.t = t
				o.branch()
				if p.change != nil {
					p.change(o)
				}
				p.check(t, at, o)
			})
		}
	})
}

// push is one push, and what comes of it.
type push struct {
	name   string
	change func(o *origin)
	// once, readOnly and down are how the API misbehaves; see records.
	once           []int
	readOnly, down bool
	// overtaken means that there was another push before the run got to comment.
	overtaken bool
	blocked   bool
	// comment is what it has, and not what it has not; log likewise.
	comment, not, log []string
}

func (p push) check(t *testing.T, at host, o *origin) {
	head := o.push()
	api := at.api()
	before := ""
	if own := api.own(); len(own) > 0 {
		before = own[0].body
	}
	api.once, api.readOnly, api.down = p.once, p.readOnly, p.down
	r := begin(t, at, o, head)
	if p.overtaken {
		api.heads[7] = strings.Repeat("f", 40)
	}
	r.run(at.steps(t, "review"))
	api.readOnly, api.down = false, false
	r.secretive()
	r.attached()
	if want := map[bool]string{true: "review"}[p.blocked]; strings.Join(r.failed, ", ") != want {
		t.Errorf("failed steps: %q, want %q", r.failed, want)
	}
	has(t, r.log, p.log...)
	c := r.theComment()
	text := c.body
	switch {
	case p.overtaken:
		has(t, r.log, "there was another push")
	case p.readOnly || p.down:
		has(t, r.log, "could not be posted")
		text = r.shown()
	}
	if p.overtaken || p.readOnly || p.down {
		if c.body != before {
			t.Error("the comment was changed")
		}
	} else if want := map[bool]string{true: "active", false: "closed"}[p.blocked]; at.name() == "Azure DevOps" && c.status != want {
		t.Errorf("the thread is %s, want %s", c.status, want)
	}
	if !p.overtaken {
		has(t, text, append(p.comment, at.link())...)
		hasNot(t, text, p.not...)
	}
}

var pushes = []push{
	{
		name:    "nothing of the stacks, and three comments of runs that raced",
		change:  func(o *origin) { write(o.t, filepath.Join(o.author, "NOTES.md"), "A note.\n") },
		comment: []string{"**Nothing blocks this.**", "3 stacks: 3 unchanged"},
	},
	{
		name: "a difference with risks, and an API that is busy",
		change: func(o *origin) {
			o.replace("terraform/stacks/prod/stack.hcl", "service \"ui-static\" {", "service \"ui-static\" {\n  image_tag = \"v1.2.0\"")
			o.generate()
		},
		once:    []int{429, 500},
		comment: []string{"**Nothing blocks this.**", "#### Needs attention", "An older version than before.", "terraform/stacks/prod/stack.hcl:"},
	},
	{
		name:      "a stale file, and another push",
		change:    stale,
		overtaken: true,
		blocked:   true,
	},
	{
		name:    "a stale file, and an API that is down",
		change:  stale,
		down:    true,
		blocked: true,
		comment: []string{"**This is blocked**"},
		log:     []string{"503"},
	},
	{
		name:    "a stale file",
		change:  stale,
		blocked: true,
		comment: []string{"**This is blocked**", "not what the generator makes of the inputs", "overlays/prod/rendered/", "stale; run the generator"},
		log:     []string{"overlays/prod/rendered/"},
	},
	{
		name: "an edit by hand, and a file with a hostile name",
		change: func(o *origin) {
			o.replace("overlays/staging/rendered/metaflow-deployment-ui-static.yaml", "replicas: ", "replicas: 1")
			write(o.t, filepath.Join(o.author, "overlays/staging/rendered", "x\n~~~~~~~~\n##vso[task.setvariable variable=a]b\n::error::c\n<script>.yaml"), "a: b\n")
		},
		blocked: true,
		comment: []string{"2 files are not", "edited by hand; move the edit into stack.hcl or a component"},
		not:     []string{"\n~~~~~~~~\n##", "\n<script>", "\n::error"},
	},
	{
		name:    "a stack.hcl that does not parse",
		change:  func(o *origin) { o.replace("terraform/stacks/staging/stack.hcl", "engine", "engine {{") },
		blocked: true,
		comment: []string{"**This is blocked**", "failed: `staging`", "terraform/stacks/staging/stack.hcl:", "(stack/invalid-syntax)", "[stack/invalid-syntax](<http", "/docs/findings.md", "stack-invalid-syntax>)", "- **Failed**: `staging`"},
		not:     []string{"removed", "deleted"},
		log:     []string{"terraform/stacks/staging/stack.hcl"},
	},
	{
		name: "a generator that does not build, which is not the one that judges",
		change: func(o *origin) {
			write(o.t, filepath.Join(o.author, "generator/broken.go"), "package main\n\nfunc {\n")
		},
		comment: []string{"**Nothing blocks this.**", "**This changes what judges pull requests:** 1 file, on which the people who own them decide", "\n  generator/broken.go\n"},
		not:     []string{"docs/pipelines.md"},
		log:     []string{"This changes what judges pull requests: 1 file"},
	},
	{
		name: "another generator, with what it makes",
		change: func(o *origin) {
			write(o.t, filepath.Join(o.author, "generator/other.go"), "package main\n")
			o.replace("overlays/prod/rendered/metaflow-deployment-ui-static.yaml", "replicas: ", "replicas: 1")
		},
		blocked: true,
		comment: []string{"**This is blocked**: 1 file is not", "**This changes what judges pull requests:** 1 file", "docs/pipelines.md says how it is merged", "\n  generator/other.go\n"},
	},
	{
		name:     "all well, with the token of a fork",
		readOnly: true,
		comment:  []string{"**Nothing blocks this.**"},
		log:      []string{"403", "docs/pipelines.md"},
	},
	{
		name:    "all well",
		comment: []string{"**Nothing blocks this.**"},
	},
}

// TestBrokenBase reviews against a revision whose generator does not build. There is a comment all the same.
func TestBrokenBase(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, at host) {
		o := newOrigin(t, func(folder string) {
			examples(t, folder, t.TempDir())
			write(t, filepath.Join(folder, "generator/broken.go"), "package main\n\nfunc {\n")
		})
		o.branch()
		if err := os.Remove(filepath.Join(o.author, "generator/broken.go")); err != nil {
			t.Fatal(err)
		}
		push{blocked: true, comment: []string{"**This is blocked**: the generator cannot be built", "\n  generator/broken.go\n"}, log: []string{"generator/broken.go:3"}}.check(t, at, o)
	})
}

func stale(o *origin) { o.replace("terraform/stacks/prod/stack.hcl", "replicas = 2", "replicas = 3") }

// crowd are comments of others: so many that GitHub shows ours on another page, and one by somebody who plays us. Behind them
// are three of our own.
func crowd(at host) {
	api := at.api()
	for range 120 {
		api.comments = append(api.comments, &comment{id: api.id(), author: somebody, body: "I think so, too."})
	}
	api.comments = append(api.comments, &comment{id: api.id(), author: somebody, body: marker + "\nNothing blocks this."})
	for range 3 {
		api.comments = append(api.comments, &comment{id: api.id(), author: at.us(), body: marker + "\r\nolder", status: "active"})
	}
}
