"""The annotation as typed lines: what `gold/GUIDELINES.md` describes, read and checked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from bench.figures import BenchError
from bench.wording import names, numbers, years

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class GoldFact:
    """A quantity that a report states; `also` is how often more, `years` the period's first and last year."""

    id: str
    report: str
    subject: str
    metric: str
    values: tuple[Decimal, ...]
    unit: str
    op: str
    kind: str
    years: tuple[int, int] | None
    also: int


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """A named thing; `names` are its name and aliases as they are compared."""

    id: str
    report: str
    name: str
    type: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """`head` `rel` `tail`, by the names of the entities file."""

    report: str
    head: str
    rel: str
    tail: str

    @property
    def id(self) -> str:
        """What the line is called in a list of changes."""
        return f"{self.report} {self.head} {self.rel} {self.tail}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote (white space removed) of a report."""

    report: str
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its right answers; unanswerable ones have none, and no evidence."""

    id: str
    type: str
    wording: str
    text: str
    answers: tuple[str, ...]
    value: Decimal | None
    evidence: tuple[Evidence, ...]

    @property
    def answerable(self) -> bool:
        """Whether the reports say it."""
        return self.type != "unanswerable"


@dataclass(frozen=True, slots=True)
class Member:
    """One initiative of a group of similar ones."""

    report: str
    name: str
    quote: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of similar initiatives over several reports."""

    name: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """An inconsistency inside a report; `id` is its report and line number."""

    id: str
    report: str
    kind: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """The annotation of a folder; facts, entities, relations and findings by report.

    A report without a file for a task is not scored in it: what nobody annotated is neither right nor wrong.
    """

    facts: Mapping[str, tuple[GoldFact, ...]] = field(default_factory=dict)
    entities: Mapping[str, tuple[GoldEntity, ...]] = field(default_factory=dict)
    relations: Mapping[str, tuple[GoldRelation, ...]] = field(default_factory=dict)
    audit: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    themes: tuple[Theme, ...] = ()

    @property
    def reports(self) -> frozenset[str]:
        """Every report that the annotation speaks of."""
        found = {*self.facts, *self.entities, *self.relations, *self.audit}
        found |= {e.report for q in self.questions for e in q.evidence}
        return frozenset(found | {m.report for theme in self.themes for m in theme.members})


def read_gold(folder: Path) -> Gold:
    """The annotation in `folder`, files in order of their names.

    Raises:
        BenchError: not a folder, nothing to score in it, a line that cannot be read, an id used twice.
    """
    if not folder.is_dir():
        raise BenchError(str(folder), "标注文件夹不存在", "用 --gold 指明含有 *.jsonl 标注的文件夹")
    if not any(folder.glob("*.jsonl")):
        raise BenchError(str(folder), "文件夹里没有 *.jsonl 标注文件", "格式见 bench/gold/GUIDELINES.md")
    gold = Gold(
        facts=_by_report(folder, "facts", _fact),
        entities=_by_report(folder, "entities", _entity),
        # A relation that two clauses state has two lines in the annotation, and counts once.
        relations={r: tuple(dict.fromkeys(x)) for r, x in _by_report(folder, "relations", _relation).items()},
        audit=_by_report(folder, "audit", _finding),
        questions=tuple(
            question
            for path in sorted([*folder.glob("*.qa.jsonl"), *folder.glob("*.trend.jsonl")])
            for question in _read(path, _question)
        ),
        themes=tuple(t for path in sorted(folder.glob("*.initiatives.jsonl")) for t in _read(path, _theme)),
    )
    _check_ids(folder, gold)
    return gold


def _by_report(folder: Path, task: str, make: Callable[[dict[str, Any], str], T]) -> dict[str, tuple[T, ...]]:
    suffix = f".{task}.jsonl"
    return {
        path.name.removesuffix(suffix): tuple(_read(path, make)) for path in sorted(folder.glob(f"*{suffix}"))
    }


def _read(path: Path, make: Callable[[dict[str, Any], str], T]) -> Iterator[T]:
    """The lines of a file; `make` gets a line and a name for it that stays while lines are appended."""
    # Not splitlines(): a JSON string may hold other line separators (U+2028, U+0085) as they are.
    for number, text in enumerate(path.read_text("utf-8").split("\n"), start=1):
        if not text.strip():
            continue
        try:
            yield make(json.loads(text, parse_float=Decimal), f"{path.name.split('.')[0]}-{number:03d}")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            reason = f"标注读不出来（{type(error).__name__}: {error}）"
            raise BenchError(f"{path}:{number}", reason, "格式见 bench/gold/GUIDELINES.md") from error


def _check_ids(folder: Path, gold: Gold) -> None:
    for lines in ([f for fs in gold.facts.values() for f in fs], gold.questions):
        seen: set[str] = set()
        for line in lines:
            if line.id in seen:
                raise BenchError(str(folder), f"标注编号重复：{line.id}", "每行的 id 须唯一")
            seen.add(line.id)


def _fact(line: dict[str, Any], _: str) -> GoldFact:
    values = numbers(line["value"])
    if not values:
        raise ValueError(f"value {line['value']!r} is neither a number nor a range")
    return GoldFact(
        id=line["id"],
        report=line["doc"],
        subject=line["subject"],
        metric=line["metric"],
        values=values,
        unit=line["unit"],
        op=line["op"],
        kind=line["kind"],
        years=years(line["period"]),
        also=int(line.get("also", 0)),
    )


def _entity(line: dict[str, Any], _: str) -> GoldEntity:
    found = names(line["name"], line["aliases"])
    return GoldEntity(id=line["id"], report=line["doc"], name=line["name"], type=line["type"], names=found)


def _relation(line: dict[str, Any], _: str) -> GoldRelation:
    return GoldRelation(report=line["doc"], head=line["head"], rel=line["rel"], tail=line["tail"])


def _finding(line: dict[str, Any], name: str) -> Finding:
    return Finding(id=name, report=line["doc"], kind=line["kind"], quotes=tuple(line["quotes"]))


def _question(line: dict[str, Any], _: str) -> Question:
    value = numbers(line.get("value"))
    return Question(
        id=line["id"],
        type=line["type"],
        wording=line["wording"],
        text=line["question"],
        answers=tuple(line["answers"]),
        value=value[0] if len(value) == 1 else None,
        evidence=tuple(Evidence(e["doc"], e["quote"]) for e in line["evidence"]),
    )


def _theme(line: dict[str, Any], _: str) -> Theme:
    return Theme(line["theme"], tuple(Member(m["doc"], m["name"], m["quote"]) for m in line["members"]))
