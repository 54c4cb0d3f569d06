"""Core-guided MaxSAT: the fewest soft literals that must be true, proven from below.

OLL (Andres, Kaufmann, Matheis and Schaub 2012; Morgado, Dodaro and Marques-Silva 2014): assume that no soft literal is
true; every unsatisfiable core raises the bound by one and is replaced by a counter of its literals. The first model is
optimal. The SAT solver is CaDiCaL 1.5.3, through python-sat.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pysat.solvers import Solver

from plenary_solver.meetings.encoding import Clauses
from plenary_solver.stopping import StopRule

SOLVER = "cadical153"
# Only its stable mode, made for finding models: proofs here are short, and the last model is what takes long (two rows of
# the published table took 80 and 100 seconds without, 20 and 25 with it).
STABLE = {"stabilizeonly": 1}
CONFLICTS = 10_000  # between two looks at the stopping rule, some two seconds
ROUNDS_OF_TRIMMING = 3


@dataclass(frozen=True)
class Answer:
    """`model` is None when there is none (`settled`) or when the search was stopped; `bound` is proven."""

    model: list[int] | None
    bound: int
    settled: bool


def fewest(
    cnf: Clauses, chains: Sequence[Sequence[int]], *, stop: StopRule, on_bound: Callable[[int], None]
) -> Answer:
    """Minimises how many literals of the chains are true; in a chain each literal implies the one before."""
    with Solver(name=SOLVER) as solver:
        solver.configure(STABLE)
        solver.append_formula(cnf.clauses)
        return _search(solver, cnf, chains, stop, on_bound)


def _search(
    solver: Solver,
    cnf: Clauses,
    chains: Sequence[Sequence[int]],
    stop: StopRule,
    on_bound: Callable[[int], None],
) -> Answer:
    bound = 0
    # What is assumed false, with the chain it belongs to and its place there: the next one is assumed when it falls.
    assumed: dict[int, tuple[Sequence[int], int]] = {-chain[0]: (chain, 0) for chain in chains if chain}
    while True:
        holds = _solved(solver, list(assumed), stop, bound)
        if holds is None:
            return Answer(None, bound, settled=False)
        if holds:
            return Answer(solver.get_model(), bound, settled=True)
        core = _trimmed(solver, solver.get_core() or [])
        if not core:
            return Answer(None, bound, settled=True)
        bound += 1
        on_bound(bound)
        fallen = []
        for literal in core:
            chain, place = assumed.pop(literal)
            fallen.append(chain[place])
            if place + 1 < len(chain):
                assumed[-chain[place + 1]] = (chain, place + 1)
        known = len(cnf.clauses)
        outputs = cnf.at_least(fallen, len(fallen))
        cnf.add(outputs[0])
        for clause in cnf.clauses[known:]:
            solver.add_clause(clause)
        if len(outputs) > 1:
            assumed[-outputs[1]] = (outputs, 1)


def _solved(solver: Solver, assumed: list[int], stop: StopRule, bound: int) -> bool | None:
    """Whether there is a model; None when the rule came before the answer."""
    while not stop.done(bound, None):
        solver.conf_budget(CONFLICTS)
        holds: bool | None = solver.solve_limited(assumptions=assumed)
        if holds is not None:
            return holds
    return None


def _trimmed(solver: Solver, core: list[int]) -> list[int]:
    """A core of a core is often smaller."""
    for _ in range(ROUNDS_OF_TRIMMING):
        if len(core) <= 1:
            break
        solver.conf_budget(CONFLICTS)
        if solver.solve_limited(assumptions=core) is None:
            break
        found = solver.get_core() or []
        if len(found) == len(core):
            break
        core = found
    return core
