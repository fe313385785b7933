package auth

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

var imageTag = regexp.MustCompile(`(?m)^ +image: \S+/oauth2-proxy:(\S+)$`)

// TestProxyIsOfTheImage holds that the program that is built here has the
// version of the image in base/.
func TestProxyIsOfTheImage(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(repository, "base/auth-proxy/proxy/deployment.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	image := imageTag.FindSubmatch(text)
	if image == nil {
		t.Fatal("base/ names no image of oauth2-proxy with a tag")
	}
	module, err := os.ReadFile("../../lib/programs/oauth2-proxy/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	built := regexp.MustCompile(`(?m)^\s*(?:require )?github\.com/oauth2-proxy/oauth2-proxy/v7 (\S+)`).FindSubmatch(module)
	if built == nil || string(built[1]) != string(image[1]) {
		t.Errorf("base/ has %s, but e2e/lib/programs/oauth2-proxy builds another: run `go get -tool github.com/oauth2-proxy/oauth2-proxy/v7@%[1]s` there", image[1])
	}
}
