"""`ingest`, `refresh`, `remove`, `documents`: a line a file, and the exit status a script can rely on."""

import os

import pytest

FIELDS = {
    "source", "status", "error", "title", "region", "department", "year", "passages", "entities",
    "relations", "facts", "seconds",
}  # fmt: skip


def test_a_folder_is_read_and_every_file_gets_its_line(suizhi, home, corpus):
    ran = suizhi("documents", "--home", home, "--json")
    assert ran.status == 0
    assert [line["source"] for line in ran.lines] == sorted(path.name for path in corpus.glob("*.txt"))
    for line in ran.lines:
        assert line["passages"] > 0
        assert line["facts"] > 0
        assert {"title", "kind", "region", "department", "year", "sha256", "characters"} <= line.keys()


def test_the_second_time_nothing_changes(suizhi, report, tmp_path):
    home, path = tmp_path / "library", report()
    first = suizhi("ingest", path, "--home", home, "--json")
    again = suizhi("ingest", path, "--home", home, "--json")
    assert (first.status, again.status) == (0, 0)
    assert first.lines[0].keys() >= FIELDS
    assert [first.lines[0]["status"], again.lines[0]["status"]] == ["added", "unchanged"]
    assert first.lines[0]["source"] == "report.txt"


def test_another_document_under_a_taken_name_is_refused_unless_told_to_replace(suizhi, report, tmp_path):
    home = tmp_path / "library"
    suizhi("ingest", report(), "--home", home)
    changed = report(rate="91.02")
    refused = suizhi("ingest", changed, "--home", home, "--json")
    assert (refused.status, refused.lines[0]["status"]) == (2, "failed")
    assert "--replace" in refused.err
    replaced = suizhi("ingest", changed, "--home", home, "--json", "--replace")
    assert (replaced.status, replaced.lines[0]["status"]) == (0, "replaced")
    facts = suizhi("export", "facts", "--home", home).lines
    assert {91.02} == {fact["value"] for fact in facts if fact["unit"] == "%"}


def test_the_same_text_under_another_name_is_not_counted_twice(suizhi, report, tmp_path):
    home = tmp_path / "library"
    suizhi("ingest", report(), "--home", home)
    ran = suizhi("ingest", report("copy.txt"), "--home", home, "--json")
    assert (ran.status, ran.lines[0]["status"]) == (0, "duplicate")
    assert "report.txt" in ran.lines[0]["error"]
    assert len(suizhi("documents", "--home", home, "--json").lines) == 1


def test_one_bad_file_fails_alone_and_the_exit_status_says_so(suizhi, report, tmp_path):
    folder = report("in/good.txt").parent
    (folder / "empty.txt").write_bytes(b"")
    (folder / "song.mp3").write_bytes(b"ID3")
    ran = suizhi("ingest", folder, "--home", tmp_path / "library", "--json")
    assert {line["source"]: line["status"] for line in ran.lines} == {
        "good.txt": "added",
        "empty.txt": "failed",
        "song.mp3": "skipped",
    }
    assert ran.status == 2
    assert "empty.txt" in ran.err


def test_a_file_with_a_name_from_another_system_does_not_stop_the_others(suizhi, report, tmp_path):
    folder = report("in/z.txt", rate="91.02").parent
    name = os.fsencode(folder) + "/花都.txt".encode("gbk")
    try:
        with open(name, "wb") as target:
            target.write(report("other.txt").read_bytes())
    except OSError:
        pytest.skip("not run: this file system takes UTF-8 names only (run it on Linux)")
    ran = suizhi("ingest", folder, "--home", tmp_path / "library", "--json")
    assert len(ran.lines) == 2
    assert {"source": "z.txt", "status": "added"}.items() <= ran.lines[0].items()


def test_a_file_that_is_not_there_is_named(suizhi, tmp_path):
    ran = suizhi("ingest", tmp_path / "absent.txt", "--home", tmp_path / "library", "--json")
    assert ran.status == 2
    assert "absent.txt" in ran.err


def test_a_report_is_removed_with_what_it_said_and_an_absent_one_is_no_error(suizhi, report, tmp_path):
    home = tmp_path / "library"
    suizhi("ingest", report(), "--home", home)
    ran = suizhi("remove", "report.txt", "other.txt", "--home", home, "--json")
    assert ran.status == 0
    assert ran.lines == [
        {"source": "report.txt", "status": "removed"},
        {"source": "other.txt", "status": "absent"},
    ]
    assert suizhi("export", "all", "--home", home).out == ""


def test_refresh_reads_the_kept_originals_even_where_the_files_are_gone(suizhi, report, tmp_path):
    home, path = tmp_path / "library", report()
    suizhi("ingest", path, "--home", home)
    path.unlink()
    ran = suizhi("refresh", "--home", home, "--json")
    assert (ran.status, [line["status"] for line in ran.lines]) == (0, ["unchanged"])
    absent = suizhi("refresh", "other.txt", "--home", home, "--json")
    assert absent.status == 2
    assert "other.txt" in absent.err


def test_people_get_words_instead_of_json(suizhi, report, tmp_path):
    home = tmp_path / "library"
    ran = suizhi("ingest", report(), "--home", home)
    assert ran.out.startswith("已读入  report.txt")
    assert "report.txt" in suizhi("documents", "--home", home).out
    assert "已移除" in suizhi("remove", "report.txt", "--home", home).out
    assert "还没有报告" in suizhi("documents", "--home", home).out


def test_a_home_that_is_a_file_is_wrong_usage(suizhi, report):
    path = report()
    ran = suizhi("documents", "--home", path)
    assert (ran.status, ran.out) == (2, "")
    assert path.name in ran.err


def test_the_home_can_come_from_the_environment(suizhi, report, tmp_path, monkeypatch):
    monkeypatch.setenv("SUIZHI_HOME", str(tmp_path / "library"))
    suizhi("ingest", report())
    assert (tmp_path / "library").is_dir()
    assert len(suizhi("documents", "--json").lines) == 1


def test_wrong_usage_has_exit_status_2(suizhi):
    for arguments in (["ingest"], ["nonsense"], ["documents", "--nonsense"], ["search", "x", "--top", "0"]):
        assert suizhi(*arguments).status == 2, arguments
