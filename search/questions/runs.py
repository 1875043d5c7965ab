"""Items that a report numbers: the parts under a heading, and 一是…二是… in a sentence or a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.clauses import clauses
from ingest.document import Document, Section
from ingest.markers import number
from ingest.split import sentences
from search.evidence import Evidence
from search.understand import Question, asking

_FEWEST = 2
# Words of a question that limit a list no further than its place and year do.
_OPEN = re.compile(
    r"存在|主要|哪些|哪[一二两三四五六七八九十几]?[个项条点方面]*|什么|多少|采取|提出|下一步|今后|未来|方面|部门|单位|工作"
    r"|本局|我局|还|都|有|了|的|自己|承认|打算|准备|将|分别|列出|包括|发现|自评|绩效|整体|改进|突出|做|是|在|局"
)
_MARK = re.compile(r"(?<![一-鿿\d.])(?:([一二三四五六七八九十])是(?!否)|[（(](\d{1,2})[）)]|([①②③④⑤⑥⑦⑧⑨⑩]))")
# "还存在A，B，C等问题": commas between what is wanting.
_TROUBLES_BEHIND = re.compile(
    r"(?:存在|面临|发现)[^，。；：]{0,12}(?:问题|不足|短板|困难|挑战)[^，。；：]{0,6}[:：]([^。：]{8,300})"
)
_TROUBLES = re.compile(
    r"(?:存在|面临)(?:着|了)?(?:以下|一些)?([^。；：]{8,200}?)等(?:方面的?)?(?:问题|不足|短板|困难|挑战)"
)


@dataclass(frozen=True, slots=True)
class Run:
    """Items that stand in a row: what leads them in, and the place of each, or one place for all."""

    document: Document
    lead: str
    items: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def asked_part(question: Question) -> tuple[re.Pattern[str], bool] | None:
    """How headings say what the question asks for, and whether it asks for all of it; None if no part is of that."""
    for row in asking()["list"]["under"]:
        if re.search(row["say"], question.text):
            rest = _OPEN.sub("", re.sub(row["say"], "", "".join(question.about.split())))
            return re.compile(row["title"]), len(rest) < _FEWEST
    return None


def part_of(question: Question, evidence: Evidence) -> Run | None:
    """What the part of a report lists that the whole question asks for; None if it asks for less or none lists."""
    part = asked_part(question)
    if part is None or not part[1]:
        return None
    title = part[0]
    for source in dict.fromkeys(found.source for found in evidence.found):
        document = evidence.documents[source]
        runs = [run for section in document.sections[1:] if (run := _run(document, section, title))]
        if runs:
            said = title.search(question.text)
            word = said.group() if said else ""
            # A heading or lead with the very word of the question comes first, then the first of the report.
            return min(runs, key=lambda run: (word not in run.lead, run.spans[0]))
    return None


def part_said(question: Question, evidence: Evidence) -> tuple[Document, int, int] | None:
    """Where the first sentence of a part without items stands, if the whole question asks for that part."""
    part = asked_part(question)
    if part is None or not part[1]:
        return None
    for source in dict.fromkeys(found.source for found in evidence.found):
        document = evidence.documents[source]
        for section in document.sections[1:]:
            if part[0].search(section.title) and not any(
                s.parent == section.index for s in document.sections
            ):
                first = next(iter(sentences(document.text, section.body, section.end)), None)
                if first:
                    return document, *first
    return None


def _run(document: Document, section: Section, title: re.Pattern[str]) -> Run | None:
    """What a section lists, if its heading or the sentence before its items says that it is what is asked for."""
    children = [s for s in document.sections if s.parent == section.index]
    if len(children) < _FEWEST:
        return _wanting(document, section) if title.search(section.title) and not children else None
    lead = document.text[section.body : children[0].start].strip()
    lead = lead[max(lead.rfind(mark, 0, -1) for mark in "。！；\n") + 1 :] if lead else ""
    if not title.search(section.title) and not (lead.endswith(("：", ":")) and title.search(lead)):
        return None
    found = [_item(document, child) for child in children]
    items = tuple(item for item, _, _ in found if item)
    spans = tuple((start, end) for item, start, end in found if item)
    return Run(document, section.title + lead, items, spans) if len(items) >= _FEWEST else None


def _wanting(document: Document, section: Section) -> Run | None:
    """What a paragraph says is wanting (存在A，B，C等问题)."""
    items, start, end = wanting_in(document.text[section.body : section.end])
    span = (section.body + start, section.body + end)
    return Run(document, section.title, tuple(items), (span,)) if items else None


def _item(document: Document, section: Section) -> tuple[str, int, int]:
    """The heading of an item, or the first clause of one without, and where it stands."""
    title = "".join(section.title.split())
    if title:
        return title, section.start, section.body
    for sentence in clauses(document.text, section.body, section.end):
        for clause in sentence:
            text = "".join(document.text[clause.start : clause.end].split())
            if len(text) > 1:
                return text, section.start, clause.end
    return "", section.start, section.end


def marked(text: str, *, whole: bool = False) -> list[str]:
    """The first clauses of items numbered in a row in one sentence, from the first number on; all of each if `whole`.

    >>> marked("主要原因为：一是年中新增经费，二是人员变动较大，导致经费调整，三是计划性不强。")
    ['年中新增经费', '人员变动较大', '计划性不强']
    >>> marked("二是推进数据共享")
    []
    """
    marks: list[re.Match[str]] = []
    for mark in _MARK.finditer(text):
        if number(next(filter(None, mark.groups()))) == len(marks) + 1:
            marks.append(mark)
    if len(marks) < _FEWEST:
        return []
    borders = [mark.start() for mark in marks[1:]] + [len(text)]
    pieces = (text[mark.end() : border] for mark, border in zip(marks, borders, strict=True))
    if whole:
        return [item for piece in pieces if (item := "".join(piece.split()).strip("，,。；;：:"))]
    return [item for piece in pieces if (item := re.split("[，,。；;：:]", piece.strip())[0].strip())]


def troubles(text: str) -> list[str]:
    """What stands between commas.

    >>> troubles("目标申报不够全面，指标量化不够，评价方法有待优化")
    ['目标申报不够全面', '指标量化不够', '评价方法有待优化']
    """
    return [
        item
        for piece in re.split("[，；;]" if re.search("[，；]", text) else "、", text)
        if (item := "".join(piece.split()).rstrip("。"))
    ]


def _stretch(text: str) -> tuple[str, int, int] | None:
    """What stands between 存在 and 等问题, or behind 存在的问题：, and where all of that stands."""
    found = _TROUBLES.search(text) or _TROUBLES_BEHIND.search(text)
    return (found.group(1), found.start(), found.end()) if found else None


def wanting_in(text: str) -> tuple[list[str], int, int]:
    """What a text says is wanting, and where; none if it does not.

    >>> wanting_in("还存在人手不够，经费不足等问题。")
    (['人手不够', '经费不足'], 1, 15)
    """
    found = _stretch(text)
    items = troubles(found[0]) if found else []
    return (items, found[1], found[2]) if found and len(items) >= _FEWEST else ([], 0, 0)
