"""One number printed with its digits changed: 签约居民836.4万人 here, 签约居民863.4万人 there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import combinations

from search.audit.paper import Amount, Finding, Paper, Span

# Digits that two different counts hardly share by chance, but for two that are swapped or one that differs.
_SWAPPED, _CHANGED = 3, 5
# Characters that the words before both numbers have in common.
# Amounts of so many digits are one amount, whatever it is called.
_UNIQUE = 6
_SAME_SWAPPED, _SAME_CHANGED = 3, 5
# Two digits are soon swapped by chance: it takes a whole name.
_FEWEST_DIGITS, _SAME_TWO = 2, 6
_LABEL = 14
_HANZI = re.compile(r"[一-鿿]+")
_EMPTY = re.compile(
    r"^(?:我[市区县省局委厅]|本[市区县省局委厅]|现有|共有|在|对|于|全年|全市|全区|全省|全县|本年|年度|累计|共计|总共|共|年末|截至|目前|其中|达到?|为|至|到|约|有|是|已|了|的|数|个|完成|合计|总计|实现|新增|作出|做出|下达|先后|陆续)+"
    r"|(?:达到?|为|至|到|约|有|是|已|了|的|数|共|共计|合计|累计|总计|完成|达成|增至|升至|降至)+$"
)
# Words that say that the other number is of another time, a plan, or another thing.
_OTHER = re.compile(
    r"上年|去年|前年|同期|同比|相比|比[上去20]|较[上去20]|目标|计划|预算|预计|预期|拟|将|力争|年初|原|由|从|平均|均|每|增[长加]|减少|下降|提[高升]|"
    r"\d{1,2}月|季度|半年"
)
# Both numbers may be of a plan, or means: then they are held against each other.
_SAME_KIND = frozenset({"预算", "目标", "计划", "平均", "均"})
# Rates of service go by general names, each service having its own.
_GENERAL = re.compile(
    r"满意[度率]|办结|接通|覆盖|执行|完成|达标|整改|合格|公开|得分|占比|支出|收入|预算|资金|投资|金额|面积|经费|拨款|年度|群众|企业|项目|个数|数量|规模|受理|服务|人数|人次|"
    r"率|度|数|总|量|共|全[市区省县年]|[市区省县我]|为|达|有"
)
_EVALUATION = re.compile(r"绩效|自评|决算")
_AHEAD = re.compile(r"下一步|打算|改进|措施|计划|安排|目标|建议|今后")
_TELLING_LABEL = 4
_MOST_TOLD = 4
# Words inside a label that say nothing of what is counted either.
_AMID = re.compile(r"全年|累计|共计")
# A part of what the other label names.
_PART_OF = re.compile(
    r"农村|乡村|城镇|城区|城市|[省市区县镇街村]级|本级|新增|新建|新开|改造|重点|困难|特困|男|女|线上|线下|网上|窗口|部分|在建|其他|其它|其中|公办|民办|企业|个人|"
    r"中心城|主城|住院|门诊|基本|项目|专项|首批|试点|示范|下属|直属|优秀|合格|[复初未非不已]|第[一二三四]|高龄|大型|小型|微型"
)
# A label that two places share from its verb on: what stands before the verb is for whom, no part of a whole.
_VERB = re.compile(
    r"提供|开展|完成|受理|办理|组织|举办|发放|接待|接听|处理|处置|推送|培训|走访|救助|检查|排查|整改|建成|采集"
)

# 自办食堂供餐率，目标80%，完成83.2%: what was reached goes by the name before its target.
_OF_AIM = re.compile(
    r"(?P<name>[一-鿿]{3,20}?)[,:]?(?:年度|全年|年初)?目标(?:值)?(?:为|是|:)?[^,。;\d]{0,4}[\d.,]+[^,。;\d]{0,6}[,、](?:实际|完成|达到)(?:完成|达到)?值?[为是:]?\s*$"
)
_AIM_BEFORE = 50
_ASIDE = re.compile(r"\([^()]*\)")
_CASES = re.compile(r"办理|承办|接收|受理")
_NOUN_BEHIND = re.compile(
    r"[\d,.]+\s*[万亿]?\s*[个家所处座项件宗条名人户支间场次辆台套张份篇幢栋株]\s*(?P<noun>[一-鿿]{2,10}?)(?=[中里内]?[,。;、(]|中|里|均|已|全部|实现|开展|完成|的)"
)
_CLOSE = Decimal("0.5")
_YEAR = re.compile(r"20\d\d(?=年)")


def read_copies(paper: Paper) -> Iterator[Finding]:
    """The two stand in different paragraphs, are as large, and the same words are with them."""
    groups: defaultdict[tuple[str, int], list[Amount]] = defaultdict(list)
    rows = [(row.start, row.end) for row in paper.document.rows]
    for amount in paper.amounts:
        if len(_significant(amount)) >= _FEWEST_DIGITS and amount.exact and not _inside(rows, amount.start):
            # 4,186.35万元 and 41,863,500元 are of one size, however they are printed.
            groups[amount.unit, amount.value.adjusted()].append(amount)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if one.value != other.value and _alike(one, other):
                yield from _compared(paper, one, other)
    yield from _told_again(paper, rows)


def _significant(amount: Amount) -> str:
    """The digits of a number from the first that counts to the last that is printed."""
    return amount.digits.replace(".", "").strip("0")


def _alike(one: Amount, other: Amount) -> int:
    """`_like` of two numbers of one size; 0 where one is the other with fewer places."""
    digits = sorted((_significant(one), _significant(other)), key=len)
    if digits[1].startswith(digits[0]) or _same_when_rounded(one, other):
        return 0
    return _like(digits[0].ljust(len(digits[1]), "0"), digits[1])


def _told_again(paper: Paper, rows: list[Span]) -> Iterator[Finding]:
    """重点人群签约率81.7% and 重点人群签约率84.7%: one whole label, told twice, with two values that are near."""
    if not _EVALUATION.search(paper.document.about.kind or ""):
        return  # a work report states last year's count and this year's plan in the same words
    labels: defaultdict[tuple[str, str], list[tuple[Amount, Span]]] = defaultdict(list)
    for amount in paper.amounts:
        place = paper.clause(amount.start, amount.end)
        words = _EMPTY.sub("", paper.text[place[0] : amount.number].strip())
        if paper.text.startswith("其中", place[0]):
            continue  # a part of another number
        whole = _HANZI.fullmatch(words) and len(_GENERAL.sub("", words)) >= _TELLING_LABEL
        if whole and amount.exact and amount.digits and not _inside(rows, amount.start):
            if _AHEAD.search(" ".join(paper.document.section_at(amount.start).path)):
                continue
            labels[words, amount.unit].append((amount, place))
    for (words, _), found in labels.items():
        values = {amount.value for amount, _ in found}
        (one, first), (other, second) = found[0], found[-1]
        apart = paper.text.find("\n", one.end, other.start) >= 0
        if not (1 < len(found) <= _MOST_TOLD and len(values) == 2 and apart) or _years_differ(
            paper, first, second
        ):
            continue
        if any(_OTHER.search(paper.text, place[0], amount.end) for amount, place in found):
            continue
        if _same_when_rounded(one, other) or min(values) < max(values) * _CLOSE:
            continue
        printed = [
            paper.text[a.number : a.end].strip()
            for a, _ in (found[0], next(f for f in found if f[0].value != one.value))
        ]
        message = f"“{words}”一处为{printed[0]}，一处为{printed[1]}"
        odd = next(place for amount, place in found if amount.value != one.value)
        yield paper.finding("same_quantity_two_values", "warning", message, first, odd)


def _same_when_rounded(one: Amount, other: Amount) -> bool:
    return abs(one.value - other.value) <= max(one.step, other.step) / 2


def _inside(rows: list[Span], position: int) -> bool:
    return any(start <= position < end for start, end in rows)


def _like(one: str, other: str) -> int:
    """How many common characters of label it takes to hold the two for one number; 0 where they are not alike.

    >>> _like("836.4", "863.4"), _like("93.65", "93.56"), _like("128.46", "118.46"), _like("12", "21")
    (3, 3, 5, 6)
    """
    differ = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    digits = sum(c.isdigit() for c in one)
    if digits == len(one) == _FEWEST_DIGITS:
        return _SAME_TWO if len(differ) == _FEWEST_DIGITS and one == other[::-1] else 0
    if len(differ) == 2 and digits >= _SWAPPED:
        first, last = differ
        adjacent = one[first + 1 : last] in ("", ".")
        return _SAME_SWAPPED if adjacent and (one[first], one[last]) == (other[last], other[first]) else 0
    return _SAME_CHANGED if len(differ) == 1 and digits >= _CHANGED else 0


def _compared(paper: Paper, one: Amount, other: Amount) -> Iterator[Finding]:
    first, second = paper.clause(one.start, one.end), paper.clause(other.start, other.end)
    if paper.text.find("\n", one.end, other.start) < 0 or _years_differ(paper, first, second):
        return
    others = [
        set(_OTHER.findall(paper.text, place[0], a.end)) for place, a in ((first, one), (second, other))
    ]
    if any(others) and (others[0] != others[1] or not others[0] <= _SAME_KIND):
        return  # a plan is held against the same plan only
    for aside in (False, True):
        found = list(_labelled(paper, (one, first), (other, second), aside))
        if found:
            yield found[0]
            return


def _labelled(
    paper: Paper, left: tuple[Amount, Span], right: tuple[Amount, Span], aside: bool
) -> Iterator[Finding]:
    """Two numbers that are alike, if the words before them are; with what stands in brackets there, or without."""
    (one, first), (other, second) = left, right
    label, twin = (_label(paper, place[0], a, aside) for a, place in (left, right))
    common = SequenceMatcher(None, label, twin, autojunk=False).find_longest_match()
    before = label[: common.a], twin[: common.b]
    unique = len(_significant(one)) >= _UNIQUE and one.unit == "元"
    few = not unique and (len(_significant(one)) < _CHANGED or one.unit in ("元", "%"))
    if few and _apart(*before, label[common.a :]):
        return  # 婚姻登记服务满意度, 殡葬服务满意度
    wanted = 0 if len(_significant(one)) >= _UNIQUE and one.unit == "元" else _alike(one, other)
    if common.size >= wanted and (wanted or _alike(one, other) == _SAME_SWAPPED):
        printed = [paper.text[a.number : a.end].strip() for a in (one, other)]
        name = label[common.a : common.a + common.size] if wanted else label or twin
        message = f"“{name}”一处为{printed[0]}，一处为{printed[1]}，数字相近，疑有一处写错"
        yield paper.finding("same_quantity_two_values", "warning", message, first, second)


def _apart(one: str, other: str, shared: str) -> bool:
    """Whether words before what two labels share say that they are of different things, or of a part and a whole."""
    if min(len(one), len(other)) >= _SWAPPED and (one.startswith(other) or other.startswith(one)):
        return False  # “莞数湖”归集, “莞数湖”公共数据平台归集
    return bool(one and other) or bool(not _VERB.match(shared) and _PART_OF.search(one or other))


def _label(paper: Paper, start: int, amount: Amount, aside: bool) -> str:
    """The words right before a number, without those that say nothing of what is counted, and brackets if not `aside`."""
    end = amount.number
    plain = paper.text[start:end] if aside else _ASIDE.sub("", paper.text[start:end])
    words = "".join(_HANZI.findall(plain[-_LABEL - 6 :]))
    of_aim = _OF_AIM.search(paper.text, max(0, start - _AIM_BEFORE), end)
    if of_aim and not _bared(words).strip("实际值"):
        words = of_aim["name"]
    of_behind = words.endswith("的")
    words = _CASES.sub("受理", _bared(words))
    behind = _NOUN_BEHIND.match(paper.text, end)
    if behind and of_behind:  # 归集的128.4亿条数据
        words += behind["noun"]
    elif len(words) < _SWAPPED:  # 全市468个老年助餐点中: the thing stands behind its number
        words = behind["noun"] if behind else words
    return words[-_LABEL:]


def _bared(words: str) -> str:
    before = None
    while words != before:
        before, words = words, _EMPTY.sub("", words)
    return _AMID.sub("", words)


def _years_differ(paper: Paper, one: Span, other: Span) -> bool:
    """Whether one of two clauses is of another year, as it says itself or as its sentence says before it."""
    spans = [
        (max(paper.sentence(start)[0], paper.text.rfind(";", 0, start) + 1), end)
        for start, end in (one, other)
    ]
    years = [set(_YEAR.findall(paper.text[start:end])[-1:]) for start, end in spans]
    own = {str(paper.document.about.year)}
    return any(found and found != own for found in years)
