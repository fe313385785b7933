package plan

import (
	"slices"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
)

const rbacAPI = "rbac.authorization.k8s.io"

// The roles of base/access/ by what they are called in the cluster.
const (
	launchRole      = "metaflow-launch"
	deployRole      = "metaflow-deploy"
	administerRole  = "metaflow-administer"
	portForwardRole = "metaflow-port-forward"
)

// grant binds the role of a base in one namespace to some subjects.
type grant struct {
	role, base string
	subjects   manifest.List
}

// groups are the lists of the output access as subjects, each group once.
func (p accessPlanner) groups(names ...string) manifest.List {
	access := p.Contract.Access
	if access == nil {
		return nil
	}
	lists := map[string][]fact.UUID{"launch": access.Launch, "deploy": access.Deploy, "administer": access.Administer}
	var subjects manifest.List
	var seen []string
	for _, name := range names {
		for _, id := range lists[name] {
			if slices.Contains(seen, id.String()) {
				continue
			}
			seen = append(seen, id.String())
			subjects = append(subjects, manifest.Map{{"apiGroup", rbacAPI}, {"kind", "Group"}, {"name", p.fact("access."+name, id)}})
		}
	}
	return subjects
}

// accountSubject is a service account as a subject.
func accountSubject(name, namespace any) manifest.Map {
	return manifest.Map{{"kind", "ServiceAccount"}, {"name", name}, {"namespace", namespace}}
}

// jobGrants says who may do what in the jobs namespace. Whoever administers may
// do all of it.
func (p accessPlanner) jobGrants() []grant {
	grants := []grant{
		{launchRole, "access/launch", p.groups("launch", "administer")},
		{administerRole, "access/administer", p.groups("administer")},
	}
	if p.Config.ArgoWorkflows != nil {
		grants = append(grants, grant{deployRole, "access/deploy", p.groups("deploy", "administer")})
		grants = append(grants, p.argo().workflowGrants()...)
	}
	if p.Config.ArgoEvents != nil {
		grants = append(grants, p.argo().eventGrants()...)
	}
	return withSubjects(grants)
}

// serviceGrants says who may do what in the services namespace. Ports are
// forwarded where there is no other way in.
func (p accessPlanner) serviceGrants() []grant {
	grants := []grant{{administerRole, "access/administer-services", p.groups("administer")}}
	if p.Config.Expose == nil {
		grants = append(grants, grant{portForwardRole, "access/port-forward", p.groups("launch", "deploy", "administer")})
	}
	return withSubjects(grants)
}

// withSubjects leaves out the roles that nobody has.
func withSubjects(grants []grant) []grant {
	return slices.DeleteFunc(grants, func(g grant) bool { return len(g.subjects) == 0 })
}

// bindings plans one RoleBinding for each grant, named after its role.
func bindings(grants []grant) []manifest.Map {
	var objects []manifest.Map
	for _, g := range grants {
		objects = append(objects, meta{APIVersion: rbacAPI + "/v1", Kind: "RoleBinding", Name: g.role, Labels: labelled("access")}.object(
			manifest.Entry{"roleRef", manifest.Map{{"apiGroup", rbacAPI}, {"kind", "Role"}, {"name", g.role}}},
			manifest.Entry{"subjects", g.subjects}))
	}
	return objects
}

// taskSubjects are the accounts of all task roles.
func (p accessPlanner) taskSubjects() manifest.List {
	return each(p.TaskRoles(), func(_ int, role string) any { return accountSubject(role, p.jobsNamespace()) })
}

// defaultTaskRole is the role of the pods that name none.
func (p accessPlanner) defaultTaskRole() manifest.Sourced {
	from := p.Decision("default_task_role")
	if from.Kind == manifest.FromDefault {
		from = p.Fact("workload_identities")
	}
	return manifest.From(p.DefaultTaskRole(), from)
}
