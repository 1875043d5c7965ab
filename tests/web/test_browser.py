"""Asking in a real browser: an answer with its quote in place, a refusal, links that lead back."""

from urllib.parse import quote

ANSWERED = "花都区2023年12345热线的满意率是多少?"
REFUSED = "花都区2031年12345热线的满意率是多少?"

SEEN = """(() => {
  const place = document.querySelector('.reading mark')?.getBoundingClientRect();
  const pane = document.querySelector('.reading').getBoundingClientRect();
  return !!place && place.top >= pane.top && place.bottom <= pane.bottom;
})()"""


def test_the_desk_shows_the_reports_and_questions_to_begin_with(browser, server):
    browser.open(server)
    assert "5" in browser.text(".shelf .caption")
    assert len(browser.texts(".book")) == 5
    assert "花都区" in "".join(browser.texts(".book .meta"))
    assert len(browser.texts(".suggestions a")) >= 1
    browser.click(".suggestions a")
    browser.wait_for("!!document.querySelector('.answer:not(.refusal)')")


def test_a_question_is_answered_with_its_quote_in_place(browser, server):
    browser.open(server)
    browser.click(".question input")
    browser.type(ANSWERED)
    browser.press("Enter")
    assert browser.text(".answer .short") == "67.82%"
    assert "67.82%" in browser.text(".card blockquote mark")
    assert "huadu-2023.txt" in browser.text(".card .address")
    # The report is open beside it, at the place.
    assert "67.82%" in browser.text(".reading mark")
    browser.wait_for(SEEN)
    assert browser.run("new URL(location).searchParams.get('q')") == ANSWERED


def test_a_click_on_a_quote_opens_the_report_there_and_the_address_leads_back(browser, server):
    browser.open(f"{server}/?q={quote(ANSWERED)}")
    second = browser.texts(".card blockquote mark")[1]
    browser.click(".card:last-child a.place")
    browser.wait_for("!!new URL(location).searchParams.get('open')")
    assert browser.text(".reading mark") == second
    browser.wait_for(SEEN)
    address = browser.run("location.href")
    browser.open(address)
    assert browser.text(".reading mark") == second
    browser.wait_for(SEEN)
    browser.press("Escape")
    browser.wait_for("document.querySelector('.reading').hidden")
    assert browser.run("new URL(location).searchParams.get('open')") is None


def test_a_refusal_says_which_part_failed_and_is_not_dressed_as_an_answer(browser, server):
    browser.open(f"{server}/?q={quote(REFUSED)}")
    assert "没有答案" in browser.text(".refusal .short")
    assert "2031" in browser.text(".refusal")
    assert browser.texts(".answer:not(.refusal)") == []
    # What is shown below it says of itself that it is no answer.
    assert all("不是答案" in caption for caption in browser.texts(".evidence .caption"))


def test_ones_own_questions_are_remembered_in_this_browser_only(browser, server):
    browser.open(f"{server}/?q={quote(ANSWERED)}")
    browser.open(server)
    assert ANSWERED in browser.texts("[data-history] a")
    browser.click("[data-forget]")
    browser.open(server)
    assert browser.run("document.querySelector('[data-history]').hidden")


def test_the_box_offers_what_the_reports_have(browser, server):
    browser.open(server)
    browser.click(".question input")
    browser.type("花都区2023年12345热线的满意")
    browser.wait_for("document.querySelectorAll('.offers li').length > 0")
    browser.press("ArrowDown")
    browser.press("Enter")
    assert browser.run("document.querySelector('.question input').value").startswith(
        "花都区2023年12345热线的满意"
    )
    assert browser.run("document.querySelector('.offers').hidden")
    assert "满意" in browser.run("document.querySelector('.question input').value")[16:]


def test_what_a_report_or_a_question_says_is_text_and_never_markup(browser, server):
    attack = "<img src=x onerror=document.title=1>"
    browser.open(f"{server}/?q={quote(attack)}&open={quote('<b>x</b>')}")
    assert browser.run("document.querySelector('.question input').value") == attack
    assert "<b>x</b>" in browser.text(".reading .hint")
    assert browser.run("document.querySelectorAll('main img, main b, .reading b').length") == 0
    assert browser.run("document.title") == f"{attack} · 穗知"
    fields = ("search?q", "compare?metric", "similar?name", "graph?center", "entities?name")
    for path in (*(f"/{field}=" for field in fields), "/reports/"):
        browser.open(server + path + quote(attack, safe=""), missing=path == "/reports/")
        assert browser.run("document.querySelectorAll('main img').length") == 0
        told = "document.body.innerText + [...document.querySelectorAll('input')].map(i => i.value).join()"
        assert attack in browser.run(told)


def test_what_is_typed_becomes_no_attribute_either(browser, server):
    attack = '总收入" onmouseover=alert(1) x="'
    browser.open(f"{server}/compare?metric={quote(attack)}")
    assert browser.run("document.querySelectorAll('[onmouseover]').length") == 0


def test_an_address_of_no_page_says_so_in_the_frame(browser, server):
    browser.open(f"{server}/nowhere/at/all", missing=True)
    assert "没有这一页：/nowhere/at/all" in browser.text("h1")
    assert len(browser.texts(".head nav a")) == 8


def test_the_page_of_the_interface_comes_from_the_package(browser, server):
    browser.call("Page.navigate", url=f"{server}/docs")
    browser.wait_for("document.readyState === 'complete' && document.body.innerText.length > 20")
    assert browser.requests
