"""Coming in, looking and leaving in a real browser, under the policy that lets nothing in from outside."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

import suizhi
from api.access.store import Access
from bench.pages.serving import serving

PASSWORD = "一句足够长的口令，谁也猜不到"
CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("library")


@pytest.fixture(scope="module")
def guarded(home: Path) -> Iterator[str]:
    """The address of a service where users log in: two reports of 花都区 in its collection, one outside."""
    room = suizhi.open(home)
    for name, place in (("huadu-2022", "花都区"), ("huadu-2023", "花都区"), ("liwan-2024", "荔湾区")):
        taken = list(room.within(None, target=place).ingest([CORPUS / f"{name}.txt"]))
        assert [one.status for one in taken] == ["added"]
    Access(home).add("张三", PASSWORD, "editor", ["花都区"])
    Access(home).add("主任", PASSWORD, "admin", None)
    with serving(["serve"], home, {"SUIZHI_ACCESS": "true"}) as address:
        yield address


def come_in(tab, name: str) -> None:
    tab.wait_for("!!document.querySelector('form[action=\"/login\"]')")
    tab.click("input[name=name]")
    tab.type(name)
    tab.click("input[name=password]")
    tab.type(PASSWORD)
    tab.press("Enter")


def test_a_person_comes_in_sees_their_collection_and_leaves(tab, home: Path, guarded: str):
    tab.requests.clear()
    tab.complaints.clear()
    tab.call("Page.navigate", url=f"{guarded}/library")
    tab.wait_for("document.querySelector('form[action=\"/login\"]')")
    assert "next" in tab.run("location.search")
    come_in(tab, "张三")
    tab.wait_for("location.pathname === '/library'")
    tab.drawn()
    page = tab.text(".page")
    assert "huadu-2023.txt" in page
    assert "liwan" not in page
    # The charts, the graph and what is typed ahead run under the policy too.
    for path in (
        "/",
        "/compare?metric=满意率",
        "/graph?center=花都区",
        "/search?q=满意率",
        "/reports/huadu-2023.txt",
    ):
        tab.open(f"{guarded}{path}")
        assert "荔湾" not in tab.text(".page"), path
    assert "张三" in tab.text(".head")
    # Users are for admins; for others the page says so, and the head has no link to it.
    tab.open(f"{guarded}/users")
    assert "只有管理员" in tab.text(".notice")
    assert tab.texts(".head a[href='/users']") == []
    tab.open(f"{guarded}/graph?center=广州市花都区政务服务和数据管理局")
    shown = "document.querySelector('.graph-side').innerText"
    before = tab.run(shown)
    tab.wait_for("!!document.querySelector('a[data-graph]')")
    tab.wait_for("window.socket?.connected")  # the click goes to the server
    tab.click("a[data-graph]")
    tab.wait_for(f"{shown} !== {json.dumps(before)}")
    # The page was not loaded anew, and what was looked at by it stands in the log all the same.
    looks = [entry for entry in Access(home).log(who="张三", what="saw") if entry.target.startswith("LOOK ")]
    assert [entry.target.partition("?")[0] for entry in looks] == ["LOOK /graph"]
    assert tab.run("document.cookie") == ""
    tab.click("form[action='/logout'] button")
    tab.wait_for("location.pathname === '/login'")
    assert tab.complaints == []
    local = (guarded, guarded.replace("http:", "ws:"), "data:", "blob:", "about:")
    assert [url for url in tab.requests if not url.startswith(local)] == []


def test_the_way_in_and_the_users_keep_nobody_out(tab, guarded: str, violations):
    tab.call("Page.navigate", url=f"{guarded}/users")
    tab.wait_for("!!document.querySelector('form[action=\"/login\"]')")
    pages = ("/users", "/users?view=tokens", "/users?view=log", "/library")
    for path in ("/login", *pages):
        if path == pages[0]:
            come_in(tab, "主任")
            tab.wait_for("location.pathname === '/users'")
            tab.drawn()
        if path != "/login":
            tab.open(guarded + path)
        tab.run("for (const dialog of document.querySelectorAll('dialog')) dialog.open = true")
        assert violations(tab) == [], path
        tab.size(390, 844)
        tab.wait_for("document.documentElement.scrollWidth <= 390")
        tab.size(1440, 900)
    tab.click("form[action='/logout'] button")
    tab.wait_for("location.pathname === '/login'")


def test_an_admin_makes_a_user_moves_a_report_and_reads_the_log(tab, guarded: str):
    tab.requests.clear()
    tab.complaints.clear()
    tab.call("Page.navigate", url=f"{guarded}/users")
    come_in(tab, "主任")
    tab.wait_for("location.pathname === '/users'")
    tab.drawn()
    assert tab.texts(".people tbody th") == ["主任", "张三"]
    tab.click("[data-person='']")
    for name, value in (("name", "李四"), ("collections", "花都区、荔湾区"), ("password", PASSWORD)):
        tab.run(f"document.querySelector('#person [name={name}]').value = '{value}'")
    tab.click("#person [name=own_password]")
    tab.type("不是我的密码")
    tab.click("#person [type=submit]")
    tab.wait_for("!document.querySelector('#person [data-fault]').hidden")
    assert "密码不对" in tab.text("#person [data-fault]")
    # The browser reports the refusal as an error of the network; it was asked for.
    assert all("403" in told for told in tab.complaints)
    tab.complaints.clear()
    tab.run(f"document.querySelector('#person [name=own_password]').value = '{PASSWORD}'")
    tab.run("delete document.documentElement.dataset.ready")
    tab.click("#person [type=submit]")
    tab.drawn()
    assert "李四" in tab.texts(".people tbody th")
    tab.click("[data-person='李四'][data-path=tokens]")
    tab.type("月报")
    tab.run(f"document.querySelector('#person [name=own_password]').value = '{PASSWORD}'")
    tab.click("#person [type=submit]")
    assert tab.wait_for("document.querySelector('#person output').textContent").startswith("sz_")
    tab.open(f"{guarded}/library")
    moved = "[data-move='liwan-2024.txt']"
    assert tab.text(moved) == "荔湾区"
    tab.click(moved)
    tab.run("document.querySelector('#moving [name=collection]').value = '花都区'")
    tab.run("delete document.documentElement.dataset.ready")
    tab.click("#moving [type=submit]")
    tab.drawn()
    assert tab.text(moved) == "花都区"
    tab.open(f"{guarded}/users?view=log&who={quote('主任')}&what=changed")
    told = tab.texts(".log .target")
    assert "POST /api/v1/users" in told[-2] + told[-1]
    assert PASSWORD not in tab.text(".page")
    tab.click("form[action='/logout'] button")
    tab.wait_for("location.pathname === '/login'")
    assert tab.complaints == []
