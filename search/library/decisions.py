"""What people decided: rows that are added and never changed, of which the last of an id holds.

A decision belongs to no report. It stays when reports are read again, replaced or removed, and what it does is
done when the library is read (`search/library/view.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, cast

import orjson
from sqlalchemy import Connection, Row, func, insert, select

from graph.facts import EntityType, identify
from search.library.schema import decisions

DecisionState = Literal["open", "yes", "no", "undone"]

ALIAS = "alias"
"""The kind of decision by which two entities are one."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was proposed or decided, by whom, when.

    Attributes:
        id: the same for the same two entities, whichever stands first.
        what: the kind of decision, "alias".
        from_id, to_id: the entity that is another one, and that other one.
        from_name, to_name: what they were called at that time.
        type: of both.
        state: "open" as long as nobody decided; "undone" once a decision was taken back.
        who, when: whose word it is, and the time in UTC (ISO 8601); "" for what no person said.
        score: how likely a proposal of the program is, 0 to 1; None for a person's.
    """

    id: str
    what: str
    from_id: str
    to_id: str
    from_name: str
    to_name: str
    type: EntityType
    reason: str
    state: DecisionState
    who: str
    when: str
    score: float | None = None


def alias_id(one: str, other: str) -> str:
    """The id of the decision on two entities.

    >>> alias_id("a", "b") == alias_id("b", "a")
    True
    """
    return identify(ALIAS, *sorted((one, other)))


def append(connection: Connection, decision: Decision) -> None:
    """Adds a row; nothing that was said before is changed."""
    detail = {
        "from_name": decision.from_name,
        "to_name": decision.to_name,
        "type": decision.type,
        "score": decision.score,
    }
    connection.execute(
        insert(decisions).values(
            {
                "id": decision.id,
                "what": decision.what,
                "from": decision.from_id,
                "to": decision.to_id,
                "detail": orjson.dumps(detail).decode(),
                "reason": decision.reason,
                "state": decision.state,
                "who": decision.who,
                "when": decision.when,
            }
        )
    )


def read_log(connection: Connection) -> list[Decision]:
    """Everything that was ever said of names, in order; other kinds of decisions are in `corrections.py`."""
    rows = select(decisions).where(decisions.c.what == ALIAS).order_by(decisions.c.number)
    return [_decision(row) for row in connection.execute(rows)]


def last_number(connection: Connection) -> int:
    """How far the log goes; another number whenever something was added."""
    return connection.scalar(select(func.max(decisions.c.number))) or 0


def standing(log: Iterable[Decision]) -> list[Decision]:
    """The last word on each id, in the order in which these words were said."""
    last: dict[str, Decision] = {}
    for decision in log:
        last.pop(decision.id, None)
        last[decision.id] = decision
    return list(last.values())


def _decision(row: Row[Any]) -> Decision:
    said = row._mapping
    detail = orjson.loads(said["detail"])
    return Decision(
        id=said["id"],
        what=said["what"],
        from_id=said["from"],
        to_id=said["to"],
        from_name=detail["from_name"],
        to_name=detail["to_name"],
        type=cast(EntityType, detail["type"]),
        reason=said["reason"],
        state=cast(DecisionState, said["state"]),
        who=said["who"],
        when=said["when"],
        score=detail["score"],
    )
