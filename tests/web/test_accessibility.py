"""Every page for everybody: axe-core finds nothing against WCAG 2 AA, the keyboard reaches all, narrow screens hold it."""

import json
from urllib.parse import quote

import pytest

PAGES = {
    "beginning": "/",
    "answer": f"/?q={quote('花都区2023年12345热线的满意率是多少?')}",
    "refusal": f"/?q={quote('红烧肉怎么做')}",
    "search": f"/search?q={quote('一网通办')}",
    "report": "/reports/huadu-2023.txt",
    "no report": "/reports/none.txt",
    "no entity": "/entities/0",
    "no page": "/nowhere",
    "scopes": f"/?q={quote('12345热线满意率是多少？')}",
    "entities": f"/entities?name={quote('穗智管')}",
    "graph": f"/graph?center={quote('广州市政务服务和数据管理局')}",
    "compare": f"/compare?metric={quote('总收入')}",
    "similar": "/similar",
    "alike": f"/similar?name={quote('一件事')}&source=huadu-2022.txt",
    "years": "/diff?a=huadu-2022.txt&b=huadu-2023.txt",
    "audit": "/audit",
    "library": "/library",
    "names": "/library?view=names",
    "corrections": "/library?view=corrections",
    "watches": "/library?view=watches",
    "changes": "/library?view=changes",
}

MISSING = {"no report", "no entity", "no page"}


@pytest.mark.parametrize("name", PAGES)
def test_no_page_keeps_anybody_out_or_is_wider_than_a_telephone(browser, server, violations, name: str):
    browser.open(server + PAGES[name], missing=name in MISSING)
    browser.wait_for("!document.querySelector('.loading')")
    browser.run("for (const dialog of document.querySelectorAll('dialog')) dialog.open = true")
    assert violations(browser) == []
    browser.size(390, 844)
    # Pictures follow the size of the window a moment later.
    browser.wait_for("document.documentElement.scrollWidth <= 390")


def test_the_keyboard_alone_asks_and_opens_the_place(browser, server):
    browser.open(server)
    browser.press("Tab")  # from the box, which has the focus, to its button
    assert browser.run("document.activeElement.type") == "submit"
    browser.open(f"{server}/?q={quote('花都区2023年12345热线的满意率是多少?')}")
    browser.run("document.querySelector('.skip').focus()")
    reached = []
    for _ in range(40):
        browser.press("Tab")
        reached.append(
            browser.run("document.activeElement.closest('.card') ? 'card' : document.activeElement.tagName")
        )
        if reached[-1] == "card":
            break
    assert reached[-1] == "card", json.dumps(reached)
    browser.press("Enter")
    browser.wait_for("document.activeElement.id === 'reading'")
    assert "67.82%" in browser.text(".reading mark")
