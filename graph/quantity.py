"""Quantities in Chinese prose, exactly: number, operator, unit; what only looks like one is left alone.

>>> from decimal import Decimal
>>> found = find_quantities("共受理差评工单131宗，预算9,395.61万元，交易额突破25亿元")
>>> [(str(f.quantity.low), f.quantity.unit, f.quantity.op) for f in found]
[('131', '宗', '='), ('93956100', '元', '='), ('2500000000', '元', '>')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from graph.facts import Operator, Quantity
from graph.numerals import (
    ARABIC,
    CHAIN,
    CHINESE,
    CHINESE_PER_CENT,
    CLOCK,
    CN_DIGITS,
    DIGIT,
    PER_CENT,
    PER_MILLE,
    SCALE,
    SCALES,
    TENTHS,
    chinese_number,
    clock_unit,
    is_tenths,
    spelled_amount,
)
from graph.units import Unit, written
from ingest.fold import fold

# Words before a number that bound it. 达, 为, 共 state the number itself.
_BEFORE: dict[Operator, tuple[str, ...]] = {
    ">=": ("不少于", "不低于", "不小于", "至少", "大于等于", "≥", r"\\geq?", "最低"),
    "<=": ("不超过", "不高于", "不大于", "不多于", "小于等于", "至多", "最多", "≤", r"\\leq?", "控制在"),
    ">": ("超过", "超出", "突破", "大于", "高于", "多于", "逾", "超", ">"),
    "<": ("少于", "不足", "低于", "小于", "不到", "未满", "<"),
    "~": ("大约", "将近", "接近", r"(?<![节预签合制公违契])约", r"(?<![最附邻])近", r"上(?=[百千万亿])"),
}
_AFTER: dict[Operator, tuple[str, ...]] = {
    ">=": (r"\(含\)以上", "及以上", "或以上"),
    "<=": (r"\(含\)以[内下]", r"以内", r"之内", r"内(?![部容设外在地涵陆])", r"以下", r"及以下"),
    ">": (r"以上", r"\+"),
    "~": (r"左右", r"上下"),
}
# Includes the bound that the words in front set: 不超过5%（含）, 低于60分（含）.
_INCLUDED = "(含)"
_INCLUSIVE: dict[Operator, Operator] = {">": ">=", "<": "<="}

_MORE = r"[余多]"


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A quantity at `start:end` of the text, operator words included; the number itself begins at `number`.

    `implied` is set where no unit stands behind the number ("节约200万以上") and it must be read off the words before.
    """

    start: int
    end: int
    number: int
    quantity: Quantity
    implied: bool = False


def find_quantities(text: str, start: int = 0, end: int | None = None) -> list[FoundQuantity]:
    """The quantities of `text[start:end]`, in order, not overlapping."""
    folded = fold(text)
    stop = len(text) if end is None else end
    found: list[FoundQuantity] = []
    position = start
    pattern = _pattern()
    while match := pattern.search(folded, position, stop):
        position = match.end()
        quantity = _read(folded, match)
        if quantity is None:
            position = max(match.start("number") + 1, match.end("number"))
            continue
        found.append(quantity)
        position = quantity.end
    return found


_NOT_BEHIND = {"次": "(?!之)", "场": "(?!景|所|地|馆|合)"}


@cache
def _pattern() -> re.Pattern[str]:
    before = "|".join(word for words in _BEFORE.values() for word in sorted(words, key=len, reverse=True))
    # 25.3万件|次之: who comes next is no count of times. 12个|场景 are no showings.
    units = "|".join(
        f"{re.escape(form)}{_NOT_BEHIND.get(form[-1], '')}"
        for form in sorted(written(), key=len, reverse=True)
    )
    after = "|".join([*(word for words in _AFTER.values() for word in words), re.escape(_INCLUDED)])
    return re.compile(
        rf"""(?P<before>(?:{before})\s*)?
        (?P<sign>(?<![\dA-Za-z%)\-])-(?=\d))?
        (?P<number>{CHINESE_PER_CENT}|{TENTHS}|{CLOCK}|{CHAIN}|{ARABIC}|{CHINESE}|(?<=上)[百千万亿]+)
        (?:(?P<unit1>%|{SCALE})?\s*(?P<repeated>{units})?(?P<dash>-|~|至|到)\s*(?P<high>-?(?:{ARABIC})))?
        (?P<more1>{_MORE})?(?:[ ]?(?P<scale>{SCALE}))?(?P<more2>{_MORE})?
        \s*(?P<unit>{units})?(?:\((?P<other>{units}|(?!含)[一-鿿])\)(?P<times>次)?)?
        (?P<after>{after})?""",
        re.VERBOSE,
    )


