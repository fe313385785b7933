package sync

import (
	"testing"

	"example.com/metaflow-gitops/e2e/lib/engine"
)

func TestFluxRetire(t *testing.T) {
	t.Parallel()
	s := newFlux(t, engine.Bootstrap(), "aks-metaflow-staging", 1)
	steps := fluxSteps(t, s, "staging")
	s.begin(t, steps)
	s.runTask(t)
	before := s.retire(t, "staging")
	s.push(t, "retire the stack", 0)
	s.retired(t, before)

	t.Run("a new stack in the old namespaces", func(t *testing.T) {
		must(t, s.repository.Revert())
		s.push(t, "bring it back", steps)
		s.holds(t, "staging")
		s.taskRuns(t)
	})
}

func TestFluxRename(t *testing.T) {
	t.Parallel()
	s := newFlux(t, engine.Bootstrap(), "aks-metaflow-staging", 1)
	steps := fluxSteps(t, s, "staging")
	s.begin(t, steps)
	s.runTask(t)
	before := s.identities(t)
	s.rename(t, "staging", "rehearsal")
	must(t, s.flux.Suspend(shared.ctx, "staging-foundation", "staging-services", "staging-exposure"))
	s.push(t, "rename the stack", steps)
	s.holds(t, "rehearsal")
	s.sameObjects(t, before)
	s.taskRuns(t)
}

func TestFluxMove(t *testing.T) {
	t.Parallel()
	from := newFlux(t, engine.Bootstrap(), "aks-metaflow-staging", 1)
	steps := fluxSteps(t, from, "staging")
	from.begin(t, steps)
	from.runTask(t)
	before, identities := stackNamed(t, from.repository.Folder, "staging"), from.identities(t)

	to := newFluxOf(t, engine.Bootstrap(), "aks-metaflow-staging-2", from.git, from.repository, 1)
	from.moveTo(t, "staging", to.folder)
	must(t, from.flux.Suspend(shared.ctx, "staging-foundation", "staging-services", "staging-exposure"))
	from.push(t, "move the stack", 0)
	must(t, to.Root(shared.ctx, to.folder))
	to.push(t, "nothing new", steps)
	to.holds(t, "staging")
	// Until somebody deletes them, the old services are up.
	from.sameObjects(t, identities)
	from.taskRuns(t)
	from.deleteRendered(t, before)
}
