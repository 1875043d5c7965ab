"""Parts that do not add to their total: behind 其中, in brackets, and before 合计."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from search.audit.divisions import Division, divided_by
from search.audit.paper import Amount, Finding, Paper, Severity, agree, shown

# What stands between a total and the word 其中, or the bracket, at most ("20人" + "（").
_GAP = 14
# Rates and ranks do not add up; spans of time rarely stand for parts.
_NEVER_ADDED = frozenset({"%", "‰", "名", "个百分点", "倍", "年", "天", "小时", "个月", "级", "次", ""})
# 个 counts all of what these count: 1,428个，其中社区486个、学校512所、企业430家.
_KINDRED = frozenset({"个", "家", "所", "座", "处", "间"})
# A clause with such a word starts another statement, or compares: it is no part.
_NO_PART = re.compile(
    r"(?<!公)共(?!财政)|总|扣|累计|合计|全年|同时|另外|此外|同比|环比|增长|增加|减少|下降|提[升高]|[比较]上|平均|[人日月年]均|每"
)
_AVERAGE = re.compile(r"平均|[人日月年]均|每")
# The rest of a whole: with it the list is complete.
_REST = re.compile(r"其他|其它|其余|剩余")
# What leads from a total to its parts where 其中 does not.
_LISTED = re.compile(
    r"分别|分布|分配|安排给|下达|投向|用于|由|分[一-鿿]{1,6}?[看为是]|分为|包括|包含|含|按[一-鿿]{1,6}[,分]|即|:"
)
_DIVIDED = re.compile(
    r"(?:(?:按|从)[一-鿿]{2,8}?(?:划分|分|看|来看)|分[一-鿿]{1,5}看|具体(?:看|来看)|拆开(?:来)?看|支出中|收入中|具体构成|构成(?:为|如下))[,:](?:其中)?|[两三四五六七]类分别[为是]"
)
# Behind a sign of a list 改造提升420张 and 增加12家 are parts; before the first number these words tell of a change.
_NO_ITEM = re.compile(r"(?<!公)共(?!财政)|总|扣|累计|合计|同比|环比|[比较]上|平均|[人日月年]均|每")
_SUMMED = re.compile(
    r"(?:(?:全年|收入|支出|全部|以上|总共)(?=[合总]计))?(?:合计|总计|共计)(?:[一-鿿]{2}(?=\d))?|(?<=[,、;元件人个家次])(?:以上)?[两二三四五六七八九十]{1,2}[项类者部]{1,2}(?:资金|经费|支出)?共(?:计)?"
)
_HANZI_END = re.compile(r"[一-鿿]{2,8}$")
# 等, 余 behind the last of the list: it is not complete.
_AND_MORE = re.compile(r"\s*(?:等|余)")
_FEWEST = 3
# Parts that are more than their whole by more belong to another: 比预算减少25万元；其中公务接待费43万元.
_OVER = Decimal("0.3")
_SHORT_LABEL = 16
# A total that is told further back in its paragraph is of something else.
_FAR = 150
# Without a sign that the list is complete, only a near miss is held for a slip: 5 in a hundred.
_NEAR = Decimal("0.05")
# Three and more numbers do not come as near to another by chance.
_NEAR_OF_MANY = Decimal("0.1")


def read_parts(paper: Paper) -> Iterator[Finding]:
    """配备20人（其中：雇员4人，聘员15人）; 总支出100万元，其中基本支出40万元，项目支出50万元."""
    for match in re.finditer(r"其中(?![的之])", paper.text):
        start, end = paper.sentence(match.start())
        bracket = _closing(paper.text, match.start(), end)
        before = [a for a in paper.within(start, match.start()) if match.start() - a.end <= _GAP]
        if before and _addable(before[-1]) and not _averaged(paper, before[-1]):
            yield from _held_against(
                paper, before[-1], _parts(paper, match.end(), bracket or end, before[-1])
            )
        elif bracket is None and (not before or before[-1].unit == "%"):
            yield from _further_off(paper, match.start(), match.end(), end)
    for whole in paper.amounts:
        if _addable(whole) and paper.text[whole.end : whole.end + 1] == "(":
            close = paper.text.find(")", whole.end)
            inside = paper.text[whole.end + 1 : close]
            if close > 0 and "其中" not in inside and "(" not in inside and "\n" not in inside:
                yield from _bracketed(paper, whole, paper.within(whole.end, close + 1))


def _further_off(paper: Paper, start: int, begin: int, end: int) -> Iterator[Finding]:
    """支出48.62万元，比上年减少。其中：…: three parts and more come near to their total alone, however far before."""
    inside = paper.within(begin, end)
    parts = [inside[0], *_run(paper, inside)] if inside and _addable(inside[0]) else []
    labels = [paper.text[a : b.start] for a, b in zip([begin, *(p.end for p in parts)], parts, strict=False)]
    if len(parts) < (2 if divided_by(labels) else _FEWEST) or _AND_MORE.match(paper.text, parts[-1].end):
        return
    first = paper.sentence(paper.sentence(start)[0] - 1)[0] if paper.sentence(start)[0] else 0
    line = paper.text.rfind("\n", 0, start) + 1
    before = [a for a in paper.within(max(first, line), start) if _addable(a) and a.unit == parts[0].unit]
    if any(agree(whole, parts[: n + 1]) for whole in before for n in range(len(parts))):
        return
    near = [a for a in before if abs(a.value - _added(parts)) <= a.value * _NEAR]
    if near and not _averaged(paper, near[-1]):
        yield _finding(paper, near[-1], parts, "warning")


def read_listed(paper: Paper) -> Iterator[Finding]:
    """发放资金100万元，分学段为小学40万元、初中30万元、高中20万元: a list behind its total, without 其中."""
    for start, end in _statements(paper):
        amounts = paper.within(start, end)
        for index, whole in enumerate(amounts):
            parts = _run(paper, amounts[index:]) if _addable(whole) else []
            if len(parts) < 2 or any(p.value >= whole.value for p in parts) or _averaged(paper, whole):
                continue
            if len(parts) < _FEWEST and not _division(paper, whole, parts):
                continue
            if _AND_MORE.match(paper.text, parts[-1].end):
                continue
            if not _LISTED.search(paper.text, whole.end, parts[0].start) and not _named(paper, whole, parts):
                continue
            if not any(agree(whole, parts[:n]) for n in range(2, len(parts) + 1)) and _is_near(whole, parts):
                yield _finding(paper, whole, parts, "error")
                break


def _named(paper: Paper, whole: Amount, parts: Sequence[Amount]) -> bool:
    """Whether the names alone say that these are the parts: 线上 and 线下, or 东片区, 西片区 and 南片区."""
    division = _division(paper, whole, parts)
    labels = _labels(paper, whole, parts)
    names = [_HANZI_END.findall(label)[-1:] for label in labels]
    ends = {name[0][-2:] for name in names if name}
    distinct = len({label for [label] in filter(None, names)}) == len(parts)
    alike = len(parts) >= _FEWEST and distinct and len(ends) == 1 and all(len(e) > 1 for e in ends)
    return (division is not None and division.whole) or (alike and labels[0].startswith((",", ":")))


def _labels(paper: Paper, whole: Amount, parts: Sequence[Amount]) -> list[str]:
    """The words right before each of the parts."""
    ends = [whole.end, *(part.end for part in parts)]
    return [paper.text[end : part.start] for end, part in zip(ends, parts, strict=False)]


def _statements(paper: Paper) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^。;\n]+", paper.text):
        yield match.span()


def _run(paper: Paper, amounts: Sequence[Amount]) -> list[Amount]:
    """The amounts behind the first, as long as they have its unit and stand side by side."""
    parts: list[Amount] = []
    before = amounts[0]
    for amount in amounts[1:]:
        between = paper.text[before.end : amount.start]
        listed = parts and between.startswith("、")
        if amount.unit != before.unit or not _addable(amount):
            break
        if (_NO_ITEM if listed else _NO_PART).search(between):
            break
        if parts and (len(between) > _SHORT_LABEL or not between.startswith(("、", ",", "和", "及"))):
            break
        parts.append(amount)
        before = amount
    return parts


def read_divided(paper: Paper) -> Iterator[Finding]:
    """全年执行数300万元。按用途分，基本支出100万元，项目支出190万元: the total stands anywhere before in the paragraph."""
    for match in _DIVIDED.finditer(paper.text):
        line = paper.text.rfind("\n", 0, match.start()) + 1
        stop = re.compile(r"[。;\n]|$").search(paper.text, match.end())
        end = stop.start() if stop else len(paper.text)
        inside = paper.within(match.end(), end)
        parts = [inside[0], *_run(paper, inside)] if inside and _addable(inside[0]) else []
        wholes = [
            a for a in paper.within(line, match.start()) if _addable(a) and parts and a.unit == parts[0].unit
        ]
        if len(parts) < 2 or any(agree(whole, parts) for whole in wholes):
            continue
        near = [w for w in wholes if _is_near(w, parts) and parts[0].start - w.end <= _FAR]
        if near:
            yield _finding(paper, min(near, key=lambda w: abs(w.value - _added(parts))), parts, "error")


def read_totals(paper: Paper) -> Iterator[Finding]:
    """受理网上件12件，窗口件15件，合计28件: what stands before 合计 is what it adds."""
    for match in _SUMMED.finditer(paper.text):
        start, _ = paper.sentence(match.start())
        total = next((a for a in paper.amounts if match.end() <= a.start <= match.end() + 2), None)
        if total is None or not _addable(total):
            continue
        parts = [a for a in paper.within(start, match.start()) if a.unit == total.unit]
        if len(parts) < _FEWEST and total.unit == "个":  # 企业68家、单位112家、小区95个，合计275个
            listed = [a for a in paper.within(start, match.start()) if a.unit in _KINDRED]
            parts = listed if len({a.unit for a in listed}) > 1 else parts
        if len(parts) < 2 or match.start() - parts[-1].end > 2 or not all(map(_addable, parts)):
            continue
        sums = [parts[index:] for index in range(len(parts) - 1)]
        if not any(agree(total, some) for some in sums) and any(_is_near(total, some) for some in sums):
            some = min(sums, key=lambda s: abs(total.value - _added(s)))
            yield _finding(paper, total, some, "error")


def _addable(amount: Amount) -> bool:
    return amount.exact and not amount.implied and amount.unit not in _NEVER_ADDED and amount.value > 0


def _averaged(paper: Paper, amount: Amount) -> bool:
    return bool(_AVERAGE.search(paper.text, paper.clause(amount.start, amount.end)[0], amount.start))


def _closing(text: str, position: int, end: int) -> int | None:
    """Where the bracket closes that `position` stands in, None where it stands in none."""
    opening = text.rfind("(", max(0, position - 4), position)
    close = text.find(")", position, end)
    return close if opening >= 0 and close > 0 else None


def _parts(paper: Paper, start: int, end: int, whole: Amount) -> list[Amount]:
    """The numbers behind 其中 in the total's unit, up to the clause that speaks of something else."""
    parts: list[Amount] = []
    position = start
    for amount in paper.within(start, end):
        between = paper.text[position : amount.start]
        if parts and ("其中" in between or _NO_PART.search(between)):
            break
        kindred = whole.unit == "个" and amount.unit in _KINDRED
        if not amount.exact or not (kindred or amount.unit == whole.unit) or _NO_PART.search(between):
            break
        parts.append(amount)
        position = amount.end
    return parts


