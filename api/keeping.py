"""What was checked, mended and copied, as lines."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.lines import Line
    from search.backup import Backup
    from search.checking import Check
    from search.repairing import Mended


def check_line(check: Check) -> Line:
    """What was checked: how many, and which are wrong."""
    return {
        "check": check.name,
        "checked": check.checked,
        "wrong": len(check.wrong),
        "details": [asdict(one) for one in check.wrong],
    }


def mended_line(mended: Mended) -> Line:
    """What was wrong in one place, and what became of it."""
    return {"where": mended.where, "status": mended.status, "what": mended.what}


def backup_line(backup: Backup) -> Line:
    """What a backup holds."""
    return {**asdict(backup), "wrong": list(backup.wrong)}
