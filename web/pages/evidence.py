"""An answer with its evidence as an Excel workbook: answer, quotes, places, and the hash of each file.

/evidence.xlsx?q=QUESTION
"""

from __future__ import annotations

from suizhi.sheets import evidence_xlsx
from web.address import Address
from web.desk import Desk
from web.frame import File

LONGEST_QUESTION = 2000
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def make_evidence(desk: Desk, here: Address) -> File | None:
    """The workbook; None where nothing is asked."""
    question = here.one("q")[:LONGEST_QUESTION]
    if not question:
        return None
    return File(evidence_xlsx([desk.ask(question).answer], desk.reports), EXCEL, "依据.xlsx")