def _held_against(paper: Paper, whole: Amount, parts: Sequence[Amount]) -> Iterator[Finding]:
    """The list may end before the last of `parts`: any beginning of it that adds up is right."""
    if any(agree(whole, parts[: count + 1]) for count in range(len(parts))):
        return
    ends = [part.end for part in parts]
    pauses = [paper.text.startswith("、", end) for end in ends]
    if pauses[:1] == [True] and False in pauses[:-1]:
        # 国控9个、省控12个、市控58个，乡镇143个另计: the signs say where the list ends.
        parts = parts[: pauses.index(False) + 1]
    if parts and parts[0].value > whole.value and len(parts) == 1:
        message = f"其中的一项{shown(parts[0].value, whole.unit)}大于总数{shown(whole.value, whole.unit)}"
        yield _quoting(paper, message, "warning", whole, parts)
    elif len(parts) > 1 and (_is_complete(paper, whole, parts) or _too_much(paper, whole, parts)):
        yield _finding(paper, whole, parts, "error")
    elif len(parts) > 1 and _is_near(whole, parts):
        yield _finding(paper, whole, parts, "warning")


def _bracketed(paper: Paper, whole: Amount, parts: Sequence[Amount]) -> Iterator[Finding]:
    """1308泊（标准车位1287泊；无障碍车位21泊）: all in one unit, and nothing else in the bracket."""
    same = [p for p in parts if p.unit == whole.unit and p.exact]
    words = paper.text[whole.end : parts[-1].end] if parts else ""
    if len(same) < 2 or len(same) != len(parts) or _NO_ITEM.search(words) or agree(whole, same):
        return
    if _is_complete(paper, whole, same) or _is_near(whole, same):
        yield _finding(paper, whole, same, "error")


