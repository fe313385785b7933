package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/coder/websocket"
)

func socketCases() []contractCase {
	return []contractCase{
		{name: "websocket/carries messages", run: func(w *world) error {
			cookies, err := w.session()
			if err != nil {
				return err
			}
			return w.echo(header("Cookie", cookies))
		}},
		{name: "websocket/as browsers ask for it", run: func(w *world) error {
			cookies, err := w.session()
			h := with(socketHeader, header("Cookie", cookies))
			h.Set("Connection", "keep-alive, Upgrade")
			return errors.Join(err, w.check(surfaces[2], person, w.send(request{path: surfaces[2].path, header: h})))
		}},
	}
}

func (w *world) echo(h http.Header) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	socket, _, err := websocket.Dial(ctx, "wss://"+w.host+"/api/ws", &websocket.DialOptions{HTTPClient: &http.Client{Transport: w.transport()}, HTTPHeader: h})
	if err != nil {
		return err
	}
	defer socket.CloseNow()
	if err := socket.Write(ctx, websocket.MessageText, []byte("run 1 is done")); err != nil {
		return err
	}
	_, heard, err := socket.Read(ctx)
	if err == nil && string(heard) != "run 1 is done" {
		err = fmt.Errorf("heard %q", heard)
	}
	return err
}

// clientCases are the conversation of Metaflow's client with its service, for a
// program of each issuer.
func clientCases(b bundle) []contractCase {
	var all []contractCase
	for _, a := range b.programs.audiences() {
		all = append(all, contractCase{name: "client/a run, with a token of " + a.issuer + " for " + a.name, run: func(w *world) error {
			return w.conversation(header("Authorization", bearer(w.issuer(a.issuer).token(a.name).sign())))
		}})
	}
	return append(all, contractCase{name: "client/a token that ends in the middle of a run", run: func(w *world) error {
		a := w.programs.audiences()[0]
		t := w.issuer(a.issuer).token(a.name).claim("exp", time.Now().Add(-10*time.Minute).Unix())
		answer := w.send(request{method: "POST", path: "/metadata/flows/HelloFlow/runs/1/heartbeat", body: "{}", header: header("Authorization", bearer(t.sign()))})
		return errors.Join(answer.err, answer.untouched(), answer.refusedAsJSON())
	}})
}

// conversation is what the client says of one run, in its order, and what it
// must hear.
func (w *world) conversation(token http.Header) error {
	w.talks++
	big := `{"tags": ["` + strings.Repeat("x", 1<<20) + `"]}`
	run := "/metadata/flows/HelloFlow/runs/1"
	for _, step := range []struct {
		method, path, body string
		header             http.Header
		status             int
	}{
		{"GET", "/metadata/ping", "", nil, 200},
		{"POST", "/metadata/flows/HelloFlow", `{"flow_id": "HelloFlow"}`, nil, 201},
		{"POST", "/metadata/flows/HelloFlow/run", `{"tags": ["user:ada"]}`, header("X-Busy", "1"), 503},
		{"POST", "/metadata/flows/HelloFlow/run", `{"tags": ["user:ada"]}`, nil, 201},
		{"POST", run + "/steps/start/step", big, nil, 201},
		{"POST", run + "/steps/start/task", "{}", nil, 201},
		{"POST", run + "/steps/start/tasks/1/metadata", `[{"field_name": "attempt"}]`, nil, 201},
		{"POST", run + "/steps/start/tasks/1/artifact", `[{"name": "x"}]`, nil, 201},
		{"POST", w.freshRun() + "/heartbeat", "{}", nil, 404},
		{"POST", w.freshRun() + "/heartbeat", "{}", nil, 200},
		{"PATCH", run + "/tag/mutate", `{"tags_to_add": ["best"]}`, nil, 200},
		{"GET", run + "/steps?x=a%2Fb&x=c", "", nil, 200},
	} {
		a := w.send(request{method: step.method, path: step.path, body: step.body, header: with(token, step.header)})
		if a.err != nil || a.status != step.status || a.header.Get(versionHeader) == "" || len(a.arrivals) != 1 {
			return fmt.Errorf("%s %s: want status %d with a version, got %s", step.method, step.path, step.status, a)
		}
		if a.arrivals[0].body != step.body {
			return fmt.Errorf("%s %s: of %d bytes %d arrived", step.method, step.path, len(step.body), len(a.arrivals[0].body))
		}
	}
	return nil
}

// freshRun is the path of the run whose heartbeats are counted, a new one for
// each conversation.
func (w *world) freshRun() string {
	return fmt.Sprintf("/metadata/flows/HelloFlow/runs/%d", 100+w.talks)
}
