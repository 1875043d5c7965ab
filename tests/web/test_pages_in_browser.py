"""Every page in a real browser on the five reports: what is clicked leads where it says."""

import urllib.request
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest

LINKS = "[...document.querySelectorAll('.found a.more')].map(a => a.href)"

CORPUS = Path(__file__).parents[2] / "corpus"


def test_search_marks_words_and_narrows_by_year_and_region(browser, server):
    browser.open(f"{server}/search?q={quote('热线满意率')}")
    found = int("".join(filter(str.isdigit, browser.text(".found b"))))
    assert found > 3
    assert "满意率" in "".join(browser.texts(".card .passage mark"))
    year = ".facets section:nth-child(1) .choice:nth-of-type(2)"
    label, count = browser.text(f"{year} span"), int(browser.text(f"{year} b"))
    browser.click(year)
    browser.wait_for(f"new URL(location).searchParams.get('year') === '{label}'")
    browser.drawn()
    assert int("".join(filter(str.isdigit, browser.text(".found b")))) == count < found
    browser.click(".card a.place")
    assert browser.text(".reading .sheet mark")


def test_each_count_of_a_facet_is_what_its_click_leaves(browser, server):
    address = f"{server}/search?q={quote('热线')}"
    browser.open(address)
    every = int("".join(filter(str.isdigit, browser.text(".found b"))))
    choices = browser.run("""
        [...document.querySelectorAll('.facets section')].map(section => [...section.querySelectorAll('.choice')]
            .slice(-1).map(a => [a.href, Number(a.querySelector('b').innerText)])[0])""")
    assert len(choices) >= 4
    for link, count in choices:
        browser.open(link)
        assert int("".join(filter(str.isdigit, browser.text(".found b")))) == count <= every


def test_a_report_shows_its_outline_names_facts_and_findings(browser, server):
    browser.open(f"{server}/reports/huadu-2023.txt?start=4663&end=4672#here")
    assert browser.text("#sheet mark") == "满意率67.82%"
    assert browser.run("document.querySelector('#sheet mark').getBoundingClientRect().top") < 900
    assert len(browser.texts(".outline a")) > 5
    assert len(browser.texts("#says-facts li")) > 50
    # Marks can be switched off.
    coloured = "getComputedStyle(document.querySelector('#sheet .e-PLATFORM')).backgroundColor"
    before = browser.run(coloured)
    browser.click("[data-toggle=no-PLATFORM]")
    assert browser.run(coloured) != before
    # A fact leads to its clause, the tabs to names and findings.
    browser.click("#says-facts a.jump")
    browser.wait_for("!!document.querySelector('#sheet .flash')")
    browser.click("#tab-audit")
    assert len(browser.texts("#says-audit .finding")) > 3
    browser.click("#tab-names")
    browser.click("#says-names .names a")
    browser.wait_for("location.pathname.startsWith('/entities/')")


def test_finding_in_a_report_goes_from_place_to_place(browser, server):
    browser.open(f"{server}/reports/huadu-2023.txt")
    browser.click(".find input")
    browser.type("12345")
    assert browser.text(".find output").startswith("1/")
    browser.press("Enter")
    browser.wait_for("document.querySelector('.find output').innerText.startsWith('2/')")
    # Names part the text into pieces; a word over their border is found all the same.
    whole = (CORPUS / "huadu-2023.txt").read_text("utf-8-sig").count("12345")
    assert browser.text(".find output") == f"2/{whole}"
    # What is shown is in the address, so that it can be sent on.
    browser.click("[data-toggle=no-PLATFORM]")
    browser.click("#tab-names")
    browser.open(browser.run("location.href"))
    assert browser.text(".find output") == f"1/{whole}"
    assert browser.run("document.querySelector('#tab-names').getAttribute('aria-selected')") == "true"
    assert browser.run("document.querySelector('#sheet').classList.contains('no-PLATFORM')")
    assert not browser.run("document.querySelector('[data-toggle=no-PLATFORM]').checked")


