"""`verify`, `repair`, `backup`, `restore` and their routes: what a person or a program reads of them."""

import io
import shutil
import sqlite3
import tarfile
import time

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings

CHECKS = ["database", "originals", "seals", "citations", "counts", "decisions", "index"]


@pytest.fixture
def library(home, tmp_path):
    """A copy that a test may break."""
    return shutil.copytree(home, tmp_path / "library")


def change(library, statement):
    connection = sqlite3.connect(library / "library.sqlite3")
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_whole_library_passes_every_check(suizhi, home):
    ran = suizhi("verify", "--home", home, "--json")
    assert ran.status == 0
    assert [line["check"] for line in ran.lines] == CHECKS
    assert all(line["wrong"] == 0 and line["details"] == [] for line in ran.lines)
    assert sum(line["checked"] for line in ran.lines) > 1000
    assert "无误" in suizhi("verify", "--home", home).out
    ran = suizhi("repair", "--home", home, "--json")
    assert (ran.status, ran.lines) == (0, [])


def test_a_changed_quote_is_named_refused_and_mended(suizhi, library):
    whole = suizhi("export", "all", "--home", library).out
    change(library, "UPDATE facts SET quote = quote || '9' WHERE report = 3 AND number = 0")
    ran = suizhi("verify", "--home", library, "--json")
    assert ran.status == 1
    wrong = {line["check"]: line["details"] for line in ran.lines if line["wrong"]}
    assert wrong.keys() == {"seals", "citations"}
    (detail,) = wrong["seals"]
    assert (detail["where"], detail["remedy"]) == ("huadu-2023.txt", "请运行 suizhi repair")
    for arguments in (
        ["ask", "花都区2023年12345热线的满意率是多少？"],
        ["export", "facts"],
        ["export", "relations"],
        ["export", "all"],
        ["export", "graph", "--format", "graphml"],
        ["entity", "广州市花都区"],
        ["audit", "huadu-2023.txt"],
        ["search", "花都区满意率"],
    ):
        ran = suizhi(*arguments, "--home", library)
        assert ran.status == 2, arguments
        assert ran.err.startswith("huadu-2023.txt：库中的内容与入库时的校验值不符"), arguments
    ran = suizhi("repair", "--home", library, "--json")
    assert (ran.status, ran.lines) == (
        0,
        [{"where": "huadu-2023.txt", "status": "mended", "what": "已从库中的原件重新读取"}],
    )
    assert suizhi("export", "all", "--home", library).out == whole
    assert suizhi("verify", "--home", library).status == 0


def test_what_cannot_be_mended_is_named_with_the_way_out(suizhi, library):
    change(library, "UPDATE originals SET bytes = x'00'")
    change(library, "UPDATE texts SET text = text || '。' WHERE report = 1")
    ran = suizhi("repair", "--home", library, "--json")
    assert ran.status == 1
    assert [line["status"] for line in ran.lines] == ["lost"] * 5
    assert all("ingest --replace" in line["what"] for line in ran.lines)
    assert suizhi("repair", "--home", library).out.startswith("无法修复：guangzhou-2023.txt：")


def test_a_backup_is_restored_to_the_same_bytes_of_export(suizhi, library, tmp_path):
    whole = suizhi("export", "all", "--home", library).out
    for name in ("a.tar", "a.tar.gz"):
        ran = suizhi("backup", tmp_path / name, "--home", library, "--json")
        (line,) = ran.lines
        assert (ran.status, line["reports"], line["wrong"]) == (0, 5, [])
        assert line["bytes"] == (tmp_path / name).stat().st_size
        with tarfile.open(tmp_path / name) as tar:
            assert tar.getnames() == ["backup.json", "library.sqlite3"]
        assert suizhi("restore", tmp_path / name, "--home", tmp_path / name[2:]).status == 0
        assert suizhi("export", "all", "--home", tmp_path / name[2:]).out == whole
        assert suizhi("verify", "--home", tmp_path / name[2:]).status == 0
    again = suizhi("backup", tmp_path / "a.tar", "--home", library)
    assert again.status == 2
    assert "不覆盖" in again.err


def test_users_and_the_log_go_with_a_backup_and_come_back_where_there_are_none(suizhi, library, tmp_path):
    from api.access.store import Access

    access = Access(library)
    access.add("王主任", "一句足够长的口令，谁也猜不到", "admin", None)
    _, token = access.new_token("王主任", "月报")
    access.tell("王主任", "page", "saw", "GET /", 200)
    ran = suizhi("backup", tmp_path / "a.tar", "--home", library, "--json")
    assert ran.lines[0]["users"] is True
    assert (tmp_path / "a.tar").stat().st_mode & 0o077 == 0, "its owner's alone"
    (line,) = suizhi("restore", tmp_path / "a.tar", "--home", tmp_path / "new", "--json").lines
    assert line["users"] is True
    back = Access(tmp_path / "new")
    assert ([user.name for user in back.users()], back.bearer(token).name) == (["王主任"], "王主任")
    assert back.log() == access.log()
    assert (tmp_path / "new" / "access.sqlite3").stat().st_mode & 0o077 == 0
    # Who was sent away since does not come back with a backup.
    back.remove("王主任")
    back.add("李主任", "一句足够长的口令，谁也猜不到", "admin", None)
    again = suizhi("restore", tmp_path / "a.tar", "--replace", "--home", tmp_path / "new", "--json")
    assert again.lines[0]["users"] is False
    assert [user.name for user in back.users()] == ["李主任"]


