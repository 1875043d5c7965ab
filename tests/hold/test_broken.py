"""Every file of the library damaged, one at a time: it opens or says what is wrong, and is mended or restored."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from random import Random

import pytest

import suizhi
from search.checking import verify
from search.library import Library, LibraryError

LONG = os.environ.get("HOLD") == "long"
FLIPS = 300 if LONG else 4
"""Bytes of the database that are changed, one a library."""

FILES = ("library.sqlite3", "decisions.jsonl", "index/manifest.json", "index/vectors-*", "index/words/meta.json",
         "index/words/*.idx", "index/words/*.term", "index/words/*.store", "index/words/*.fast",
         "index/words/.managed.json", "writer.lock", "index/writing.lock")  # fmt: skip
DAMAGES = ("flipped", "halved", "emptied", "missing", "other bytes")


def damage(path: Path, how: str, random: Random) -> str:
    """Damages a file; what was done."""
    data = path.read_bytes()
    if how == "flipped" and data:
        at = random.randrange(len(data))
        path.write_bytes(data[:at] + bytes([data[at] ^ (1 << random.randrange(8))]) + data[at + 1 :])
        return f"{path.name} flipped at {at} of {len(data)}"
    if how == "missing":
        path.unlink()
    else:
        path.write_bytes({"halved": data[: len(data) // 2], "emptied": b""}.get(how, b"x" * len(data)))
    return f"{path.name} {how}"


def tells_the_truth(home: Path, small) -> None:
    """Every question is answered with the right figure from the right place, or refused with words for people."""
    room = suizhi.open(home)
    for number in range(3):
        try:
            answer = room.ask(small.question_of(number))
        except LibraryError:
            continue
        if answer.answerable:
            assert small.rate_of(number) in answer.short
        for citation in answer.citations:
            assert citation.quote in small.text_of(number)


def mended(home: Path, small, before, backup: Path, done: str) -> bool:
    """Whether repair brought everything back; if not, it named something, and the backup does."""
    lines: list[object] = []
    try:
        lines.extend(suizhi.open(home).repair())
        lost = any(line.status == "lost" for line in lines)
    except LibraryError:
        # Of another version, as far as anybody can see.
        lost = True
    if lost:
        suizhi.open(home).restore(backup, replace=True)
    room = suizhi.open(home)
    with room.library as library:
        wrong = [one for check in verify(library, room._index, lambda *_: None) for one in check.wrong]
    assert wrong == [], (done, lines)
    assert small.state_of(home) == before, (done, lines)
    return not lost


@pytest.fixture
def backup(sample, tmp_path):
    file = tmp_path / "backup.tar"
    suizhi.open(shutil.copytree(sample, tmp_path / "source")).backup(file)
    return file


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_mended_or_named(name, small, home, sample, backup, answers):
    before = small.state_of(sample)
    random = Random(name)
    for how in DAMAGES if LONG else random.sample(DAMAGES, 1):
        shutil.rmtree(home)
        shutil.copytree(sample, home)
        path = next(home.glob(name))
        done = damage(path, how, random)
        tells_the_truth(home, small)
        whole = mended(home, small, before, backup, done)
        # All but the database comes back from what is left.
        assert whole or name == "library.sqlite3", done
        answers(home, 1)


def test_a_flipped_byte_anywhere_in_the_database_is_never_a_wrong_citation(
    small, home, sample, backup, answers
):
    before = small.state_of(sample)
    random = Random(3)
    whole = 0
    for _ in range(FLIPS):
        shutil.rmtree(home)
        shutil.copytree(sample, home)
        done = damage(home / "library.sqlite3", "flipped", random)
        tells_the_truth(home, small)
        whole += mended(home, small, before, backup, done)
    assert whole > FLIPS * 2 / 3, "most bytes belong to what can be read again"
    answers(home, 1)


def test_a_lost_write_ahead_log_costs_no_decision_and_no_whole_report(small, home, warm, sound):
    """A killed process leaves its last commits in the log only."""
    before = small.state_of(home)
    ran = warm("decide", home, small.PAIRS[2:], point=1000, after=20.0)
    assert len(ran["told"]) == 2
    for how in ("halved", "emptied", "missing", "flipped"):
        copy = Path(shutil.copytree(home, home.with_name(how)))
        holder = Library.open(copy)
        holder.decision_log()
        # Files as a power cut leaves them: copied while a process has them open.
        cut = Path(shutil.copytree(copy, home.with_name(f"{how}-cut")))
        holder.close()
        log = cut / "library.sqlite3-wal"
        if log.exists():
            damage(log, how, Random(1))
        list(suizhi.open(cut).repair())
        state = sound(cut)
        assert state.reports == before.reports
        assert state.said[: len(before.said)] == before.said
        assert len(state.said) == len(before.said) + 2


@pytest.mark.parametrize("act", ["ingest", "replace", "remove", "decide", "rebuild", "backup"])
def test_a_full_disk_leaves_what_was_there_and_says_so(
    act, small, home, sample, files, warm, sound, tmp_path
):
    before = small.state_of(sample)
    (tmp_path / "2.txt").write_text(small.text_of(8) * 400, "utf-8")
    given = {
        "ingest": [[tmp_path / "2.txt", files / "5.txt"], True],
        "remove": [["1.txt"]],
        "decide": [small.PAIRS[2:]],
        "backup": [tmp_path / "backup.tar"],
    }
    given["replace"] = given["ingest"]
    name = "ingest" if act == "replace" else act
    biggest = max(path.stat().st_size for path in home.rglob("*") if path.is_file())
    sizes = (1_000, biggest // 4, biggest // 2, biggest, biggest + 40_000)
    for room_left in sizes if LONG else sizes[::3]:
        shutil.rmtree(home)
        shutil.copytree(sample, home)
        (tmp_path / "backup.tar").unlink(missing_ok=True)
        ran = warm(name, home, *given.get(act, []), largest=room_left)
        assert ran["status"] == 0, ran
        state = sound(home)
        if ran["error"]:
            assert state.reports.keys() >= before.reports.keys() - {"1.txt", "2.txt"}
            assert state.said[: len(before.said)] == before.said
        if act == "backup":
            assert bool(ran["error"]) != (tmp_path / "backup.tar").exists()
        if act == "decide":
            assert len(state.said) == len(before.said) + len(ran["told"])


def test_two_writers_take_turns_and_lose_nothing(small, home, files):
    import threading

    before = small.state_of(home)
    failures: list[BaseException] = []

    def write(numbers):
        try:
            room = suizhi.open(home)
            for number in numbers:
                statuses = [taken.status for taken in room.ingest([files / f"{number}.txt"])]
                assert statuses == ["added"]
                first, second = (room.library.entity_named(name)[0] for name in ("区水务局", "区教育局"))
                assert first.id != second.id
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(numbers,)) for numbers in ((5, 6, 7), (8, 9, 10))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    after = small.state_of(home)
    assert after.said == before.said
    assert after.reports == {**before.reports, **{f"{n}.txt": small.text_of(n) for n in range(5, 11)}}


@pytest.mark.parametrize("years", [-30, 30])
def test_a_moved_clock_changes_nothing_but_the_time_of_what_is_said(
    small, home, files, sound, monkeypatch, years, answers
):
    from datetime import UTC, datetime, timedelta

    from search.library import shelves

    before = small.state_of(home)
    moved = datetime.now(UTC) + timedelta(days=365 * years)

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return moved.astimezone(tz)

    monkeypatch.setattr(shelves, "datetime", Clock)
    for path in home.rglob("*"):
        if path.is_file():
            os.utime(path, (moved.timestamp(), moved.timestamp()))
    room = suizhi.open(home)
    assert [taken.status for taken in room.ingest([files / "5.txt"])] == ["added"]
    answers(home, 5)
    decision = room.library.decisions()[0]
    undone = room.library.decide(decision, "undone", "李四")
    assert undone.when.startswith(str(moved.year))
    state = sound(home)
    assert state.said == [*before.said, (decision.from_name, decision.to_name, "undone")]
    assert [one.id for one in room.library.decision_log()][-1] == decision.id
