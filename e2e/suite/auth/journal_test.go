package auth

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// journal is what the proxies of a world have logged.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(data []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(data)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// secrets are the cookies, codes and tokens that a world has seen, by what they
// are.
type secrets struct {
	mu   sync.Mutex
	seen map[string]string
}

// pieceLength is how much of a secret is too much in a log.
const pieceLength = 20

func (s *secrets) note(what, value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(value) < pieceLength {
		return
	}
	if s.seen == nil {
		s.seen = map[string]string{}
	}
	s.seen[value[:min(len(value), 1<<16)]] = what
}

func (s *secrets) noteCookies(cookies []*http.Cookie) {
	for _, c := range cookies {
		s.note("a cookie", c.Value)
	}
}

// noteHeader notes the credentials of a request, well-formed or not.
func (s *secrets) noteHeader(h http.Header) {
	for _, cookie := range strings.Split(strings.Join(h.Values("Cookie"), ";"), ";") {
		_, value, _ := strings.Cut(cookie, "=")
		s.note("a cookie", strings.Trim(value, ` "`))
	}
	for _, word := range strings.Fields(strings.Join(h.Values("Authorization"), " ")) {
		s.note("a token", word)
		if pair, err := base64.StdEncoding.DecodeString(word); err == nil {
			user, password, _ := strings.Cut(string(pair), ":")
			s.note("a token", user)
			s.note("a token", password)
		}
	}
}

// pieces are what must not be in a log, by what they are of.
type pieces map[string]string

func (s *secrets) pieces() pieces {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := pieces{}
	for value, what := range s.seen {
		for i := range len(value) - pieceLength + 1 {
			p[value[i:i+pieceLength]] = what
		}
	}
	return p
}

// in finds the pieces that a log has, also escaped or encoded. Each finding
// tells what it is, and in which line.
func (p pieces) in(log string) []string {
	var found []string
	for _, line := range strings.Split(log, "\n") {
		for _, what := range p.inLine(line) {
			found = append(found, fmt.Sprintf("%s in the line that begins with %.40q", what, line))
		}
	}
	return found
}

func (p pieces) inLine(line string) []string {
	found := map[string]bool{}
	for _, form := range formsOf(line) {
		for i := range len(form) - pieceLength + 1 {
			if what := p[form[i:i+pieceLength]]; what != "" {
				found[what] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

var (
	escape  = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)
	encoded = regexp.MustCompile(`[A-Za-z0-9+/_-]{27,}`)
)

// formsOf are a line as it stands, and what its escapes and encodings hold.
func formsOf(line string) []string {
	once := unescaped(line)
	forms := []string{line, strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(line), once, unescaped(once)}
	for _, run := range encoded.FindAllString(once, -1) {
		run = strings.NewReplacer("-", "+", "_", "/").Replace(run)
		for offset := range 4 { // it may begin anywhere in the run
			part := run[offset:]
			if data, err := base64.RawStdEncoding.DecodeString(part[:len(part)/4*4]); err == nil {
				forms = append(forms, string(data))
			}
		}
	}
	return forms
}

func unescaped(text string) string {
	return escape.ReplaceAllStringFunc(text, func(e string) string {
		letter, err := url.PathUnescape(e)
		if err != nil {
			return e
		}
		return letter
	})
}

// clean says that the log holds no secret.
func (w *world) clean() error {
	var all []error
	for _, f := range w.secrets.pieces().in(w.journal.String()) {
		all = append(all, errors.New(f))
	}
	return errors.Join(all...)
}

// tokenTap notes the tokens that an issuer gives away.
type tokenTap struct {
	http.ResponseWriter
	secrets *secrets
}

var givenToken = regexp.MustCompile(`"(?:access|id|refresh)_token": ?"([^"]+)"`)

func (t tokenTap) Write(data []byte) (int, error) {
	for _, m := range givenToken.FindAllSubmatch(data, -1) {
		t.secrets.note("a token of the issuer", string(m[1]))
	}
	return t.ResponseWriter.Write(data)
}
