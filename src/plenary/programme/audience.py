"""Whom a release concerns: the speakers of what changed, and what each of them must be told."""

# A revised description changes nothing for anybody's diary, so nobody is written to because of it.
TOLD = ("added", "back", "moved", "cancelled", "retitled", "speakers")


def changes_by_person(changes: list[dict]) -> dict[int, list[dict]]:
    """Person id → the differences that concern them: they speak in the talk now, or did before."""
    found: dict[int, list[dict]] = {}
    for entry in changes:
        if entry["kind"] not in TOLD:
            continue
        people = [s["person"] for told in (entry["old"], entry["new"]) if told for s in told["speakers"]]
        for person in dict.fromkeys(people):
            found.setdefault(person, []).append(entry)
    return found
