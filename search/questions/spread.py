"""Where a thing was tried first and where it went then, and the bodies of one kind that one clause names.

>>> steps_in("6月在东街道、西街道试点，9月推广到南街道、北街道。")[0][0]
('东街道', '西街道', '南街道', '北街道')
>>> bodies_in("押金存入专户，存管银行为江城银行和南湖农商银行，已有193家。", "银行")[0][0]
('江城银行', '南湖农商银行')
"""

from __future__ import annotations

import re

from ingest.fold import fold, squeeze
from search.answer import Answer
from search.evidence import Evidence
from search.questions.fitting import documents_of, fitted
from search.understand import Question, asking
from search.wording import shorten

Told = tuple[tuple[str, ...], int, int]

_LONGEST = 60
# Few places have the phrase: one needs to tell little of the question, and more than the others.
_SURE, _LESS_SURE, _WELL = 0.65, 0.52, 0.28
_ENOUGH, _AHEAD = 0.18, 0.04
_AROUND = 60
_FEWEST = 2
_PLACE = r"[一-鿿]{1,8}?(?:街道|新区|开发区|社区|区|县|市|镇|乡|村|州|盟|旗|省)"
_PLACES = rf"{_PLACE}(?:(?:、|和|与|及|以及){_PLACE})*"
_JOINT = re.compile(r"、|以及|和|与|及")
_STEPS = re.compile(
    rf"(?:在|选择|选取|选定|首先在|先行在)(?P<first>{_PLACES})(?:等地)?(?:先行)?(?:试点|试行|先行先试|先行|试运行|启动|上线|开设|启用)"
    rf"[^。\n]{{0,30}}?(?:推开至|推开到|推广至|推广到|推向|扩大到|扩大至|扩展到|扩展至|扩至|扩到|铺到|铺开至|延伸至|延伸到|拓展到|拓展至|覆盖到?)(?P<then>{_PLACES})"
)
# What a run of names is led in by.
_FRONT = re.compile(r"^.*(?:分别为|分别是|包括|[为是由与和同从向在对将把请被])(?=.{2})")


def steps_in(text: str) -> list[Told]:
    """The places of a thing that was spread from some to others."""
    return [
        (tuple(_JOINT.split(m["first"]) + _JOINT.split(m["then"])), m.start(), m.end())
        for m in _STEPS.finditer(text)
    ]


def bodies_in(text: str, kind: str) -> list[Told]:
    """Runs of at least two names that end as bodies of the kind do (a pattern)."""
    name = rf"[^，。；：:、和与及\n“”\d]{{1,20}}?(?:{kind})"
    run = re.compile(rf"{name}(?:(?:、|和|与|及|以及){name})+")
    found = []
    for match in run.finditer(text):
        names = [part for part in _JOINT.split(match.group()) if part]
        names[0] = re.sub(rf"^.*?(?:{kind})(?:为|是|有|包括|：)", "", names[0])
        names[0] = _FRONT.sub("", names[0])
        if len(names) >= _FEWEST and all(len(name) > _FEWEST for name in names):
            found.append((tuple(names), match.start(), match.end()))
    return found


def answer_spread(question: Question, evidence: Evidence) -> Answer | None:
    """All the places of both steps, or all the bodies of the kind; None for any other question."""
    text, data = fold(question.text), asking()["phrase"]
    where = re.search(data["where"], text)
    kinds = re.search(data["which_bodies"], text)
    ends = next((e for say, e in data["bodies"].items() if kinds and say in kinds.group()), "")
    if not where and not ends:
        return None
    asked = squeeze(question.text)
    places = []
    for document in documents_of(evidence):
        for names, start, end in steps_in(document.text) if where else bodies_in(document.text, ends):
            first = max(document.text.rfind(mark, 0, start) for mark in "。\n") + 1
            first, last = max(first, start - _AROUND), min(end + _AROUND // 2, len(document.text))
            if not any(squeeze(name) in asked for name in names):
                places.append(((names, document, first, end), document, first, last))
    scored = fitted(question, evidence, places)
    if not scored or scored[0][0] < _ENOUGH:
        return None
    names, document, first, end = scored[0][1]
    rivals = [score for score, (other, *_) in scored[1:] if other != names]
    if rivals and scored[0][0] - rivals[0] < _AHEAD:
        return None
    return Answer(
        question=question.text,
        kind="list",
        short=shorten("、".join(names), _LONGEST),
        text=f"{'、'.join(names)}。",
        confidence=_SURE if scored[0][0] >= _WELL else _LESS_SURE,
        citations=(document.cite(first, end),),
        items=tuple(name[:_LONGEST] for name in names),
    )
