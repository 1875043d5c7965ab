"""Users, at "/users", for admins: who may come in and see which collections, their tokens, and who did what.

/users                        the users
/users?view=tokens            the tokens of programs
/users?view=log&who=NAME&what=exported
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.address import Address
from web.desk import Desk
from web.drawing import Drawn, render
from web.texts import say

if TYPE_CHECKING:
    from web.people import People

VIEWS = ("people", "tokens", "log")
SHOWN = 300
"""Lines of the log; the rest is for the API."""

DONE = ("saw", "changed", "exported", "came", "left", "refused")
ROLES = ("reader", "editor", "admin")


def draw_users(desk: Desk, here: Address) -> Drawn:
    """The view that the address names; for whoever is no admin, a word on who is."""
    title = say("users.title", here.lang)
    if desk.people is None:
        why = say("users.not_admin" if desk.who else "users.no_login", here.lang)
        return Drawn(title, (render("missing.html", here, desk, what=why),), "narrow")
    view = here.one("view") if here.one("view") in VIEWS else VIEWS[0]
    page = render(
        "users.html", here, desk, view=view, views=VIEWS, roles=ROLES, done=DONE, **_read(desk.people, here)
    )
    return Drawn(title, (page,), "wide")


def _read(people: People, here: Address) -> dict[str, object]:
    users, tokens = people.users(), people.tokens()
    what = here.one("what") if here.one("what") in DONE else None
    entries = people.log(who=here.one("who") or None, what=what, last=SHOWN)
    last = {entry.who: entry.when for entry in people.log(what="came")}
    return {"users": users, "tokens": tokens, "entries": entries[::-1], "last": last}