def test_a_backup_over_http_has_nobodys_hash(library, tmp_path):
    from api.access.store import Access

    access = Access(library)
    access.add("王主任", "一句足够长的口令，谁也猜不到", "admin", None)
    headers = {"Authorization": f"Bearer {access.new_token('王主任')[1]}"}
    app = create_app(Settings(home=library, access=True), pages=False)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        answer = client.get("/api/v1/backup", headers=headers)
    assert answer.status_code == 200
    (tmp_path / "a.tar").write_bytes(answer.content)
    with tarfile.open(tmp_path / "a.tar") as tar:
        assert "access.sqlite3" not in tar.getnames()


def test_a_library_that_holds_something_goes_only_when_told(suizhi, library, tmp_path):
    assert suizhi("backup", tmp_path / "a.tar", "--home", library).status == 0
    assert suizhi("remove", "liwan-2024.txt", "--home", library).status == 0
    refused = suizhi("restore", tmp_path / "a.tar", "--home", library)
    assert refused.status == 2
    assert "4 份报告" in refused.err
    assert len(suizhi("documents", "--home", library, "--json").lines) == 4
    assert suizhi("restore", tmp_path / "a.tar", "--replace", "--home", library).status == 0
    assert len(suizhi("documents", "--home", library, "--json").lines) == 5


def test_a_backup_that_is_not_whole_changes_nothing(suizhi, library, tmp_path):
    assert suizhi("backup", tmp_path / "a.tar", "--home", library).status == 0
    good = (tmp_path / "a.tar").read_bytes()
    before = suizhi("export", "all", "--home", library).out
    middle = len(good) // 2
    damaged = {
        "cut": good[:middle],
        "flipped": good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :],
        "no tar": b"x" * 1000,
        "empty": b"",
        "strange": strange_tar(),
    }
    for name, data in damaged.items():
        (tmp_path / name).write_bytes(data)
        ran = suizhi("restore", tmp_path / name, "--replace", "--home", library)
        assert ran.status == 2, name
        assert "备份" in ran.err, name
    assert suizhi("export", "all", "--home", library).out == before
    assert not list(library.glob("restore-*"))


def strange_tar() -> bytes:
    """A list that names a path outside."""
    out = io.BytesIO()
    listed = b'{"format": 1, "made": "", "reports": 1, "decisions": 0, "sha256": {"library.sqlite3": "", "../x": ""}}'
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, data in (("backup.json", listed), ("library.sqlite3", b""), ("../x", b"x")):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def test_a_service_goes_on_with_what_was_restored(suizhi, library, tmp_path):
    assert suizhi("backup", tmp_path / "a.tar", "--home", library).status == 0
    assert suizhi("remove", "huadu-2023.txt", "--home", library).status == 0
    with TestClient(
        base_url="http://127.0.0.1", app=create_app(Settings(home=library), pages=False)
    ) as client:
        question = {"question": "花都区2023年12345热线的满意率是多少？"}
        assert client.post("/api/v1/ask", json=question).json()["answerable"] is False
        assert suizhi("restore", tmp_path / "a.tar", "--replace", "--home", library).status == 0
        assert client.post("/api/v1/ask", json=question).json()["short"] == "67.82%"


def test_a_service_refuses_a_damaged_report_as_its_own_fault_and_answers_from_the_others(library):
    change(library, "UPDATE facts SET low = '1' || low WHERE report = 3")
    with TestClient(
        base_url="http://127.0.0.1", app=create_app(Settings(home=library), pages=False)
    ) as client:
        failed = client.post("/api/v1/ask", json={"question": "花都区2023年12345热线的满意率是多少？"})
        assert failed.status_code == 503
        assert "huadu-2023.txt" in failed.json()["detail"]
        assert "repair" in failed.json()["remedy"]
        other = client.post("/api/v1/ask", json={"question": "增城区2023年受理工单多少宗？"})
        assert other.status_code == 200


def test_checks_and_backups_over_http(suizhi, library, tmp_path):
    with TestClient(
        base_url="http://127.0.0.1", app=create_app(Settings(home=library), pages=False)
    ) as client:
        begun = client.post("/api/v1/verify")
        assert begun.status_code == 202
        job: dict = {}
        for _ in range(300):
            job = client.get(f"/api/v1/jobs/{begun.json()['id']}").json()
            if job["state"] in ("done", "failed"):
                break
            time.sleep(0.05)
        assert [line["check"] for line in job["documents"]] == CHECKS
        got = client.get("/api/v1/backup")
        assert got.headers["content-disposition"].startswith('attachment; filename="suizhi-')
        (tmp_path / "got.tar").write_bytes(got.content)
    assert suizhi("restore", tmp_path / "got.tar", "--home", tmp_path / "new").status == 0
    assert len(suizhi("documents", "--home", tmp_path / "new", "--json").lines) == 5
