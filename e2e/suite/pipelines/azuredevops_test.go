package pipelines

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// azureDevOps is Azure Pipelines, with a stand-in for the API of Azure DevOps. Each thread has one comment, number 1.
type azureDevOps struct {
	*records
	url, workspace string
}

const (
	project      = "Metaflow (stacks)"
	buildService = "build-service"
	gitID        = "00000000-0000-0000-0000-000000000009"
)

func newAzureDevOps(t *testing.T) *azureDevOps {
	a := &azureDevOps{records: newRecords(), workspace: t.TempDir()}
	routes := http.NewServeMux()
	pulls := "/example/{project}/_apis/git/repositories/" + gitID + "/pullRequests"
	routes.HandleFunc("GET /example/_apis/connectionData", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 200, map[string]any{"authenticatedUser": map[string]string{"id": buildService}})
	})
	routes.HandleFunc("GET "+pulls+"/7/threads", a.list)
	routes.HandleFunc("POST "+pulls+"/7/threads", a.create)
	routes.HandleFunc("PATCH "+pulls+"/7/threads/{id}", a.setStatus)
	routes.HandleFunc("PATCH "+pulls+"/7/threads/{id}/comments/1", a.update)
	routes.HandleFunc("DELETE "+pulls+"/7/threads/{id}/comments/1", a.remove)
	routes.HandleFunc("GET "+pulls+"/7", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 200, map[string]any{"pullRequestId": 7, "lastMergeSourceCommit": map[string]string{"commitId": a.heads[7]}})
	})
	routes.HandleFunc("GET "+pulls, a.listPulls)
	routes.HandleFunc("POST "+pulls, a.createPull)
	routes.HandleFunc("PATCH "+pulls+"/{number}", a.updatePull)
	a.url = a.serve(t, strict(routes))
	return a
}

// strict refuses what names another project, or no version of the API.
func strict(routes *http.ServeMux) *http.ServeMux {
	outer := http.NewServeMux()
	outer.HandleFunc("/", func(w http.ResponseWriter, q *http.Request) {
		if !strings.HasPrefix(q.FormValue("api-version"), "7.1") || !strings.HasPrefix(q.URL.Path, "/example/_apis/") && !strings.HasPrefix(q.URL.Path, "/example/"+project+"/_apis/") {
			answer(w, 404, map[string]string{"message": "no such project or version"})
			return
		}
		routes.ServeHTTP(w, q)
	})
	return outer
}

func (a *azureDevOps) name() string          { return "Azure DevOps" }
func (a *azureDevOps) api() *records         { return a.records }
func (a *azureDevOps) commentLimit() int     { return 150000 }
func (a *azureDevOps) descriptionLimit() int { return 4000 }
func (a *azureDevOps) us() string            { return buildService }
func (a *azureDevOps) bashFlags() []string   { return []string{"--noprofile", "--norc"} }
func (a *azureDevOps) link() string {
	return a.url + "/example/Metaflow%20%28stacks%29/_build/results?buildId=41&view=artifacts&pathAsName=false&type=publishedArtifacts"
}

// newWorkspace is the same for all runs, as on an agent of one's own: what git ignores stays from the run before.
func (a *azureDevOps) newWorkspace(*testing.T) string { return a.workspace }

func (a *azureDevOps) steps(t *testing.T, pipeline string) []step {
	return azureSteps(t, ".azuredevops/"+pipeline+".yml")
}

func (a *azureDevOps) expressions(variables map[string]string) map[string]string {
	return map[string]string{"System.AccessToken": token, "System.JobAttempt": "1", "Agent.TempDirectory": variables["AGENT_TEMPDIRECTORY"]}
}

func (a *azureDevOps) variables(_ *testing.T, folder, head string) map[string]string {
	v := map[string]string{"TF_BUILD": "True", "SYSTEM_COLLECTIONURI": a.url + "/example/", "SYSTEM_TEAMPROJECT": project, "BUILD_BUILDID": "41",
		"BUILD_REPOSITORY_ID": gitID, "BUILD_REPOSITORY_NAME": "stacks", "BUILD_SOURCEBRANCH": "refs/heads/main", "AGENT_TEMPDIRECTORY": folder}
	if head != "" {
		v["BUILD_SOURCEBRANCH"], v["SYSTEM_PULLREQUEST_PULLREQUESTID"], v["SYSTEM_PULLREQUEST_SOURCECOMMITID"] = "refs/pull/7/merge", "7", head
	}
	return v
}

