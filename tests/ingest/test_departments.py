"""The names of a department: taken from its own words, and never those of another one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.departments import find_department, names_of

FOUND = [
    ("增城区水务局（增城开发区水务局）", "", "增城区水务局", ["增城开发区水务局"], "a co-name in brackets"),
    ("天河区发展和改革局（粮食和物资储备局）（大数据局）", "", "天河区发展和改革局", ["粮食和物资储备局", "大数据局"], "two"),
    ("苏州市水务局关于", "", "苏州市水务局", [], "what follows the name is no part of it"),
    ("市委宣传部", "", "市委宣传部", [], "bodies of the party"),
    ("五华区消防救援大队", "", "五华区消防救援大队", [], "brigades"),
    ("贵阳市第一中学", "", "贵阳市第一中学", [], "schools"),
    ("长沙市政务公开", "", None, [], "a subject that is no body"),
    ("", "封面\n填报单位（盖章）：长沙市水利局\n", "长沙市水利局", [], "a cover that is a form"),
    ("", "我单位：长沙市水利局承担任务。", None, [], "a sentence is no form"),
    ("", "根据规定，上海市普陀区财政局是主管财政工作的政府工作部门，为正处级。", "上海市普陀区财政局", [], "the text says so"),
    ("", "全年配合市财政局开展检查。", None, [], "another office that is mentioned"),
    ("", "", None, [], "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "text", "name", "others", "reason"), FOUND)
def test_who_reports_is_told_by_title_cover_or_text(
    subject: str, text: str, name: str | None, others: list[str], reason: str
) -> None:
    assert find_department(subject, text) == (name, others), reason


NAMES = [
    ("广州市花都区水务局", "区水务局牵头。", "花都区水务局 区水务局", "with fewer places in front"),
    ("苏州市住房和城乡建设局", "市住建局负责。", "市住房和城乡建设局 市住建局", "with characters left out"),
    ("内蒙古自治区财政厅", "", "自治区财政厅", "an autonomous region is not a 区"),
    ("深圳市卫生健康委员会", "市卫健委牵头。", "市卫生健康委员会 市卫健委", "委员会 is 委"),
    ("苏州市水务局", "市水利局、区水务局配合。", "市水务局", "offices of other names and other places"),
    ("武汉市公安局交通管理局", "市公安局部署。", "市公安局交通管理局", "the office above it"),
    ("共青团深圳市委员会", "深圳市委员会决定。", "", "the place does not stand at the front"),
]


@pytest.mark.parametrize(("department", "text", "names", "reason"), NAMES)
def test_a_department_has_the_names_that_its_report_gives_it(
    department: str, text: str, names: str, reason: str
) -> None:
    assert set(names_of(department, [], text)) == {department, *names.split()}, reason


def test_who_is_unknown_has_no_names() -> None:
    assert names_of(None, [], "市水务局") == ()


@given(st.text("市区县水务局委办财政厅甲乙，。", max_size=40))
def test_every_name_begins_and_ends_like_the_department(text: str) -> None:
    names = names_of("苏州市水务局", ["苏州市河长办"], text)
    assert names[0] in ("苏州市水务局", "苏州市河长办")
    assert all(name.endswith("局") and "水" in name for name in names if name != "苏州市河长办")
    assert len(set(names)) == len(names)
