"""Wishes of talks for rooms, where they differ between the rooms that are open."""

from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from plenary_solver.timetabling.relaxation.model import Relaxation

MOST_PLACES = 20_000  # beyond, only the cheapest room of each talk counts


def add(relaxation: "Relaxation", track: int) -> None:
    """Talks go to classes of rooms, which hold what their cells hold; the cheapest room is paid for already."""
    costs = relaxation.costs
    if len(relaxation.here) * len(relaxation.classes) > MOST_PLACES:
        return
    if any(len({costs.talk_room[i][r] for r in costs.rooms}) > 1 for i in costs.talks_of[track]):
        for s in costs.sessions:
            _places(relaxation, track, s)


def _places(relaxation: "Relaxation", track: int, s: int) -> None:
    costs, model = relaxation.costs, relaxation.model
    places: dict[int, list[cp_model.IntVar]] = {i: [] for i in relaxation.present(track, s)}
    for c, rooms in enumerate(relaxation.classes):
        load = []
        for i in places:
            there = [r for r in rooms if r in costs.rooms_of(i, s)]
            if there:
                place = model.new_int_var(0, len(costs.alike[track][i]), f"talk {i} in {s} in rooms {c}")
                places[i].append(place)
                load.append(costs.slots[i] * place)
                dearer = costs.talk_room[i][there[0]] - min(
                    costs.talk_room[i][r] for r in costs.rooms_of(i, s)
                )
                if dearer:
                    relaxation.of_track[track].append(dearer * place)
        model.add(sum(load) <= costs.capacity[s] * relaxation.cells[track, s, c])
    for i, anywhere in places.items():
        model.add(sum(anywhere) == relaxation.here[i, s])