def _is_complete(paper: Paper, whole: Amount, parts: Sequence[Amount]) -> bool:
    words = paper.text[whole.end : parts[-1].end]
    if _AND_MORE.match(paper.text, parts[-1].end):
        return False
    division = _division(paper, whole, parts)
    return bool(_REST.search(words)) or (division is not None and division.whole)


def _too_much(paper: Paper, whole: Amount, parts: Sequence[Amount]) -> bool:
    """Parts that cannot overlap, and are more than the whole."""
    over = _added(parts) - whole.value
    return _division(paper, whole, parts) is not None and 0 < over <= whole.value * _OVER


def _division(paper: Paper, whole: Amount, parts: Sequence[Amount]) -> Division | None:
    """By what the parts are divided, as far as their names tell."""
    return divided_by(_labels(paper, whole, parts))


def _added(parts: Sequence[Amount]) -> Decimal:
    return sum((p.value for p in parts), Decimal(0))


def _is_near(whole: Amount, parts: Sequence[Amount]) -> bool:
    slack = _NEAR if len(parts) < _FEWEST else _NEAR_OF_MANY
    return abs(whole.value - _added(parts)) <= whole.value * slack


def _finding(paper: Paper, whole: Amount, parts: Sequence[Amount], severity: Severity) -> Finding:
    added, unit = _added(parts), whole.unit
    terms = "＋".join(shown(p.value, "" if unit != "元" else unit) for p in parts)
    message = (
        f"各项之和{terms}＝{shown(added, unit)}，与总数{shown(whole.value, unit)}"
        f"相差{shown(abs(added - whole.value), unit)}"
    )
    return _quoting(paper, message, severity, whole, parts)


def _quoting(
    paper: Paper, message: str, severity: Severity, whole: Amount, parts: Sequence[Amount]
) -> Finding:
    start = min(paper.clause(whole.start, whole.end)[0], parts[0].start)
    end = max(whole.end, parts[-1].end)
    return paper.finding("sum_mismatch", severity, message, (start, end))
