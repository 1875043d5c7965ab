"""Reports made by hand, for tests of what stands above reading: any text, any knowledge, real addresses.

`make(random, source)` asks a random number generator for everything, so the same seed gives the same report
in another process, and Hypothesis (`strategies.randoms()`) can drive it too.
"""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from random import Random

from graph.facts import Entity, Fact, Knowledge, Period, Quantity, Relation, identify
from ingest.document import About, Block, Document, Passage, Run, Section
from ingest.fold import fingerprint

TYPES = ("ORG", "REGION", "PLATFORM", "PROJECT", "INITIATIVE", "POLICY", "AWARD", "EVENT")
RELATIONS = ("隶属", "建设", "推出", "印发", "获得", "举办", "合作", "覆盖", "包含", "依据")
NAMES = ("甲局", "乙委", "丙平台", "丁热线", "戊行动", "己办法", "“庚”奖", "辛大会")
LETTERS = "花都区全年受理工单满意率达到项目支出预算。；，\n 　“”（）0123456789.%ＡＢab\x00\U0001f600\u0301"
UNITS = ("元", "%", "宗", "人次", "名")
AMOUNTS = ("0", "67.82", "1.50", "3025300", "1E+3", "-0.0", "93956100.00", "0.000000000000000000012345")


def make(random: Random, source: str, *, mark: str = "", size: int = 40) -> tuple[Document, Knowledge, bytes]:
    """A report whose text is drawn from LETTERS and begins with `mark`, what it says, and its file."""
    text = mark + "".join(random.choice(LETTERS) for _ in range(random.randrange(1, size))) + "末"
    data = text.encode()
    sections = _sections(random, text)
    document = Document(
        source=source,
        sha256=sha256(data).hexdigest(),
        fingerprint=fingerprint(text),
        format=random.choice(("txt", "pdf")),
        encoding=random.choice(("utf-8", None)),
        text=text,
        runs=_runs(random, text),
        rows=(Block(0, len(text), "row"),) if random.random() < 0.5 else (),
        sections=sections,
        passages=_passages(random, text, sections),
        about=_about(random),
    )
    return document, _knowledge(random, document), data


def _runs(random: Random, text: str) -> tuple[Run, ...]:
    cuts = sorted(random.sample(range(len(text) + 1), min(len(text) + 1, random.randrange(2, 8))))
    return tuple(
        Run(
            start,
            end,
            *random.choice((("", 3 * start, None), (f"page/{at + 1}", 0, (0.1, 1 / 3, 595.28, 2e-9)))),
        )
        for at, (start, end) in enumerate(itertools.pairwise(cuts))
    )


def _sections(random: Random, text: str) -> tuple[Section, ...]:
    end = len(text)
    root = Section(0, 0, "", "自评报告", 0, 0, end, None, ("自评报告",))
    if random.random() < 0.3:
        return (root,)
    start = random.randrange(end)
    body = random.randrange(start, end)
    return (root, Section(1, 1, "一、", "绩效", start, body, end, 0, ("自评报告", "绩效 > 目标")))


def _passages(random: Random, text: str, sections: tuple[Section, ...]) -> tuple[Passage, ...]:
    cut = random.randrange(len(text) + 1)
    last = sections[-1].index
    return tuple(
        Passage(index, start, end, last, "花都区 2023")
        for index, (start, end) in enumerate(((0, cut), (cut, len(text))))
        if start < end
    )


def _about(random: Random) -> About:
    if random.random() < 0.2:
        return About()
    return About(
        title="2023年度甲局部门整体支出绩效自评报告",
        kind=random.choice((None, "部门整体支出绩效自评报告")),
        province="广东省",
        city="广州市",
        district=random.choice((None, "花都区")),
        department="甲局",
        names=("花都区甲局", "甲局")[: random.randrange(3)],
        year=random.choice((None, 2022, 2023)),
    )


def _citation(random: Random, document: Document):
    while True:
        start = random.randrange(len(document.text))
        end = random.randrange(start, len(document.text)) + 1
        if document.text[start:end].strip():
            return document.cite(start, end)


def _knowledge(random: Random, document: Document) -> Knowledge:
    entities = tuple(
        _entity(random, document, name) for name in random.sample(NAMES, random.randrange(len(NAMES)))
    )
    ends = [entity.id for entity in entities]
    relations = (
        Relation(
            random.choice(ends), random.choice(RELATIONS), random.choice(ends), _citation(random, document)
        )
        for _ in range(random.randrange(5) if ends else 0)
    )
    facts = (_fact(random, document, number, ends) for number in range(random.randrange(5)))
    return Knowledge(document.source, entities, tuple(relations), tuple(facts))


def _entity(random: Random, document: Document, name: str) -> Entity:
    type_ = TYPES[NAMES.index(name)]
    return Entity(
        id=identify(type_, name),
        name=name,
        type=type_,
        aliases=tuple(sorted(random.sample(("我局", "本部门", "区" + name), random.randrange(4)))),
        mentions=tuple(_citation(random, document) for _ in range(random.randrange(1, 4))),
    )


def _fact(random: Random, document: Document, number: int, ends: list[str]) -> Fact:
    low, high = random.choice(AMOUNTS), random.choice(AMOUNTS)
    first = date(2022, 1, 1) + timedelta(days=random.randrange(800))
    last = first + timedelta(days=random.randrange(800))
    return Fact(
        id=identify(document.source, str(number)),
        subject=random.choice(("花都区12345热线", "服务对象")),
        subject_id=random.choice((None, *ends)),
        metric="工单满意率",
        metric_id=random.choice(("满意率", "受理量")),
        quantity=Quantity(
            Decimal(low), Decimal(high), random.choice(UNITS), random.choice(("=", ">", "<=", "~"))
        ),
        period=random.choice((None, Period(first, last))),
        kind=random.choice(("actual", "target", "budget", "change")),
        direction=random.choice((None, "up", "down")),
        citation=_citation(random, document),
        also=tuple(_citation(random, document) for _ in range(random.randrange(3))),
        conflicts=tuple(f"c{n}" for n in range(random.randrange(3))),
        confidence=random.random(),
    )
