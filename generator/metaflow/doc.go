// Package metaflow has what is known of Metaflow itself: the settings that its client
// reads from a profile, and the connections that its services keep to their database.
package metaflow
