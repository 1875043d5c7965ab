"""Similar initiatives, at "/similar": one beside those of other regions with quotes and reasons; themes by region.

/similar                              initiatives to pick from, and the matrix of themes
/similar?name=NAME&source=REPORT      what others have that is like it
/similar?theme=NAME                   all members of a theme
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from web.address import Address
from web.desk import Desk
from web.drawing import Drawn, render
from web.frame import File
from web.texts import say

if TYPE_CHECKING:
    from graph.facts import Entity
    from search.similar import Similar
    from search.themes import Member, Theme

TOP = 20
THEMES = 60
PICKED = 60
PICKABLE = ("INITIATIVE", "PLATFORM", "PROJECT", "POLICY")
LONGEST_NAME = 500


def draw_similar(desk: Desk, here: Address) -> Drawn:
    """What is like the name in the address, or initiatives and themes to begin with."""
    name = here.one("name")[:LONGEST_NAME]
    if name:
        return _like(desk, here, name)
    page = render(
        "similar.html", here, desk, picks=_picks(desk, here.one("source")), source=here.one("source")
    )
    return Drawn(say("similar.title", here.lang), (page,), "wide")


def make_themes(desk: Desk, here: Address) -> File:
    """The matrix of themes and regions, which takes a moment the first time, as a piece of the page."""
    themes = desk.themes()
    chosen = next((theme for theme in themes if theme.name == here.one("theme")), None)
    page = render(
        "_themes.html",
        here.as_path("/similar"),
        desk,
        regions=sorted({r.about.region for r in desk.reports if r.about.region}),
        themes=[(theme, _by_region(theme)) for theme in themes[:THEMES]],
        more=max(0, len(themes) - THEMES),
        chosen=chosen,
        members=_by_region(chosen) if chosen else {},
    )
    return File(page.text.encode(), "text/html; charset=utf-8")


def _like(desk: Desk, here: Address, name: str) -> Drawn:
    source = here.one("source") or None
    found = desk.similar(name, source, TOP)
    regions: defaultdict[str, list[Similar]] = defaultdict(list)
    for each in found:
        regions[each.report.about.region or say("unknown.region", here.lang)].append(each)
    own = [e for e in desk.called(name) if any(m.source == source or not source for m in e.mentions)]
    mentions = [m for m in own[0].mentions if not source or m.source == source] if own else []
    page = render(
        "alike.html",
        here,
        desk,
        name=name,
        source=source,
        own=own[0] if own else None,
        mentions=mentions[:2],
        found=found,
        by_region=dict(regions),
    )
    return Drawn(name, (page,))


def _by_region(theme: Theme) -> dict[str, list[Member]]:
    regions: defaultdict[str, list[Member]] = defaultdict(list)
    for member in theme.members:
        regions[member.report.about.region or ""].append(member)
    return dict(regions)


def _picks(desk: Desk, source: str) -> list[Entity]:
    """Initiatives of a report to begin with; of none, the ones named most."""
    found = desk.entities([source]) if source else desk.keep("picks", desk.entities)
    return [entity for entity in found if entity.type in PICKABLE][:PICKED]
