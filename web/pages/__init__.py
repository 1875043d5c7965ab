"""The pages: a new one is one file, its template, and one line here."""

from __future__ import annotations

from web.frame import Make, Page
from web.pages.asking import draw_ask
from web.pages.auditing import draw_audit
from web.pages.comparing import draw_compare
from web.pages.completing import make_completion
from web.pages.entities import draw_entities, draw_entity
from web.pages.evidence import make_evidence
from web.pages.exporting import make_changes, make_facts, make_findings, make_found
from web.pages.graphing import draw_graph, make_graphml
from web.pages.holdings import draw_library
from web.pages.likeness import draw_similar, make_themes
from web.pages.picturing import make_picture
from web.pages.reading import make_reading
from web.pages.reports import draw_report
from web.pages.searching import draw_search
from web.pages.users import draw_users
from web.pages.years import draw_diff

PAGES: tuple[Page, ...] = (
    Page("/", "ask", draw_ask),
    Page("/search", "search", draw_search),
    Page("/compare", "compare", draw_compare),
    Page("/similar", "similar", draw_similar),
    Page("/diff", "diff", draw_diff),
    Page("/graph", "graph", draw_graph),
    Page("/audit", "audit", draw_audit),
    Page("/library", "library", draw_library),
    Page("/reports/{source:path}", "", draw_report),
    Page("/entities", "", draw_entities),
    Page("/entities/{id}", "", draw_entity),
    Page("/users", "", draw_users),
)
"""In the order of the navigation."""

FILES: dict[str, Make] = {
    "/reading": make_reading,
    "/complete": make_completion,
    "/page.png": make_picture,
    "/themes": make_themes,
    "/evidence.xlsx": make_evidence,
    "/search.xlsx": make_found,
    "/facts.xlsx": make_facts,
    "/diff.xlsx": make_changes,
    "/audit.xlsx": make_findings,
    "/graph.graphml": make_graphml,
}
"""What pages fetch or offer to save."""
