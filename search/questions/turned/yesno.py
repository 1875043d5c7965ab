"""Yes or no over a number: past a bound (超过90%), more than another year or place (比2022年多), as aimed at (达标).

Each is turned into the question for the number; 是 or 否 follows from exact comparison, shown in `working`. A number that is
only told as a bound (超5%) decides what it can decide and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from graph.facts import Fact
from graph.numerals import spelled_amount
from graph.quantity import plain
from graph.units import comparable, written
from ingest.fold import fold
from search.answer import Answer, ScopedValue
from search.places import short
from search.questions.goals import Pair, pairs_of
from search.questions.operands import grouped, terms_of
from search.questions.turned.asker import Asker, refused
from search.questions.turned.either import answer_either
from search.questions.within import is_place
from search.understand import asking
from search.wording import amount, named, shorten, when

_LONGEST = 60
_SCALES = {"": 0, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
_SIGNS = {">": "大于", ">=": "不小于", "<": "小于", "<=": "不大于"}
# 约 and 余 say nothing of what lies within a fiftieth.
_NEAR = Decimal("0.02")
_SURE_AIM = 0.75
_DATES = ("年", "月", "日", "号", "年度")
_HALF = 0.5
_TENTHS = re.compile(
    r"[一二三四五六七八九]成[一二三四五六七八九]?(?![立为员果本功绩效长熟交都不套品人分型因就新])"
    r"|百分之[零一二三四五六七八九十百]+(?:点[零一二三四五六七八九]+)?"
)
_MORE = re.compile(r"[多高大长快]|增|升|涨|提高|扩大|超过")


@dataclass(frozen=True, slots=True)
class Bound:
    """A number that is asked about: is what `question` asks for on this side of it?"""

    question: str
    op: str
    limit: Decimal
    unit: str
    said: str


def asks_yes_or_no(text: str) -> bool:
    """Whether a question wants 是 or 否.

    >>> asks_yes_or_no("满意率是不是超过了90%？"), asks_yes_or_no("满意率达到90%了吗？"), asks_yes_or_no("满意率是多少？")
    (True, True, False)
    """
    return bool(re.search(asking()["yesno"]["pattern"], fold(text)))


def plainly(text: str) -> str:
    """The statement that a yes-or-no question puts.

    >>> plainly("增城建了指挥大屏吗？"), plainly("满意率是不是超过了90%？"), plainly("有没有上线智能客服？")
    ('增城建了指挥大屏', '满意率超过了90%', '上线智能客服')
    """
    text = re.sub(r"[?？。!！\s]+$", "", fold(text))
    text = re.sub(r"(?:是吗|对吗|对不对|没有|了没|吗|(?<![什怎多那这要])么)$", "", text)
    text = re.sub(r"是否|是不是|有没有(?=[一-鿿]{2})|有无(?=[一-鿿]{2})|能不能|会不会", "", text)
    return re.sub(r"(?:都|全都|已经?|早就)(?=[超达完用])", "", text).strip(" ,，")


def bound_in(text: str) -> Bound | None:
    """The bound that a yes-or-no question names, with the question for the number.

    >>> bound_in("西湖区满意率是不是超过了90%？")
    Bound(question='西湖区满意率是多少？', op='>', limit=Decimal('90'), unit='%', said='超过90%')
    >>> bound_in("西湖区办件量有没有达到120万件？").limit == 1_200_000
    True
    """
    if not asks_yes_or_no(text):
        return None
    statement = _TENTHS.sub(lambda m: f"{plain(spelled_amount(m.group()) or Decimal(0))}%", plainly(text))
    for op, words in asking()["yesno"]["bounds"].items():
        found = re.search(
            rf"^(?P<what>.*?)(?P<way>{words})(?:了|到|过)?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>万亿|千万|百万|亿|万|千)?"
            r"(?P<unit>%|[一-鿿]{0,4}?)(?:以上|以下|以内)?(?:了|的)?(?P<behind>[一-鿿]{0,12})$",
            statement,
        )
        if found and len(found["what"]) > 1:
            unit = found["unit"] or next((u for u in written() if found["behind"].startswith(u)), "")
            if op == "=" and (not unit or unit in _DATES):
                continue  # a year, a number in a name
            limit = Decimal(found["number"].replace(",", "")).scaleb(_SCALES[found["scale"] or ""])
            said = f"{found['way']}{found['number']}{found['scale'] or ''}{unit}"
            return Bound(_number_of(found["what"], unit, found["behind"]), op, limit, unit, said)
    return None


def _number_of(what: str, unit: str, behind: str) -> str:
    """The question for the number of a statement without its bound."""
    behind = behind.removeprefix(unit) if unit != "%" else behind
    what = re.sub(r"(?:都|均|也|一共|总共|共|已|已经)$", "", what)
    if behind and unit:
        return f"{what}多少{unit}{behind}？"
    counts = (
        unit and unit != "%" and not re.search(r"[量数额率度费分]$|支出|收入|预算|投资|面积|里程", what[-3:])
    )
    return f"{what}多少{unit}？" if counts else f"{what}是多少{'元' if unit == '元' else ''}？"


def answer_bounded(question: str, asker: Asker) -> Answer | None:
    """Whether a number is past the bound that the question names; for several scopes each with its own 是 or 否."""
    bound = bound_in(question) or _all_spent(question)
    if bound is None:
        return None
    found = asker.one(bound.question)
    if not found.answerable or found.kind not in ("metric", "trend"):
        return replace(found, question=question) if not found.answerable else None
    facts = asker.facts(bound.question, found)
    facts = facts[: max(1, len(found.values))] if not _contradicted(found) else facts
    if not facts or (bound.unit and not all(comparable(bound.unit, f.quantity.unit) for f in facts)):
        return refused(question, found, f"指标：报告说的是{found.short}，与“{bound.said}”不是一个单位")
    said = [holds(fact, bound.op, bound.limit) for fact in facts]
    if None in said or (_contradicted(found) and len(set(said)) > 1):
        return refused(question, found, f"指标：报告说的是{found.short}，不能断定是否{bound.said}")
    return _judged(question, found, facts, [bool(one) for one in said], bound)


def _contradicted(found: Answer) -> bool:
    return any("不一致" in warning for warning in found.warnings)


def _all_spent(question: str) -> Bound | None:
    """预算都用完了吗: whether the budget's execution rate is 100%."""
    for row in asking()["yesno"]["turn"]:
        match = re.search(row["say"], fold(question)) if asks_yes_or_no(question) else None
        if match:
            scope = fold(question)[: match.start()]
            return Bound(f"{scope}{row['ask']}", row["op"], Decimal(row["limit"]), row["unit"], row["said"])
    return None


