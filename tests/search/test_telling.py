"""What narrows a question must be told where the number stands: each row has the trap that it sets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import suizhi
from search.questions.required import must_words
from search.questions.telling import item_at
from suizhi import Suizhi

REPORT = """2023年度泉州市丰泽区民政局部门整体支出绩效自评报告
一、基本情况
（一）年度工作
1.养老服务。全区有养老机构42家（公办7家、民办35家），护理员640名，服务对象满意度93.1%。建成长者食堂58个，由丰泽区颐养服务有限公司承建。
2.救助服务。为东海街道、城东街道送去冬衣1,200件，走访低保家庭3,560户。东海街道救助站设床位86张；城东街道新建驿站4个。
3.社工服务。举办青年论坛、邻里节等活动63场，参加居民5.2万人次。热线受理诉求2.13万件，按期办结率98.2%。
4.项目建设。殡仪馆迁建工程年内完成投资0.86亿元，颐养中心二期扩建投资1.2亿元。社会组织登记二级以上协会31家。
5.家庭医生签约31.5万人，目标28万人；志愿服务队126支，较上年末增加18支。
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Suizhi:
    folder = tmp_path_factory.mktemp("telling")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    opened = suizhi.open(tmp_path_factory.mktemp("home"))
    list(opened.ingest([folder]))
    return opened


@pytest.mark.parametrize(
    ("question", "trap"),
    [
        ("丰泽区有多少名男护理员？", "a part of those that are told"),
        ("丰泽区儿童福利机构有多少家？", "another kind of 机构"),
        ("丰泽区2023年热线投诉有多少件？", "诉求 are more than 投诉"),
        ("丰泽区送给东海街道的冬衣有多少件？", "one of two towns that got them together"),
        ("丰泽区2023年青年论坛参加居民多少人次？", "one of the events that were counted together"),
        ("丰泽区城东街道救助站有多少床位？", "another town's"),
        ("丰泽区殡仪馆迁建工程总投资多少？", "what was done of it this year"),
        ("丰泽区二级协会有多少家？", "二级以上 is more"),
        ("丰泽区有多少座长者驿站？", "places of another sort"),
        ("丰泽区2023年家属满意度是多少？", "asked of others"),
    ],
)
def test_a_wider_number_is_no_answer(room: Suizhi, question: str, trap: str) -> None:
    answer = room.ask(question)
    assert not answer.answerable, (trap, answer.short)


@pytest.mark.parametrize(
    ("question", "short", "reason"),
    [
        ("丰泽区有多少家养老机构？", "42家", "the whole"),
        ("丰泽区建成多少个长者食堂？", "58个", "the noun behind the measure word is told"),
        ("丰泽区2023年按期办结率是多少？", "98.2%", "a rate by its name"),
        ("丰泽区东海街道救助站有多少张床位？", "86张", "the town in front of the number"),
        (
            "丰泽区2023年志愿服务队比上年末多了几支？",
            "增加18支",
            "a change that is printed, without last year's report",
        ),
    ],
)
def test_what_is_told_is_answered(room: Suizhi, question: str, short: str, reason: str) -> None:
    assert room.ask(question).short == short, reason


def test_a_wider_number_is_shown_as_the_closest(room: Suizhi) -> None:
    answer = room.ask("丰泽区2023年热线投诉有多少件？")
    assert any("2.13万件" in nearest.text for nearest in answer.closest)


def test_an_aim_is_not_what_was_reached(room: Suizhi) -> None:
    assert room.ask("丰泽区2023年家庭医生签约的目标是多少人？").short != "31.5万人"


def test_one_item_of_a_list_has_the_others_beside_it() -> None:
    text = "惠及东海街道、城东街道居民"
    assert item_at(text, 2, 6) == ("惠及东海街道", ["惠及东海街道", "城东街道居民"])
    assert item_at("东海街道居民", 0, 4) == ("", [])


@given(st.text(max_size=60))
def test_words_that_narrow_are_words_of_the_question(text: str) -> None:
    assert all(word in text for word in must_words(text))
