"""With whom, in whose name, which was left undone: the name or thing at its place in a phrase that such sentences have.

>>> [name for name, _, _ in partners_in("我局会同岭南研究院举办首届大赛，吸引213支队伍。")]
['岭南研究院']
>>> [name for name, _, _ in issuers_in("经区政府常务会议审议后由区政府办公室印发，明确目标。")]
['区政府办公室']
>>> [name for name, _, _ in undone_in("年末完成25项，未完成的1项为社区便民服务站改造，已顺延。")]
['社区便民服务站改造']
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ingest.fold import fold, squeeze
from search.answer import Answer
from search.evidence import Evidence
from search.questions.fitting import documents_of, fitted
from search.understand import Question, asking
from search.wording import shorten

Told = tuple[str, int, int]

_LONGEST, _LONGEST_TEXT = 60, 80
# Few places have the phrase: one needs to tell little of the question, and more than the others.
_SURE, _LESS_SURE, _WELL = 0.65, 0.52, 0.28
_ENOUGH, _AHEAD = 0.15, 0.03
_SHORTEST = 2
# So much of the sentence around the phrase tells what was done together.
_AROUND = 60
# What was done together, in one character that the question and the report share, and how far behind the name it stands.
_DID = re.compile(r"(?:一起|共同|联合|合作|联手|一道)(?:[开举兴创])?([编办建签拍研写订设搭])")
_VERB, _SAME_VERB = 6, 0.05
_BODY = (
    r"(?:局|委员会|委|办公室|办|院|公司|集团|大学|银行|分行|支行|中心|学校|会|联盟|妇联|残联|厅|部|署|政府|所|社|台|馆|站|队"
    r"|企业|机构|单位|部门)"
)
_NAME = rf"[一-鿿（）“”A-Za-z0-9]{{1,24}}?{_BODY}"
_NAMES = rf"{_NAME}(?:(?:、|和|与|及|以及){_NAME}){{0,5}}"
_WITH = re.compile(
    rf"(?:会同|联合|联手|携手|协同|(?<=[，。；、“”局委办我])(?:与|和|同|跟)|(?<![一-鿿])(?:与|和|同|跟))(?P<names>{_NAMES})(?:等)?(?:\d+[个家])?(?:单位|部门)?"
    r"(?:探索|协商|牵手|通力)?(?:共同|联合|合作|一起|一道|协同|共建|共研|共编|合编|合办|合著|签订|签署|举办|主办|承办|开展|印发|出台|制定|发布|建立|建成|建设|搭建|打造|实施|开设|开办|推出|设立|成立|启动|组织|编)"
)
_ISSUED = re.compile(
    rf"(?:由|以|[，。；]经)(?P<names>(?:(?!由|经)[一-鿿（）]){{1,16}}?{_BODY})(?:的)?(?:名义)?(?:正式|统一|联合)?(?:印发|下发|发布|发文|公布|颁布)"
)
_UNDONE = re.compile(
    r"(?:(?:未|没有|尚未|没)(?:能)?(?:按期|如期|按时|全部)?(?:完成|办结|落实|实现|达到|达标)的?|(?:余下|剩余|其余)的?(?=\d|[一二两三]))"
    r"(?:\d+|[一二两三四五六七八九十])?(?:项|个|件)?(?:重点|年度)?(?:任务|工作|事项|指标|目标)?(?:为|是|即|系|：|:)"
    r"(?P<names>[^，。；,;]{2,30})"
)
# 由甲局、乙局于5月联合印发
_JOINTLY = re.compile(
    rf"由(?P<names>{_NAMES})(?:于[^，。；]{{1,8}})?(?:联合|共同)(?:印发|发布|下发|举办|主办|承办|推出|开展|出台|制定|编制|建设)"
)


def partners_in(text: str) -> list[Told]:
    """The names of those with whom something was done, each with its place."""
    return _found(_WITH, text) + _found(_JOINTLY, text)


def issuers_in(text: str) -> list[Told]:
    """The names in which papers were issued."""
    return _found(_ISSUED, text)


def undone_in(text: str) -> list[Told]:
    """What a text says was not finished."""
    return _found(_UNDONE, text)


def _found(pattern: re.Pattern[str], text: str) -> list[Told]:
    return [(m["names"], m.start("names"), m.end("names")) for m in pattern.finditer(text)]


def answer_companion(question: Question, evidence: Evidence) -> Answer | None:
    """The partner, the issuer or the unfinished task; None for any other question or where none is clearly meant."""
    text, data = fold(question.text), asking()["phrase"]
    for name, find in _WAYS.items():
        found = _best(question, evidence, find, text) if re.search(data[name], text) else None
        if not found:
            continue
        if question.kind != "list" or name == "undone":
            return found
        names = tuple(re.split("、|和|与|及", found.short))
        # Places and papers are no bodies; one name is no list.
        return (
            replace(found, kind="list", items=names)
            if len(names) > 1 and re.search(data["of_bodies"], text)
            else None
        )
    return None


def _best(
    question: Question, evidence: Evidence, find: Callable[[str], list[Told]], text: str
) -> Answer | None:
    asked = squeeze(question.text)
    bodies = asking()["phrase"]["bodies"].items()
    kind = next((ends for say, ends in bodies if re.search(f"哪[^，。？]{{0,6}}{say}", text)), "")
    places = []
    for document in documents_of(evidence):
        for name, start, end in find(document.text):
            first = max(document.text.rfind(mark, 0, start) for mark in "。；\n") + 1
            last = min((at for mark in "。；\n" if (at := document.text.find(mark, end)) >= 0), default=end)
            name = _others(name, asked)
            if not name or squeeze(name) in asked or (kind and not re.search(f"(?:{kind})", name)):
                continue
            first, last = max(first, start - _AROUND), min(last, end + _AROUND)
            did = "".join(_DID.findall(text))
            does = any(verb in document.text[end : end + _VERB] for verb in did)
            places.append(((name, document, first, last, does), document, first, last))
    scored = [(score + _SAME_VERB * thing[-1], thing) for score, thing in fitted(question, evidence, places)]
    scored.sort(key=lambda row: -row[0])
    if not scored or scored[0][0] < _ENOUGH:
        return None
    name, document, first, last, _ = scored[0][1]
    rivals = [score for score, (other, *_) in scored[1:] if other != name]
    if rivals and scored[0][0] - rivals[0] < _AHEAD:
        return None
    citation = document.cite(first, last)
    return Answer(
        question=question.text,
        kind="text",
        short=shorten(name.strip("“”"), _LONGEST),
        text=f"{name}。依据：“{citation.quote}”",
        confidence=_SURE if scored[0][0] >= _WELL else _LESS_SURE,
        citations=(citation,),
    )


def _others(names: str, asked: str) -> str:
    """The names that the question does not have: of 区教育局、区科经局 the other, where 教育局 asks."""
    kept = [name for name in re.split("、", names) if not _is_asker(name, asked)]
    return "、".join(kept)


def _is_asker(name: str, asked: str) -> bool:
    bare = squeeze(re.sub(r"^[省市区县]", "", name))
    return len(bare) > _SHORTEST and bare in asked


_WAYS: dict[str, Callable[[str], list[Told]]] = {
    "together": partners_in,
    "issued": issuers_in,
    "undone": undone_in,
}
