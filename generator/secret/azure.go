package secret

import "bytes"

func azureShapes() []shape {
	all := []shape{
		{"a storage account key", "==", storageKey},
		{"a storage account key", "%3D%3D", escapedStorageKey},
		{"a connection string", "AccountKey=", token("AccountKey=", escapedSet, 16)},
		{"a connection string", "SharedAccessKey=", token("SharedAccessKey=", escapedSet, 16)},
		{"a connection string", "AccessKey=", token("AccessKey=", escapedSet, 32)},
		{"a signature of a shared access signature (SAS)", "sig=", token("sig=", escapedSet, 20)},
		{"an Entra ID client secret", "Q~", clientSecret},
		{"an Azure key", "JQQJ99", annotatedKey},
		{"an Azure key", "JQQJ9D", annotatedKey},
		{"an Azure key", "JQQJ9H", annotatedKey},
	}
	for _, s := range []struct {
		signature     string
		of            *set
		before, after int
	}{ // Azure puts a signature of the service into its keys, at a fixed place.
		{"AzSe", alnumSet, 42, 6}, {"AzFu", tokenSet, 44, 6}, {"+ACR", bareSet, 42, 6},
		{"+ARm", bareSet, 33, 6}, {"+AEh", bareSet, 33, 6}, {"+ASb", bareSet, 33, 6}, {"AIoT", bareSet, 33, 6}, {"AzCa", bareSet, 33, 6}, {"AZEG", bareSet, 33, 6},
	} {
		all = append(all, shape{"an Azure key", s.signature, signed(s.signature, s.of, s.before, s.after)})
	}
	return all
}

// signed looks for a key with a signature within.
func signed(signature string, of *set, before, after int) func([]byte, int) (int, int, bool) {
	return func(text []byte, at int) (int, int, bool) {
		from := at + len(signature)
		end := from + after
		is := of.before(text, at, before+1) == before && of.span(text, from, after) == after && wordSet.endsAt(text, end)
		return at - before, end, is
	}
}

// annotatedKey looks for the common form of newer keys: 52 characters before the
// signature, and the rest behind it.
func annotatedKey(text []byte, at int) (int, int, bool) {
	n := alnumSet.span(text, at, 64)
	return at - 52, at + n, alnumSet.before(text, at, 53) == 52 && n >= 32
}

// keyLength is that of 64 bytes in base64, less the padding.
const keyLength = 86

// keysOrSums are storage keys, and what could be one but is called a checksum.
func keysOrSums() []shape {
	return []shape{{"a storage account key", "==", keyOrSum}, {"a storage account key", "%3D%3D", escapedKeyOrSum}}
}

func storageKey(text []byte, at int) (int, int, bool) {
	start, end, is := keyOrSum(text, at)
	return start, end, is && !isChecksum(text, start)
}

func escapedStorageKey(text []byte, at int) (int, int, bool) {
	start, end, is := escapedKeyOrSum(text, at)
	return start, end, is && !isChecksum(text, start)
}

func keyOrSum(text []byte, at int) (int, int, bool) {
	start, end := at-keyLength, at+len("==")
	if bareSet.before(text, at, keyLength+1) != keyLength {
		return at, end, false
	}
	// Random bytes are not all printable; a text in base64 is read by itself.
	isKey := string(text[start:end]) != emulatorKey && !isPlaceholder(text[start:at]) && !isText(decodeBase64(text[start:at]))
	return start, end, isKey
}

// emulatorKey is that of Azure's storage emulator, which everybody knows.
const emulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="

func escapedKeyOrSum(text []byte, at int) (int, int, bool) {
	start := at
	for range keyLength {
		switch {
		case start >= 3 && text[start-3] == '%' && text[start-2] == '2' && bytes.IndexByte([]byte("BbFf"), text[start-1]) >= 0: // + and /
			start -= 3
		case start >= 1 && alnumSet[text[start-1]]:
			start--
		default:
			return at, at, false
		}
	}
	isPart := start > 0 && alnumSet[text[start-1]] && !(start >= 3 && text[start-3] == '%') // of something longer
	return start, at + len("%3D%3D"), !isPart
}

// harmless are words that say of 64 bytes that they are no key.
var harmless = [][]byte{[]byte("sha512"), []byte("sha-512"), []byte("checksum"), []byte("digest"), []byte("integrity"), []byte("signature"), []byte("hash"), []byte("fingerprint"), []byte("public"), []byte("etag"), []byte("gcm,data:"), []byte("gcm%2cdata%3a")}

// isChecksum reports whether what is said before a place is that a checksum or a
// signature follows: on its line, or else on the one that begins its list or block.
func isChecksum(text []byte, at int) bool {
	before := text[max(0, at-200):at]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	if len(bytes.Trim(line, " \t-\"'|>")) == 0 {
		before = bytes.TrimRight(before[:len(before)-len(line)], " \t\r\n")
		line = before[bytes.LastIndexByte(before, '\n')+1:]
	}
	line = bytes.ToLower(line)
	for _, word := range harmless {
		if bytes.Contains(line, word) {
			return true
		}
	}
	return false
}

// clientSecret looks for three characters, a digit, "Q~" and the rest.
func clientSecret(text []byte, at int) (int, int, bool) {
	if at < 4 || !digitSet[text[at-1]] || secretSet.before(text, at-1, 3) < 3 {
		return at, at, false
	}
	end := at + 2 + secretSet.span(text, at+2, longest)
	return at - 4, end, end-at-2 >= 31 && !isPlaceholder(text[at+2:end])
}
