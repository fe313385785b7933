package secret

import "bytes"

// The numbers of ASN.1 that keys have.
const (
	derInteger  = 0x02
	derOctets   = 0x04
	derObject   = 0x06
	derSequence = 0x30
)

// The identifiers by which encrypted keys and bundles are known.
var (
	encryptedKeys = [][]byte{{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05}, {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01}}
	bundle        = []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01}
)

// javaStores are what the files begin with in which Java keeps keys.
var javaStores = [][]byte{{0xfe, 0xed, 0xfe, 0xed}, {0xce, 0xce, 0xce, 0xce}}

// isBinaryKey reports whether bytes are a private key without an armour: in PKCS#1,
// PKCS#8, SEC 1, a bundle of PKCS#12 or a key store of Java. Certificates and public
// keys begin in another way.
func isBinaryKey(data []byte) bool {
	for _, magic := range javaStores {
		if bytes.HasPrefix(data, magic) {
			return true
		}
	}
	outer, ok := derValue(data, derSequence)
	if !ok || len(outer) < 32 {
		return false
	}
	if inner, ok := derValue(outer, derSequence); ok {
		id, _ := derValue(inner, derObject)
		return bytes.HasPrefix(id, encryptedKeys[0]) && len(id) > len(encryptedKeys[0]) || bytes.HasPrefix(id, encryptedKeys[1])
	}
	version, ok := derValue(outer, derInteger)
	if !ok || len(version) != 1 || len(outer) < 3 {
		return false
	}
	rest := outer[3:]
	switch version[0] {
	case 0, 1:
		return isKeyBody(rest)
	case 3:
		inner, _ := derValue(rest, derSequence)
		id, _ := derValue(inner, derObject)
		return bytes.Equal(id, bundle)
	}
	return false
}

// isKeyBody reports whether a key follows a version: an algorithm with its key, a
// large number, or bytes.
func isKeyBody(rest []byte) bool {
	if algorithm, ok := derValue(rest, derSequence); ok {
		_, ok = derValue(algorithm, derObject)
		return ok
	}
	if number, ok := derValue(rest, derInteger); ok {
		return len(number) >= 32
	}
	octets, ok := derValue(rest, derOctets)
	return ok && len(octets) >= 20
}

// derValue is the content of the value that data begins with, as far as it is there,
// if it has a tag.
func derValue(data []byte, tag byte) ([]byte, bool) {
	if len(data) < 2 || data[0] != tag {
		return nil, false
	}
	length, from := int(data[1]), 2
	if length >= 0x80 {
		count := length & 0x7f
		if count == 0 || count > 3 || len(data) < 2+count {
			return nil, false
		}
		length, from = 0, 2+count
		for _, b := range data[2:from] {
			length = length<<8 | int(b)
		}
	}
	return data[from:min(len(data), from+length)], true
}