# What stands before a number that is no quantity: ordinals, document numbers, versions, names.
_NAME_BEFORE = re.compile(r"(?:第|[A-Za-z]|\[\d{0,4}\]?|[A-Za-z][-.]?|×|\*|编号|令|\d[.:/]|“1\+|[+＋])$")
_CALENDAR_UNIT = re.compile(r"\s*(?:年|月|日(?!以?内|之内)|号|时(?!间)|点(?![位名])|届|版|季度|世纪)")
# 个/项/… behind a Chinese numeral are idiom as often as count ("一个", "两个维护"); these are counted for certain.
_COUNTED_AFTER_CHINESE = frozenset(
    {
        "个", "项", "家", "名", "位", "场", "次", "种", "类", "期", "台", "年", "周", "条", "处", "所", "间", "座", "艘", "轮",
        "个月", "天", "小时", "套", "辆", "份", "篇", "支",
    }
)  # fmt: skip
# 两百年, 二十五级, 三十六号: terms and names rather than counts.
_NEVER_SPELLED = frozenset({"年", "级", "分", "部", "处", "路", "面", "本", "G", "M", "块", "期"})
_IDIOM = re.compile(
    r"[一]|两条线|三轮车|四轮|两条腿|两个(?:维护|确立|一百年|大局|毫不动摇|结合)|四个(?:意识|自信|全面)|三个(?:定位|代表|务必)|九个(?:坚持)|十个(?:明确)"
)
# 分别提高3.2个和1.5个百分点: the last of a list has the whole unit.
_SHARED_POINTS = re.compile(r"(?:[、和及与,，]\d+(?:\.\d+)?个)*[、和及与,，]\d+(?:\.\d+)?个百分点")
# 分别提升0.6、2.3和1.1个百分点: all of them have the unit of the last.
_SHARED_UNIT = re.compile(r"(?:[、和及与]\d+(?:\.\d+)?)*[、和及与]\d+(?:\.\d+)?(个百分点|%)")
# 数十家, 几百个, 好几千人: nobody knows how many.
_VAGUE = ("数", "几")
_YEARS_COUNTED_BEFORE = re.compile(r"(?:连续|蝉联|历时|为期|累计|长达|近|超过?|已有|满|提前|用时?)\s*$")
# 年龄、寿命 before it, or how much they rose: 60岁以上老年人 are a group of people.
_HOW_OLD = re.compile(r"(?:年龄|寿命|岁数)[^。；\d]{0,8}(?:\d[\d.]*岁?[^。；\d]{0,8})?$")
_NO_WEEK = re.compile(r"[年岁]")
_ROUTE = re.compile(r"公?交?[车线]|公交")
_OF_A_DOOR = re.compile(r"[牌诊店票禁户槛]")
_HELD_BEFORE = re.compile(r"(?:共|办|展|发|出|送|开|训|编|写|刊|达|了|有)$")
_COUNTED_BEFORE = re.compile(r"(?:共|有|为|达|计|开通|新[增辟开])$")
_NOUN = re.compile(r"[一-鿿]{2}")
_REACH_OF_YEARS = 24  # 连续 and blanks; the whole text before it would be read again for each number
_BIG = re.compile(r"大(?=[一-鿿])(?![力大型量小学家面厅楼])")


def _read(text: str, match: re.Match[str]) -> FoundQuantity | None:
    number, unit_text = match["number"], match["unit"]
    start = (
        match.start("before")
        if match["before"]
        else match.start("sign")
        if match["sign"]
        else match.start("number")
    )
    if _NAME_BEFORE.search(text[max(0, start - 6) : start]) or _runs_on(text, match.end()):
        return None
    arabic = number[0].isascii()
    implied = False
    unit = written().get(unit_text) if unit_text else None
    if number.startswith((PER_CENT, PER_MILLE)) or is_tenths(number):
        unit = Unit("‰" if number.startswith(PER_MILLE) else "%", "ratio")
    elif clock := clock_unit(number):
        unit = written()[clock]
    end = match.end()
    if unit is None:
        guess = _without_unit(text, match, arabic)
        if guess is None:
            return None
        unit, end, implied = guess
    if unit.name == "个" and _SHARED_POINTS.match(text, match.end()):
        unit = Unit("个百分点", "points")
    if match["other"]:
        unit = Unit(f"{unit.name}（{match['other']}）{match['times'] or ''}", unit.dimension)
    if not _is_counted(text, match, unit, arabic):
        return None
    op = _operator(match, number)
    if implied and match["after"]:
        end = match.end()
    bounds = _bounds(text, match, arabic)
    if bounds is None:
        return None
    low, high = bounds
    name = unit.name
    return FoundQuantity(start, end, match.start("number"), Quantity(low, high, name, op), implied)


