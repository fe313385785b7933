// Package review holds the generator's review against tools of others: dyff on
// every case, a JSON schema validator, a browser, Terraform and git.
package review
