package stack

import "encoding"

// presetSync is what a preset of Flux stands for.
type presetSync struct{ source, namespace, serviceAccount string }

var presets = map[string]presetSync{
	FluxBootstrap:    {"flux-system", "flux-system", ""},
	AKSFluxExtension: {"cluster-config", "cluster-config", "flux-applier"},
}

// only names the arguments of the sync block that one engine alone reads.
var only = map[string][]string{
	Flux:   {"preset", "source", "service_account", "decryption", "decryption_secret", "interval", "retry_interval", "timeout"},
	ArgoCD: {"repository", "revision", "destination_server"},
}

// sync checks the sync block, and completes it.
func (x *crossChecker) sync() {
	s, engine := &x.Config.Sync, x.Config.Engine.String()
	for other, names := range only {
		for _, name := range names {
			if other != engine && x.Decided("sync."+name) {
				x.fault(x.Decision("sync."+name), "Argument without effect", "%q is for engine %q, but this stack's engine is %q. Remove it.", name, other, engine)
			}
		}
	}
	if engine == ArgoCD && s.Repository.IsZero() {
		x.fault(x.Decision("sync"), "Missing argument", "Engine \"argo-cd\" needs the URL of this git repository: add sync { repository = \"https://git.example.com/platform/metaflow\" } to stack.hcl.")
	}
	if engine == Flux && s.Decryption.IsZero() && !s.DecryptionSecret.IsZero() {
		x.fault(x.Decision("sync.decryption_secret"), "Missing argument", "\"decryption_secret\" has keys for \"decryption\", which is not set. Add decryption = \"sops\" to the sync block, or remove this.")
	}
	s.setDefaults(engine)
}

// setDefaults fills in what depends on engine and preset.
func (s *Sync) setDefaults(engine string) {
	if engine == ArgoCD {
		setIfZero(&s.Namespace, "argocd")
		setIfZero(&s.Revision, "main")
		setIfZero(&s.DestinationServer, "https://kubernetes.default.svc")
		return
	}
	preset := presets[s.Preset.String()]
	setIfZero(&s.Source, preset.source)
	setIfZero(&s.Namespace, preset.namespace)
	setIfZero(&s.ServiceAccount, preset.serviceAccount)
	setIfZero(&s.Interval, "10m")
	setIfZero(&s.RetryInterval, "2m")
	setIfZero(&s.Timeout, "10m")
}

// SyncedBy returns the stack as it would be with another engine that is where it
// is by default. It has no repository for Argo CD, which only people know.
func (s *Stack) SyncedBy(engine string) *Stack {
	other := *s
	mustParse(&other.Config.Engine, engine)
	other.Config.Sync = Sync{}
	mustParse(&other.Config.Sync.Preset, FluxBootstrap)
	other.Config.Sync.setDefaults(engine)
	return &other
}

// setIfZero gives a setting its default; "" leaves it unset.
func setIfZero[T any, P interface {
	*T
	encoding.TextUnmarshaler
	IsZero() bool
}](target P, value string) {
	if target.IsZero() && value != "" {
		mustParse(target, value)
	}
}
