"""Questions over numbers that sentences tell side by side, and phrases that name a thing at its place."""

from __future__ import annotations

import doctest
import re
from decimal import Decimal

import pytest

import suizhi
from ingest.fold import fold
from search.questions import checks, companions, marks, moves, reason, rest, series, spread
from search.questions.checks import part_untold
from search.questions.marks import marks_in
from search.questions.moves import moves_in
from search.questions.series import items_in
from search.understand import asking

REPORT = """2023年度绍兴市越城区文化广电旅游局部门整体支出绩效自评报告

一、基本情况

局机关核定行政编制40名，实有35人；下属单位核定事业编制120名，在岗112人。

2023年排定年度重点任务18项，年末完成17项，未完成的1项为古戏台修缮，已顺延至下年。

二、主要工作

（一）公共文化

全区文化站接待读者86.4万人次，其中迪荡街道21.5万人次居首，塔山街道18.2万人次，灵芝街道最少，为6.3万人次。

读书日活动报名人数三年来持续走高，2021年为1.2万人次，2022年为1.9万人次，2023年达到2.6万人次。

图书馆借阅证办理时间由上年的30分钟缩短到12分钟，座席预约率由62%提高到81.5%。

“越听”音频馆6月在迪荡街道、塔山街道试点，9月推广到灵芝街道、北海街道。

会同江南戏曲研究院举办首届越剧新编大赛，吸引42支队伍参赛；与浙东出版集团合编《桥乡旧事》，印数3,000册。

《越城区古城文化三年行动方案》经区政府审议后由区政府办公室印发。

演出场所押金存入专户，存管银行为会稽银行和鉴湖农商银行，已有36家场所纳入监管。

（二）市场监管

排查文化场所安全隐患215处，除6处限期整改外全部销号。全区登记演出场所98家，“越安”监测系统接入演出场所83家。

从投诉类别看，票务退改1,208件、噪声扰民936件、场馆设施415件，排在前三位。从属地看，迪荡街道投诉量同比上升8.4%，灵芝街道同比下降3.1%。

古戏台修缮受文物审批影响，全年未能开工。

三、资金使用

（一）基本支出。全年2,400.00万元，其中人员经费1,980.00万元，公用经费420.00万元。

（二）项目支出。各项目如下：

1.文化惠民演出经费：预算300.00万元，支出300.00万元，执行率100%。

2.古戏台修缮工程：预算500.00万元，支出210.00万元，执行率42%。

3.图书采购经费：预算160.00万元，支出152.00万元，执行率95%。

四、自评得分

自评总分94.5分。投入部分满分20分，得20分。过程部分满分30分，得27.5分。其中预算执行率10分，得8.5分；预算调整率8分，因追加较多，扣1分，得7分；资产管理12分，得12分。

满意度方面，发放问卷800份，收回有效问卷760份。受访者中，对场馆环境表示满意的占96.2%，对开放时间表示满意的占88.3%，对讲解服务表示满意的占93.5%。
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A report that tells its numbers in rows, from and to, and one behind another."""
    folder = tmp_path_factory.mktemp("told")
    (folder / "yuecheng-culture-2023.txt").write_text(REPORT, encoding="utf-8")
    opened = suizhi.open(folder / "home")
    assert {one.status for one in opened.ingest([folder / "yuecheng-culture-2023.txt"])} == {"added"}
    return opened


COMPUTED = [
    ("越城区2023年接待读者最多的街道比最少的多多少人次？", "152000", "most less least of a row"),
    ("2023年越城区读书日活动报名人数比2021年多了多少人次？", "14000", "two years of one sentence"),
    ("2023年越城区前三位投诉合计多少件？", "2559", "the first three"),
    ("越城区2023年借阅证办理时间比上一年缩短了多少分钟？", "18", "from and to"),
    ("越城区2023年座席预约率提高了几个百分点？", "19.5", "from and to, of a rate"),
    ("越城区文旅局2023年局机关行政编制还空着几个？", "5", "posts less people"),
    ("越城区文旅局2023年下属单位的事业编制空着多少个？", "8", "posts of the others"),
    ("越城区2023年查出的安全隐患里，已经销号的有多少处？", "209", "all but a few"),
    ("越城区2023年登记的演出场所里，还有多少家没有接入“越安”监测系统？", "15", "two numbers apart"),
    ("越城区文旅局2023年问卷的有效回收率是多少？", "95", "a rate that nobody prints"),
    ("越城区文旅局2023年人员经费占基本支出的百分之几？", "82.5", "a whole that its heading names"),
]


