package review

// Numbers of characters that a comment may have.
const (
	GitHubLimit      = 65536
	AzureDevOpsLimit = 150000
)
