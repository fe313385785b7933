package review

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// hostile are texts that would act in a page which took them for markup.
var hostile = []string{
	`<script>window.owned = 1</script>`, `</script><script>window.owned = 1</script>`, `</style><script>window.owned = 1</script>`,
	`"><img src="http://x.example.com/a.png" onerror="window.owned = 1">`, `' onmouseover='window.owned = 1`, `<svg onload="window.owned = 1">`, `</title></desc></svg><img src=x onerror=window.owned=1>`,
	`</pre></details></section></main><h1>Approved</h1>`, `<a href="javascript:window.owned=1">x</a>`, `<base href="http://x.example.com/">`,
	`<link rel=stylesheet href=http://x.example.com/a.css>`, `<meta http-equiv=refresh content="0;url=http://x.example.com/">`, `<iframe srcdoc="<script>parent.owned=1</script>"></iframe>`,
	`<!--`, `]]>`, `&lt;script&gt;`, `{{.Script}}`, "\x00\x1b[2J", "\u202eltr\u2066", strings.Repeat("<", 1<<20), strings.Repeat("x ", 1<<19),
}

// newHostile is a repository whose last commit has objects and a stack that are
// hostile wherever a review shows something; what is generated now has none.
func newHostile(t *testing.T) *repository {
	t.Helper()
	r := newRepository(t)
	for i, text := range hostile {
		r.write(fmt.Sprintf("overlays/prod/rendered/hostile-%d.yaml", i), hostileObject(t, i, text))
	}
	stack := `overlays/<img src=x onerror=window.owned=1>/rendered/`
	r.write(stack+`"><script>window.owned=1<script>.yaml`, hostileObject(t, 0, hostile[0]))
	deployment := "overlays/prod/rendered/metaflow-deployment-ui-static.yaml"
	r.replace(deployment, "- containerPort", `- name: "<script>window.owned=1</script>"`+"\n              containerPort")
	r.replace(deployment, "metaflow_ui:", `"<b>metaflow_ui</b>:`)
	r.commit("hostile")
	return r
}

func TestHostilePage(t *testing.T) {
	r := newHostile(t)
	file := filepath.Join(t.TempDir(), "review.html")
	r.generator("--diff", "HEAD", "--output", file)
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > 4<<20 {
		t.Errorf("the page has %d bytes", info.Size())
	}
	b := openTab(t, 1500, 1100)
	b.open(file)
	b.keys("e")
	b.keep("page-hostile")
	wants(b, `typeof window.owned`, "undefined")
	wants(b, `document.scripts.length`, 1)
	wants(b, `document.querySelectorAll("style").length`, 1)
	wants(b, `document.querySelectorAll("h1").length`, 1)
	wants(b, `document.querySelectorAll("img, iframe, object, embed, link, base, b script, foreignObject, image, use").length`, 0)
	wants(b, `[...document.querySelectorAll("*")].some((e) => [...e.attributes].some((a) => a.name.startsWith("on") || /^\s*javascript:/i.test(a.value)))`, false)
	wants(b, `[...document.querySelectorAll("[href]")].every((e) => e.getAttribute("href").startsWith("#"))`, true)
	wants(b, `document.querySelectorAll("#s2 details.object").length >= `+fmt.Sprint(len(hostile)), true)
	wants(b, `[...document.querySelectorAll("details.object")].every((o) => o.closest("section.stack") && document.querySelector("main").contains(o))`, true)
}

func hostileObject(t *testing.T, i int, text string) string {
	t.Helper()
	name := text[:min(len(text), 300)]
	var manifest strings.Builder
	encoder := json.NewEncoder(&manifest)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(map[string]any{
		"apiVersion": "apps/v1", "kind": []string{"Deployment", "Service", name}[i%3],
		"metadata": map[string]any{"name": name, "namespace": name, "annotations": map[string]any{name: text}},
		"spec":     map[string]any{name: text, "list": []any{text}, "template": map[string]any{"spec": map[string]any{"serviceAccountName": text, "containers": []any{map[string]any{"name": text, "image": text}}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return manifest.String()
}

func (r *repository) write(p, text string) {
	r.t.Helper()
	if err := os.MkdirAll(filepath.Dir(r.path(p)), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(r.path(p), []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}