def test_an_entity_tells_names_relations_and_places(browser, server):
    browser.open(f"{server}/entities?name={quote('广州市政务服务和数据管理局')}")
    browser.click(".names.big a")
    browser.wait_for("location.pathname.startsWith('/entities/')")
    browser.drawn()
    assert browser.text("h1") == "广州市政务服务和数据管理局"
    counts = [int("".join(filter(str.isdigit, text))) for text in browser.texts(".tabs a small")]
    assert browser.run("document.querySelectorAll('.data tbody tr').length") == counts[0]
    for view, items in (("relations", ".relation .related"), ("mentions", ".mention mark")):
        browser.click(f".tabs a[href*='view={view}']")
        browser.wait_for(f"new URL(location).searchParams.get('view') === '{view}'")
        browser.drawn()
        shown = browser.run(f"document.querySelectorAll('{items}').length")
        assert shown == counts[("facts", "relations", "mentions").index(view)]
    browser.click(".mention a.place")
    assert browser.text(".reading .sheet mark")


def test_the_graph_opens_relation_by_relation_and_goes_back(browser, server):
    browser.open(f"{server}/graph?center={quote('广州市政务服务和数据管理局')}")
    browser.wait_for("!!document.querySelector('.chart canvas')")
    shown = "Number(document.querySelector('.graph-side p').innerText.match(/\\d+/)[0])"
    before = browser.wait_for(shown)
    assert before <= 41
    link = browser.wait_for("document.querySelector('a[data-graph]')?.getAttribute('href')")
    browser.wait_for("window.socket?.connected")  # the click goes to the server
    browser.click("a[data-graph]")
    browser.wait_for(f"{shown} > {before}")
    assert browser.run("new URL(location).searchParams.has('open_by')")
    opened = browser.run(shown)
    browser.run("history.back()")
    browser.wait_for(f"{shown} === {before}")
    browser.open(server + link)
    assert browser.wait_for(shown) == opened


def test_a_name_of_several_things_shows_the_one_that_is_joined_to_others_and_offers_the_rest(browser, server):
    browser.open(f"{server}/graph?center={quote('穗智管')}")
    browser.wait_for("Number(document.querySelector('.graph-side p')?.innerText.match(/\\d+/)[0]) > 1")
    browser.click("p.switches a.named")
    browser.wait_for("new URL(location).searchParams.get('center') !== '穗智管'")
    browser.drawn()
    assert browser.texts("p.switches a.named") == []


def test_a_way_between_two_names_has_a_quote_a_hop(browser, server):
    browser.open(f"{server}/graph?a={quote('穗好办')}&b={quote('花都区')}")
    hops = browser.wait_for("document.querySelectorAll('.statement').length")
    assert hops >= 2
    assert browser.run("document.querySelectorAll('.statement .passage mark').length") == hops
    # The way is read as a line too: a name more than hops, and each hop opens its quote.
    assert len(browser.texts(".chain .link")) == hops + 1
    browser.click(".chain li:last-child .hop a")
    assert browser.text(".reading .sheet mark")
    browser.open(f"{server}/graph?a={quote('穗好办')}&b={quote('不存在的名称')}")
    assert "没有" in browser.text(".notice")


def test_compare_shows_values_gaps_and_charts(browser, server):
    browser.open(f"{server}/compare")
    browser.click(".names.big a")
    browser.wait_for("new URL(location).searchParams.has('metric')")
    browser.drawn()
    browser.open(f"{server}/compare?metric={quote('总收入')}&region=&year=")
    values = browser.texts(".matrix .value")
    assert "9,395.61万元" in values
    assert any("没有" in text for text in browser.texts(".matrix .gap"))
    browser.wait_for("document.querySelectorAll('.chart canvas').length >= 1")
    for link, begins in zip(browser.run(LINKS), ("\ufeff", "PK"), strict=True):
        with urllib.request.urlopen(link) as answer:
            assert answer.read().decode("utf-8", "replace").startswith(begins)
    browser.click(".matrix .value")
    assert browser.text(".reading .sheet mark")


def test_an_answer_is_taken_along_with_its_evidence(browser, server):
    from openpyxl import load_workbook

    browser.open(f"{server}/?q={quote('花都区2023年12345热线的满意率是多少?')}")
    link = browser.run("document.querySelector('.confidence a').href")
    with urllib.request.urlopen(link) as answer:
        sheet = load_workbook(BytesIO(answer.read())).active
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "满意率67.82%" in cells


