"""Accounts of one project held against each other: its budget at the start and as adjusted, what was spent of it.

Also which of two named sums is the larger and by how much, and totals over all projects of a report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from graph.facts import Fact
from graph.numerals import chinese_number
from ingest.fold import fold
from search.answer import Answer
from search.evidence import Evidence
from search.questions.operands import grouped, terms_of
from search.questions.rows import rows_of
from search.understand import Question
from search.wording import amount

_SURE = 0.8
_TOTAL_SURE = 0.75
_MUCH = 10_000
# How people call an account, and how a metric ends that is one.
_ACCOUNTS = (
    (
        "adjusted",
        re.compile(r"调整后|调整预算|追加后|最终预算"),
        re.compile(r"调整后?(?:的)?预算(?:数|金额|额)?$|调整数$"),
    ),
    (
        "first",
        re.compile(r"年初|原来的?预算|最初的?预算|原预算"),
        re.compile(r"(?:年初|原)预算(?:数|安排数?|金额|额)?$|年初数$"),
    ),
    (
        "spent",
        re.compile(r"支出|花|执行|决算|用了"),
        re.compile(r"(?:预算)?(?:支出|执行|决算|完成|使用)(?:数|金额|额)?$"),
    ),
    ("budget", re.compile(r"预算"), re.compile(r"(?<!整后)(?<!年初)预算(?:数|安排数?|金额|额)?$")),
)
_UNSPENT = re.compile(
    r"(?:预算|钱|资金|经费)[^,，。？?]{0,6}(?:没有?|未)(?:花|用|执行|支出)|(?:还有|还剩|剩下?|结余)[^,，。？?]{0,6}多少[^,，。？?]{0,4}(?:没有?|未)(?:花|用|执行|支出)"
)
# What an account is called without the project that it is of.
_YEARLY = re.compile(r"^(?:年度|全年|本年|当年|实际|累计|资金|年初|的)+$")
_APART = re.compile(
    r"比[^,，。？?]{1,14}[多少高低](?:出|了|花)?(?:多少|几)|相差|差(?:了)?(?:多少|几)|(?:增加|减少|调增|调减|追加)了?多少"
)
_WHICH_MORE = re.compile(
    r"(?P<a>[^,，。？?年]{2,20}?)(?:和|与|跟|、)(?P<b>[^,，。？?]{2,20}?)[,，]?(?:相比)?[,，]?"
    r"(?:哪|谁|那)(?:一)?(?:个|项|家|种|类|边|样)?[^,，。？?]{0,6}?"
    r"(?P<way>[多少高低大小])"
)
_SEVERAL = re.compile(
    r"(?P<number>[二两三四五六七八九十]{1,3}|\d{1,2}|全部|所有)(?:个|项)?(?:重点|主要|专项)?项目"
)
_TOTALS = re.compile(r"总额|合计|一共|总共|总的|加起来|总")


def answer_accounts(question: Question, evidence: Evidence) -> Answer | None:
    """The difference of two accounts or of two named sums; None for any other question."""
    text = fold(question.text)
    which = _WHICH_MORE.search(text)
    if which and re.search(r"多少|几|差", text[which.end() :] or ""):
        return _which_more(question, which, evidence)
    if _UNSPENT.search(text):
        return next(
            (
                found
                for planned in ("adjusted", "budget", "first")
                if (found := _of_project(question, text, (planned, "spent"), evidence))
            ),
            None,
        )
    named = [name for name, say, _ in _ACCOUNTS if say.search(text)]
    if not _APART.search(text) or len(named) < 2 or not _may_be_money(question):
        return None
    pair = _pair(named)
    if pair is None:
        return None
    if _SEVERAL.search(text) and _TOTALS.search(text):
        return _totals(question, text, evidence)
    return _of_project(question, text, pair, evidence)


def _may_be_money(question: Question) -> bool:
    return question.wanted is None or question.wanted.dimension in ("money", "any")


def _pair(named: Sequence[str]) -> tuple[str, str] | None:
    """Which two accounts: 年初预算 and 调整后预算 both say 预算 as well."""
    if {"adjusted", "first"} <= {*named}:
        return "adjusted", "first"
    if "spent" in named:
        return "spent", next((n for n in ("adjusted", "first", "budget") if n in named), "budget")
    return None


def _of_project(question: Question, text: str, pair: tuple[str, str], evidence: Evidence) -> Answer | None:
    groups: dict[tuple[str, str], dict[str, Fact]] = {}
    for fact in evidence.facts:
        if fact.quantity.unit != "元" or fact.quantity.value is None:
            continue
        for name, _, end in _ACCOUNTS:
            if name in pair and (match := end.search(fact.metric)):
                thing = _YEARLY.sub("", fact.metric[: match.start()]) or fact.subject
                groups.setdefault((fact.citation.source, thing), {}).setdefault(name, fact)
                break
    asked = terms_of(text)
    full = [
        (len(terms_of(thing) & asked) / len(terms_of(thing)), thing, facts)
        for (_, thing), facts in groups.items()
        if len(facts) == 2 and terms_of(thing)
    ]
    fitting = sorted((row for row in full if row[0] == 1), key=lambda row: -len(row[1]))
    if not fitting:
        return None
    _, thing, facts = fitting[0]
    return _difference(question, thing, facts[pair[0]], facts[pair[1]])


def _difference(question: Question, thing: str, first: Fact, second: Fact) -> Answer:
    value = first.quantity.low - second.quantity.low
    said = money(abs(value))
    more, less = (first, second) if value >= 0 else (second, first)
    working = f"{amount(more)} − {amount(less)} = {said}"
    return Answer(
        question=question.text,
        kind="metric",
        short=said,
        text=f"{thing}：{first.metric}{amount(first)}，{second.metric}{amount(second)}；{working}。",
        confidence=_SURE,
        citations=(first.citation, second.citation),
        value=abs(value),
        unit="元",
        direction="up" if value > 0 else "down" if value < 0 else "same",
        working=working,
    )


def money(value: Decimal) -> str:
    """Much money in 万元, as the reports print it."""
    return f"{grouped(value.scaleb(-4))}万元" if value >= _MUCH else f"{grouped(value)}元"


def _totals(question: Question, text: str, evidence: Evidence) -> Answer | None:
    match = _SEVERAL.search(text)
    said = match["number"] if match else ""
    number = int(said) if said.isdigit() else chinese_number(said) if said not in ("全部", "所有") else None
    for source in dict.fromkeys(found.source for found in evidence.found):
        rows = [r for r in rows_of(evidence.facts, source) if {"budget", "spent"} <= r.columns.keys()]
        rows = [r for r in rows if r.section.endswith(r.name)]
        if len(rows) < 2 or (number and len(rows) != number):
            continue
        budget = sum((r.columns["budget"].quantity.low for r in rows), Decimal(0))
        spent = sum((r.columns["spent"].quantity.low for r in rows), Decimal(0))
        value = abs(budget - spent)
        working = f"{money(max(budget, spent))} − {money(min(budget, spent))} = {money(value)}"
        return Answer(
            question=question.text,
            kind="metric",
            short=money(value),
            text=f"{len(rows)}个项目：预算合计{money(budget)}，支出合计{money(spent)}；{working}。",
            confidence=_TOTAL_SURE,
            citations=tuple(r.columns[c].citation for r in rows for c in ("budget", "spent")),
            value=value,
            unit="元",
            direction="up" if spent > budget else "down" if spent < budget else "same",
            working=working,
        )
    return None


def _which_more(question: Question, match: re.Match[str], evidence: Evidence) -> Answer | None:
    sides = []
    for name in (match["a"], match["b"]):
        name = re.sub(r"^.*(?:局|委|办|中心|\d)", "", name)
        own = terms_of(name)
        fitting = [
            fact
            for fact in evidence.facts
            if own
            and own <= terms_of(f"{fact.subject}{fact.metric}")
            and fact.quantity.value is not None
            and fact.kind == "actual"
            and (
                not question.wanted or not question.wanted.unit or fact.quantity.unit == question.wanted.unit
            )
        ]
        # The name alone is meant before the name with more.
        fitting.sort(key=lambda f: len(f.metric))
        sides.append(fitting[:1])
    if not all(sides):
        return None
    a, b = sides[0][0], sides[1][0]
    if a.quantity.unit != b.quantity.unit or a.citation.source != b.citation.source or a.id == b.id:
        return None
    more, less = (a, b) if a.quantity.low >= b.quantity.low else (b, a)
    value = more.quantity.low - less.quantity.low
    unit = more.quantity.unit
    said = money(value) if unit == "元" else f"{grouped(value)}{'个百分点' if unit == '%' else unit}"
    top = less if match["way"] in "少低小" else more
    working = f"{amount(more)} − {amount(less)} = {said}"
    return Answer(
        question=question.text,
        kind="compare",
        short=f"{top.metric}，{'少' if top is less and value else '多'}{said}",
        text=f"{a.metric}{amount(a)}，{b.metric}{amount(b)}；{working}。",
        confidence=_SURE,
        citations=(a.citation, b.citation),
        value=value,
        unit=unit,
        working=working,
    )