def holds(fact: Fact, op: str, limit: Decimal) -> bool | None:
    """Whether a number is on that side of the limit; None where its own operator leaves it open."""
    low, high, told = fact.quantity.low, fact.quantity.high, fact.quantity.op
    if op == "=":
        sides = [holds(fact, way, limit) for way in ("<=", ">=")]
        return False if False in sides else True if told == "=" and low == high else None
    if told == "~" and abs(low - limit) <= _NEAR * abs(limit):
        return None
    if op in ("<", "<="):
        beyond = holds(fact, ">=" if op == "<" else ">", limit)
        return None if beyond is None else not beyond
    over = low > limit or (low == limit and (op == ">=" or told == ">"))
    if told in (">", ">="):
        return True if over else None
    if told in ("<", "<="):
        return False if high < limit or (high == limit and (op == ">" or told == "<")) else None
    if low != high and low <= limit <= high:
        return True if over else None
    return over


def _judged(
    question: str, found: Answer, facts: Sequence[Fact], said: Sequence[bool], bound: Bound
) -> Answer:
    limit = f"{plain(bound.limit)}{bound.unit or facts[0].quantity.unit}"
    working = "；".join(
        f"{plain(f.quantity.low)}{f.quantity.unit} {_sign(bound.op, yes)} {limit}"
        for f, yes in zip(facts, said, strict=True)
    )
    if len(found.values) > 1 and not _contradicted(found):
        names = [f"{v.region or v.department or ''}{f'{v.year}年' if v.year else ''}" for v in found.values]
        words = "；".join(
            f"{name}{_word(yes)}（{amount(f)}）" for name, yes, f in zip(names, said, facts, strict=True)
        )
        told = f"是否{bound.said}：{words}。"
    else:
        words = f"{_word(said[0])}（{found.short}）"
        told = f"{_word(said[0])}，{'' if said[0] else '不'}符合“{bound.said}”。"
    return replace(
        found,
        question=question,
        kind="yesno",
        short=shorten(words, _LONGEST),
        text=f"{told}{found.text}",
        working=working,
        direction=None,
    )


def _word(yes: bool) -> str:
    return "是" if yes else "否"


def _sign(op: str, yes: bool) -> str:
    """The sign between number and limit.

    >>> _sign(">", True), _sign(">", False), _sign(">=", False)
    ('>', '≤', '<')
    """
    other = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "=": "≠"}
    return (op if yes else other[op]).replace(">=", "≥").replace("<=", "≤")


