package auth

import "net/http"

// contractCase is one line of the contract.
type contractCase struct {
	name string
	// needs is what a subject must be able to express, and missing what this
	// machine lacks for it.
	needs   feature
	missing string
	run     func(*world) error
}

// contract is every case for one stack and one subject.
func contract(b bundle, s subject) []contractCase {
	var all []contractCase
	for _, group := range [][]contractCase{
		credentialCases(b), loginCases(), redirectCases(b), cookieCases(), sessionCases(b), headerCases(), exemptCases(b, s), pathCases(b, s), socketCases(), clientCases(b), logCases(),
	} {
		all = append(all, group...)
	}
	return all
}

// credentialCases are surface by credential.
func credentialCases(b bundle) []contractCase {
	var all []contractCase
	for _, s := range surfaces {
		add := func(credential string, k kind, needs feature, make func(*world) (http.Header, error)) {
			all = append(all, contractCase{name: s.name + "/" + credential, needs: needs, run: func(w *world) error {
				h, err := make(w)
				if err != nil {
					return err
				}
				return w.check(s, k, w.send(request{path: s.path, header: with(s.header, h)}))
			}})
		}
		add("anonymous", nobody, none, func(*world) (http.Header, error) { return nil, nil })
		add("session cookie", person, none, func(w *world) (http.Header, error) {
			cookies, err := w.session()
			return header("Cookie", cookies), err
		})
		for _, c := range tokenCredentials(b) {
			add(c.name, c.kind, c.needs, func(w *world) (http.Header, error) { return header("Authorization", c.make(w)), nil })
		}
	}
	return all
}

type tokenCredential struct {
	name  string
	kind  kind
	needs feature
	make  func(*world) string
}

// tokenCredentials are good and bad tokens, as the programs' proxy of the stack
// sees them.
func tokenCredentials(b bundle) []tokenCredential {
	var all []tokenCredential
	accepted := b.programs.audiences()
	for _, a := range accepted {
		good := func(w *world) token { return w.issuer(a.issuer).token(a.name) }
		all = append(all, tokenCredential{"JWT of " + a.issuer + " for " + a.name, program, none, func(w *world) string { return bearer(good(w).sign()) }},
			tokenCredential{"JWT of " + a.issuer + " for " + a.name + " and another", program, none, func(w *world) string {
				return bearer(good(w).claim("aud", []string{"someone-else", a.name}).sign())
			}})
	}
	first := accepted[0]
	all = append(all, tokenCredential{"ID token of a person", personal(b), none, func(w *world) string {
		return bearer(w.issuers[0].token(b.people.option("client-id")).claim("sub", member).claim("email", member).claim("nonce", "n").sign())
	}}, tokenCredential{"JWT as the password of Basic", program, none, func(w *world) string {
		r := &http.Request{Header: http.Header{}}
		r.SetBasicAuth("token", w.issuer(first.issuer).token(first.name).sign())
		return r.Header.Get("Authorization")
	}})
	for _, bad := range badTokens {
		all = append(all, tokenCredential{bad.name, nobody, bad.needs, func(w *world) string {
			i := w.issuer(first.issuer)
			return bearer(bad.make(i.token(first.name), i))
		}})
	}
	return append(all, crossCredentials(accepted)...)
}

// personal says whom an ID token of the browser's login stands for: with the
// audiences of the programs, usually nobody.
func personal(b bundle) kind {
	for _, a := range b.programs.audiences() {
		if a.issuer == b.people.option("oidc-issuer-url") && a.name == b.people.option("client-id") {
			return program
		}
	}
	return nobody
}

// crossCredentials are tokens in the name of one issuer, signed by another that
// is trusted too, but only for itself.
func crossCredentials(accepted []audience) []tokenCredential {
	var all []tokenCredential
	first := accepted[0]
	for _, a := range accepted[1:] {
		if a.issuer == first.issuer {
			continue
		}
		all = append(all, tokenCredential{"JWT in the name of the first issuer by " + a.issuer, nobody, keysByIssuer, func(w *world) string {
			other := w.issuer(a.issuer)
			return bearer(w.issuer(first.issuer).token(first.name).signedBy("RS256", other.key, "kid", other.keyID).sign())
		}})
	}
	return all
}
