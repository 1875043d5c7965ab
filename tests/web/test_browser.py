"""The page in a real browser: an answer with its quote in place, a refusal, links that lead back."""

import json
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
    assert "5" in browser.text("nav")
    assert len(browser.texts(".book")) == 5
    assert "花都区" in "".join(browser.texts(".book .meta"))
    assert len(browser.texts(".suggestions a")) >= 1
    browser.run("document.querySelector('.suggestions a').click()")
    browser.wait_for("!!document.querySelector('.answer:not(.refusal)')")


def test_a_question_is_answered_with_its_quote_in_place(browser, server):
    browser.open(server)
    browser.run(f"document.querySelector('.question input').value = {json.dumps(ANSWERED)}")
    browser.run("document.querySelector('.question button').click()")
    assert browser.text(".answer .short") == "67.82%"
    assert "67.82%" in browser.text(".card blockquote mark")
    assert "huadu-2023.txt" in browser.text(".card .address")
    # The report is open beside it, at the place.
    assert "67.82%" in browser.text(".reading mark")
    browser.wait_for(SEEN)
    assert browser.run("new URL(location).searchParams.get('q')") == ANSWERED
    assert browser.complaints == []


def test_a_click_on_a_quote_opens_the_report_there_and_the_address_leads_back(browser, server):
    browser.open(f"{server}/?q={quote(ANSWERED)}")
    browser.wait_for("!!document.querySelector('.card')")
    marked = browser.text(".card blockquote mark")
    browser.run("document.querySelector('.reading').innerHTML = ''")
    # The click goes to the server, which listens as soon as the page has connected.
    browser.wait_for(
        "document.querySelector('.card').click() || new URL(location).searchParams.get('source') !== null"
    )
    assert browser.text(".reading mark") == marked
    address = browser.run("location.href")
    browser.open(address)
    assert browser.text(".reading mark") == marked
    browser.wait_for(SEEN)


def test_a_refusal_says_which_part_failed_and_is_not_dressed_as_an_answer(browser, server):
    browser.open(f"{server}/?q={quote(REFUSED)}")
    assert "没有答案" in browser.text(".refusal .short")
    assert "2031" in browser.text(".refusal")
    assert browser.texts(".answer:not(.refusal)") == []
    # What is shown below it says of itself that it is no answer.
    assert all("不是答案" in caption for caption in browser.texts(".evidence .caption"))


def test_a_report_is_read_without_a_question(browser, server):
    browser.open(server)
    browser.run("document.querySelector('.book').click()")
    title = browser.text(".reading .spine .title")
    assert title in browser.texts(".book .title")
    assert browser.run("document.querySelectorAll('.sheet h3').length") >= 2


def test_what_a_report_or_a_question_says_is_text_and_never_markup(browser, server):
    browser.open(f"{server}/?q={quote('<img src=x onerror=document.title=1>')}&source={quote('<b>x</b>')}")
    assert browser.run("document.querySelector('.question input').value").startswith("<img")
    assert browser.run("document.querySelectorAll('main img, main b').length") == 0
    assert "<b>x</b>" in browser.text(".reading .hint")
    assert browser.run("document.title") == "穗知"


def test_everything_comes_from_the_package(browser, server):
    for path in ("/", f"/?q={quote(ANSWERED)}", "/docs"):
        browser.requests.clear()
        browser._call("Page.navigate", url=server + path)
        browser.wait_for("document.readyState === 'complete' && document.body.innerText.length > 20")
        local = (server, server.replace("http:", "ws:"), "data:", "blob:")
        assert browser.requests
        assert [url for url in browser.requests if not url.startswith(local)] == []