@pytest.mark.parametrize(("question", "value", "reason"), COMPUTED, ids=[row[-1] for row in COMPUTED])
def test_what_two_told_numbers_give_is_worked_and_cited(room, question: str, value: str, reason: str) -> None:
    answer = room.ask(question)
    assert answer.value == Decimal(value), (reason, answer.short)
    assert answer.working
    assert answer.citations


NAMED = [
    ("越城区2023年接待读者最少的是哪个街道？", "灵芝街道", "the least of a row"),
    ("迪荡和灵芝两个街道，2023年哪一个的投诉比上年少了？", "灵芝街道", "the one that fell"),
    ("2023年越城区问卷里，受访者给得最低的一项是什么？", "开放时间", "the lowest of a survey"),
    ("越城区文旅局2023年预算执行率最低的项目是哪一个？", "古戏台修缮工程", "the least rate of the projects"),
    ("越城区文旅局2023年哪个项目的钱一分不剩全花完了？", "文化惠民演出经费", "all spent"),
    ("2023年越城区那场新编戏曲的比赛，文旅局是跟谁一起办的？", "江南戏曲研究院", "with whom"),
    ("2023年和越城一起编了桥乡书的是哪家单位？", "浙东出版集团", "with whom, asked from the end"),
    ("越城区古城文化三年方案最后以哪个单位的名义发出？", "区政府办公室", "the last issuer"),
    ("2023年越城区文旅局有一项任务没按时做完，是哪一项？", "古戏台修缮", "what was left undone"),
    ("2023年越城区古戏台修缮为什么没有开工？", "文物审批", "the reason"),
]


@pytest.mark.parametrize(("question", "wanted", "reason"), NAMED, ids=[row[-1] for row in NAMED])
def test_the_name_at_its_place_is_the_answer(room, question: str, wanted: str, reason: str) -> None:
    answer = room.ask(question)
    assert answer.short.startswith(wanted), (reason, answer.short)
    assert answer.citations


LISTED = [
    (
        "越城区2023年能听书的音频馆，先后在哪几个街道开了？",
        ("迪荡街道", "塔山街道", "灵芝街道", "北海街道"),
        "tried in two, spread to two",
    ),
    ("2023年越城区演出押金要存到哪几家金融机构？", ("会稽银行", "鉴湖农商银行"), "banks of one clause"),
    (
        "越城区文旅局2023年自评的过程部分里，哪几项没有拿满分？",
        ("预算执行率", "预算调整率"),
        "marks of one part, told in a sentence",
    ),
]


@pytest.mark.parametrize(("question", "wanted", "reason"), LISTED, ids=[row[-1] for row in LISTED])
def test_all_of_a_list_are_told(room, question: str, wanted: tuple[str, ...], reason: str) -> None:
    assert room.ask(question).items == wanted, reason


REFUSED = [
    ("越城区2023年古戏台修缮工程的设计单位是哪家？", "nobody says who designed it"),
    ("越城区2023年越剧新编大赛的冠军是哪支队伍？", "42 teams, no winner"),
    ("越城区2023年座席预约率下降了几个百分点？", "it rose"),
    ("2023年越城区读书日活动报名人数比2019年多了多少人次？", "2019 is not told"),
    ("越城区2023年登记的演出场所里，还有多少家没有接入“湖畔”监测系统？", "another system"),
    ("2023年越城区前四位投诉合计多少件？", "three are told"),
    ("2023年越城区哪个社区的演出场所最多？", "no 社区 is told"),
    ("越城区文旅局2023年文化中心的编制空着几个？", "posts of another body"),
]


