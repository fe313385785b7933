package terraform

import (
	"archive/zip"
	"io"
	"strings"
	"testing"

	"example.com/metaflow-gitops/e2e/lib/azure"
)

// blob reads a state as it lies in the storage account.
func blob(t *testing.T, cloud *azure.Cloud, container, name string) string {
	t.Helper()
	response, err := cloud.Open(t, container).NewBlobClient(name).DownloadStream(t.Context(), nil)
	if err != nil {
		t.Fatalf("reading state blob %q: %v", name, err)
	}
	defer func() { _ = response.Body.Close() }()
	state, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(state)
}

// unzip returns the files of a plan, one after the other.
func unzip(t *testing.T, filename string) string {
	t.Helper()
	archive, err := zip.OpenReader(filename)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	var text strings.Builder
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&text, r); err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
	}
	return text.String()
}
