package state

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
)

// signingIn returns a reader with variables, and no backend settings.
func signingIn(variables map[string]string) azure {
	return azure{&Reader{Env: func(name string) string { return variables[name] }, backend: &Backend{Settings: map[string]string{}}}}
}

func TestIdentityFromFiles(t *testing.T) {
	folder := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	client, password := file("client", "a-client\n"), file("password", " a-password\n")
	empty, missing := file("empty", "\n"), filepath.Join(folder, "missing")
	for _, c := range []struct {
		variables map[string]string
		want      identity
		says      []string // when it fails
	}{
		{map[string]string{}, identity{}, nil},
		{map[string]string{"ARM_TENANT_ID": "a-tenant", "ARM_CLIENT_ID_FILE_PATH": client, "ARM_CLIENT_SECRET_FILE_PATH": password}, identity{"a-tenant", "a-client", "a-password"}, nil},
		{map[string]string{"ARM_CLIENT_ID": "b-client", "ARM_CLIENT_ID_FILE_PATH": missing, "ARM_CLIENT_SECRET": "b", "ARM_CLIENT_SECRET_FILE_PATH": missing}, identity{"", "b-client", "b"}, nil},
		{map[string]string{"ARM_CLIENT_ID_FILE_PATH": missing}, identity{}, []string{"client_id_file_path", "ARM_CLIENT_ID_FILE_PATH", missing, "no such file"}},
		{map[string]string{"ARM_CLIENT_SECRET_FILE_PATH": missing}, identity{}, []string{"client_secret_file_path", "ARM_CLIENT_SECRET_FILE_PATH", missing, "no such file"}},
		{map[string]string{"ARM_CLIENT_SECRET_FILE_PATH": folder}, identity{}, []string{"client_secret_file_path", folder, "is a directory"}},
		{map[string]string{"ARM_CLIENT_ID_FILE_PATH": empty}, identity{}, []string{"client_id_file_path", empty, "is empty"}},
	} {
		got, err := signingIn(c.variables).identity()
		if f := new(Failure); c.says != nil && (!errors.As(err, &f) || f.Summary != NoCredentials) || c.says == nil && (err != nil || got != c.want) {
			t.Errorf("%v: %v, %v", c.variables, got, err)
		}
		for _, word := range c.says {
			if !strings.Contains(err.Error(), word) {
				t.Errorf("%v: no %q in %v", c.variables, word, err)
			}
		}
		if _, err := signingIn(c.variables).credential(clouds{}, azcore.ClientOptions{}); (err != nil) != (c.says != nil) {
			t.Errorf("%v: signing in: %v", c.variables, err)
		}
	}
}
