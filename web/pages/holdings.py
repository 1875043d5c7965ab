"""The library, at "/library": which reports there are; putting in and taking out; what people decided.

/library               the reports
/library?view=names    names that may be one, to be decided
"""

from __future__ import annotations

from web.address import Address
from web.desk import Desk
from web.drawing import Drawn, render
from web.texts import say

VIEWS = ("reports", "names")
PROPOSED = 60


def draw_library(desk: Desk, here: Address) -> Drawn:
    """The view that the address names."""
    view = here.one("view") if here.one("view") in VIEWS else VIEWS[0]
    proposals = desk.proposals()[:PROPOSED] if view == "names" else ()
    decisions = desk.decisions()[:PROPOSED] if view == "names" else ()
    page = render(
        "library.html", here, desk, view=view, views=VIEWS, proposals=proposals, decisions=decisions
    )
    return Drawn(say("library.title", here.lang), (page,), "wide")
