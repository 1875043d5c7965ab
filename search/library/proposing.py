"""What is open: proposals of the program and of people that nobody has decided yet."""

from __future__ import annotations

from graph.aliases import Proposal, propose
from search.library.called import entities_called, relations_called
from search.library.decisions import ALIAS, Decision, alias_id
from search.library.shelves import Library


def open_aliases(library: Library) -> tuple[Decision, ...]:
    """Which entities may be one: people's own proposals first, then those of the program, likeliest first.

    What a person decided is not proposed again, nor what would make one of two that a person keeps apart.
    """
    said = library.decisions()
    view = library.view()
    own = [
        one
        for one in said
        if one.what == ALIAS and one.state == "open" and view.end(one.from_id) != view.end(one.to_id)
    ]
    closed = {one.id for one in said if one.state in ("open", "yes", "no")}
    closed |= {alias_id(view.end(one.from_id), view.end(one.to_id)) for one in said if one.state == "no"}
    years = {report.source: report.about.year for report in library.listed() if report.about.year}
    found = propose(entities_called(library), relations_called(library), years)
    return (*own, *(one for one in map(_open, found) if one.id not in closed))


def find_decision(library: Library, id_: str) -> Decision | None:
    """The last word on a proposal, or the open proposal, with that id."""
    known = {one.id: one for one in library.decisions()}
    # Proposals are looked for only when nobody said anything of it: that costs a reading of all entities.
    return known.get(id_) or next((one for one in open_aliases(library) if one.id == id_), None)


def _open(proposal: Proposal) -> Decision:
    return Decision(
        id=alias_id(proposal.from_id, proposal.to_id),
        what=ALIAS,
        from_id=proposal.from_id,
        to_id=proposal.to_id,
        from_name=proposal.from_name,
        to_name=proposal.to_name,
        type=proposal.type,
        reason=proposal.reason,
        state="open",
        who="",
        when="",
        score=proposal.score,
    )
