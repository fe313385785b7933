// Package judge lets a real API server judge what was rendered for a stack:
// strict validation of every field, Pod Security at the level that each
// namespace claims, and whether what selects pods finds any.
package judge
