// Package config plays the flags with which source-controller is told where it
// keeps artifacts, where it serves them, and for how long.
//
// It knows the flags of Flux by their names, but not the environment variables
// that Flux reads beside them, and it does not guess the name of a Service: an
// address that others can reach has to be given.
package config

import (
	"fmt"
	"net"
	"time"

	"github.com/spf13/pflag"
)

// Options are the values of the flags.
type Options struct {
	// StoragePath is the folder of the artifacts, which must exist.
	StoragePath string
	// StorageAddress is the host:port that the file server listens on.
	StorageAddress string
	// StorageAdvAddress is the host, with or without a port, in the addresses
	// of artifacts. Empty means StorageAddress.
	StorageAdvAddress string
	// ArtifactRetentionTTL is how long an artifact stays once it is replaced.
	ArtifactRetentionTTL time.Duration
	// ArtifactRetentionRecords is how many artifacts of an object stay at most,
	// the current one included.
	ArtifactRetentionRecords int
	// ArtifactDigestAlgo is the name of a hash, as in a digest.
	ArtifactDigestAlgo string
}

// BindFlags lets a command line set the options.
func (o *Options) BindFlags(flags *pflag.FlagSet) {
	flags.StringVar(&o.StoragePath, "storage-path", "", "the folder of the artifacts")
	flags.StringVar(&o.StorageAddress, "storage-addr", "127.0.0.1:9090", "the address that the artifact server listens on")
	flags.StringVar(&o.StorageAdvAddress, "storage-adv-addr", "", "the artifact server's address for others (default that of --storage-addr)")
	flags.DurationVar(&o.ArtifactRetentionTTL, "artifact-retention-ttl", time.Minute, "how long an artifact is kept once it is replaced")
	flags.IntVar(&o.ArtifactRetentionRecords, "artifact-retention-records", 2, "how many artifacts of an object are kept at most")
	flags.StringVar(&o.ArtifactDigestAlgo, "artifact-digest-algo", "sha256", "the hash in the digests of artifacts: sha256, sha384 or sha512")
}

// Advertised is the host that stands in the addresses of artifacts. It is an
// error when the only address given names no host.
func (o *Options) Advertised() (string, error) {
	if o.StorageAdvAddress != "" {
		return o.StorageAdvAddress, nil
	}
	host, _, err := net.SplitHostPort(o.StorageAddress)
	if err != nil {
		return "", fmt.Errorf("reading --storage-addr: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() {
		return "", fmt.Errorf("--storage-addr %q names no host that others can reach: give one with --storage-adv-addr", o.StorageAddress)
	}
	return o.StorageAddress, nil
}
