"""What wanted positions cost (rule talk_order), which every talk behind one that moves may change."""

from plenary_solver.compiled import compiled
from plenary_solver.timetabling.search.state import (
    DIRTY,
    DIRTY_FIRST,
    FIRST,
    LEN,
    NEW_ORDER_COST,
    OF_SESSION,
    ORDER_COST,
    START,
    USED_CELLS,
)
from plenary_solver.timetabling.search.tables import ORDER, OWN, SLOTS, WANTED


@compiled
def order_of(tb, st, t):  # type: ignore[no-untyped-def]
    """What the positions in track t cost: wrong ones, and ordered talks in one slot of one session."""
    broken = 0
    position = 0
    cells = st.track[t, USED_CELLS]
    for m in range(cells):
        c = st.track[t, tb.number[OWN] + m]
        for k in range(st.cell[c, LEN]):
            position += 1
            wanted = tb.talk[st.cell[c, FIRST + k], WANTED]
            if wanted != 0 and wanted != position:
                broken += 1
        later = m + 1
        while (
            later < cells
            and st.cell[st.track[t, tb.number[OWN] + later], OF_SESSION] == st.cell[c, OF_SESSION]
        ):
            broken += ordered_together(tb, st, c, st.track[t, tb.number[OWN] + later])
            later += 1
    return broken * tb.number[ORDER]


@compiled
def ordered_together(tb, st, c, d):  # type: ignore[no-untyped-def]
    """How many slots two cells of one session fill with two talks that both have a wanted position."""
    shared = 0
    for k in range(st.cell[c, LEN]):
        i = st.cell[c, FIRST + k]
        if tb.talk[i, WANTED] != 0:
            start = st.place[i, START]
            end = start + tb.talk[i, SLOTS]
            for m in range(st.cell[d, LEN]):
                j = st.cell[d, FIRST + m]
                if tb.talk[j, WANTED] != 0:
                    both = min(end, st.place[j, START] + tb.talk[j, SLOTS]) - max(start, st.place[j, START])
                    if both > 0:
                        shared += both
    return shared


@compiled
def settle(tb, st):  # type: ignore[no-untyped-def]
    """What position costs change by the move in the journal."""
    delta = 0
    for m in range(st.now[DIRTY]):
        t = st.now[DIRTY_FIRST + m]
        st.track[t, NEW_ORDER_COST] = order_of(tb, st, t)
        delta += st.track[t, NEW_ORDER_COST] - st.track[t, ORDER_COST]
    return delta
