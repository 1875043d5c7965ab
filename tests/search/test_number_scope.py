"""Which numbers may answer: those of the months asked for, of the same side of an opposite, changes for changes."""

import pytest

import suizhi
from suizhi import Suizhi

REPORT = """2023年度杭州市西湖区民政局部门整体支出绩效自评报告
一、基本情况
（一）年度工作
1.养老服务。全年建成养老服务站36个。6月服务热线考核得分95.20分，7月服务热线考核得分96.35分。
2.救助保障。城镇低保标准为每月1,196元。农村居民入户走访8,213户。
3.婚姻登记。全年办理婚姻登记12,345对，好评率99.10%，好评率同比提高1.25个百分点。登记大厅全年接待群众15.6万人次。
4.社会组织。开展公益项目21个，个人捐赠收入33.5万元。
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Suizhi:
    folder = tmp_path_factory.mktemp("months")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    opened = suizhi.open(tmp_path_factory.mktemp("home"))
    list(opened.ingest([folder]))
    return opened


@pytest.mark.parametrize(
    ("question", "short", "reason"),
    [
        ("西湖区2023年6月服务热线考核得了多少分？", "95.20分", "the month's own"),
        ("西湖区2023年7月服务热线考核得了多少分？", "96.35分", "the other month's"),
        ("西湖区2023年城镇低保标准是多少元？", "1,196元", "the side that is told"),
        ("西湖区2023年好评率同比提高了多少？", "增加1.25个百分点", "a change, not a level"),
        ("西湖区2023年建成养老服务站多少？", "36个", "a bare 多少 takes any unit"),
    ],
)
def test_the_number_of_the_scope_answers(room: Suizhi, question: str, short: str, reason: str) -> None:
    assert room.ask(question).short == short, reason


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("西湖区2023年5月服务热线考核得了多少分？", "a month that no number is of"),
        ("西湖区2023年农村低保标准是多少元？", "the other side of an opposite"),
        ("西湖区2023年服务热线考核得分同比提高了多少分？", "levels are told, no change"),
        ("西湖区2023年登月工程总投资增长多少？", "nothing comes near, and the reply is no crash"),
    ],
)
def test_a_number_of_another_scope_is_no_answer(room: Suizhi, question: str, reason: str) -> None:
    answer = room.ask(question)
    assert not answer.answerable, (reason, answer.short)
    assert 0 <= answer.confidence <= 1