func (a *azureDevOps) list(w http.ResponseWriter, _ *http.Request) {
	all := []any{}
	for _, c := range a.comments {
		first := map[string]any{"id": 1, "content": c.body, "author": map[string]string{"id": c.author}, "isDeleted": c.deleted}
		all = append(all, map[string]any{"id": c.id, "status": c.status, "isDeleted": c.deleted, "comments": []any{first}})
	}
	answer(w, 200, map[string]any{"count": len(all), "value": all})
}

type azureBody struct {
	Content, Status, Title, Description, SourceRefName, TargetRefName string

	Comments []struct{ Content string }
}

func (a *azureDevOps) body(w http.ResponseWriter, q *http.Request) (b azureBody, ok bool) {
	if err := json.NewDecoder(q.Body).Decode(&b); err != nil {
		answer(w, 400, map[string]string{"message": "no JSON"})
		return b, false
	}
	for _, c := range b.Comments {
		b.Content += c.Content
	}
	return b, a.fits(w, b.Content, a.commentLimit(), 400) && a.fits(w, b.Description, a.descriptionLimit(), 400)
}

func (a *azureDevOps) create(w http.ResponseWriter, q *http.Request) {
	if b, ok := a.body(w, q); ok {
		a.comments = append(a.comments, &comment{id: a.id(), author: buildService, body: b.Content, status: b.Status})
		answer(w, 200, map[string]any{})
	}
}

func (a *azureDevOps) change(w http.ResponseWriter, q *http.Request, change func(c *comment, b azureBody)) {
	b := azureBody{}
	ok := true
	if q.Method == http.MethodPatch {
		b, ok = a.body(w, q)
	}
	id, _ := strconv.Atoi(q.PathValue("id"))
	c := a.comment(id)
	if c == nil {
		answer(w, 404, map[string]string{"message": "no such thread"})
	} else if ok {
		change(c, b)
		answer(w, 200, map[string]any{})
	}
}

func (a *azureDevOps) setStatus(w http.ResponseWriter, q *http.Request) {
	a.change(w, q, func(c *comment, b azureBody) { c.status = b.Status })
}

func (a *azureDevOps) update(w http.ResponseWriter, q *http.Request) {
	a.change(w, q, func(c *comment, b azureBody) { c.body = b.Content })
}

func (a *azureDevOps) remove(w http.ResponseWriter, q *http.Request) {
	a.change(w, q, func(c *comment, _ azureBody) { c.deleted = true })
}

func (a *azureDevOps) listPulls(w http.ResponseWriter, q *http.Request) {
	all := []any{}
	for _, p := range a.pulls {
		if p.state == "open" && q.FormValue("searchCriteria.status") == "active" && "refs/heads/"+p.head == q.FormValue("searchCriteria.sourceRefName") && "refs/heads/"+p.base == q.FormValue("searchCriteria.targetRefName") {
			all = append(all, map[string]any{"pullRequestId": p.number})
		}
	}
	answer(w, 200, map[string]any{"count": len(all), "value": all})
}

func (a *azureDevOps) createPull(w http.ResponseWriter, q *http.Request) {
	b, ok := a.body(w, q)
	if !ok {
		return
	}
	p := &pullRequest{number: a.id(), head: strings.TrimPrefix(b.SourceRefName, "refs/heads/"), base: strings.TrimPrefix(b.TargetRefName, "refs/heads/"), title: b.Title, body: b.Description, state: "open"}
	a.pulls = append(a.pulls, p)
	answer(w, 201, map[string]any{"pullRequestId": p.number})
}

func (a *azureDevOps) updatePull(w http.ResponseWriter, q *http.Request) {
	b, ok := a.body(w, q)
	n, _ := strconv.Atoi(q.PathValue("number"))
	p := a.pull(n)
	if !ok || p == nil {
		return
	}
	if b.Status == "abandoned" {
		p.state = "closed"
	} else {
		p.title, p.body = b.Title, b.Description
	}
	answer(w, 200, map[string]any{"pullRequestId": n})
}
