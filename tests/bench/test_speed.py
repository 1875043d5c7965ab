"""Made reports are what they promise, and the measurement measures what runs. Nothing here has a time limit."""

import re

import pytest

import graph
import ingest
from bench.made import made, make, write
from bench.speed.clock import REST, Clock
from bench.speed.references import compare
from bench.speed.searching import search_speed
from bench.speed.steps import STEPS, Speed, measure, memory
from bench.speed.table import Memory, figures, into_readme, markdown


def test_the_same_seed_makes_the_same_reports_and_another_seed_others():
    assert list(made(4)) == list(made(4))
    assert not {data for _, data in made(4)} & {data for _, data in made(4, seed=1)}


def test_a_report_does_not_depend_on_how_many_are_made():
    assert [data for _, data in made(6)][5] == make(5)


def test_every_made_report_is_another_one():
    texts = [data.decode() for _, data in made(40)]
    assert len(set(texts)) == 40
    assert len({text.split("\n", 1)[0] for text in texts}) > 30, "places, departments and years differ"


@pytest.mark.parametrize("characters", [3_000, 10_000, 20_000])
def test_a_made_report_has_the_length_asked_for(characters):
    for number in range(8):
        assert 0.85 * characters < len(make(number, characters=characters).decode()) < 1.15 * characters


def test_a_made_report_names_its_own_place_department_and_year():
    for source, data in made(12):
        document = ingest.read(data, source)
        about = document.about
        assert None not in (about.district, about.department, about.year)
        assert str(about.year) in document.text
        body = document.text.split("\n", 1)[1]
        assert about.district in body or about.city in body, "not in the title alone"


def test_a_made_report_says_as_much_as_a_true_one():
    document = ingest.read(make(0), "made.txt")
    knowledge = graph.read(document)
    assert len(document.sections) > 10
    assert len(knowledge.facts) > 50
    assert len(knowledge.entities) > 50
    assert len(knowledge.relations) > 10


def test_made_reports_are_written_as_files(tmp_path):
    write(tmp_path / "new", 3, characters=2_000)
    found = sorted((tmp_path / "new").iterdir())
    assert [(f.name, f.read_bytes()) for f in found] == list(made(3, characters=2_000))


def test_time_belongs_to_the_innermost_step():
    clock = Clock(["outer", "inner"])
    places = {"outer": [f"{__name__}:_outer"], "inner": [f"{__name__}:_inner"]}
    original = _inner
    with clock.measuring(places):
        _outer()
    assert clock.seconds["inner"] > clock.seconds["outer"], "what the inner one does is not the outer one's"
    assert _inner is original, "nothing stays replaced"


def test_a_step_that_the_code_no_longer_has_is_told():
    with (
        pytest.raises(AttributeError),
        Clock(["gone"]).measuring({"gone": ["graph.resolve:no_such_function"]}),
    ):
        pass


@pytest.fixture(scope="module")
def speed():
    return measure(2)


def test_every_step_of_the_pipeline_takes_time(speed):
    assert set(speed.seconds) == {*STEPS, REST}
    assert all(seconds > 0 for seconds in speed.seconds.values())
    assert speed.total == pytest.approx(sum(speed.seconds.values()))
    assert speed.characters > 15_000


def test_the_tables_hold_every_figure_and_find_their_place(speed, tmp_path):
    compared = compare(1, names=500)
    held = Memory([(1, 100.0), (2, 101.0)], 120.0)
    text = markdown(speed, compared, held)
    for step in (*STEPS, REST):
        assert re.search(rf"\| {re.escape(step)} \| \d+\.\d \|", text), step
    assert f"{speed.a_minute:.0f} reports a minute" in text
    readme = tmp_path / "README.md"
    readme.write_text("above\n<!-- speed: begin -->\nold\n<!-- speed: end -->\nbelow\n", "utf-8")
    into_readme(text, readme)
    assert readme.read_text("utf-8") == f"above\n<!-- speed: begin -->\n{text}\n<!-- speed: end -->\nbelow\n"
    assert {"reports a minute", "clean"} <= {figure["metric"] for figure in figures(speed, compared, held)}


def test_a_readme_without_the_marks_is_left_alone(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("nothing\n", "utf-8")
    with pytest.raises(ValueError, match="speed: begin"):
        into_readme("text", readme)
    assert readme.read_text("utf-8") == "nothing\n"


def test_memory_is_looked_at_on_the_way_and_behind_the_index():
    assert [reports for reports, resident in memory(2, 1) if resident > 10] == [1, 2, 2]


@pytest.mark.parametrize(
    ("points", "slope", "why"),
    [
        ([(1000, 300.0), (2000, 300.0)], 0.0, "flat"),
        ([(1000, 300.0), (2000, 310.0)], 10.0, "ten megabytes a thousand"),
        ([(100, 100.0), (200, 300.0), (300, 300.0), (400, 300.0), (500, 300.0)], 0.0, "caches fill at first"),
        ([(100, 300.0)], 0.0, "one point has no slope"),
    ],
)
def test_the_slope_of_memory(points, slope, why):
    assert Memory(points, 0.0).slope == pytest.approx(slope), why


def _outer():
    _inner()


def _inner():
    sum(i * i for i in range(200_000))


def test_searching_is_timed_against_plain_ways() -> None:
    found = search_speed(400)
    assert found.passages == 400
    assert found.query > 0
    assert found.recall >= 0.98, "few passages are all scored, with eight bits a number"
    assert [one.plain for one in found.compared] == ["faiss IndexFlatIP", "SQLite FTS5, the same words"]
    assert found.compared[1].times > 1
    text = markdown(Speed({"all": 1.0}, 1, 10_000, 30_000, 1.0), [], None, found)
    assert "Among 400 passages" in text