def answer_changed(question: str, asker: Asker) -> Answer | None:
    """Whether a number is more (or less) than that of another year or place: from the comparison of both."""
    match = re.search(asking()["yesno"]["changed"], fold(question)) if asks_yes_or_no(question) else None
    if not match:
        return None
    statement = plainly(question)
    asked = re.sub(r"(?:了|一些|一点)+$", "", statement)
    found = asker.one(f"{asked}了多少？")
    if not found.answerable:
        return _of_two(question, asked, match["way"], asker) or replace(found, question=question)
    if found.value is None or (
        found.kind not in ("compare", "trend") and not (found.working and found.direction)
    ):
        return replace(found, question=question)
    up = _is_more(statement, found)
    if up is None:
        return replace(found, question=question)
    wants_more = bool(_MORE.search(match["way"]))
    word = _word(up == wants_more if found.value else False)
    return replace(
        found,
        question=question,
        kind="yesno",
        short=shorten(f"{word}（{found.short}）", _LONGEST),
        text=f"{word}。{found.text}",
    )


def _of_two(question: str, asked: str, way: str, asker: Asker) -> Answer | None:
    """Whether one number of a report is more than another: 门诊满意度比住院满意度高吗."""
    head, _, rest = asked.partition("比")
    other = rest.removesuffix(way)
    found = answer_either(f"{head}和{other}哪个{way}？", asker) if head and other != rest else None
    if not found or not found.answerable:
        return None
    name = found.short.partition("（")[0]
    word = _word(head.endswith(name) and bool(found.value))
    return replace(
        found,
        question=question,
        kind="yesno",
        short=shorten(f"{word}（{found.working}）", _LONGEST),
        text=f"{word}。{found.text}",
    )


def _is_more(statement: str, found: Answer) -> bool | None:
    """Whether what is asked about is more than what it is held against; None where that cannot be told."""
    if len(found.values) != 2:
        return (
            {"up": True, "down": False, "same": False}.get(found.direction or "")
            if not found.values
            else None
        )
    first, second = found.values
    base = next((v for v in (first, second) if _stands_behind(statement, v, found.values)), None)
    other = second if base is first else first
    if base is None or base.value is None or other.value is None:
        return None
    ranks = "排名" in statement or "名次" in statement
    return other.value < base.value if ranks else other.value > base.value


def _stands_behind(statement: str, value: ScopedValue, both: Sequence[ScopedValue]) -> bool:
    """Whether the statement measures against this value: its year or place stands behind 比."""
    if len({v.region for v in both}) > 1:
        return bool(re.search(rf"[比较]{re.escape(short(value.region or ''))}", statement))
    earlier = value.year == min(v.year or 0 for v in both)
    said = re.search(r"[比较](?P<year>(?:19|20)\d{2})年", statement)
    return value.year == int(said["year"]) if said else earlier


def answer_reached(question: str, asker: Asker) -> Answer | None:
    """Whether what was aimed at was reached, where the report tells the aim and the outcome."""
    match = re.search(asking()["yesno"]["reached"], fold(question)) if asks_yes_or_no(question) else None
    if not match:
        return None
    about = fold(question)[: match.start()].rstrip("有是的都 ")
    understood, evidence = asker.prepare(f"{about}与目标的差距是多少？")
    whole = [fact for fact in evidence.facts if not is_place(fact, evidence)]
    named_pairs = _named(pairs_of(whole, understood), about)
    outcome = asker.one(f"{about}是多少？")
    if len({(p.aim.citation.source, p.missed) for p in named_pairs}) != 1:
        why = (
            "目标：报告没有说它的目标是多少"
            if not named_pairs
            else "目标：报告里有几个目标，分不清问的是哪一个"
        )
        return refused(question, outcome, why)
    best = named_pairs[0]
    word = "没有达到" if best.missed else "达到"
    sign = _sign("<=" if best.aim.quantity.op in ("<", "<=") else ">=", not best.missed)
    return Answer(
        question=question,
        kind="yesno",
        short=shorten(
            f"{'否' if best.missed else '是'}（目标{amount(best.aim)}，实际{amount(best.done)}）", _LONGEST
        ),
        text=f"{word}目标。{when(best.done)}{named(best.done)}为{amount(best.done)}，目标为{amount(best.aim)}。",
        confidence=_SURE_AIM,
        citations=(best.done.citation, best.aim.citation),
        working=f"{_grouped(best.done)} {sign} {_grouped(best.aim)}",
    )


def _grouped(fact: Fact) -> str:
    return f"{grouped(fact.quantity.low)}{fact.quantity.unit}"


def _named(pairs: Sequence[Pair], about: str) -> list[Pair]:
    """The aims that the question names, best first: those that share most words with it, half of their own at least."""
    asked = terms_of(about)
    scored = [(len(terms_of(p.name) & asked), len(terms_of(p.name)), p) for p in pairs]
    scored = [row for row in scored if row[0] and row[0] >= _HALF * row[1]]
    most = max((row[0] for row in scored), default=0)
    return [pair for shared, _, pair in scored if shared == most]
