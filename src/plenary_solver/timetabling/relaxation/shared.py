"""What tracks share: rooms of a session, and sessions with tracks and talks that had better be elsewhere."""

from dataclasses import dataclass

from ortools.sat.python import cp_model

from plenary_solver.timetabling.costs import Costs
from plenary_solver.timetabling.relaxation.crowds import Member, crowds
from plenary_solver.timetabling.relaxation.model import Relaxation


@dataclass(frozen=True)
class Shared:
    """At most `limit` of a session's cells in a class of rooms, or members of a crowd; each one more costs `cost`.

    `cost` is None when more is impossible.
    """

    session: int
    limit: int
    cost: int | None
    room_class: int | None = None
    members: tuple[Member, ...] = ()

    def used_by(self, relaxation: Relaxation, track: int) -> list[cp_model.IntVar]:
        """What a track takes of it, as variables to be added up."""
        if self.room_class is not None:
            return [relaxation.cells[track, self.session, self.room_class]]
        mine = (member for member in self.members if member.track == track)
        return [x for member in mine if (x := relaxation.presence(member, self.session)) is not None]


def shared_things(costs: Costs) -> list[Shared]:
    """Everything of which tracks together can take too much."""
    found = []
    for s in costs.sessions:
        for c in range(len(costs.room_classes)):
            there = costs.open_in_class(s, c)
            if sum(min(there, costs.most_cells(t, s)) for t in costs.tracks) > there:
                found.append(Shared(s, there, None, room_class=c))
    for crowd in crowds(costs):
        found += [Shared(s, 1, crowd.cost, members=crowd.members) for s in crowd.sessions]
    return found
