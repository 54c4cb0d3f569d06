"""Why a problem has no timetable: few rules that cannot hold together, in words.

A contradiction that can be seen is said first. Otherwise rules are taken away from an impossible problem as long as it
stays impossible; what is left is minimal: without any one of its rules there is a timetable.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

from plenary_solver.minimal import minimal
from plenary_solver.results import Names, Reason
from plenary_solver.stopping import StopRule
from plenary_solver.timetabling.contradictions import contradictions, open_rooms, pin_in_words, talk_names
from plenary_solver.timetabling.placement import Fact, all_facts, any_timetable, place
from plenary_solver.timetabling.problem import Problem

MOST_NAMES = 8  # talks named one by one in a sentence
UNITS_EACH = 2.0  # of CP-SAT's deterministic time, about seconds, for each attempt to take something away


def why_impossible(problem: Problem, stop: StopRule | None = None) -> tuple[Reason, ...]:
    """Sentences that cannot all hold; () when there is a timetable, or when `stop` came before the answer."""
    for found in contradictions(problem):
        return (found.sentence,)
    if sentence := _too_few_rooms(problem):
        return (sentence,)
    if any_timetable(problem, stop=stop).possible is not False:
        return ()
    facts = all_facts(problem)
    rooms_apart = place(problem, facts, rooms_apart=False, stop=stop).possible is not False

    def impossible(kept: Sequence[Fact]) -> bool:
        if stop is not None and stop.done(0, None):
            return False
        return place(problem, kept, rooms_apart=rooms_apart, stop=stop, units=UNITS_EACH).possible is False

    return min(
        (_in_words(problem, _minimal(problem, order, impossible)) for order in (facts, facts[::-1])),
        key=lambda sentences: (len(sentences), sum(map(len, sentences))),
    )


def _too_few_rooms(problem: Problem) -> Reason | None:
    """Counts rooms of sessions: each holds one track, and no track needs fewer than its slots fill."""
    longest = max(session.slots for session in problem.sessions)
    slots = [0] * len(problem.tracks)
    for talk in problem.talks:
        slots[talk.track] += talk.slots
    needed = sum(-(-taken // longest) for taken in slots)
    there = sum(len(open_rooms(problem, session)) for session in range(len(problem.sessions)))
    if needed <= there:
        return None
    return Reason(
        "%(tracks)d tracks need at least %(needed)d rooms over all sessions, since a room holds one track in a session "
        "and no session has more than %(longest)d slots; there are only %(there)d.",
        tracks=len(problem.tracks),
        needed=needed,
        longest=longest,
        there=there,
    )


def _minimal(
    problem: Problem, facts: Sequence[Fact], impossible: Callable[[Sequence[Fact]], bool]
) -> list[Fact]:
    """Facts of which none can be missed: first whole tracks are taken away, then whole talks, then single facts."""

    def talk_of(fact: Fact) -> int | None:
        if fact.kind == "pin":
            return problem.pins[fact.index].talk
        return fact.index if fact.kind in ("talk", "forbidden") else None

    def track_of(fact: Fact) -> int | None:
        talk = talk_of(fact)
        return None if talk is None else problem.talks[talk].track

    return minimal(facts, (track_of, talk_of), lambda kept: kept if impossible(kept) else None)


def _in_words(problem: Problem, facts: Sequence[Fact]) -> tuple[Reason, ...]:
    return (
        *_talks_in_words(problem, facts),
        *_rooms_in_words(problem, facts),
        *((Reason("A room holds talks of one track in a session."),) if Fact("one track") in facts else ()),
    )


def _talks_in_words(problem: Problem, facts: Sequence[Fact]) -> list[Reason]:
    """A sentence for the talks of a track that are restricted in the same way."""
    alike: dict[tuple[int, Reason], list[int]] = defaultdict(list)
    for talk in sorted(fact.index for fact in facts if fact.kind == "talk"):
        alike[problem.talks[talk].track, _restrictions(problem, talk, facts)].append(talk)
    return [
        Reason(
            "%(talks)s takes %(slots)s%(limits)s."
            if len(talks) == 1
            else "%(talks)s take %(slots)s%(limits)s.",
            talks=_of_track(problem, talks, track),
            slots=_slots(sum(problem.talks[talk].slots for talk in talks)),
            limits=restrictions,
        )
        for (track, restrictions), talks in alike.items()
    ]


def _of_track(problem: Problem, talks: Sequence[int], track: int) -> object:
    who: object = talk_names(problem.talks[talk].ref for talk in talks)
    if len(talks) > MOST_NAMES:
        who = Reason("%(count)d talks", count=len(talks))
    name = problem.tracks[track].name
    return Reason("%(talks)s of track %(track)s", talks=who, track=name) if name else who


def _slots(count: int) -> Reason:
    return Reason("1 slot") if count == 1 else Reason("%(count)d slots", count=count)


def _restrictions(problem: Problem, talk: int, facts: Sequence[Fact]) -> Reason:
    details = problem.talks[talk]
    mattering = {fact.index for fact in facts if fact.kind == "rooms"}
    forbidden = [fact.other for fact in sorted(facts) if fact.kind == "forbidden" and fact.index == talk]
    pins = [problem.pins[fact.index] for fact in sorted(facts) if fact.kind == "pin"]
    pinned = Names(pin_in_words(problem, pin) for pin in pins if pin.talk == talk)
    short = [
        s
        for s, session in enumerate(problem.sessions)
        if s not in mattering and session.slots < details.slots
    ]
    names = [session.name for session in problem.sessions]
    return Reason(
        "%(short)s%(never)s%(pinned)s",
        short=Reason(", too many for %(sessions)s", sessions=Names(names[s] for s in short)) if short else "",
        never=Reason(", never in %(sessions)s", sessions=Names(names[s] for s in forbidden))
        if forbidden
        else "",
        pinned=Reason(", pinned to %(where)s", where=pinned) if pinned else "",
    )


def _rooms_in_words(problem: Problem, facts: Sequence[Fact]) -> list[Reason]:
    """A sentence for the sessions that have the same rooms and slots."""
    alike: dict[tuple[int, tuple[int, ...]], list[str]] = defaultdict(list)
    for session in sorted(fact.index for fact in facts if fact.kind == "rooms"):
        closed = tuple(
            fact.other for fact in sorted(facts) if fact.kind == "closed" and fact.index == session
        )
        alike[problem.sessions[session].slots, closed].append(problem.sessions[session].name)
    return [
        Reason(
            "%(sessions)s has %(rooms)s of %(slots)s%(closed)s."
            if len(names) == 1
            else "%(sessions)s have %(rooms)s of %(slots)s%(closed)s.",
            sessions=Names(names),
            rooms=Reason("1 room")
            if len(problem.rooms) == 1
            else Reason("%(count)d rooms", count=len(problem.rooms)),
            slots=_slots(slots),
            closed=_closed(problem, closed),
        )
        for (slots, closed), names in alike.items()
    ]


def _closed(problem: Problem, rooms: Sequence[int]) -> str:
    if not rooms:
        return ""
    return Reason(
        ", of which %(rooms)s is closed" if len(rooms) == 1 else ", of which %(rooms)s are closed",
        rooms=Names(problem.rooms[room].name for room in rooms),
    )
