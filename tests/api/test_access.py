"""The gate: who comes in, what roles may, forged requests, limits, headers, the log, and what is never in it."""

import logging
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import Response

import suizhi as product
from api.access.guarding import COOKIE
from api.access.login import TRIES
from api.access.passwords import hashed, matches
from api.access.rules import is_from_here, needed, shown
from api.access.store import FILE, Access
from api.app import create_app
from api.errors import UsageError
from api.settings import Settings

PASSWORD = "一句足够长的口令，谁也猜不到"
API = "/api/v1"
HERE = {"Origin": "http://testserver"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a report in each of two collections, and a user of each role."""
    folder = tmp_path_factory.mktemp("library")
    room = product.open(folder)
    for place in ("天河区", "越秀区"):
        path = tmp_path_factory.mktemp("files") / f"{place}.txt"
        title = f"2021年度广州市{place}政务服务数据管理局部门整体支出绩效自评报告"
        path.write_text(f"{title}\n\n一、概况\n\n满意率99%。\n", "utf-8")
        assert [t.status for t in room.within(None, target=place).ingest([path])] == ["added"]
    access = Access(folder)
    access.add("读", PASSWORD, "reader", ["天河区"])
    access.add("编", PASSWORD, "editor", ["天河区"])
    access.add("管", PASSWORD, "admin", None)
    return folder


@pytest.fixture
def access(home: Path) -> Access:
    return Access(home)


def opened(home: Path, **settings: object) -> TestClient:
    made = create_app(Settings(home=home, access=True, **settings), pages=False)
    return TestClient(made, raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture
def client(home: Path) -> Iterator[TestClient]:
    with opened(home) as client:
        yield client


def login(client: TestClient, name: str, password: str = PASSWORD, **more: str):
    return client.post("/login", data={"name": name, "password": password, **more}, headers=HERE)


def bearer(access: Access, name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {access.new_token(name)[1]}"}


# Whether it opens


@pytest.mark.parametrize("host", ["0.0.0.0", "10.1.2.3", "::", "suizhi.example"])
def test_listening_to_others_without_users_is_refused_with_the_way_out(tmp_path: Path, host: str):
    with pytest.raises(UsageError, match="suizhi user add"):
        create_app(Settings(home=tmp_path, host=host), pages=False)
    with pytest.raises(UsageError, match="不能关闭登录"):
        create_app(Settings(home=tmp_path, host=host, access=False), pages=False)


def test_the_command_says_so_too(suizhi: Callable, tmp_path: Path):
    ran = suizhi("serve", "--host", "0.0.0.0", "--home", tmp_path)
    assert (ran.status, "suizhi user add" in ran.err) == (2, True)


def test_listening_to_this_machine_asks_for_nobody(home: Path):
    with TestClient(base_url="http://127.0.0.1", app=create_app(Settings(home=home), pages=False)) as client:
        assert len(client.get(f"{API}/documents").json()["documents"]) == 2
        assert client.get("/login").status_code == 404


def test_a_certificate_without_its_key_is_refused(home: Path):
    with pytest.raises(UsageError, match="私钥"):
        create_app(Settings(home=home, tls_cert=Path("x.crt")), pages=False)


# Coming in


def test_a_password_lets_in_and_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient):
    answer = login(client, "读", next="/search?q=满意率")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/search?q=")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith(f"{COOKIE}=")
    assert {"httponly", "samesite=lax"} <= {part.strip() for part in cookie.split(";")}
    documents = client.get(f"{API}/documents").json()["documents"]
    assert [line["source"] for line in documents] == ["天河区.txt"]


def test_over_https_the_cookie_goes_over_https_only(home: Path):
    with opened(home, https=True) as client:
        answer = login(client, "读")
        assert "secure" in answer.headers["set-cookie"].lower()
        assert "max-age" in answer.headers["strict-transport-security"]


@pytest.mark.parametrize(
    ("name", "password"), [("读", "别的口令别的口令别的"), ("没有", PASSWORD), ("读", ""), ("", PASSWORD)]
)
def test_a_wrong_name_or_password_lets_nobody_in_and_does_not_say_which(
    client: TestClient, name: str, password: str
):
    answer = login(client, name, password)
    assert answer.status_code in (401, 422)
    assert "set-cookie" not in answer.headers or COOKIE not in answer.headers["set-cookie"]
    assert client.get(f"{API}/documents").status_code == 401
    if answer.status_code == 401:
        assert "用户名或密码不对" in answer.text


@pytest.mark.parametrize(
    "there", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_way_in_leads_nowhere_else(client: TestClient, there: str):
    assert login(client, "读", next=there).headers["location"] == "/"


def test_what_is_typed_into_the_way_in_is_escaped(client: TestClient):
    assert "<script>x" not in client.get('/login?next=/"><script>x').text


def test_passwords_cannot_be_tried_for_long(home: Path):
    with opened(home) as client:
        answers = [login(client, "管", f"第{n}个口令第几个口令呢").status_code for n in range(TRIES + 1)]
        assert answers[-1] == 429
        assert login(client, "管").status_code == 429, "the right one is not taken either"


def test_a_cookie_that_was_changed_or_made_up_is_none(client: TestClient):
    login(client, "读")
    good = client.cookies[COOKIE]
    for bad in (good[:-2], "x" + good, good.replace(".", "..", 1), ""):
        client.cookies.clear()
        client.cookies.set(COOKIE, bad)
        assert client.get(f"{API}/documents").status_code == 401


def test_leaving_ends_the_session(client: TestClient):
    login(client, "读")
    assert client.post("/logout", headers=HERE).status_code == 303
    assert client.get(f"{API}/documents").status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        lambda access: access.set_password("临", PASSWORD + "新"),
        lambda access: access.give("临", None, ["越秀区"], every=False),
        lambda access: access.remove("临"),
    ],
    ids=["password", "collections", "removed"],
)
def test_a_session_ends_when_what_it_rests_on_changes(client: TestClient, access: Access, change: Callable):
    access.add("临", PASSWORD, "reader", ["天河区"])
    try:
        login(client, "临")
        assert client.get(f"{API}/documents").status_code == 200
        change(access)
        assert client.get(f"{API}/documents").status_code == 401
    finally:
        if access.user("临"):
            access.remove("临")


def test_a_token_lets_a_program_in_until_it_is_taken_back(client: TestClient, access: Access):
    made, token = access.new_token("读", "月报")
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get(f"{API}/documents", headers=headers).status_code == 200
    access.end_token(made.id)
    answer = client.get(f"{API}/documents", headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert client.get(f"{API}/documents", headers={"Authorization": "Bearer sz_madeup"}).status_code == 401
    assert client.get(f"{API}/documents?token={token}").status_code == 401


def test_pages_show_the_way_in_and_programs_get_an_error_in_the_one_form(client: TestClient):
    page = client.get("/search?q=满意率", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["location"][:13]) == (303, "/login?next=/")
    assert "q%3D" in page.headers["location"]
    answer = client.get(f"{API}/documents")
    assert answer.status_code == 401
    assert "令牌" in answer.text
    assert set(client.get(f"{API}/nothing", headers=HERE).json()) == set(answer.json())


def test_whoever_has_not_come_in_sends_little(client: TestClient):
    assert login(client, "读", "长" * 100_000).status_code == 413


# What roles may


CHANGES = [
    ("DELETE", "/documents/absent.txt"), ("POST", "/documents"), ("POST", "/watches"), ("POST", "/corrections/facts/x"),
    ("POST", "/aliases/x"), ("POST", "/audit/x"), ("POST", "/collections/天河区"), ("DELETE", "/corrections/x"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_a_reader_changes_nothing(client: TestClient, access: Access, method: str, path: str):
    answer = client.request(method, API + path, headers=bearer(access, "读"), json={})
    assert (answer.status_code, "不能这样做" in answer.text) == (403, True)
    assert (
        client.request(method, API + path, headers=bearer(access, "编"), json={}).status_code != 403
        or method == "DELETE"
    )


def test_a_reader_asks(client: TestClient, access: Access):
    answer = client.post(f"{API}/ask", json={"question": "满意率是多少？"}, headers=bearer(access, "读"))
    assert answer.status_code == 200


def test_whatever_is_not_known_to_change_nothing_takes_an_editor():
    assert needed("POST", f"{API}/something/new") == "editor"
    assert needed("PURGE", "/") == "editor"
    assert needed("GET", f"{API}/something/new") == "reader"
    assert needed("POST", f"{API}/asking-for-it") == "editor"


def test_an_admin_sees_all_and_signs_with_their_own_name(client: TestClient, access: Access):
    headers = bearer(access, "管")
    assert len(client.get(f"{API}/documents", headers=headers).json()["documents"]) == 2
    said = {"text": "满意率是多少？", "who": "别人"}
    assert client.post(f"{API}/watches", json=said, headers=headers).json()["who"] == "管"


# Forged requests


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
     {"Sec-Fetch-Site": "same-site"},
     {"Origin": "http://testserver.evil.example"}, {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}],
)  # fmt: skip
def test_a_change_by_cookie_is_taken_from_our_own_pages_only(client: TestClient, headers: dict[str, str]):
    login(client, "编")
    answer = client.post(f"{API}/watches", json={"text": "满意率是多少呢？"}, headers=headers)
    assert (answer.status_code, "不是从本系统的页面" in answer.text) == (403, True)


@pytest.mark.parametrize("headers", [HERE, {"Sec-Fetch-Site": "same-origin"}])
def test_a_change_from_our_own_pages_is_taken(client: TestClient, headers: dict[str, str]):
    login(client, "编")
    assert client.delete(f"{API}/watches/absent", headers=headers).status_code not in (401, 403)


def test_nobody_is_logged_in_by_another_site(client: TestClient):
    data = {"name": "读", "password": PASSWORD}
    assert client.post("/login", data=data, headers={"Origin": "http://evil.example"}).status_code == 403


def test_a_program_with_a_token_need_not_say_where_it_comes_from(client: TestClient, access: Access):
    assert client.delete(f"{API}/watches/absent", headers=bearer(access, "编")).status_code not in (401, 403)


def test_without_login_too_other_sites_change_nothing(home: Path):
    with TestClient(base_url="http://127.0.0.1", app=create_app(Settings(home=home), pages=False)) as client:
        for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            assert client.delete(f"{API}/documents/天河区.txt", headers=headers).status_code == 403
        assert client.delete(f"{API}/watches/absent").status_code != 403, "programs send no such headers"


@pytest.mark.parametrize(
    "host", ["rebound.example", "rebound.example:8000", "127.0.0.1.example", "testserver", "["]
)
def test_without_login_nothing_is_told_under_another_name_that_leads_here(home: Path, host: str):
    """A site whose name was made to lead to 127.0.0.1 would read every answer (DNS rebinding)."""
    with TestClient(base_url="http://127.0.0.1", app=create_app(Settings(home=home), pages=False)) as client:
        for path in (f"{API}/documents", "/health", "/docs"):
            refused = client.get(path, headers={"Host": host})
            assert (refused.status_code, "天河区" in refused.text) == (403, False), path
            assert refused.headers["content-type"] == "application/problem+json"
        for own in ("127.0.0.1:8000", "localhost:8000", "[::1]:8000"):
            assert client.get(f"{API}/documents", headers={"Host": own}).status_code == 200, own


def test_with_login_any_name_will_do_since_a_cookie_knows_its_own(client: TestClient, access: Access):
    headers = bearer(access, "读") | {"Host": "suizhi.example"}
    assert client.get(f"{API}/documents", headers=headers).status_code == 200


def test_what_is_looked_at_on_an_open_page_is_told_and_ends_with_the_right(home: Path, access: Access):
    from starlette.testclient import TestClient as Client

    from api.access.gate import Gate

    looks = []

    async def page(scope, receive, send) -> None:
        looks.append(scope["state"]["looks"])
        await Response()(scope, receive, send)

    gate = Gate(page, room=product.open(home), access=access, per_minute=100)
    access.add("看", PASSWORD, "reader", ["天河区"])
    assert Client(gate).get("/graph", headers=bearer(access, "看")).status_code == 200
    (look,) = looks
    assert look("/graph", [("center", "天河区"), ("token", "sz_x")])
    assert access.log(who="看")[-1].target == "LOOK /graph?center=天河区&token=…"
    access.give("看", None, ["越秀区"], every=False)
    assert not look("/graph", [("center", "天河区")])
    assert access.log(who="看")[-1].what == "refused"
    access.remove("看")
    assert not look("/graph", [("center", "天河区")])


def test_websockets_of_other_sites_are_refused(home: Path):
    from starlette.websockets import WebSocketDisconnect

    with opened(home) as client:
        login(client, "编")
        for headers in ({"Origin": "http://evil.example"}, {}):
            with (
                pytest.raises(WebSocketDisconnect),
                client.websocket_connect("/_nicegui_ws/socket.io", headers=headers),
            ):
                pass


@given(st.dictionaries(st.sampled_from(["sec-fetch-site", "origin", "host"]), st.text(max_size=30)))
def test_whatever_a_browser_says_is_understood(headers: dict[str, str]):
    assert is_from_here(headers, sure=True) in (True, False)
    if headers.get("sec-fetch-site") not in (None, "same-origin", "none"):
        assert not is_from_here(headers, sure=False)


# Limits and headers


def test_a_user_who_asks_too_much_waits(home: Path, access: Access):
    with opened(home, requests_per_minute=5) as client:
        headers = bearer(access, "读")
        answers = [client.get(f"{API}/documents", headers=headers) for _ in range(6)]
        assert [a.status_code for a in answers] == [200] * 5 + [429]
        assert int(answers[-1].headers["retry-after"]) > 0
        assert client.get(f"{API}/documents", headers=bearer(access, "编")).status_code == 200


def test_strangers_are_counted_by_address(home: Path):
    with opened(home, requests_per_minute=5) as client:
        assert [client.get("/login").status_code for _ in range(6)][-1] == 429


@pytest.mark.parametrize("guarded", [True, False])
def test_every_answer_tells_browsers_what_to_refuse(home: Path, access: Access, guarded: bool):
    app = create_app(Settings(home=home, access=guarded), pages=False)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        headers = bearer(access, "读")
        for path in (f"{API}/documents", "/docs", "/login", f"{API}/absent", "/health"):
            answer = client.get(path, headers=headers)
            policy = answer.headers["content-security-policy"]
            assert "frame-ancestors 'none'" in policy
            assert not re.search(r"https?:|\*", policy)
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert ("cache-control" in answer.headers) == guarded or "static" in path


# The log


def test_who_saw_changed_and_exported_what_stands_in_the_log(client: TestClient, access: Access):
    before = len(access.log(last=10**6))
    login(client, "编")
    client.get(f"{API}/search", params={"q": "满意率"})
    client.delete(f"{API}/watches/absent", headers=HERE)
    client.post("/logout", headers=HERE)
    lines = access.log(last=10**6)[before:]
    assert [(line.who, line.door, line.what) for line in lines] == [
        ("编", "login", "came"), ("编", "api", "saw"), ("编", "api", "changed"), ("编", "login", "left"), ("编", "page", "saw"),
    ][: len(lines)]  # fmt: skip
    assert lines[1].target == "GET /api/v1/search?q=满意率"


def test_refusals_stand_in_the_log(client: TestClient, access: Access):
    client.delete(f"{API}/documents/x", headers=bearer(access, "读"))
    login(client, "不存在的人")
    last = access.log(what="refused")[-2:]
    assert [(line.who, line.status) for line in last] == [("读", 403), ("", 401)]


def test_the_log_is_only_ever_added_to(home: Path, access: Access):
    access.tell("读", "api", "saw", "GET /")
    base = sqlite3.connect(home / FILE)
    try:
        for statement in ("DELETE FROM log", "UPDATE log SET who = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="only added to"):
                base.execute(statement)
    finally:
        base.close()


def test_no_secret_is_kept_or_logged(home: Path, access: Access, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    with opened(home) as client:
        made, token = access.new_token("读")
        login(client, "读")
        login(client, "读", "错的口令错的口令错的口令")
        client.get(
            f"{API}/search?q=x&token={token}&password={PASSWORD}",
            headers={"Authorization": f"Bearer {token}"},
        )
        cookie = client.cookies[COOKIE]
    kept = b"".join(path.read_bytes() for path in home.glob("access.sqlite3*"))
    ours = [
        record.getMessage() for record in caplog.records if not record.name.startswith("http")
    ]  # the client's own
    ours = "\n".join(ours)
    for secret in (PASSWORD, token, "错的口令错的口令错的口令", cookie):
        assert secret.encode() not in kept
        assert secret not in ours
    access.end_token(made.id)


def test_the_file_is_its_owners_alone(home: Path):
    assert (home / FILE).stat().st_mode & 0o077 == 0


def test_passwords_are_kept_as_hashes_that_differ():
    one, other = hashed(PASSWORD), hashed(PASSWORD)
    assert one != other
    assert one.startswith("$argon2id$")
    assert matches(PASSWORD, one)
    assert not matches(PASSWORD, None)
    assert not matches(PASSWORD, "no hash")
    for bad in ("short", "x" * 201):
        with pytest.raises(UsageError):
            hashed(bad)


@given(st.text(max_size=50), st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), max_size=3))
def test_any_address_can_be_shown(path: str, query: list[tuple[str, str]]):
    assert shown(path, query).startswith(path)


# The commands


def test_users_are_made_listed_changed_and_removed(suizhi: Callable, tmp_path: Path):
    at = ("--home", tmp_path, "--json")
    assert suizhi("user", "list", *at).lines == []
    (made,) = suizhi(
        "user", "add", "张三", "--collection", "花都区", "--stdin", *at, stdin=f"{PASSWORD}\n".encode()
    ).lines
    assert made | {"since": ""} == {"name": "张三", "role": "reader", "collections": ["花都区"], "since": ""}
    assert suizhi("user", "add", "张三", "--stdin", *at, stdin=f"{PASSWORD}\n".encode()).status == 2
    (now,) = suizhi("user", "give", "张三", "--role", "admin", *at).lines
    assert (now["role"], now["collections"]) == ("admin", None)
    (token,) = suizhi("user", "token", "张三", "--label", "月报", *at).lines
    assert Access(tmp_path).bearer(token["token"]).name == "张三"
    (listed,) = suizhi("user", "tokens", *at).lines
    assert listed == {key: token[key] for key in ("id", "user", "label", "since")}
    assert suizhi("user", "revoke", token["id"], "--home", tmp_path).status == 0
    assert (
        suizhi(
            "user", "passwd", "张三", "--stdin", "--home", tmp_path, stdin="另一句足够长的口令啊\n".encode()
        ).status
        == 0
    )
    assert Access(tmp_path).comes_in("张三", "另一句足够长的口令啊") is not None
    assert suizhi("user", "remove", "张三", "--home", tmp_path).status == 0
    assert suizhi("user", "remove", "张三", "--home", tmp_path).status == 2
    told = [line["target"].split()[:2] for line in suizhi("log", *at).lines]
    assert told == [["user", w] for w in ("add", "give", "token", "revoke", "passwd", "remove")]


def test_reports_are_put_into_collections_and_moved(suizhi: Callable, tmp_path: Path, report: Callable):
    at = ("--home", tmp_path / "library", "--json")
    assert suizhi("ingest", report(), "--collection", "花都区", *at).status == 0
    assert suizhi("collection", *at).lines == [{"collection": "花都区", "documents": 1}]
    (moved,) = suizhi("collection", "move", "荔湾区", "report.txt", *at).lines
    assert moved == {"source": "report.txt", "from": "花都区", "to": "荔湾区"}
    assert suizhi("collection", *at).lines == [{"collection": "荔湾区", "documents": 1}]
    assert suizhi("collection", "move", "荔湾区", "absent.txt", *at).status == 2
    assert suizhi("collection", "move", "a,b", "report.txt", *at).status == 2


def test_a_program_lists_collections_and_moves_reports(client: TestClient, access: Access):
    assert client.get(f"{API}/collections", headers=bearer(access, "编")).json() == {
        "collections": [{"collection": "天河区", "documents": 1}]
    }
    refused = client.post(
        f"{API}/collections/越秀区", json={"sources": ["天河区.txt"]}, headers=bearer(access, "编")
    )
    assert refused.status_code == 422
    headers = bearer(access, "管")
    answer = client.post(f"{API}/collections/越秀区", json={"sources": ["天河区.txt"]}, headers=headers)
    assert answer.json() == {"collection": "越秀区", "moved": [{"source": "天河区.txt", "from": "天河区"}]}
    client.post(f"{API}/collections/天河区", json={"sources": ["天河区.txt"]}, headers=headers)