@pytest.mark.parametrize(("question", "reason"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_what_no_row_or_phrase_tells_is_refused(room, question: str, reason: str) -> None:
    answer = room.ask(question)
    assert not answer.answerable, (reason, answer.short)


ROWS = [
    ("办件132件，其中甲镇70件、乙镇62件。", ["甲镇", "乙镇"], "a whole is none of its parts"),
    ("甲街道（7个）和乙街道（5个）。", ["甲街道", "乙街道"], "numbers in brackets"),
    ("甲局、乙局、丙局分别为1件、2件、3件。", ["甲局", "乙局", "丙局"], "names first"),
    ("接待86万人次，日均3,450人次。", [], "two numbers of one thing are no row"),
    ("新增实验室15家、总数36家。", [], "a total is no part"),
    ("其中咨询类5万件，求助类2万件，其他1万件。", ["咨询类", "求助类", "其他"], "parts led in as such"),
    ("受理8件。", [], "one number is no row"),
]


@pytest.mark.parametrize(("text", "labels", "reason"), ROWS, ids=[row[-1] for row in ROWS])
def test_a_row_has_names_of_one_kind(text: str, labels: list[str], reason: str) -> None:
    assert [item.label for item in items_in(text)] == labels, reason


MOVED = [
    ("入住率由48%升至67%。", [("48", "67")], "from, to"),
    ("登记5.12万对，上年同期为6.03万对。", [("60300", "51200")], "with the year before behind"),
    ("评标205宗，较2022年的82宗增长1.5倍。", [("82", "205")], "against a year"),
    ("2021年为4.12万件，2022年为6.95万件。", [], "two years in a row are no move"),
    ("力争由48%提高到60%。", [], "a plan"),
    ("由5天压缩到2天以内。", [], "a bound"),
]


@pytest.mark.parametrize(("text", "pairs", "reason"), MOVED, ids=[row[-1] for row in MOVED])
def test_a_move_is_two_told_values_of_one_number(
    text: str, pairs: list[tuple[str, str]], reason: str
) -> None:
    assert [(str(m.before), str(m.after)) for m in moves_in(text)] == pairs, reason


def test_items_that_come_to_a_part_are_of_it() -> None:
    text = "效益30分，得28分。社会效益20分，得19分；生态效益10分，得9分。满意度10分，得10分。"
    assert [(m.name, m.parent) for m in marks_in(text)] == [
        ("效益", ""),
        ("社会效益", "效益"),
        ("生态效益", "效益"),
        ("满意度", ""),
    ]


@pytest.mark.parametrize(("text", "told", "missing"), asking()["check"]["examples"])
def test_an_example_of_a_part_is_told_or_not(text: str, told: str, missing: bool) -> None:
    assert bool(part_untold(text, told)) is missing


@pytest.mark.parametrize("text", asking()["moved"]["examples"])
def test_an_example_of_a_move_asks_for_one(text: str) -> None:
    assert re.search(asking()["moved"]["change"], fold(text))


@pytest.mark.parametrize("text", asking()["moved"]["plain"])
def test_a_plain_number_is_no_move(text: str) -> None:
    assert not re.search(asking()["moved"]["change"], fold(text))


@pytest.mark.parametrize("text", asking()["phrase"]["examples"])
def test_an_example_of_a_phrase_is_of_one_kind_at_least(text: str) -> None:
    names = ("together", "issued", "undone", "where", "which_bodies")
    assert any(re.search(asking()["phrase"][name], fold(text)) for name in names)


@pytest.mark.parametrize("text", asking()["rest"]["examples"])
def test_an_example_of_a_rest_is_of_one_kind(text: str) -> None:
    data = asking()["rest"]
    patterns = (data["vacant"], data["done"], *(row["rate"] for row in data["rates"]))
    assert any(re.search(pattern, fold(text)) for pattern in patterns)


@pytest.mark.parametrize("module", [series, moves, rest, marks, companions, spread, checks, reason])
def test_examples_in_docstrings_hold(module) -> None:
    assert doctest.testmod(module).failed == 0
