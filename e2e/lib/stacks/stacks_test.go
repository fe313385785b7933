package stacks

import (
	"bytes"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func files(t *testing.T, o Options) map[string][]byte {
	t.Helper()
	files, err := Files(o)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestSameStacks holds that the same options give the same bytes, and that a
// stack is the same however many others there are.
func TestSameStacks(t *testing.T) {
	for _, o := range []Options{{}, {Clusters: 1}, {Clusters: 3}, {Engine: argoCD}, {Clusters: 1, Engine: argoCD, Repository: "https://git.example.com/other"}} {
		few, many := o, o
		few.Count, many.Count = 10, 130
		some, all := files(t, few), files(t, many)
		if again := files(t, many); !maps.EqualFunc(all, again, bytes.Equal) {
			t.Errorf("%+v: the second time the files differ", o)
		}
		want := 3 * few.Count
		for number := range few.Count {
			want += len(newStack(few, number).upstreamFiles())
		}
		if len(some) != want {
			t.Errorf("%+v: %d files, want %d", o, len(some), want)
		}
		for p, data := range some {
			if !bytes.Equal(data, all[p]) {
				t.Errorf("%+v: %s depends on how many stacks there are", o, p)
			}
		}
	}
}

func TestNames(t *testing.T) {
	names := Names(Options{Count: maxCount})
	// Terraform's Key Vault, kv-PREFIX-STACK, has 24 characters at most.
	longest := 24 - len("kv-"+prefix+"-")
	for _, name := range names {
		if len(name) > longest {
			t.Errorf("%s has more than %d characters", name, longest)
		}
	}
	slices.Sort(names)
	if len(slices.Compact(names)) != maxCount {
		t.Error("two stacks have one name")
	}
}

func TestOptions(t *testing.T) {
	for _, o := range []Options{{}, {Count: -1}, {Count: maxCount + 1}, {Count: 1, Clusters: -1}, {Count: 1, Engine: "fleet"}} {
		if _, err := Files(o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
	_, err := Files(Options{Engine: "fleet", Clusters: -1})
	for _, part := range []string{"1 to 1000 stacks", "-1 clusters", `"fleet"`} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not say %q: %v", part, err)
		}
	}
}

// TestClusters holds how stacks are spread.
func TestClusters(t *testing.T) {
	crowd := map[string]int{}
	for number := range 100 {
		crowd[newStack(Options{Count: 100}, number).cluster.output.Name]++
	}
	sizes := slices.Sorted(maps.Values(crowd))
	if slices.Sort(sizes); !slices.Equal(slices.Compact(sizes), []int{1, 2, 3, 4}) {
		t.Errorf("there are clusters of %v stacks", sizes)
	}
	namespaces := map[string]bool{}
	for number := range 100 {
		s := newStack(Options{Count: 100, Clusters: 1}, number)
		if s.cluster.output.Name != "aks-mf-forecast-dev" || s.engine != flux || len(s.adopted()) > 0 {
			t.Errorf("%s: cluster %s, engine %s, adopted %v", s.name, s.cluster.output.Name, s.engine, s.adopted())
		}
		for _, n := range []string{s.namespaces.Services, s.namespaces.Jobs, s.namespaces.Gateway} {
			if namespaces[n] {
				t.Errorf("namespace %s is of two stacks", n)
			}
			namespaces[n] = true
		}
	}
}

// blockName is a heading of docs/stack-hcl.md, and argument a row of its tables,
// which a test of the generator holds to what stack.hcl can say.
var (
	blockName = regexp.MustCompile("^## `([a-z_]+)( \"NAME\")?`")
	argument  = regexp.MustCompile("^\\| `([a-z_]+)` \\|")
	code      = regexp.MustCompile("`([a-z]+)`")
)

// TestEverythingIsSaid holds that each argument, block and function of
// stack.hcl turns up in some stack, and each of the closed choices.
func TestEverythingIsSaid(t *testing.T) {
	page, err := os.ReadFile("../../../docs/stack-hcl.md")
	if err != nil {
		t.Fatal(err)
	}
	said := vocabulary(t, Options{Count: 50})
	block, wanted := "", []string{
		`"flux"`, `"argo-cd"`, `"aks-flux-extension"`, `"entra-id"`, `"auth0"`, `"oidc"`, `"istio"`,
		`"services"`, `"jobs"`, `"gateway"`, `"metadata-service"`, `"ui-backend"`, `"ui-static"`, `"auth-proxy"`,
		`"base/components/spread-zones"`, `"base/components/ui-websockets-off"`,
	}
	for line := range strings.Lines(string(page)) {
		if m := blockName.FindStringSubmatch(line); m != nil {
			block = m[1] + "."
			if block == "exception." {
				continue // an exception stands in each run as a warning, and these stacks have none
			}
			wanted = append(wanted, block)
		} else if m := argument.FindStringSubmatch(line); m != nil && block != "exception." {
			wanted = append(wanted, block+m[1])
		} else if strings.HasPrefix(line, "`can`") {
			for _, m := range code.FindAllStringSubmatch(line, -1) {
				wanted = append(wanted, m[1]+"(")
			}
		}
	}
	if len(wanted) < 70 {
		t.Errorf("docs/stack-hcl.md has only %d things to say", len(wanted))
	}
	for _, w := range wanted {
		if !said[w] {
			t.Errorf("no stack says %s", w)
		}
	}
}

var word = regexp.MustCompile(`"[^"]*"`)
var function = regexp.MustCompile(`[a-z]+\(`)

// vocabulary collects what stacks say: arguments as BLOCK.ARGUMENT, blocks as
// BLOCK., strings, and functions as NAME(.
func vocabulary(t *testing.T, o Options) map[string]bool {
	said := map[string]bool{}
	var collect func(block string, b body)
	collect = func(block string, b body) {
		for _, it := range b.items {
			if it.inner == nil {
				said[block+it.key] = true
			} else if len(it.inner.items) > 0 {
				kind, _, _ := strings.Cut(it.head, " ")
				said[kind+"."] = true
				collect(kind+".", *it.inner)
			}
		}
	}
	for number := range o.Count {
		b := newStack(o, number).decisions()
		collect("", b)
		text := string(b.text(""))
		for _, w := range append(word.FindAllString(text, -1), function.FindAllString(text, -1)...) {
			said[w] = true
		}
	}
	return said
}

// TestFactsVary holds that outputs differ in every way that matters.
func TestFactsVary(t *testing.T) {
	seen := map[string]bool{}
	for number := range 50 {
		s := newStack(Options{Count: 50}, number)
		for what, is := range map[string]bool{
			"private": s.exposure == nil, "mirror": s.registry != nil, "no mirror": s.registry == nil,
			"no task role": len(s.taskRoles) == 0, "three task roles": len(s.taskRoles) == 3,
			"moving": s.moving, "renamed": s.renamed, "no access": s.access == nil,
			"a sovereign cloud": s.region.cloud == government, "two pod ranges": len(s.cluster.output.PodCIDRs) == 2,
			"a cluster of another stack": s.number != s.founder, "database behind a pooler": s.database().Port != 5432,
		} {
			seen[what] = seen[what] || is
		}
	}
	for what, is := range seen {
		if !is {
			t.Errorf("no stack has %s", what)
		}
	}
}

// TestNoRealNames holds that every host is Azure's or of example.com.
func TestNoRealNames(t *testing.T) {
	host := regexp.MustCompile(`https://([a-zA-Z0-9.-]+)`)
	known := regexp.MustCompile(`(^|\.)(example\.com|auth0\.com|azure\.(com|us|net)|azurecr\.(io|us)|azmk8s\.io|windows\.net|usgovcloudapi\.net|microsoftonline\.(com|us))$`)
	for p, data := range files(t, Options{Count: 100}) {
		for _, m := range host.FindAllSubmatch(data, -1) {
			if !known.Match(m[1]) {
				t.Errorf("%s has the host %s", path.Base(p), m[1])
			}
		}
	}
}
