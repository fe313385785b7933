package reachtest

// policy is the spec of a network policy, with each field absent, null, empty or
// filled.
func (d dice) policy() map[string]any {
	spec := map[string]any{}
	d.maybe(spec, "podSelector", d.selector())
	if d.odds(3, 4) {
		spec["policyTypes"] = pick[any](d, nil, []any{}, []any{"Ingress"}, []any{"Egress"}, []any{"Ingress", "Egress"})
	}
	d.maybe(spec, "ingress", d.rules("from"))
	d.maybe(spec, "egress", d.rules("to"))
	return spec
}

// maybe sets a field, or leaves it out.
func (d dice) maybe(fields map[string]any, key string, v any) {
	if d.odds(4, 5) {
		fields[key] = v
	}
}

// selector is a label selector of any shape.
func (d dice) selector() any {
	switch d.IntN(8) {
	case 0:
		return nil
	case 1:
		return map[string]any{}
	case 2:
		return map[string]any{"matchLabels": nil, "matchExpressions": []any{}}
	case 3, 4:
		return map[string]any{"matchLabels": d.labels()}
	case 5:
		return map[string]any{"matchLabels": d.labels(), "matchExpressions": []any{d.expression()}}
	}
	return map[string]any{"matchExpressions": []any{d.expression()}}
}

func (d dice) expression() any {
	key, v := d.label()
	_, other := d.label()
	if d.odds(1, 6) {
		key = pick(d, "job-name", "pod-template-hash", "gateway.networking.k8s.io/gateway-name", "azure.workload.identity/use")
	}
	e := map[string]any{"key": key, "operator": pick(d, "In", "NotIn", "Exists", "DoesNotExist")}
	if e["operator"] == "In" || e["operator"] == "NotIn" {
		e["values"] = pick(d, []any{v}, []any{v, other})
	}
	return e
}

// namespaceSelector is one by name, by label or of any shape.
func (d dice) namespaceSelector() any {
	names := []any{d.namespace(), d.namespace()}
	switch d.IntN(4) {
	case 0:
		return map[string]any{"matchLabels": map[string]any{"kubernetes.io/metadata.name": d.namespace()}}
	case 1:
		return map[string]any{"matchExpressions": []any{map[string]any{"key": "kubernetes.io/metadata.name", "operator": pick(d, "In", "NotIn"), "values": names}}}
	case 2:
		return map[string]any{"matchExpressions": []any{map[string]any{"key": "kubernetes.io/metadata.name", "operator": "Exists"}}}
	}
	return d.selector()
}

func (d dice) rules(peers string) any {
	switch d.IntN(8) {
	case 0:
		return nil
	case 1:
		return []any{}
	case 2:
		return []any{nil}
	}
	var rules []any
	for range 1 + d.IntN(2) {
		rule := map[string]any{}
		d.maybe(rule, peers, d.peers())
		d.maybe(rule, "ports", d.ports())
		rules = append(rules, rule)
	}
	return rules
}

func (d dice) peers() any {
	switch d.IntN(8) {
	case 0:
		return nil
	case 1:
		return []any{}
	}
	var peers []any
	for range 1 + d.IntN(2) {
		peers = append(peers, d.peer())
	}
	return peers
}

func (d dice) peer() any {
	switch d.IntN(6) {
	case 0:
		return map[string]any{"ipBlock": d.block()}
	case 1, 2:
		return map[string]any{"podSelector": d.selector()}
	case 3:
		return map[string]any{"namespaceSelector": d.namespaceSelector()}
	}
	return map[string]any{"namespaceSelector": d.namespaceSelector(), "podSelector": d.selector()}
}

func (d dice) block() any {
	block := map[string]any{"cidr": pick(d, "0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "203.0.113.0/24", "::/0")}
	if d.odds(1, 3) {
		block["except"] = pick(d, []any{"10.0.0.0/8"}, []any{"10.0.0.0/9", "10.128.0.0/9"}, []any{"10.0.0.0/9"}, []any{})
	}
	return block
}

func (d dice) ports() any {
	return pick[any](d, nil, []any{}, d.some(
		map[string]any{"port": 8080},
		map[string]any{"port": "metrics", "protocol": "TCP"},
		map[string]any{"port": 9000, "endPort": 9100},
		map[string]any{"protocol": "UDP"},
		map[string]any{"port": "dns"}, // of another protocol
	))
}
