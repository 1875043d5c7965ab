"""Years, at "/diff": two reports of one department side by side: promised, copied, moved, new, gone.

/diff?a=REPORT&b=REPORT&kind=moved
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from search.diffing import CHANGE_KINDS, of_one_department
from search.library import LibraryError
from web.address import Address
from web.desk import Desk
from web.drawing import Drawn, render
from web.texts import say

if TYPE_CHECKING:
    from search.diffing import Change
    from search.library import Report

SHOWN = 300
"""Changes in one table; of two long reports there are some hundred of a kind."""


def draw_diff(desk: Desk, here: Address) -> Drawn:
    """The changes between the two reports of the address, or pairs to choose from."""
    pairs = _pairs(desk)
    a, b = desk.report(here.one("a")), desk.report(here.one("b"))
    changes: list[Change] = []
    fault = ""
    if a and b:
        try:
            changes = desk.keep(("diff", a.source, b.source), lambda: desk.diff(a.source, b.source))
        except LibraryError as error:
            fault = str(error)
    counts = Counter(change.kind for change in changes)
    kinds = [kind for kind in CHANGE_KINDS if counts[kind]]
    kind = here.one("kind") if here.one("kind") in kinds else next(iter(kinds), "")
    page = render(
        "diff.html",
        here,
        desk,
        a=a,
        b=b,
        pairs=pairs,
        kinds=kinds,
        counts=counts,
        kind=kind,
        changes=[change for change in changes if change.kind == kind][:SHOWN],
        fault=fault,
        other_department=bool(a and b and not of_one_department(a.about, b.about)),
    )
    return Drawn(say("diff.title", here.lang), (page,), "wide")


def _pairs(desk: Desk) -> list[tuple[Report, Report]]:
    """Reports of one department on two years, the earlier first."""
    dated = sorted(
        (r for r in desk.reports if r.about.year and r.about.region), key=lambda r: r.about.year or 0
    )
    return [
        (one, other)
        for one, other in combinations(dated, 2)
        if one.about.year != other.about.year and of_one_department(one.about, other.about)
    ]
