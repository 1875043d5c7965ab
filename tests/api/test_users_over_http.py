"""Users over HTTP: an admin with their own password changes them; nobody else reads or changes anything of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.access.store import Access
from api.app import PREFIX, create_app
from api.settings import Settings

OWN, OTHER = "一句足够长的口令，谁也猜不到", "另一句足够长的口令，也猜不到"
USERS = f"{PREFIX}/users"


@pytest.fixture
def access(tmp_path: Path) -> Access:
    access = Access(tmp_path)
    access.add("主任", OWN, "admin", None)
    access.add("张三", OTHER, "editor", ["花都区"])
    return access


@pytest.fixture
def service(tmp_path: Path, access: Access) -> Iterator[TestClient]:
    from api.routes import people

    assert access.users()
    people._tried.reset()
    with TestClient(create_app(Settings(home=tmp_path, access=True), pages=False)) as client:
        yield client


def as_user(access: Access, name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {access.new_token(name)[1]}"}


@pytest.fixture
def admin(access: Access) -> dict[str, str]:
    return as_user(access, "主任")


def test_an_admin_makes_changes_and_removes_a_user(service, access, admin):
    said = {"name": "李四", "password": OTHER, "collections": ["荔湾区"], "own_password": OWN}
    made = service.post(USERS, json=said, headers=admin).json()
    assert (made["role"], made["collections"]) == ("reader", ["荔湾区"])
    now = service.post(f"{USERS}/李四", json={"role": "editor", "own_password": OWN}, headers=admin).json()
    assert (now["role"], now["collections"]) == ("editor", ["荔湾区"])
    stamp = access.user("李四").stamp
    new = "第三句足够长的口令，还是猜不到"
    assert service.post(
        f"{USERS}/李四", json={"password": new, "own_password": OWN}, headers=admin
    ).is_success
    assert access.comes_in("李四", new)
    assert access.user("李四").stamp != stamp
    service.post(f"{USERS}/李四/remove", json={"own_password": OWN}, headers=admin)
    assert {user["name"] for user in service.get(USERS, headers=admin).json()["users"]} == {"主任", "张三"}


def test_a_token_is_shown_once_works_and_ends(service, admin):
    made = service.post(
        f"{USERS}/张三/tokens", json={"label": "月报", "own_password": OWN}, headers=admin
    ).json()
    program = {"Authorization": f"Bearer {made['token']}"}
    assert service.get(f"{PREFIX}/documents", headers=program).status_code == 200
    told = service.get(USERS, headers=admin).text
    assert made["id"] in told
    assert made["token"] not in told
    service.post(f"{USERS}/张三/tokens/{made['id']}/end", json={"own_password": OWN}, headers=admin)
    assert service.get(f"{PREFIX}/documents", headers=program).status_code == 401


CHANGES = [
    ("", {"name": "李四", "password": OTHER}),
    ("/张三", {"role": "admin"}),
    ("/张三", {"password": OWN}),
    ("/张三/remove", {}),
    ("/张三/tokens", {"label": "x"}),
    ("/张三/tokens/0/end", {}),
]


@pytest.mark.parametrize(("path", "body"), CHANGES)
def test_a_session_without_its_password_changes_nothing(service, access, admin, path, body):
    before = (access.users(), access.tokens())
    assert service.post(USERS + path, json={**body, "own_password": OTHER}, headers=admin).status_code == 403
    assert service.post(USERS + path, json=body, headers=admin).status_code == 422
    assert (access.users(), access.tokens()) == before


@pytest.mark.parametrize(("path", "body"), CHANGES)
def test_nobody_but_an_admin_is_let_through_even_with_a_password(service, access, path, body):
    editor = as_user(access, "张三")
    before = (access.users(), access.tokens())
    for own in (OWN, OTHER):
        answer = service.post(USERS + path, json={**body, "own_password": own}, headers=editor)
        assert answer.status_code == 403
        assert service.post(USERS + path, json={**body, "own_password": own}).status_code == 401
    assert service.get(USERS, headers=editor).status_code == 403
    assert service.get(f"{USERS}/log", headers=editor).status_code == 403
    assert (access.users(), access.tokens()) == before


def test_passwords_cannot_be_tried_without_end(service, admin):
    tried = [
        service.post(f"{USERS}/张三/remove", json={"own_password": f"{n}不对"}, headers=admin).status_code
        for n in range(12)
    ]
    assert tried == [403] * 10 + [429] * 2


def test_there_always_is_an_admin(service, access, admin):
    for path, body in (("/主任", {"role": "reader"}), ("/主任/remove", {})):
        answer = service.post(USERS + path, json={**body, "own_password": OWN}, headers=admin)
        assert answer.status_code == 422
        assert "自己" in answer.json()["detail"]
    assert access.user("主任").role == "admin"


def test_the_log_tells_who_looked_and_who_changed_without_any_password(service, admin):
    service.get(USERS, headers=admin)
    service.post(
        f"{USERS}/张三", json={"password": "一句新的口令，也很长", "own_password": OWN}, headers=admin
    )
    entries = service.get(f"{USERS}/log", params={"who": "主任"}, headers=admin).json()["entries"]
    assert [(entry["what"], entry["target"]) for entry in entries] == [
        ("saw", f"GET {USERS}"),
        ("changed", f"POST {USERS}/张三"),
    ]


def test_without_a_login_there_are_no_users(tmp_path: Path):
    with TestClient(create_app(Settings(home=tmp_path), pages=False), base_url="http://127.0.0.1") as client:
        answer = client.get(USERS)
        assert answer.status_code == 409
        assert "suizhi user add" in answer.json()["detail"]
        assert client.post(USERS, json={"name": "a", "password": OWN, "own_password": ""}).status_code == 409
