"""What is read is full of links: names to their entities, numbers to the quotes that say them; drawn without a browser."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

import suizhi
from web.address import Address
from web.desk import Desk
from web.drawing import Html
from web.keeping import Kept
from web.naming import linked
from web.pages.asking import draw_ask

CORPUS = Path(__file__).parents[2] / "corpus"
HERE = Address("/")
_LINK = re.compile(r'<a class="(?P<kind>[\w -]+)" href="(?P<href>[^"]+)"[^>]*>(?P<text>.*?)</a>')


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    room = suizhi.open(tmp_path_factory.mktemp("library"))
    list(room.ingest(sorted(CORPUS.glob("*.txt"))))
    return Desk(room, Kept())


def asked(desk: Desk, question: str) -> str:
    (page,) = draw_ask(desk, Address("/", (("q", question),))).parts
    assert isinstance(page, Html)
    return page.text


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize(
    "question",
    [
        "花都区2023年12345热线的满意率是多少?",
        "花都区2023年总收入比2022年多多少？",
        "广州市2023年话务服务月均接通率是多少？",
    ],
)
def test_a_number_of_the_answer_leads_to_a_quote_that_says_it_and_a_name_to_its_entity(desk, question):
    answer = desk.ask(question).answer
    html = str(linked(desk, HERE, answer.text, answer.citations))
    assert plain(html) == answer.text
    links = [match.groupdict() for match in _LINK.finditer(html)]
    assert {link["kind"] for link in links} == {"place", "q"}
    for link in links:
        where = urlsplit(unescape(link["href"]))
        if link["kind"] == "place":
            source = unquote(where.path).removeprefix("/reports/")
            start, end = (int(parse_qs(where.query)[name][0]) for name in ("start", "end"))
            quote = desk.document(source).text[start:end]
            assert link["text"].replace(",", "") in quote.replace(",", "")
        elif where.path == "/entities":
            assert len(desk.called(parse_qs(where.query)["name"][0])) > 1
        else:
            entity = desk.entity(where.path.removeprefix("/entities/"))
            assert link["text"] in {entity.name, *entity.aliases, *(m.quote for m in entity.mentions)}


def test_a_number_that_is_part_of_another_is_no_evidence_for_it(desk):
    document = desk.document("huadu-2023.txt")
    start = document.text.index("67.82%")
    cited = document.cite(start, start + len("67.82%"))
    for other in ("7.82%", "67.8%", "82%", "167.82%", "67"):
        assert "<a" not in linked(desk, HERE, f"满意率{other}。", [cited])
    assert "67.82%</a>" in linked(desk, HERE, "满意率67.82%。", [cited])


@pytest.mark.parametrize("told", ["2023年", "3.5年", "1,234年", "12月3日", "67.82.1"])
def test_a_date_and_a_part_of_a_number_are_no_numbers_that_are_told(desk, told):
    document = desk.document("huadu-2023.txt")
    cited = document.cite(0, len(document.text))
    assert 'class="place"' not in linked(desk, HERE, f"其为{told}。", [cited])


def test_what_is_linked_is_escaped(desk):
    cited = desk.document("huadu-2023.txt").cite(0, 4)
    assert linked(desk, HERE, "<b>花都区</b>", [cited]).startswith("&lt;b&gt;")


def test_several_scopes_are_shown_one_value_each_and_none_is_made_the_answer(desk):
    question = "12345热线满意率是多少？"
    values = desk.ask(question).answer.values
    assert len(values) > 1
    html = asked(desk, question)
    table = html[html.index("<tbody>") : html.index("</tbody>")]
    assert table.count("<tr>") == len(values)
    assert 'class="short' not in html
    for value in values:
        assert f"{value.value}{value.unit}</a>" in table


def test_a_comparison_shows_its_answer_first_and_the_two_sides_beneath(desk):
    question = "2023年花都区和增城区的12345热线工单，哪个区受理得多，多出多少？"
    answer = desk.ask(question).answer
    html = asked(desk, question)
    assert answer.values
    assert answer.working
    assert html.index(f">{answer.short}</a></h1>") < html.index("<tbody>") < html.index("算式")
    assert html.count('class="place first"') == 1


def test_a_list_shows_each_item_with_the_quote_that_has_it(desk):
    question = "增城区2023年获得了哪些荣誉？"
    answer = desk.ask(question).answer
    assert len(answer.items) > 1
    html = asked(desk, question)
    items = re.findall(r"<li>(.*?)</li>", html)
    assert [plain(item) for item in items] == list(answer.items)
    for item in items:
        where = urlsplit(unescape(_LINK.search(item)["href"]))
        start, end = (int(parse_qs(where.query)[name][0]) for name in ("start", "end"))
        source = unquote(where.path).removeprefix("/reports/")
        assert "".join(plain(item).split()) in "".join(desk.document(source).text[start:end].split())


def test_a_refusal_tells_the_part_that_failed_and_what_the_reports_have_instead(desk):
    html = asked(desk, "花都区2031年12345热线的满意率是多少?")
    assert "<dt>年份</dt><dd>花都区没有2031年度的报告</dd>" in html
    assert "花都区2023年12345热线的满意率是多少?</a>" in html
    assert "67.82%</a>" in html


def test_a_region_without_a_report_is_told_with_the_regions_that_say_it(desk):
    html = asked(desk, "天河区2023年12345热线满意率是多少？")
    assert "没有答案" in html
    others = html[html.index("evidence others") : html.index("evidence closest")]
    assert "花都区2023年12345热线满意率是多少？</a>" in others
    assert "67.82%</a>" in others
    # What is near is of another region, and says so.
    assert "地区不同" in html[html.index("evidence closest") :]


def test_a_metric_that_no_report_states_is_told_with_the_closest_facts(desk):
    question = "花都区2023年12345热线接通率是多少"
    assert not desk.ask(question).answer.answerable
    closest = asked(desk, question).partition("evidence closest")[2]
    assert "指标不同" in closest
    assert closest.count('class="card"') >= 1
    assert "12345热线" in plain(closest)


def test_a_question_about_nothing_that_is_in_the_reports_shows_no_closest_fact(desk):
    assert "evidence closest" not in asked(desk, "红烧肉怎么做")


def test_names_in_a_passage_are_links_and_the_passage_is_the_same(desk):
    html = asked(desk, "花都区2023年12345热线的满意率是多少?")
    passage = re.search(r'<blockquote class="passage">(.*?)</blockquote>', html, re.S)[1]
    assert 'class="q e-' in passage
    text = "".join(plain(passage).split())
    assert text in "".join(desk.document("huadu-2023.txt").text.split())
