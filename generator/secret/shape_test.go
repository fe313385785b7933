package secret

import (
	"testing"
)

// TestShapeLimits holds how short each kind of credential may be, where it starts, and
// where it ends: one more byte than is not enough is found, and nothing around it is.
func TestShapeLimits(t *testing.T) {
	token := "eyJ" + letters(8)
	escaped := "%2B%2F%2f" + letters(82) + "%2b"
	for _, c := range []struct {
		name           string
		before, inside string // what is found is the second
		least          int    // bytes of it, of which one may not be missing
		cut            int    // where in it one is taken away
	}{
		{"a JSON Web Token", "", token + "." + token, 23, 5},             // its header
		{"a JSON Web Token", "", token + "." + token, 23, 20},            // its payload
		{"a JSON Web Token", "x", token + "." + token + ".sig_-", 29, 5}, // with a signature
		{"a storage account key", "key: ", letters(86) + "==", 88, 3},
		{"a storage account key", "key=", escaped + "%3D%3D", 100, 40},
		{"a connection string", "", "AccountKey=" + letters(16), 27, 12},
		{"a connection string", "", "SharedAccessKey=" + letters(16), 32, 17},
		{"a signature of a shared access signature (SAS)", "?", "sig=" + letters(20), 24, 5},
		{"an Entra ID client secret", " ", "abc8Q~" + letters(31), 37, 7},
		{"an Entra ID client secret", " ", "abc0Q~" + letters(31), 37, 7},
		{"an Entra ID client secret", " ", "abc9Q~" + letters(31), 37, 7},
		{"a URL with a password", "postgres", "://a:xyz@", 9, 6},
		{"a URL with a password", "postgres", "://u:xyz@", 9, 3},
		{"a GitHub token", " ", "ghp_" + letters(36), 40, 5},
		{"a GitHub token", " ", "ghs_" + letters(36), 40, 5},
		{"a GitHub token", " ", "github_pat_" + letters(30), 41, 12},
		{"a private key", "a\n", "-----BEGIN PRIVATE KEY-----\n" + letters(64) + "\n-----END PRIVATE KEY-----", 118, 20},
	} {
		if len(c.inside) != c.least {
			t.Errorf("%s: %d bytes", c.inside, len(c.inside))
		}
		for _, after := range []string{"", "\n", `"`, " and more"} {
			found := FindShapes([]byte(c.before + c.inside + after))
			if len(found) != 1 || found[0] != (Match{len(c.before), len(c.before) + len(c.inside), c.name}) {
				t.Errorf("%q: %+v", c.before+c.inside+after, found)
			}
			shorter := c.before + c.inside[:c.cut] + c.inside[c.cut+1:] + after
			if found := FindShapes([]byte(shorter)); len(found) > 0 {
				t.Errorf("%q: %+v", shorter, found)
			}
		}
	}
}

// TestShapesThatAreNone are near to credentials, and hold no secret.
func TestShapesThatAreNone(t *testing.T) {
	for _, text := range []string{
		letters(87) + "==",                            // longer than a key
		letters(85) + "=" + "==",                      // padding within
		letters(40) + "%2C" + letters(45) + "%3D%3D",  // another escape
		"%2C" + letters(83) + "%3D%3D",                // another escape
		"eyJhbGciOiJSUzI1NiJ9." + letters(20),         // no payload
		"eyJhbGciOiJSUzI1NiJ9 eyJzdWIiOiJhYmMifQ",     // two words
		"abcdQ~" + letters(34), "bc8Q~" + letters(34), // no digit, too little before
		"https://example.com/a:b@c", "https://:abc@example", // no host, no user
		"https://a:bc", "https://user@example.com", // no password
		"https://${user}:${password}@example.com", // variables
		"-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----",
	} {
		if found := FindShapes([]byte(text)); len(found) > 0 {
			t.Errorf("%q: %+v", text, found)
		}
	}
}

// TestShapesEach finds one behind the other.
func TestShapesEach(t *testing.T) {
	key := letters(86) + "=="
	if found := FindShapes([]byte(key + " " + key + "\n-----BEGIN PRIVATE KEY-----\n" + key)); len(found) != 4 {
		t.Errorf("%+v", found)
	}
}
