package sync

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"text/tabwriter"
	"time"

	"example.com/metaflow-gitops/e2e/lib/cluster"
	"example.com/metaflow-gitops/e2e/lib/programs"
)

// report collects what the tests measure.
type report struct {
	mu       sync.Mutex
	programs map[string]programs.Built
	took     map[string]time.Duration // until ready, the longest, by component
	peak     map[string]int           // KiB, the largest, by process
	first    map[string]time.Duration // from push to Ready, by engine
	changes  map[string][]time.Duration
	growth   []growth
}

// growth is one size of the test of many stacks.
type growth struct {
	stacks, objects int
	ready           time.Duration
	change          time.Duration
	memory          map[string]int // KiB, by process
}

func newReport(built map[string]programs.Built) *report {
	return &report{
		programs: built, took: map[string]time.Duration{}, peak: map[string]int{},
		first: map[string]time.Duration{}, changes: map[string][]time.Duration{},
	}
}

// saw notes what a cluster took, before it is stopped.
func (r *report) saw(c *cluster.Cluster) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for name, d := range c.Took {
		r.took[name] = max(r.took[name], d)
	}
	for _, p := range c.Processes() {
		r.peak[p.Name] = max(r.peak[p.Name], p.Peak())
	}
}

func (r *report) sawFirst(engine string, d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.first[engine] = d
}

func (r *report) sawChange(engine string, d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.changes[engine] = append(r.changes[engine], d)
}

// standIns are what is not the real thing, each with what it plays.
var standIns = []string{
	"kwok: kubelets; no container runs",
	"artifact storage inside source-controller: the module of Flux's own cannot be had",
	"gateway controller: sets the status of Gateway, its listeners, HTTPRoute and Ingress",
	"SecretProviderClass and ExternalDNS: minimal definitions of ours; nobody acts on them",
	"charts: HelmReleases are called ready and nothing is installed; Argo's kinds are minimal definitions of ours",
	"no Azure: no webhook of Workload Identity, no Key Vault, no DNS",
}

// componentOf tells whose program a process runs.
var componentOf = map[string][]string{
	"argocd": {"argocd-repo-server", "argocd-application-controller"},
}

func (r *report) print(w io.Writer, total time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(t, "\ncomponent\tversion\tis\tbuilt in\tready in\tpeak memory\n")
	for _, name := range slices.Sorted(maps.Keys(r.programs)) {
		b := r.programs[name]
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", name, b.Version, isReal(name), builtIn(b), r.readyIn(name), r.memory(name))
	}
	if r.peak["redis"] > 0 {
		fmt.Fprintf(t, "redis\tthe system's\treal\t\t\t%s\n", mebibytes(r.peak["redis"]))
	}
	fmt.Fprint(t, "\nfrom push to Ready, up to three clusters at a time\tfirst\tchanges\tminimum\tmedian\tmaximum\n")
	for _, engine := range slices.Sorted(maps.Keys(r.first)) {
		c := slices.Sorted(slices.Values(r.changes[engine]))
		if len(c) == 0 {
			continue
		}
		fmt.Fprintf(t, "%s\t%s\t%d\t%s\t%s\t%s\n", engine, seconds(r.first[engine]), len(c), seconds(c[0]), seconds(c[len(c)/2]), seconds(c[len(c)-1]))
	}
	r.printGrowth(t)
	t.Flush()
	fmt.Fprint(w, "\nstand-ins\n")
	for _, s := range standIns {
		fmt.Fprintf(w, "  %s\n", s)
	}
	fmt.Fprintf(w, "\nthe tests took %s\n", total.Round(time.Second))
}

func (r *report) printGrowth(w io.Writer) {
	if len(r.growth) == 0 {
		return
	}
	processes := []string{"etcd", "kube-apiserver", "kube-controller-manager", "source-controller", "kustomize-controller"}
	fmt.Fprint(w, "\nstacks on one cluster\tobjects\tfirst\ta change")
	for _, p := range processes {
		fmt.Fprintf(w, "\t%s", p)
	}
	fmt.Fprintln(w)
	for _, g := range r.growth {
		fmt.Fprintf(w, "%d\t%d\t%s\t%s", g.stacks, g.objects, seconds(g.ready), seconds(g.change))
		for _, p := range processes {
			fmt.Fprintf(w, "\t%s", mebibytes(g.memory[p]))
		}
		fmt.Fprintln(w)
	}
}

func isReal(name string) string {
	switch name {
	case programs.Kwok.Name:
		return "stand-in"
	case programs.SourceController.Name:
		return "real, but for its storage"
	}
	return "real"
}

func builtIn(b programs.Built) string {
	if b.Cached {
		return seconds(b.Took) + " (cached)"
	}
	return seconds(b.Took)
}

func (r *report) readyIn(name string) string {
	if r.took[name] == 0 {
		return ""
	}
	return seconds(r.took[name])
}

// memory is that of the processes that run a program, together.
func (r *report) memory(name string) string {
	processes := componentOf[name]
	if processes == nil {
		processes = []string{name}
	}
	sum := 0
	for _, p := range processes {
		sum += r.peak[p]
	}
	if sum == 0 {
		return ""
	}
	return mebibytes(sum)
}

func mebibytes(kib int) string { return fmt.Sprintf("%d MiB", kib/1024) }

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }
