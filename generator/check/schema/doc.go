// Package schema checks objects against what the API server takes, without one: the
// schemas of Kubernetes 1.34 to 1.37, and of the custom resources that stacks consist
// of and that components commonly bring.
//
// It finds fields that do not exist, values of a wrong type or form, what is required
// and not there, two entries of a list that must differ, and API versions that are not
// served. The schemas are a table that is part of the program (schemas.txt lists them
// with their versions and sources); package make writes it. What Kubernetes checks by
// code, and not by schema, the table has as far as rules.yaml of that package goes.
// Rules in CEL, of definitions and of admission policies, are left to a real API
// server, and so is everything that depends on what is in the cluster.
//
// It knows nothing of stacks, files or diagnostics: an object is a map, and a Problem
// a path in it.
package schema