def _runs_on(text: str, end: int) -> bool:
    """A number cut out of a longer one is none; "9大类10,000多项" are two."""
    return text[end - 1].isdigit() and text[end : end + 1].isdigit()


def _without_unit(text: str, match: re.Match[str], arabic: bool) -> tuple[Unit, int, bool] | None:
    """A number without a unit counts only where 万 or 亿 shows that it is an amount, or 大 that it is a count."""
    big = _BIG.match(text, match.end("number"))
    if big and not match["scale"] and not match["high"]:
        return (Unit("个", "items"), big.end(), False) if arabic or 1 < number_of(match) < 10 else None
    shared = _SHARED_UNIT.match(text, match.end("number")) if arabic and not match["high"] else None
    if shared and not match["scale"]:
        return written()[shared[1]], match.end("number"), False
    if arabic and (match["scale"] or match["number"].lstrip("0123456789.,")[-2:]) in (
        "万",
        "亿",
        "万亿",
        "千万",
        "百万",
    ):
        return Unit("", ""), match.end(), True
    return None


def number_of(match: re.Match[str]) -> int:
    """The whole number that the Chinese numerals of `match` write."""
    digits = match["number"]
    return chinese_number(digits) if all(c in CN_DIGITS or c in "十百千" for c in digits) else 0


def _is_counted(text: str, match: re.Match[str], unit: Unit, arabic: bool) -> bool:
    number = match["number"]
    start = match.start("number")
    if clock_unit(number):
        return not match["unit"] and not match["high"]
    if arabic:
        if unit.name == "年":
            return len(number) < 3 and _counts_years(text, start)
        if unit.name == "日":
            return match["after"] in ("内", "以内", "之内")  # 30日内公示; any other 日 is a date
        if unit.name == "岁":
            return bool(_HOW_OLD.search(text, max(0, start - _REACH_OF_YEARS), start))
        if unit.name == "周":
            return not _NO_WEEK.match(text, match.end("unit"))
        if unit.name == "门" and _OF_A_DOOR.match(text, match.end("unit")):
            return False  # 31万门牌
        if unit.name == "路" and _ROUTE.match(text, match.end("unit")):
            return False  # 28路车队长: the name of a line
        if not match["scale"] and _CALENDAR_UNIT.match(text, match.end("number")):
            return False
        if unit.name == "小时" and number == "24" and not match["before"] and not match["after"]:
            return False  # round the clock, not a count: 24小时不打烊, 7×24小时
        if unit.name == "部" and text.startswith("门", match.end("unit")):
            return False  # 12部门 are departments, no copies
        if unit.name == "级" and len(number) == 4 and number.isdigit():
            return False  # 2020级学生: the year they began
        if unit.name == "分" and text[match.end("unit") : match.end("unit") + 1] in ("制", "之", "/", "钱"):
            return False  # 百分制 and 10分之1 name a scale and a share, 1分/千瓦时 is a price: no mark
        return not (unit.name in ("G", "M") and _runs_on_latin(text, match))
    if number.startswith((PER_CENT, PER_MILLE)) or is_tenths(number):
        return not match["unit"]
    if number[0] in "十百千万亿" and text.endswith(_VAGUE, 0, start):
        return False
    if _is_spelled_out(match, unit):
        return _may_follow(text, match)
    if match["scale"] or match["high"] or (match["more1"] and not match["unit"]):
        return False
    if number[0] in "百千万亿":
        if not match["before"]:
            return False  # 每千人, 百家讲坛: only 上百 and 近千 state an amount
        return unit.name in _COUNTED_AFTER_CHINESE or unit.name in ("套", "件", "条", "人")
    if unit.name not in _COUNTED_AFTER_CHINESE or _IDIOM.match(text, start):
        return False
    if not _may_follow(text, match):
        return False
    if unit.name in ("年", "周"):
        return _counts_years(text, start)
    if unit.name == "期":
        return _HELD_BEFORE.search(text, max(0, start - 1), start) is not None  # 核电二期: its second stage
    if unit.name == "条" and number != "两":
        # 惠企十条 is the name of a policy; 三条渠道 and 目标有四条 count.
        told = _COUNTED_BEFORE.search(text, max(0, start - 2), start)
        return told is not None or _NOUN.match(text, match.end("unit")) is not None
    if unit.name == "处":
        return number == "两" or _COUNTED_BEFORE.search(text, max(0, start - 2), start) is not None
    return True


def _counts_years(text: str, start: int) -> bool:
    """连续3年, 历时5年: a stretch of years, no date."""
    return _YEARS_COUNTED_BEFORE.search(text, max(0, start - _REACH_OF_YEARS), start) is not None


