"""Why a problem has no timetable: few rules that cannot hold together, in words.

A contradiction that can be seen is said first. Otherwise rules are taken away from an impossible problem as long as it
stays impossible; what is left is minimal: without any one of its rules there is a timetable.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

from plenary_solver.minimal import minimal
from plenary_solver.results import Names
from plenary_solver.stopping import StopRule
from plenary_solver.timetabling.contradictions import contradictions, open_rooms, pin_in_words
from plenary_solver.timetabling.placement import Fact, all_facts, any_timetable, place
from plenary_solver.timetabling.problem import Problem

MOST_NAMES = 8  # talks named one by one in a sentence
UNITS_EACH = 2.0  # of CP-SAT's deterministic time, about seconds, for each attempt to take something away


def why_impossible(problem: Problem, stop: StopRule | None = None) -> tuple[str, ...]:
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


def _too_few_rooms(problem: Problem) -> str:
    """Counts rooms of sessions: each holds one track, and no track needs fewer than its slots fill."""
    longest = max(session.slots for session in problem.sessions)
    slots = [0] * len(problem.tracks)
    for talk in problem.talks:
        slots[talk.track] += talk.slots
    needed = sum(-(-taken // longest) for taken in slots)
    there = sum(len(open_rooms(problem, session)) for session in range(len(problem.sessions)))
    if needed <= there:
        return ""
    return (
        f"{len(problem.tracks)} tracks need at least {needed} rooms over all sessions, since a room holds one track in "
        f"a session and no session has more than {longest} slots; there are only {there}."
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


def _in_words(problem: Problem, facts: Sequence[Fact]) -> tuple[str, ...]:
    return (
        *_talks_in_words(problem, facts),
        *_rooms_in_words(problem, facts),
        *(("A room holds talks of one track in a session.",) if Fact("one track") in facts else ()),
    )


def _talks_in_words(problem: Problem, facts: Sequence[Fact]) -> list[str]:
    """A sentence for the talks of a track that are restricted in the same way."""
    alike: dict[tuple[int, str], list[int]] = defaultdict(list)
    for talk in sorted(fact.index for fact in facts if fact.kind == "talk"):
        alike[problem.talks[talk].track, _restrictions(problem, talk, facts)].append(talk)
    sentences = []
    for (track, restrictions), talks in alike.items():
        slots = sum(problem.talks[talk].slots for talk in talks)
        refs = [problem.talks[talk].ref for talk in talks]
        who = Names(refs) if len(refs) <= MOST_NAMES else f"{len(refs)} talks"
        verb, some = "takes" if len(talks) == 1 else "take", "1 slot" if slots == 1 else f"{slots} slots"
        sentences.append(f"{who} of track {problem.tracks[track].name} {verb} {some}{restrictions}.")
    return sentences


def _restrictions(problem: Problem, talk: int, facts: Sequence[Fact]) -> str:
    details = problem.talks[talk]
    mattering = {fact.index for fact in facts if fact.kind == "rooms"}
    forbidden = [fact.other for fact in sorted(facts) if fact.kind == "forbidden" and fact.index == talk]
    pins = [problem.pins[fact.index] for fact in sorted(facts) if fact.kind == "pin"]
    short = [
        s
        for s, session in enumerate(problem.sessions)
        if s not in mattering and session.slots < details.slots
    ]
    several = Names
    names = [session.name for session in problem.sessions]
    return "".join(
        (
            f", too many for {several([names[s] for s in short])}" if short else "",
            f", never in {several([names[s] for s in forbidden])}" if forbidden else "",
            *(f", pinned to {pin_in_words(problem, pin)}" for pin in pins if pin.talk == talk),
        )
    )


def _rooms_in_words(problem: Problem, facts: Sequence[Fact]) -> list[str]:
    """A sentence for the sessions that have the same rooms and slots."""
    alike: dict[tuple[int, tuple[int, ...]], list[str]] = defaultdict(list)
    for session in sorted(fact.index for fact in facts if fact.kind == "rooms"):
        closed = tuple(
            fact.other for fact in sorted(facts) if fact.kind == "closed" and fact.index == session
        )
        alike[problem.sessions[session].slots, closed].append(problem.sessions[session].name)
    sentences = []
    for (slots, closed), names in alike.items():
        rooms = "1 room" if len(problem.rooms) == 1 else f"{len(problem.rooms)} rooms"
        verb = "has" if len(names) == 1 else "have"
        shut = Names([problem.rooms[room].name for room in closed]) if closed else ""
        without = f", of which {shut} {'is' if len(closed) == 1 else 'are'} closed" if closed else ""
        each = "1 slot" if slots == 1 else f"{slots} slots"
        sentences.append(f"{Names(names)} {verb} {rooms} of {each}{without}.")
    return sentences
