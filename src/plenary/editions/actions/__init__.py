"""Verbs of editions. News goes up as events: audit writes its line and publication rebuilds from them."""

from plenary.editions.actions.facts import (
    change_address,
    change_slug,
    create_edition,
    discard_draft,
    move_clock,
    remove_row,
    save_facts,
    save_row,
)
from plenary.editions.actions.team import (
    JoinRefused,
    end_membership,
    end_team_link,
    join,
    make_team_link,
    open_join_link,
)

__all__ = [
    "JoinRefused",
    "change_address",
    "change_slug",
    "create_edition",
    "discard_draft",
    "end_membership",
    "end_team_link",
    "join",
    "make_team_link",
    "move_clock",
    "open_join_link",
    "remove_row",
    "save_facts",
    "save_row",
]