def _may_follow(text: str, match: re.Match[str]) -> bool:
    """第三项, 每五个, 三、四个: the numeral is part of something else."""
    return text[match.start("number") - 1 : match.start("number")] not in tuple("一二三四五六七八九十第每、-")


def _is_spelled_out(match: re.Match[str], unit: Unit) -> bool:
    """三百五十二件, 二十五人: nobody writes an idiom so long, so it is a count whatever it counts."""
    number = match["number"]
    if unit.name in _NEVER_SPELLED or match["scale"] or match["high"] or number[0] not in DIGIT:
        return False
    if any(c in number for c in "百千万亿"):
        return len(number) > 1
    return len(number) > 2 and number[1] == "十" and unit.name != "条"  # 二十六条: the name of a policy


def _runs_on_latin(text: str, match: re.Match[str]) -> bool:
    """5G+, 5G网络: a name, not a bandwidth."""
    after = text[match.end() : match.end() + 1]
    return match["number"] in ("2", "3", "4", "5", "6") or (
        after.isascii() and (after.isalnum() or after == "+")
    )


def _operator(match: re.Match[str], number: str) -> Operator:
    if match["after"] and match["after"] != _INCLUDED:
        for op, words in _AFTER.items():
            if any(re.fullmatch(word, match["after"]) for word in words):
                return _inclusive(op, match["before"])
    if match["before"]:
        word = match["before"].strip()
        for op, words in _BEFORE.items():
            if any(re.fullmatch(w, word) for w in words):
                bound: Operator = ">=" if word == "上" else op
                return _INCLUSIVE.get(bound, bound) if match["after"] == _INCLUDED else bound
    if match["more1"] or match["more2"]:
        return "~"
    return ">=" if number[0] in "百千万亿" and not number.startswith((PER_CENT, PER_MILLE)) else "="


def _inclusive(op: Operator, before: str | None) -> Operator:
    """ "超过1000万元（含）" is at least that; "控制在5%以内" at most."""
    return "<=" if op == "<=" or (before and before.strip() == "控制在") else op


def _bounds(text: str, match: re.Match[str], arabic: bool) -> tuple[Decimal, Decimal] | None:
    scale = SCALES[match["scale"] or ""]
    number = match["number"]
    if not arabic or not number[-1].isdigit():
        value = spelled_amount(number)
        return None if value is None or match["scale"] else (value, value)
    if match["repeated"] and not _is_range(text, match):
        return None
    low = _decimal(
        match["number"],
        scale if not (match["high"] and match["unit1"] in SCALES) else SCALES[match["unit1"]],
    )
    if match["sign"]:
        low = low.copy_negate()  # the minus of arithmetic rounds to 28 figures
    high = _decimal(match["high"], scale) if match["high"] else low
    if max(len(value.as_tuple().digits) for value in (low, high)) > MOST_FIGURES:
        return None
    return min(low, high), max(low, high)


def _is_range(text: str, match: re.Match[str]) -> bool:
    """3万元至8万元 is a range of one unit; 由60天到30天 is a change."""
    changed = text[: match.start("number")].endswith(("由", "从", "自", "原"))
    return match["repeated"] == match["unit"] and match["dash"] != "到" and not changed


MOST_FIGURES = 20
"""Of a number. The money of a whole country has 15 in 元 and 17 in 分; what has more is the number of an account or the work of
a damaged file, and arithmetic, which keeps 28 figures, could not be exact over it."""


def _decimal(digits: str, scale: int) -> Decimal:
    sign, figures, exponent = Decimal(digits.replace(",", "")).as_tuple()
    assert isinstance(exponent, int)  # digits are no infinity
    # By its figures, not by arithmetic, which rounds to 28 of them, or refuses.
    exact = Decimal((sign, figures, exponent + scale))
    return exact if exponent + scale <= 0 else Decimal(int(exact))


def plain(value: Decimal) -> str:
    """`value` as digits, without exponent or trailing zeros.

    >>> plain(Decimal("93956100.00")), plain(Decimal("2E+3")), plain(Decimal("0.10"))
    ('93956100', '2000', '0.1')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def print_quantity(quantity: Quantity) -> str:
    """The quantity in words that `find_quantities` reads back to the same one.

    >>> print_quantity(Quantity(Decimal(5), Decimal(5), "%", "<="))
    '不超过5%'
    """
    words: dict[Operator, str] = {
        "=": "",
        ">": "超过",
        ">=": "不少于",
        "<": "少于",
        "<=": "不超过",
        "~": "约",
    }
    low, high = plain(quantity.low), plain(quantity.high)
    number = low if quantity.low == quantity.high else f"{low}{'%' if quantity.unit == '%' else ''}-{high}"
    return f"{words[quantity.op]}{number}{quantity.unit}"
