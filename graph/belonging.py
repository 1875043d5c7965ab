"""隶属: offices of a department, places in places, who is a part of whom."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from graph.clauses import Sentence
from graph.facts import Relation
from graph.listed import OFFICES
from graph.statements import Reader

# 机关现设办公室、综合规划处; 直属的有教科院; 下设直属单位6家，分别为….
_STAFF = re.compile(
    r"(?:(?:机关|局|委|厅|本部门|单位)(?:现|内|共|下)?设(?:有|立)?|下设(?:有)?(?:直属)?(?:事业)?(?:单位|机构)?|下辖(?:公益[一二三]类)?(?:事业)?(?:单位|机构)?|内设(?:职能)?(?:机构|科室|处室|股室|部门)|"
    r"[委局厅办]属(?:事业单位|单位|医院|学校|院校|企业)(?:主要)?|(?:直属|下属|所属)的?(?:(?:参公|[正副][处科]级|公益[一二三]类|预算|法人|二级|基层|行政|全额拨款)*(?:事业)?(?:单位|机构)|医院|学校)?)"
    r"(?:的)?(?:共?有|包括|包含|为|是|即)?"
)
_BETWEEN_OFFICES = re.compile(
    r"[：:，,、和与及“”（）()\s]*(?:以下|下)?(?:简称[^，。；）]{1,16}[）)])?[：:，,、\s]*(?:(?:共?[有计]|分别|包括|为|是|即|另有|还有|等|下设|(?:以下|下)?(?:简称|称)|以及|\d+[个家]|[一二两三四五六七八九十]+[个家]|单位)[：:，,、“]?)*[和与及]?"
)
_ABOVE = ("政府", "党委", "省委", "市委", "区委", "县委", "人大", "政协", "人大常委会")
_LONGEST_GAP = 30
_SIGN = re.compile(r"加挂“?$|挂“?$")
_BOARD = re.compile(r"”?(?:的)?牌子")
_UNIT_OF = re.compile(r"(?:下属|直属|所属)的?(?:公益[一二三]类)?(?:事业)?(?:单位|机构)“?$")

_PART_OF = re.compile(r"，?(?:是|为|系)(?:[^，。；]{0,40}的)?$|，?(?:隶属于?|属于)$")
_AS_PART = re.compile(r"(?:的)?(?:工作部门|组成部门|下属|直属|所属|派出|内设|$)")


def belonging(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
    """X是主管交通的市政府工作部门, X隶属于Y; 加挂Y牌子; 下属事业单位X."""
    for one, two in pairwise(sentence.mentions):
        gap = sentence.masked[one.end : two.start]
        if one.type == two.type == "ORG" and _PART_OF.fullmatch(gap):
            is_part = "属于" in gap or _AS_PART.match(sentence.masked[two.end :])
            if is_part:
                yield from reader.state(reader.by_mention[one], "隶属", two, one.start, two.end)
    for mention in sentence.mentions:
        before = sentence.masked[max(sentence.start, mention.start - _LONGEST_GAP) : mention.start]
        board = _SIGN.search(before) and _BOARD.match(sentence.masked, mention.end)
        if mention.type == "ORG" and (board or _UNIT_OF.search(before)):
            yield from reader.belong(mention, max(sentence.start, mention.start - len("下属事业单位")))


def offices(reader: Reader) -> Iterator[Relation]:
    """The offices and units of a list that says that the department has them."""
    text = reader.document.text
    starts = [office.start for office in reader.outer]
    begun = {(m.start(), m.start(1)) for m in OFFICES.finditer(text)}
    begun |= {(m.start(), m.end()) for m in _STAFF.finditer(reader.masked)}
    for start, position in sorted(begun):
        for office in reader.outer[bisect_left(starts, position) :]:
            gap = reader.masked[position : office.start]
            if len(gap) > _LONGEST_GAP or not _BETWEEN_OFFICES.fullmatch(gap):
                break
            if office.type != "ORG" and "简称" not in gap:
                break
            position = office.end
            if office.type == "ORG" and not office.text.endswith(_ABOVE):
                yield from reader.belong(office, start)


def places(reader: Reader) -> Iterator[Relation]:
    """A place inside a place: 广州市|花都区, 狮岭镇马岭村."""
    regions = [m for m in reader.mentions if m.type == "REGION"]
    for one, two in pairwise(regions):
        if one.end == two.start:
            yield from reader.state(reader.by_mention[two], "隶属", one, one.start, two.end)
        elif one.start == two.start and two.end < one.end:
            yield from reader.state(reader.by_mention[one], "隶属", two, one.start, one.end)
