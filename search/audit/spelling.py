"""Words that are always a slip: 布署 for 部署, 拔款 for 拨款; a year without 年, a dash that became 一."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from search.audit.paper import Finding, Paper


@dataclass(frozen=True, slots=True)
class Misspelling:
    """A slip as a pattern, what is meant, and a sentence with it ("" for words that need none)."""

    wrong: re.Pattern[str]
    right: str
    example: str


_DASH = re.compile(
    r"[省市区县镇街村](?:\([街村]\))?(?:一[市区县镇街村居社](?:\([街村]\))?){1,3}一[镇街村居社网格]|(?:[省市区县镇](?:\([街村]\))?一){2}[村居社街](?![一-鿿]?一)|(?<![\d.])(?:20\d\d年?|\d{1,2}月?)一(?=(?:20\d\d年|\d{1,2}月))"
)
# 2023我局: no unit, and no name of an event (2023广州马拉松), but the department itself or what is its own.
_OWN = r"我[局委办区市县厅校院]|本[局委办厅校院]|本单位|本部门|部门整体|部门预算|部门决算"
# "通过年“粤盾”演练": the digits before 年 were left out.
_NO_YEAR = re.compile(
    r"(?:参加|通过|获得|荣获|获评)了?年(?=[\"“一-鿿])(?![度初末底中审检会报均轻龄限份产终关货级历味代])"
)


def read_spelling(paper: Paper) -> Iterator[Finding]:
    """竣工 printed 峻工, 2023我局 for 2023年我局, 区一镇一村 for 区—镇—村."""
    for match, right in _misspelt(paper.text):
        message = f"“{match.group()}”疑为“{right}”之误"
        yield paper.finding("typo", "warning", message, paper.clause(*match.span()), match.span())
    for match in _DASH.finditer(paper.text):
        message = f"“{match.group()}”中的“一”疑为连接号“—”之误"
        yield paper.finding("typo", "note", message, paper.clause(*match.span()))
    names = "|".join(re.escape(name) for name in paper.document.about.names if len(name) > 2)
    own = re.compile(rf"(?<![\d\-/.、~年至])20\d\d(?={_OWN}{'|' + names if names else ''})")
    for match in own.finditer(paper.text):
        if match.start() > 0 and paper.text[match.start() - 1] != "\n":  # a title has its own form
            message = f"“{match.group()}”后面疑漏“年”字"
            yield paper.finding("typo", "note", message, paper.clause(*match.span()))
    for match in _NO_YEAR.finditer(paper.text):
        message = f"“{match.group()}”：“年”字前面没有年份，疑有缺漏"
        yield paper.finding("truncated", "note", message, paper.clause(*match.span()))


def _misspelt(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """All slips of the list, in the order of the list.

    >>> [(m.group(), right) for m, right in _misspelt("财政拔款及时，项目己完成，各自己完成的")]
    [('财政拔款', '财政拨款'), ('己', '已')]
    """
    whole, rights = _pairs()
    for match in whole.finditer(text):
        yield match, rights[match.group()]
    for slip in misspellings():
        for match in slip.wrong.finditer(text):
            yield match, slip.right


@cache
def _pairs() -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern of all plain slips, longest first, and what each should be."""
    rights = dict(_data()["pairs"])
    longest = sorted(rights, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), rights


@cache
def misspellings() -> tuple[Misspelling, ...]:
    """The slips that need a look at their neighbours."""
    return tuple(
        Misspelling(re.compile(rf"(?<!{s['before']}){s['wrong']}"), s["right"], s["example"])
        for s in _data()["guarded"]
    )


@cache
def _data() -> dict[str, list[Any]]:
    return tomllib.loads(files("search.audit").joinpath("misspelt.toml").read_text("utf-8"))
