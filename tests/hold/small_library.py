"""A small library: reports of one district, an office and a year each, and what people decide on their names."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import suizhi

LONG = os.environ.get("HOLD") == "long"
"""`make hold`: some fifteen times as many moments as in `make test`."""

OFFICES = ("民政局", "教育局", "水务局", "交通运输局")
REPORT = (
    "{year}年度佛山市南海区{office}部门整体支出绩效自评报告\n\n一、部门基本情况\n\n"
    "（一）工作任务\n\n{year}年，区{office}受理工单{count}件，群众满意率{rate}%，"
    "建成“南海{office}一网通”平台，年度预算{count}万元。\n\n二、绩效情况\n\n"
    "区{office}与南海区数据局合作推出“{office}直通车”服务，全年执行率9{digit}.5%。\n"
)
QUESTION = "南海区{office}{year}年群众满意率是多少？"


def text_of(number: int) -> str:
    """A report of one office and year, of some hundred characters, unlike all others."""
    return REPORT.format(
        year=2019 + number // len(OFFICES),
        office=OFFICES[number % len(OFFICES)],
        count=1000 + 37 * number,
        rate=rate_of(number),
        digit=number % 10,
    )


def rate_of(number: int) -> str:
    """The figure that only this report has."""
    return f"{80 + number % 19}.{number % 10}"


def question_of(number: int) -> str:
    """What is answered by that figure."""
    return QUESTION.format(office=OFFICES[number % len(OFFICES)], year=2019 + number // len(OFFICES))


@dataclass(frozen=True)
class State:
    """What a library holds: the file of each report, and what people said, in order."""

    reports: dict[str, str]
    said: list[tuple[str, str, str]]


def state_of(home: Path) -> State:
    with suizhi.open(home).library as library:
        reports = {report.source: library.original(report.source).decode() for report in library.reports()}
        said = [(one.from_name, one.to_name, one.state) for one in library.decision_log()]
    return State(reports, said)


PAIRS = [
    ["区民政局", "区教育局", "no"],
    ["区水务局", "区交通运输局", "yes"],
    ["区民政局", "区教育局", "undone"],
    ["区民政局", "区教育局", "yes"],
]
