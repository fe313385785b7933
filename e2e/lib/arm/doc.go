// Package arm is a stand-in for Azure: for Azure Resource Manager, the data
// plane of Key Vault, and what Terraform's provider asks of Microsoft Entra ID
// and Microsoft Graph. It listens on loopback and answers under the names of
// Azure's public cloud, behind a proxy and a certificate authority of its own
// (package loopback), so that the real azurerm provider plans and applies
// without knowing. It is made for the resources of terraform/.
//
// It keeps what is PUT, adds what Azure adds, answers GET, PATCH, DELETE, lists
// and long-running operations, and refuses what Azure is known to refuse. Each
// rule is beside its source, and where a source has the code or the words of an
// error they are Azure's; otherwise they are the stand-in's. All that it knows
// can be saved to a file and brought back.
//
// What it does not know, and so no test with it shows:
//   - Whether Azure takes a value that no rule is about: sizes of machines and of
//     servers, their quota and regions, names, tags, API versions.
//   - Who may do what in Resource Manager: every principal with a token is owner.
//     Only the data plane of Key Vault looks at roles, and each token is a
//     service principal's.
//   - How long things take. An operation is done when it is asked for twice, and a
//     role is honoured after Cloud.Propagation at once and everywhere. Azure's own
//     delays, of DNS and of copies of the directory, do not exist.
//   - What happens inside: no cluster, no database and no blob is there, and what
//     somebody makes in them is not seen. A server that is deleted and made again
//     is as empty as the first one only by not being there.
//   - What Azure changes by itself: upgrades, node images, counts of the autoscaler,
//     growing disks, failovers. A test does it by Cloud.Change.
//   - Conversions between kinds of storage replication, soft-deleted blobs and
//     containers, and locks, policies and budgets of a subscription.
//   - Versions of Kubernetes after the day Table.
package arm
