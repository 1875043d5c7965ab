"""Who holds an office: a name beside the office in the reports, or a refusal."""

from __future__ import annotations

import re

from search.answer import Answer
from search.evidence import Evidence
from search.questions.metric import refuse
from search.understand import Question, asking

# An office and a name side by side are read by rule; who held it when is not checked.
_CONFIDENCE = 0.75
_AROUND = 24


def answer_person(question: Question, evidence: Evidence) -> Answer:
    """The one name that stands beside the office of `question` in the reports of the scope."""
    offices = re.findall("|".join(asking()["person"]["offices"]), question.text)
    found: dict[str, Answer] = {}
    for document in evidence.documents.values():
        for office in offices:
            for match in name_beside(office).finditer(document.text):
                name = match["behind"] or match["front"]
                begin = document.text.rfind("\n", 0, match.start()) + 1
                citation = document.cite(
                    max(begin, match.start() - _AROUND), min(match.end() + 1, len(document.text))
                )
                found[name] = Answer(
                    question=question.text,
                    kind="text",
                    short=name,
                    text=f"{office}：{name}。依据：“{citation.quote}”",
                    confidence=_CONFIDENCE,
                    citations=(citation,),
                )
    return next(iter(found.values())) if len(found) == 1 else refuse(question, evidence, ())


def name_beside(office: str) -> re.Pattern[str]:
    """A person's name behind (局长：张三) or before (张三局长, 张三任局长) an office.

    >>> name_beside("局长").search("党组书记、局长欧阳明主持会议。")["behind"]
    '欧阳明'
    >>> name_beside("主任").search("各科室主任和工作人员") is None
    True
    """
    surname = "(?:" + "|".join(asking()["person"]["surnames"]) + ")"
    ends = r"(?=$|[\s，,。、；;：:）)”]|同志|主持|带队|出席|率|表示|指出|强调|讲话|任组长|为组长|参加|签署)"
    # Shortest first, so that what the person does is not taken for the name.
    return re.compile(
        rf"(?<!副){office}(?:[:：为是]\s*|\s?)(?P<behind>{surname}[一-鿿]{{1,2}}?){ends}"
        rf"|(?<![一-鿿])(?P<front>{surname}[一-鿿]{{1,2}}?)(?:同志)?(?:任|担任|兼任|为|是)?{office}(?![助理])"
    )
