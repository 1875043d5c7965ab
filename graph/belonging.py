"""隶属: offices of a department, places in places, who is a part of whom."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from graph.clauses import Sentence
from graph.facts import Mention, Relation
from graph.listed import OFFICES
from graph.statements import Reader
from ingest.divisions import lookup
from ingest.towns import is_town_of

# 机关现设办公室、综合规划处; 直属的有教科院; 下设直属单位6家，分别为….
_STAFF = re.compile(
    r"(?:(?:机关|局|委|厅|本部门|单位)(?:现|内|共|下)?设(?:有|立)?|下设(?:有)?(?:直属)?(?:事业)?(?:单位|机构)?|下辖(?:公益[一二三]类)?(?:事业)?(?:单位|机构)?|内设(?:职能)?(?:机构|科室|处室|股室|部门)|"
    r"[委局厅办]属(?:事业单位|单位|医院|学校|院校|企业)(?:主要)?|(?:直属|下属|所属|归口管理)的?(?:(?:参公|[正副][处科]级|公益[一二三]类|预算|法人|二级|基层|行政|全额拨款)*(?:事业)?(?:单位|机构)|医院|学校)?)"
    r"(?:的)?(?:共?有|包括|包含|为|是|即)?"
)
_BETWEEN_OFFICES = re.compile(
    r"[：:，,、和与及“”（）()\s]*(?:以下|下)?(?:简称[^，。；）]{1,16}[）)])?[：:，,、\s]*(?:(?:共?[有计]|分别|包括|为|是|即|另有|另设有?|还有|等|下设|(?:以下|下)?(?:简称|称)|以及|\d+[个家]|[一二两三四五六七八九十]+[个家]|单位)[：:，,、“]?)*[和与及]?"
)
_ABOVE = ("政府", "党委", "省委", "市委", "区委", "县委", "人大", "政协", "人大常委会")
# 养老服务处（加挂老龄工作处牌子）、: the board names it again.
_BOARDS = re.compile(r"[（(](?:对外)?(?:加挂)?|(?:的)?牌子[）)]")
_LONGEST_GAP = 30
_SIGN = re.compile(r"加挂“?$|挂“?$")
_BOARD = re.compile(r"”?(?:的)?牌子")
_UNIT_OF = re.compile(r"(?:下属|直属|所属)的?(?:公益[一二三]类)?(?:事业)?(?:单位|机构)“?$")

_PART_OF = re.compile(r"，?(?:是|为|系|作为)(?:[^，。；]{0,40}的)?$|，?(?:隶属于?|属于|设在|由|受)$")
# X由Y垂直管理, X受Y领导, X设在Y
_UNDER = re.compile(r"(?:和[^，。；]{0,12})?(?:垂直|双重|直接|统一|归口)?(?:管理|领导)")
_AS_PART = re.compile(r"(?:的)?(?:工作部门|组成部门|下属|直属|所属|派出|内设|$)")


def belonging(reader: Reader, sentence: Sentence) -> Iterator[Relation]:
    """X是主管交通的市政府工作部门, X隶属于Y; 加挂Y牌子; 下属事业单位X."""
    for one, two in pairwise(m for m in sentence.mentions if m.type == "ORG" and not _is_short(sentence, m)):
        gap = _SHORT.sub("", sentence.masked[one.end : two.start])
        if _PART_OF.fullmatch(gap):
            told = _UNDER if gap.endswith(("由", "受")) else _AS_PART
            is_part = gap.endswith(("属于", "设在")) or told.match(sentence.masked[two.end :])
            if is_part:
                yield from reader.state(reader.by_mention[one], "隶属", two, one.start, two.end)
    for mention in sentence.mentions:
        before = sentence.masked[max(sentence.start, mention.start - _LONGEST_GAP) : mention.start]
        board = _SIGN.search(before) and _BOARD.match(sentence.masked, mention.end)
        if mention.type == "ORG" and (board or _UNIT_OF.search(before)):
            yield from reader.belong(mention, max(sentence.start, mention.start - len("下属事业单位")))
        elif mention.type == "ORG" and _is_ours(reader, sentence, mention):
            yield from reader.belong(mention, mention.start)


# （以下简称“区政数局”）: the same body again.
_SHORT = re.compile(r"[（(](?:(?:以下|下)?(?:简称|称)|即)[^（）()]{1,20}[）)]")
_CALLED = re.compile(r"[（(](?:以下|下)?(?:简称|称)“?$")
_UNIT = re.compile(
    r"[^。；]{0,60}?(?:均为|都是|为|是|系)[委局厅办]?(?:属|直属|下属|所属)[^。；]{0,12}(?:单位|机构)"
)
_OUR_PARTY = re.compile(r"[委局厅办](?:机关)?(?:党委|党组|党总支)")
_ITS_WORK = (
    re.compile(r"承担“?$"),
    re.compile(r"”?(?:[（(][^（）()]{1,20}[）)])?的?(?:日常|具体)(?:工作|事务)"),
)


def _is_short(sentence: Sentence, mention: Mention) -> bool:
    return _CALLED.search(sentence.masked, sentence.start, mention.start) is not None


def _is_ours(reader: Reader, sentence: Sentence, mention: Mention) -> bool:
    """A、B均为委属事业单位; 局党组; 承担市节约用水办公室的日常工作."""
    if _OUR_PARTY.fullmatch(mention.text):
        return True
    duty, work = _ITS_WORK
    if duty.search(sentence.masked[sentence.start : mention.start]) and work.match(
        sentence.masked, mention.end
    ):
        return True
    return reader.by_mention[mention] != reader.department and bool(
        _leads_list(sentence, mention) and _UNIT.match(sentence.masked, mention.end, sentence.end)
    )


def _leads_list(sentence: Sentence, mention: Mention) -> bool:
    """Whether nothing but names and marks stands between the begin of the sentence and the name."""
    before = _SHORT.sub("", sentence.masked[sentence.start : mention.start])
    return not before.strip("\x00、和与及“”以")


def offices(reader: Reader) -> Iterator[Relation]:
    """The offices and units of a list that says that the department has them."""
    text = reader.document.text
    starts = [office.start for office in reader.outer]
    begun = {(m.start(), m.start(1)) for m in OFFICES.finditer(text)}
    begun |= {(m.start(), m.end()) for m in _STAFF.finditer(reader.masked)}
    for start, position in sorted(begun):
        for office in reader.outer[bisect_left(starts, position) :]:
            gap = reader.masked[position : office.start]
            if len(gap) > _LONGEST_GAP or not _BETWEEN_OFFICES.fullmatch(_BOARDS.sub("", gap)):
                break
            if office.type != "ORG" and "简称" not in gap:
                break
            position = office.end
            if office.type == "ORG" and not office.text.endswith(_ABOVE):
                owner = _owner(reader, start)
                if owner is None:
                    yield from reader.belong(office, start)
                else:
                    yield from reader.state(reader.by_mention[office], "隶属", owner, start, office.end)


def _owner(reader: Reader, start: int) -> Mention | None:
    """市政务服务中心获表彰，|所属…: the body that the sentence begins with, None where it is the department."""
    text = reader.document.text
    if text[start - 1 : start] != "，":
        return None
    begin = max(text.rfind(mark, 0, start) for mark in "。；\n") + 1
    index = bisect_left(reader.outer, begin, key=lambda m: m.start)
    first = reader.outer[index] if index < len(reader.outer) else None
    leads = first is not None and first.type == "ORG" and first.end < start and not text[begin : first.start]
    return first if leads and first and reader.by_mention[first] != reader.department else None


# 市公卫中心|感染科, 领导小组|办公室: what a part of a body is called.
_PART = re.compile(
    r"[一-鿿\d（）]{0,10}(?:办公室|[科处股室部班组队站所]|分中心|中心组|专班|登记处|实验室|支部|党支部|院区)"
)
_SHORTEST_BODY = 3


def parts_of_bodies(reader: Reader) -> Iterator[Relation]:
    """岳麓区民政局|婚姻登记处: the name of a part begins with the body that the report names elsewhere."""
    bodies = {m.text: m for m in reversed(reader.outer) if m.type == "ORG" and len(m.text) >= _SHORTEST_BODY}
    for part in reader.outer:
        if part.type != "ORG":
            continue
        for end in range(len(part.text) - 1, _SHORTEST_BODY - 1, -1):
            body = bodies.get(part.text[:end])
            if body is not None and not body.text.endswith(_ABOVE) and _PART.fullmatch(part.text, end):
                yield Relation(
                    reader.by_mention[part],
                    "隶属",
                    reader.by_mention[body],
                    reader.document.cite(part.start, part.end),
                )
                break


def branches(reader: Reader) -> Iterator[Relation]:
    """金水区分局: a branch without the bureau before it is that of the reporting bureau."""
    if not (reader.document.about.department or "").endswith("局"):
        return
    for mention in reader.outer:
        stem = mention.text.removesuffix("分局")
        # 区公安分局 is a branch of another bureau: only a place before it leaves the bureau out.
        placed = stem != mention.text and bool(lookup(stem))
        if mention.type == "ORG" and placed:
            yield from reader.belong(mention, mention.start)


# 巩义市|伊洛河: a river flows through a place and is no part of it.
_FLOWING = frozenset("江河溪湖海")
_STREET = re.compile("(?:街道|[镇乡街村]|社区)$")
_IN_PLACE = re.compile("([一-鿿]{1,5}?(?:[区县镇乡]|街(?!道)|街道))(?=[一-鿿])")


def places(reader: Reader) -> Iterator[Relation]:
    """A place inside a place: 广州市|花都区, 狮岭镇马岭村."""
    regions = [m for m in reader.mentions if m.type == "REGION"]
    above: tuple[str, int, int] | None = None
    named = {e.name: e.id for e in reader.entities.values() if e.type == "REGION"}
    for region in reader.outer:
        # 相城区元和街道、黄桥街道: the second lies in the same district.
        if region.type != "REGION" or not _STREET.search(region.text):
            continue
        place = _IN_PLACE.match(region.text)
        if place is not None and place[1] in named:
            above = named[place[1]], region.start, region.end
            inner = named[place[1]]
            yield from reader.lie(region, inner, region.start)
        elif (
            place is None
            and above is not None
            and reader.document.text[above[2] : region.start] in ("、", "和")
        ):
            above = above[0], above[1], region.end
            yield from reader.lie(region, above[0], above[1])
        else:
            above = None
    yield from _towns(reader)
    for one, two in pairwise(regions):
        if one.end == two.start and two.text[-1] not in _FLOWING:
            yield from reader.state(reader.by_mention[two], "隶属", one, one.start, two.end)
        elif one.start == two.start and two.end < one.end:
            yield from reader.state(reader.by_mention[one], "隶属", two, one.start, one.end)


def _towns(reader: Reader) -> Iterator[Relation]:
    """The towns and streets of the reporting district: which they are is told by the tables of the state."""
    about = reader.document.about
    codes = [d.code for d in lookup(about.region or "") if d.level == "district" and d.city == about.city]
    if len(codes) != 1 or reader.home is None:
        return
    told: set[str] = set()
    for mention in reader.outer:
        place = reader.by_mention[mention]
        if mention.type == "REGION" and place not in told and is_town_of(mention.text, codes[0]):
            told.add(place)
            yield from reader.lie(mention, reader.home, mention.start)
