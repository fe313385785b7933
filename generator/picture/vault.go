package picture

import (
	"strings"

	"example.com/metaflow-gitops/generator/value"
)

// findVolumes draws the Key Vaults that pods mount secrets of.
func (s *scene) findVolumes(p *pods, account *node) {
	for _, v := range value.Items(p.item.Pod().Fields, "spec", "volumes") {
		name := value.Text(v, "csi", "volumeAttributes", "secretProviderClass")
		for _, i := range s.items {
			if name == "" || i.Kind != "SecretProviderClass" || i.Namespace != p.namespace || i.Name != name {
				continue
			}
			id := i.text("spec", "parameters", "clientID")
			if account != nil && id != "" && id != account.own[0].text("metadata", "annotations", clientID) {
				account.details = appendNew(account.details, "Key Vault as "+id)
			}
			if vault := i.text("spec", "parameters", "keyvaultName"); vault != "" {
				s.connect(user(p, account), s.vault(vault), edge{class: "use", verb: uses}, i)
			}
		}
	}
}

// findCertificates draws where a gateway's certificates come from, by the
// options of AKS's application routing.
func (s *scene) findCertificates(p *pods) {
	for _, l := range p.item.items("spec", "listeners") {
		options := value.Get(l, "tls", "options")
		uri, name := value.Text(options, "kubernetes.azure.com/tls-cert-keyvault-uri"), value.Text(options, "kubernetes.azure.com/tls-cert-service-account")
		from := p.node
		if name != "" {
			s.claimed[p.namespace+"/"+name] = true
			if a := s.account(p.namespace, name); a != nil {
				s.connect(p.node, a, edge{class: "act", verb: certifies}, append(a.accountObject(), p.item)...)
				from = a
			}
		}
		if uri != "" {
			vault, _, _ := strings.Cut(hostOf(uri), ".")
			s.connect(from, s.vault(vault), edge{class: "use", verb: uses}, p.item)
		}
	}
}
