"""Names and terms written in two ways: the department's own, a hotline's, a term with its halves swapped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.audit.paper import Finding, Paper, Span

# Shorter names differ by a character for good reason (财政局, 民政局).
_SHORTEST = 6
_LEFT_OUT = (1, 2)
_BEFORE_NAME = re.compile(r"[省市区县旗州我]$")
# So far before an office the name of its place begins.
_PLACE_NAME = 16
_HOTLINE = re.compile(r"\d{5}[一-鿿]{2,9}?热线")
_SWAPPED = re.compile(r"(?=([一-鿿]{2})([一-鿿]{2})(率))")
_LOST_OFFICE = ("下属", "所属", "本级", "机关", "部门整体")


_OFFICE = re.compile(r"(?<=[省市区县旗州])(?P<name>[一-鿿]{3,9}?[局委厅办])(?![员公])")
# Names that are as well printed without 级, or without 工作.
_OF_LEVEL = re.compile(
    r"(?P<before>[省市区县镇])级(?P<behind>[一-鿿]{4,10}?(?:平台|系统|中心|大厅|小程序|驾驶舱))"
)
_GROUP = re.compile(
    r"(?:已经|经由|经|由|成立|组建|设立|召开)?(?P<before>[一-鿿]{5,10})工作(?P<behind>领导小组|联席会议|专班)"
)


def read_names(paper: Paper) -> Iterator[Finding]:
    """政务服务和数据管理局 and 政务服务数据管理局; 结转结余率 and 结余结转率."""
    yield from _department(paper)
    yield from _abbreviated(paper)
    yield from _inserted(paper)
    yield from _hotlines(paper)
    yield from _swapped(paper)


def _department(paper: Paper) -> Iterator[Finding]:
    """The reporting department with a part of its name left out."""
    about = paper.document.about
    name = about.department or ""
    for place in (about.province, about.city, about.district):
        name = name.removeprefix(place or "")
    core = name
    if not core.endswith(("局", "委员会", "厅")) or len(core) < _SHORTEST:
        return
    whole = paper.text.find(core)
    for variant in _shortened(core):
        for match in re.finditer(re.escape(variant), paper.text):
            if _is_own(paper, match.start()):
                message = f"本部门名称有两种写法：“{core}”与“{variant}”"
                yield _two(paper, message, match.span(), (whole, whole + len(core)))
                break
    for match in re.finditer(re.escape(core[:-1]), paper.text):
        behind = paper.text[match.end() : match.end() + 4]
        if behind.startswith(_LOST_OFFICE) and _BEFORE_NAME.search(
            paper.text, max(0, match.start() - 1), match.start()
        ):
            message = f"本部门名称“{core}”漏写“{core[-1]}”字"
            yield _two(paper, message, (match.start(), match.end() + 2), (whole, whole + len(core)))


def _is_own(paper: Paper, position: int) -> bool:
    """Whether an office at `position` is of the report's own place: 省民政局 is not the city's, 原 tells of before."""
    about = paper.document.about
    before = paper.text[max(0, position - _PLACE_NAME) : position]
    own = [place for place in (about.district or about.city or about.province,) if place]
    if any(
        re.search(rf"原{re.escape(p)}$|原(?:{re.escape(about.city or p)}){re.escape(p)}$", before)
        for p in own
    ):
        return False
    return before.endswith("我") or any(before.endswith((place, place[-1])) for place in own)


def _abbreviated(paper: Paper) -> Iterator[Finding]:
    """区政务数据局 for 区政务服务数据管理局, and nowhere （以下简称…）."""
    about = paper.document.about
    name = about.department or ""
    for place in (about.province, about.city, about.district):
        name = name.removeprefix(place or "")
    if not name.endswith(("局", "委员会", "厅", "办公室")) or len(name) < _SHORTEST:
        return
    for match in _OFFICE.finditer(paper.text):
        if not _is_own(paper, match.start()):
            continue
        short = match["name"]
        for core in (short[at:] for at in range(len(short) - 2)):
            if core == name or not _within(core, name) or core in name:
                continue
            if not re.search(rf"简称[^)。]{{0,12}}{re.escape(core)}", paper.text):
                whole = paper.text.find(name)
                message = f"“{core}”是“{name}”的简称，报告没有交代"
                yield _two(paper, message, match.span(), (whole, whole + len(name)))
            return


def _within(short: str, name: str) -> bool:
    """Whether all characters of `short` stand in `name`, in that order.

    >>> _within("政务数据局", "政务服务数据管理局"), _within("财政局", "政务服务数据管理局")
    (True, False)
    """
    rest = iter(name)
    return all(char in rest for char in short)


def _inserted(paper: Paper) -> Iterator[Finding]:
    """区级数据共享平台 and 区数据共享平台; “数字政府”改革建设领导小组 and 数字政府改革建设工作领导小组."""
    bare = re.sub(r"[“”\"]", "", paper.text)
    told: set[str] = set()
    for pattern in (_OF_LEVEL, _GROUP):
        for match in pattern.finditer(bare):
            name, variant = bare[match.start("before") : match.end()], match["before"] + match["behind"]
            places = [_printed(paper, words) for words in (name, variant)]
            if variant not in told and all(places):
                told.add(variant)
                message = f"同一名称有两种写法：“{name}”与“{variant}”"
                yield _two(paper, message, *(place for place in places if place))


def _printed(paper: Paper, name: str) -> Span | None:
    """Where a name stands, with or without quotation marks inside."""
    found = re.search(r"[“”\"]?".join(map(re.escape, name)), paper.text)
    return found.span() if found else None


def _shortened(core: str) -> set[str]:
    """The name without one or two characters of its middle: still the same office, in fewer words."""
    return {
        core[:at] + core[at + length :]
        for length in _LEFT_OUT
        for at in range(2, len(core) - length)
        if len(core) - length >= _SHORTEST
    }


def _hotlines(paper: Paper) -> Iterator[Finding]:
    """One number under two full names."""
    names: dict[str, Span] = {}
    for match in _HOTLINE.finditer(paper.text):
        if not re.search(r"[的与和及、]", match.group()):
            names.setdefault(match.group(), match.span())
    for digits in sorted({name[:5] for name in names}):
        same = [name for name in names if name.startswith(digits)]
        if len(same) > 1:
            message = f"同一热线有{len(same)}种名称：" + "、".join(f"“{name}”" for name in same)
            yield _two(paper, message, *(names[name] for name in same))


def _swapped(paper: Paper) -> Iterator[Finding]:
    seen: dict[str, Span] = {}
    told: set[frozenset[str]] = set()
    for match in _SWAPPED.finditer(paper.text):
        one, other, kind = match.groups()
        term, twin = f"{one}{other}{kind}", f"{other}{one}{kind}"
        span = (match.start(), match.start() + len(term))
        seen.setdefault(term, span)
        pair = frozenset((term, twin))
        if twin in seen and one != other and pair not in told:
            told.add(pair)
            yield paper.finding(
                "term_variant", "note", f"同一指标有两种写法：“{twin}”与“{term}”", seen[twin], span
            )


def _two(paper: Paper, message: str, *spans: Span) -> Finding:
    return paper.finding("name_variant", "note", message, *spans)
