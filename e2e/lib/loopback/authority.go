// Package loopback lets unmodified programs talk to servers on this machine as
// if those were elsewhere: a certificate authority that vouches for any name,
// and an HTTP proxy that knows a few names and refuses all others. Programs find
// their way by HTTPS_PROXY, and trust it by SSL_CERT_FILE.
package loopback

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"time"
)

// Authority is a certificate authority of one test, and the one server
// certificate that it signs.
type Authority struct {
	// Folder holds ca.pem, server.pem and server.key.
	Folder string
	Pool   *x509.CertPool
	Pair   tls.Certificate
}

// NewAuthority makes an authority whose server certificate is for the names.
func NewAuthority(folder string, names ...string) (*Authority, error) {
	root, rootKey, err := newRoot()
	if err != nil {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("making the server's key: %w", err)
	}
	leaf := template(2, names[0])
	leaf.DNSNames = names
	leaf.KeyUsage, leaf.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	der, err := x509.CreateCertificate(rand.Reader, leaf, root, &key.PublicKey, rootKey)
	if err != nil {
		return nil, fmt.Errorf("signing the server's certificate: %w", err)
	}
	a := &Authority{Folder: folder, Pool: x509.NewCertPool(), Pair: tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}}
	a.Pool.AddCert(root)
	return a, a.write(root.Raw, der, key)
}

// File is the path of one of the files of the authority.
func (a *Authority) File(name string) string { return filepath.Join(a.Folder, name) }

func newRoot() (*x509.Certificate, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("making the authority's key: %w", err)
	}
	root := template(1, "test authority")
	root.IsCA, root.BasicConstraintsValid, root.KeyUsage = true, true, x509.KeyUsageCertSign
	der, err := x509.CreateCertificate(rand.Reader, root, root, &key.PublicKey, key)
	if err != nil {
		return nil, nil, fmt.Errorf("signing the authority's certificate: %w", err)
	}
	root, err = x509.ParseCertificate(der)
	return root, key, err
}

func template(serial int64, name string) *x509.Certificate {
	now := time.Now()
	return &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour)}
}

func (a *Authority) write(root, leaf []byte, key *ecdsa.PrivateKey) error {
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return fmt.Errorf("encoding the server's key: %w", err)
	}
	for _, f := range []struct {
		name, kind string
		data       []byte
	}{{"ca.pem", "CERTIFICATE", root}, {"server.pem", "CERTIFICATE", leaf}, {"server.key", "PRIVATE KEY", private}} {
		if err := os.WriteFile(a.File(f.name), pem.EncodeToMemory(&pem.Block{Type: f.kind, Bytes: f.data}), 0o600); err != nil {
			return fmt.Errorf("writing the authority: %w", err)
		}
	}
	return nil
}