def test_similar_shows_themes_and_likes_side_by_side(browser, server):
    browser.open(f"{server}/similar")
    assert browser.wait_for("document.querySelectorAll('.themes tbody tr').length") > 5
    assert browser.run("document.querySelectorAll('.themes .none').length") > 3
    browser.click(".themes tbody th a")
    browser.wait_for("new URL(location).searchParams.has('theme')")
    browser.click(".theme a.named")
    browser.wait_for("new URL(location).searchParams.has('name')")
    browser.drawn()
    assert browser.run("document.querySelectorAll('.pairwise .own .passage mark').length") >= 1
    assert browser.texts(".pairwise section:last-child .card .address")[0]


def test_years_pairs_facts_of_one_department(browser, server):
    browser.open(f"{server}/diff")
    browser.click(".plainlist a")
    browser.wait_for("new URL(location).searchParams.has('a')")
    browser.drawn()
    assert browser.texts(".changes td:last-child")[3] == "+1.37个百分点"
    browser.click(".tabs a:nth-last-child(2)")
    browser.wait_for("new URL(location).searchParams.get('kind') === 'gone'")
    browser.drawn()
    assert browser.texts(".changes td .gap")


def test_audit_shows_quotes_and_narrows_by_severity(browser, server):
    browser.open(f"{server}/audit")
    every = len(browser.texts(".finding"))
    browser.click(".facets section:first-child .choice")
    browser.wait_for("new URL(location).searchParams.get('severity') === 'error'")
    browser.drawn()
    assert 0 < len(browser.texts(".finding.error")) == len(browser.texts(".finding")) < every
    browser.click(".finding a.place")
    assert browser.text(".reading .sheet mark")


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """A short report as PDF, of a place and year that the library does not have."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    data = BytesIO()
    canvas = Canvas(data)
    canvas.setFont("STSong-Light", 16)
    lines = (
        "广州市天河区政务服务数据管理局2021年度部门整体支出绩效自评报告",
        "一、部门基本情况",
        "2021年，天河区12345热线共受理工单98765宗，按时办结率99.12%。",
        "二、绩效自评情况",
        "全年部门预算执行率为97.35%。",
    )
    for number, line in enumerate(lines):
        canvas.drawString(60, 760 - 30 * number, line)
    canvas.save()
    path = tmp_path / "tianhe-2021.pdf"
    path.write_bytes(data.getvalue())
    return path


def test_an_uploaded_report_arrives_is_read_and_is_removed(browser, server, pdf: Path, tmp_path: Path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    browser.open(f"{server}/library")
    assert len(browser.texts("#reports tbody tr")) == 5
    browser.choose_files("[data-upload] input[type=file]", pdf, broken)
    browser.wait_for("!document.querySelector('[data-renew]').hidden")
    told = browser.texts("[data-lines] li")
    assert "已读入 tianhe-2021.pdf 天河区" in told[0]
    assert told[1].startswith("失败 broken.pdf")
    assert "请" in told[1]  # what to do about it
    # It can be read again.
    browser.open(f"{server}/library")
    browser.click("[data-refresh='tianhe-2021.pdf']")
    browser.wait_for("!document.querySelector('[data-renew]').hidden")
    assert "tianhe-2021.pdf" in browser.text("[data-lines] li")
    # It answers, and its page is shown with the place marked.
    browser.open(f"{server}/?q={quote('天河区2021年12345热线受理工单多少宗？')}")
    assert "98,765" in browser.text(".answer .short") or "98765" in browser.text(".answer .short")
    browser.click(".reading .page-picture summary")
    browser.wait_for("document.querySelector('.reading .page-picture img').naturalWidth > 800")
    browser.open(f"{server}/library")
    browser.click("[data-remove='tianhe-2021.pdf']")
    assert "条数据" in browser.text("#removing p[data-goes]")
    browser.click("#removing [data-confirm]")
    browser.wait_for("document.querySelectorAll('#reports tbody tr').length === 5")


def test_a_person_decides_which_names_are_one_and_can_undo_it(browser, server):
    browser.open(f"{server}/library?view=names")
    decision = browser.wait_for("document.querySelector('[data-say=yes]').closest('tr').dataset.decision")
    browser.click("[data-say=yes]")
    undo = f"[data-decision='{decision}'] [data-say=undone]"
    browser.wait_for(f'!!document.querySelector("{undo}")')
    browser.click(undo)
    browser.wait_for(f'document.querySelector("[data-who]") && !document.querySelector("{undo}")')


def test_a_corrected_number_answers_as_corrected_until_it_is_taken_back(browser, server):
    question = f"{server}/?q={quote('花都区2023年12345热线的满意率是多少?')}"
    browser.open(f"{server}/reports/huadu-2023.txt")
    browser.run("document.querySelector('[data-what*=\"满意率 67.82%\"]').id = 'wanted'")
    browser.click("#wanted")
    browser.wait_for("document.getElementById('correcting').open")
    for name, value in (("value", "76.82"), ("reason", "看错两位"), ("who", "张三")):
        browser.run(f"document.querySelector('#correcting [name={name}]').value = '{value}'")
    browser.run("delete document.documentElement.dataset.ready")
    browser.click("#correcting [type=submit]")
    browser.drawn()
    assert "张三" in browser.text("#says-facts .said-by")
    browser.open(question)
    assert browser.text(".answer .short") == "76.82%"
    assert "张三" in browser.text(".answer .clarify")
    browser.open(f"{server}/library?view=corrections")
    assert "看错两位" in "".join(browser.texts("tbody td"))
    browser.run("delete document.documentElement.dataset.ready")
    browser.click("tbody [data-undo]")
    browser.drawn()
    browser.open(question)
    assert browser.text(".answer .short") == "67.82%"


def test_a_finding_is_settled_with_a_note_and_opened_again(browser, server):
    browser.open(f"{server}/audit?source=huadu-2023.txt")
    message, every = browser.text(".finding .told b"), len(browser.texts(".finding"))
    browser.click("[data-settle]")
    browser.click("#settling [name=note]")
    browser.type("已核实，是笔误")
    browser.run("delete document.documentElement.dataset.ready")
    browser.press("Enter")
    browser.drawn()
    assert len(browser.texts(".finding")) == every - 1
    browser.open(f"{server}/audit?source=huadu-2023.txt&settled=yes")
    assert browser.text(".finding .told b") == message
    assert "已核实，是笔误" in browser.text(".finding .said-by")
    browser.run("delete document.documentElement.dataset.ready")
    browser.click("[data-settled=no]")
    browser.drawn()
    assert browser.texts(".finding") == []


def test_a_threshold_is_watched_and_held_against_all_reports(browser, server):
    browser.open(f"{server}/library?view=watches")
    browser.click("[data-watch] [name=text]")
    browser.type("任一区12345满意率 < 70%")
    browser.run("delete document.documentElement.dataset.ready")
    browser.press("Enter")
    browser.drawn()
    browser.click("tbody .acts a")
    browser.wait_for("new URL(location).searchParams.has('check')")
    browser.drawn()
    assert any("67.82%" in text for text in browser.texts("tbody a.place"))
    browser.run("delete document.documentElement.dataset.ready")
    browser.click("[data-unwatch]")
    browser.drawn()
    assert browser.texts("[data-unwatch]") == []


def test_what_came_and_went_is_told_and_what_is_new_is_marked(browser, server):
    browser.run("localStorage.removeItem('suizhi.seen.events')")
    browser.open(f"{server}/library?view=changes")
    assert len(browser.texts("tr.new")) >= 5
    browser.open(f"{server}/library?view=changes")
    assert browser.texts("tr.new") == []


def test_every_page_speaks_english_by_a_switch_that_stays(browser, server):
    browser.open(f"{server}/search?q={quote('热线')}")
    browser.click(".aids a[hreflang=en]")
    browser.wait_for("new URL(location).searchParams.get('lang') === 'en'")
    browser.drawn()
    assert browser.run("document.documentElement.lang") == "en"
    assert browser.texts(".head nav a") == [
        "Ask", "Search", "Compare", "Similar", "Years", "Graph", "Audit", "Library"
    ]  # fmt: skip
    assert "passages" in browser.text(".found b")
    browser.click(".head nav a:nth-child(3)")
    browser.wait_for("location.pathname === '/compare'")
    browser.drawn()
    assert browser.text("h1") == "Compare"
