package auth

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"time"
)

// cookieCases are about a cookie that is not as the proxy made it.
func cookieCases() []contractCase {
	all := []contractCase{{name: "cookie/is for this host, over TLS, and for no script", run: cookieAttributes},
		{name: "cookie/of people under the name of programs", run: func(w *world) error {
			cookies, err := w.session()
			h := header("Cookie", strings.ReplaceAll(cookies, w.people.option("cookie-name"), w.programs.option("cookie-name")))
			return errors.Join(err, w.check(surfaces[3], nobody, w.send(request{path: surfaces[3].path, header: h})))
		}}}
	for name, change := range map[string]func(string) string{
		"first letter changed":  func(v string) string { return replaceAt(v, 0) },
		"middle letter changed": func(v string) string { return replaceAt(v, len(v)/2) },
		"cut off":               func(v string) string { return v[:len(v)*2/3] },
		"doubled":               func(v string) string { return v + v },
		"empty":                 func(string) string { return "" },
	} {
		all = append(all, contractCase{name: "cookie/" + name, run: func(w *world) error { return w.tampered(change) }})
	}
	return all
}

// isSession says that a cookie is one of a session, or a part of one, and not
// one of a login under way.
func (w *world) isSession(cookie string) bool {
	return strings.HasPrefix(cookie, w.people.option("cookie-name")) && !strings.HasSuffix(cookie, "_csrf")
}

func replaceAt(text string, i int) string {
	letter := "A"
	if text[i] == 'A' {
		letter = "B"
	}
	return text[:i] + letter + text[i+1:]
}

// tampered changes each cookie of a session, one after the other.
func (w *world) tampered(change func(string) string) error {
	cookies, err := w.session()
	if err != nil {
		return err
	}
	list := strings.Split(cookies, "; ")
	tampered := false
	for i := range list {
		name, value, _ := strings.Cut(list[i], "=")
		if !w.isSession(name) || len(value) < 20 {
			continue
		}
		tampered = true
		changed := strings.Join(append(append([]string{}, list[:i]...), append([]string{name + "=" + change(value)}, list[i+1:]...)...), "; ")
		for _, s := range surfaces[:3] {
			err = errors.Join(err, w.check(s, nobody, w.send(request{path: s.path, header: with(s.header, header("Cookie", changed))})))
		}
	}
	if !tampered {
		return errors.New("there is no cookie to change")
	}
	return err
}

func cookieAttributes(w *world) error {
	v, err := w.login(member, password, "/", nil)
	if err != nil {
		return err
	}
	found := false
	for _, c := range v.set {
		if !strings.HasPrefix(c.Name, w.people.option("cookie-name")) || c.Value == "" {
			continue
		}
		found = true
		if !c.Secure || !c.HttpOnly || c.Domain != "" || c.Path != "/" || c.SameSite != http.SameSiteLaxMode && c.SameSite != http.SameSiteStrictMode {
			err = errors.Join(err, fmt.Errorf("the cookie is set as %s", strings.Replace(c.String(), c.Value, "…", 1)))
		}
	}
	if !found {
		return errors.New("the login set no cookie")
	}
	return err
}

// sessionCases are about the life of a session.
func sessionCases(b bundle) []contractCase {
	replay := []contractCase{
		{name: "session/replayed after logout, possible until the cookie's lifetime ends", run: func(w *world) error { return w.replay(person) }},
		{name: "session/replayed after logout, with Redis", missing: redisMissing(), run: replayWithRedis},
	}
	if b.people.option("session-store-type") == "redis" {
		replay = []contractCase{{name: "session/replayed after logout, with Redis", run: func(w *world) error { return w.replay(nobody) }}}
	}
	return append(replay, []contractCase{
		{name: "session/survives a restart of the proxy", run: func(w *world) error {
			cookies, err := w.session()
			if err != nil {
				return err
			}
			w.stop(w.people)
			if err := w.start(w.people); err != nil {
				return err
			}
			return w.opens(person, cookies)
		}},
		{name: "session/ends with the cookie's lifetime", needs: shortSession, run: sessionEnds},
	}...)
}

// opens says whom the cookies stand for, on all of people's surfaces.
func (w *world) opens(k kind, cookies string) error {
	var all []error
	for _, s := range surfaces[:3] {
		all = append(all, w.check(s, k, w.send(request{path: s.path, header: with(s.header, header("Cookie", cookies))})))
	}
	return errors.Join(all...)
}

// replay logs in and out, and then uses the cookies that a thief has kept.
func (w *world) replay(k kind) error {
	v, err := w.login(member, password, "/", nil)
	if err != nil {
		return err
	}
	a := w.send(request{path: w.subject.logoutPath(w, "https://"+w.host+"/"), header: with(htmlHeader, header("Cookie", v.cookies))})
	cleared := false
	for _, c := range (&http.Response{Header: a.header}).Cookies() {
		cleared = cleared || w.isSession(c.Name) && (c.MaxAge < 0 || c.Value == "" || !c.Expires.IsZero() && c.Expires.Before(time.Now()))
	}
	if !cleared {
		err = fmt.Errorf("the logout clears no cookie: %s", a)
	}
	return errors.Join(a.err, a.untouched(), err, w.opens(k, v.cookies))
}

// restarted runs a case with the people's proxy set up in another way.
func (w *world) restarted(overrides []variable, run func() error) error {
	w.stop(w.people)
	err := w.start(w.people, overrides...)
	if err == nil {
		err = run()
		w.stop(w.people)
	}
	return errors.Join(err, w.start(w.people))
}

func sessionEnds(w *world) error {
	return w.restarted([]variable{{Name: "OAUTH2_PROXY_COOKIE_EXPIRE", Value: "5s"}}, func() error {
		v, err := w.login(member, password, "/", nil)
		if err != nil {
			return err
		}
		err = w.opens(person, v.cookies)
		time.Sleep(6 * time.Second)
		return errors.Join(err, w.opens(nobody, v.cookies))
	})
}

func redisMissing() string {
	if _, err := exec.LookPath("redis-server"); err != nil {
		return "no redis-server on the PATH"
	}
	return ""
}

// replayWithRedis keeps sessions in a real Redis, from which a logout deletes.
func replayWithRedis(w *world) error {
	stop, err := w.startRedis()
	if err != nil {
		return err
	}
	defer stop()
	overrides := []variable{{Name: "OAUTH2_PROXY_SESSION_STORE_TYPE", Value: "redis"}, {Name: "OAUTH2_PROXY_REDIS_CONNECTION_URL", Value: "redis://" + w.redis}}
	return w.restarted(overrides, func() error { return w.replay(nobody) })
}

// redisPassword is the password of a Redis that is rendered with one.
func (w *world) redisPassword() string {
	for _, v := range w.people.env {
		if v.Name == "OAUTH2_PROXY_REDIS_PASSWORD" && v.secret != "" {
			return w.keyOf(v.secret)
		}
	}
	return ""
}

func (w *world) startRedis() (stop func(), err error) {
	port := freePort()
	w.redis = "127.0.0.1:" + port
	command := exec.Command("redis-server", "--bind", "127.0.0.1", "--port", port, "--save", "", "--appendonly", "no", "--dir", w.folder)
	if password := w.redisPassword(); password != "" {
		command.Args = append(command.Args, "--requirepass", password)
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("starting Redis: %w", err)
	}
	run := &process{command: command, done: make(chan struct{})}
	go func() { _ = command.Wait(); close(run.done) }()
	for range 200 {
		if conn, err := net.Dial("tcp", w.redis); err == nil {
			conn.Close()
			return run.stop, nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	run.stop()
	return nil, errors.New("Redis does not listen")
}
