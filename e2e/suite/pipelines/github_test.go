package pipelines

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"strconv"
	"testing"
)

// github is GitHub Actions, with a stand-in for GitHub's API.
type github struct {
	*records
	url string
}

const bot = "github-actions[bot]"

func newGitHub(t *testing.T) *github {
	g := &github{records: newRecords()}
	routes := http.NewServeMux()
	const repository = "/repos/example/stacks"
	routes.HandleFunc("GET "+repository+"/issues/7/comments", g.list)
	routes.HandleFunc("POST "+repository+"/issues/7/comments", g.create)
	routes.HandleFunc("PATCH "+repository+"/issues/comments/{id}", g.update)
	routes.HandleFunc("DELETE "+repository+"/issues/comments/{id}", g.remove)
	routes.HandleFunc("GET "+repository+"/pulls/7", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 200, map[string]any{"number": 7, "head": map[string]string{"sha": g.heads[7]}})
	})
	routes.HandleFunc("GET "+repository+"/pulls", g.listPulls)
	routes.HandleFunc("POST "+repository+"/pulls", g.createPull)
	routes.HandleFunc("PATCH "+repository+"/pulls/{number}", g.updatePull)
	g.url = g.serve(t, routes)
	return g
}

func (g *github) name() string          { return "GitHub" }
func (g *github) api() *records         { return g.records }
func (g *github) commentLimit() int     { return 65536 }
func (g *github) descriptionLimit() int { return 65536 }
func (g *github) us() string            { return bot }
func (g *github) bashFlags() []string   { return []string{"--noprofile", "--norc", "-e"} }
func (g *github) link() string {
	return "https://github.example.com/example/stacks/actions/runs/41#artifacts"
}

// newWorkspace is of a new machine.
func (g *github) newWorkspace(t *testing.T) string { return t.TempDir() }

func (g *github) steps(t *testing.T, pipeline string) []step {
	return githubSteps(t, ".github/workflows/"+pipeline+".yml")
}

func (g *github) expressions(variables map[string]string) map[string]string {
	return map[string]string{
		"runner.temp":                    variables["RUNNER_TEMP"],
		"github.token":                   token,
		"secrets.METAFLOW_REFRESH_TOKEN": token,
		"vars.AZURE_TENANT_ID":           "00000000-0000-0000-0000-000000000001",
		"vars.AZURE_CLIENT_ID":           "00000000-0000-0000-0000-000000000002",
	}
}

func (g *github) variables(t *testing.T, folder, head string) map[string]string {
	event := filepath.Join(folder, "event.json")
	v := map[string]string{"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_API_URL": g.url, "GITHUB_SERVER_URL": "https://github.example.com",
		"GITHUB_REPOSITORY": "example/stacks", "GITHUB_RUN_ID": "41", "GITHUB_EVENT_PATH": event, "GITHUB_STEP_SUMMARY": summaryIn(folder),
		"GITHUB_REF": "refs/heads/main", "GITHUB_REF_NAME": "main", "RUNNER_TEMP": folder}
	payload := "{}"
	if head != "" {
		v["GITHUB_REF"], v["GITHUB_REF_NAME"] = "refs/pull/7/merge", "7/merge"
		payload = `{"number": 7, "pull_request": {"number": 7, "head": {"sha": "` + head + `"}}}`
	}
	write(t, event, payload)
	write(t, summaryIn(folder), "")
	return v
}

func (g *github) list(w http.ResponseWriter, q *http.Request) {
	size, page := number(q, "per_page", 30), number(q, "page", 1)
	all := []any{}
	n := 0
	for _, c := range g.comments {
		if c.deleted {
			continue
		}
		if n >= (page-1)*size && n < page*size {
			all = append(all, map[string]any{"id": c.id, "body": c.body, "user": map[string]string{"login": c.author}})
		}
		n++
	}
	answer(w, 200, all)
}

func number(q *http.Request, name string, otherwise int) int {
	n, err := strconv.Atoi(q.URL.Query().Get(name))
	if err != nil {
		return otherwise
	}
	return min(n, 100)
}

type githubBody struct{ Body, Title, Head, Base, State string }

func (g *github) body(w http.ResponseWriter, q *http.Request) (b githubBody, ok bool) {
	if err := json.NewDecoder(q.Body).Decode(&b); err != nil {
		answer(w, 400, map[string]string{"message": "Problems parsing JSON"})
		return b, false
	}
	return b, g.fits(w, b.Body, g.commentLimit(), 422)
}

func (g *github) create(w http.ResponseWriter, q *http.Request) {
	if b, ok := g.body(w, q); ok {
		g.comments = append(g.comments, &comment{id: g.id(), author: bot, body: b.Body})
		answer(w, 201, map[string]any{})
	}
}

func (g *github) update(w http.ResponseWriter, q *http.Request) {
	b, ok := g.body(w, q)
	if c := g.of(w, q); ok && c != nil {
		c.body = b.Body
		answer(w, 200, map[string]any{})
	}
}

func (g *github) remove(w http.ResponseWriter, q *http.Request) {
	if c := g.of(w, q); c != nil {
		c.deleted = true
		w.WriteHeader(204)
	}
}

func (g *github) of(w http.ResponseWriter, q *http.Request) *comment {
	id, _ := strconv.Atoi(q.PathValue("id"))
	c := g.comment(id)
	if c == nil {
		answer(w, 404, map[string]string{"message": "Not Found"})
	}
	return c
}

func (g *github) listPulls(w http.ResponseWriter, q *http.Request) {
	all := []any{}
	for _, p := range g.pulls {
		if p.state == q.FormValue("state") && "example:"+p.head == q.FormValue("head") && p.base == q.FormValue("base") {
			all = append(all, map[string]any{"number": p.number})
		}
	}
	answer(w, 200, all)
}

func (g *github) createPull(w http.ResponseWriter, q *http.Request) {
	b, ok := g.body(w, q)
	if !ok {
		return
	}
	p := &pullRequest{number: g.id(), head: b.Head, base: b.Base, title: b.Title, body: b.Body, state: "open"}
	g.pulls = append(g.pulls, p)
	answer(w, 201, map[string]string{"html_url": "https://github.example.com/example/stacks/pull/" + strconv.Itoa(p.number)})
}

func (g *github) updatePull(w http.ResponseWriter, q *http.Request) {
	b, ok := g.body(w, q)
	n, _ := strconv.Atoi(q.PathValue("number"))
	p := g.pull(n)
	if !ok || p == nil {
		return
	}
	if b.State != "" {
		p.state = b.State
	} else {
		p.title, p.body = b.Title, b.Body
	}
	answer(w, 200, map[string]string{"html_url": "https://github.example.com/example/stacks/pull/" + strconv.Itoa(n)})
}
