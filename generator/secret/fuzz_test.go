package secret

import (
	"net/url"
	"strings"
	"testing"
)

// FuzzSearch searches any text, alone and with a token and a value in it: nothing
// panics, all places are within the text, what was planted is found however it is
// encoded, and what is taken out is gone.
func FuzzSearch(f *testing.F) {
	for _, text := range credentials() {
		f.Add([]byte(text), uint8(0))
	}
	for i, text := range append(strings.Split(harmlessLines, "\n"), harmlessBlocks...) {
		f.Add([]byte(text), uint8(i))
	}
	var k Known
	k.Add("planted", "Mf-correct \"horse\"\nbattery")
	token := "gho_" + mixed(36)
	encode := []func(string) string{
		func(s string) string { return s },
		func(s string) string { return encoded(s)["JSON"] },
		func(s string) string { return encoded(s)["JSON in JSON"] },
		func(s string) string { return encoded(s)["small percent signs"] },
		func(s string) string { return encoded(s)["base64"] },
		func(s string) string { return encoded(s)["wrapped base64"] },
		func(s string) string { return encoded(s)["hexadecimal"] },
		url.PathEscape,
	}
	f.Fuzz(func(t *testing.T, text []byte, how uint8) {
		checkPlaces(t, &k, text)
		encoded := encode[int(how)%len(encode)]
		around := "\n\n\n" + encoded("a: "+token+"\n") + "\n\n\n"
		if _, found := k.Search([]byte(string(text) + around)); len(found) == 0 && !isWide(text) {
			t.Errorf("the token is not found behind %q, as %q", text, around)
		}
		around = "\n\n\n" + encoded("Mf-correct \"horse\"\nbattery") + "\n\n\n"
		if values := k.Find([]byte(around + string(text))); len(values) == 0 {
			t.Errorf("the value is not found before %q, as %q", text, around)
		}
	})
}

func isWide(text []byte) bool {
	_, is := wide(text)
	return is
}

func checkPlaces(t *testing.T, k *Known, text []byte) {
	t.Helper()
	values, shapes := k.Search(text)
	for _, m := range append(values, shapes...) {
		if m.Start < 0 || m.Start > m.End || m.End > len(text) || m.Name == "" {
			t.Errorf("%+v is no place in %q", m, text)
		}
	}
	NewRedactor(k).Redact(string(text))
	NewRedactor(k).RedactFile(string(text))
	IsPlaceholder(string(text))
}
