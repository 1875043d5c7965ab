"""Decisions of people: seen by every reading, stored apart from what reports say, and never lost."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts import Entity, Knowledge, Relation, identify
from graph.knowledge_graph import KnowledgeGraph
from search.library import ALIAS, Decision, Library, LibraryError, alias_id, open_aliases
from search.library.called import entities_called, metrics_called, relations_called

OLD = Path(__file__).with_name("library_schema_1.sql")
NAMES = ("甲局", "乙局", "丙局", "丁局", "戊局")
IDS = {name: identify("ORG", name) for name in NAMES}


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "home") as opened:
        yield opened


def put(library, made, source, names, links=(), facts=(), seed=1):
    """A report that names offices, relations between them, and a fact of each of `facts`."""
    document, knowledge, data = made.make(Random(seed), source, mark=f"{source}{'、'.join(names)}。")
    cite = document.cite

    def place(name):
        start = document.text.index(name)
        return cite(start, start + len(name))

    entities = tuple(Entity(IDS[name], name, "ORG", (f"区{name}",), (place(name),)) for name in names)
    relations = tuple(Relation(IDS[a], "合作", IDS[b], place(a)) for a, b in links)
    said = tuple(
        replace(
            made._fact(Random(n), document, n, []), subject=name, subject_id=IDS[name], citation=place(name)
        )
        for n, name in enumerate(facts)
    )
    knowledge = Knowledge(source, entities, relations, said)
    library.put(document, knowledge, data, "1")
    return knowledge


def pair(one, other, type_="ORG"):
    a, b = IDS.get(one, one), IDS.get(other, other)
    return Decision(alias_id(a, b), ALIAS, a, b, one, other, type_, "同一机构", "open", "", "")


def say(library, one, other, state="yes", who="张三"):
    return library.decide(pair(one, other), state, who)


def everything(library) -> str:
    """All that can be read, as it is shown."""
    sources = [report.source for report in library.reports()]
    return repr(
        (
            library.facts(),
            library.relations(),
            library.entities(),
            library.entities(merged=True),
            [library.knowledge(source) for source in sources],
            [library.entity_named(name) for name in NAMES],
            [library.facts(subjects=[id_]) for id_ in IDS.values()],
            [library.relations(touching=[id_]) for id_ in IDS.values()],
        )
    )


@pytest.fixture
def three(library, made):
    """甲 in one report, 乙 in another, both in a third, where they work together with 丙."""
    put(library, made, "1.txt", ["甲局", "丙局"], [("甲局", "丙局")], ["甲局"])
    put(library, made, "2.txt", ["乙局"], [], ["乙局"])
    put(
        library,
        made,
        "3.txt",
        ["甲局", "乙局", "丙局"],
        [("甲局", "乙局"), ("乙局", "丙局")],
        ["甲局", "乙局"],
    )
    return library


def test_after_a_yes_every_reading_leads_to_the_one(three):
    decision = say(three, "甲局", "乙局")
    assert (decision.state, decision.who) == ("yes", "张三")
    assert decision.when.endswith("+00:00")
    old, new = IDS["甲局"], IDS["乙局"]
    assert old not in everything(three)
    for asked in (old, new):
        (found,) = three.entities(ids=[asked], merged=True)
        assert (found.id, found.name) == (new, "乙局")
        assert found.aliases == ("区乙局", "区甲局", "甲局")
        assert [mention.source for mention in found.mentions] == ["1.txt", "2.txt", "3.txt", "3.txt"]
        assert len(three.facts(subjects=[asked])) == 4
        assert [r.citation.source for r in three.relations(touching=[asked])] == ["1.txt", "3.txt"]
    assert three.entity_named("甲局") == three.entity_named("乙局") == (found,)
    assert {fact.subject_id for fact in three.facts()} == {new}
    assert {fact.subject for fact in three.facts()} == {"甲局", "乙局"}  # as the reports say
    assert [entity.id for entity in three.knowledge("3.txt").entities] == [new, IDS["丙局"]]
    graph = KnowledgeGraph(three.knowledge(report.source) for report in three.reports())
    assert old not in graph
    assert graph.node(new).name == "乙局"


def test_one_that_works_together_with_itself_is_no_relation_but_others_are_kept_once(library, made):
    put(
        library,
        made,
        "1.txt",
        ["甲局", "乙局", "丙局"],
        [("甲局", "乙局"), ("甲局", "丙局"), ("甲局", "甲局")],
    )
    say(library, "甲局", "乙局")
    found = {(r.head, r.tail) for r in library.relations()}
    # What a report itself said of one and the same stays.
    assert found == {(IDS["乙局"], IDS["丙局"]), (IDS["乙局"], IDS["乙局"])}


def test_undo_gives_back_exactly_what_was_there(three):
    before = everything(three)
    say(three, "甲局", "乙局")
    assert everything(three) != before
    say(three, "甲局", "乙局", "undone")
    assert everything(three) == before


def test_what_reports_say_is_stored_unchanged(three):
    raw = {source: three.knowledge(source, raw=True) for source in ("1.txt", "2.txt", "3.txt")}
    say(three, "甲局", "乙局")
    assert {source: three.knowledge(source, raw=True) for source in raw} == raw


def test_a_decision_outlives_removal_and_reading_again(three, made):
    say(three, "甲局", "乙局")
    before = everything(three)
    for source in ("1.txt", "2.txt", "3.txt"):
        three.remove(source)
    assert three.entities() == ()
    assert len(three.decisions()) == 1
    put(
        three, made, "3.txt", ["甲局", "乙局", "丙局"], [("甲局", "乙局"), ("乙局", "丙局")], ["甲局", "乙局"]
    )
    put(three, made, "2.txt", ["乙局"], [], ["乙局"])
    put(three, made, "1.txt", ["甲局", "丙局"], [("甲局", "丙局")], ["甲局"])
    assert everything(three) == before


def test_the_one_is_found_by_its_id_where_only_the_other_name_is_left(three):
    say(three, "甲局", "乙局")
    three.remove("2.txt")
    three.remove("3.txt")
    (found,) = three.entities(ids=[IDS["乙局"]], merged=True)
    assert (found.id, found.name, found.aliases) == (IDS["乙局"], "乙局", ("区甲局", "甲局"))
    assert say(three, "丙局", "乙局").state == "yes"


def test_chains_lead_to_the_end_and_a_link_can_be_taken_out(three, made):
    put(three, made, "4.txt", ["丁局"])
    say(three, "甲局", "乙局")
    say(three, "乙局", "丁局")
    for asked in ("甲局", "乙局", "丁局"):
        assert [one.id for one in three.entities(ids=[IDS[asked]], merged=True)] == [IDS["丁局"]]
    say(three, "甲局", "乙局", "undone")
    assert [one.id for one in three.entities(ids=[IDS["甲局"]], merged=True)] == [IDS["甲局"]]
    assert [one.id for one in three.entities(ids=[IDS["乙局"]], merged=True)] == [IDS["丁局"]]


def test_two_targets_of_one_are_one(three):
    say(three, "甲局", "乙局")
    say(three, "甲局", "丙局")
    assert [one.id for one in three.entities(merged=True)] == [IDS["丙局"]]


@pytest.mark.parametrize(
    ("before", "refused", "reason"),
    [
        ([], ("甲局", "甲局", "yes"), "同一个"),
        ([("甲局", "乙局", "yes")], ("乙局", "甲局", "yes"), "由 张三 决定"),
        ([("甲局", "乙局", "yes"), ("乙局", "丙局", "yes")], ("丙局", "甲局", "yes"), "循环"),
        ([("甲局", "乙局", "no"), ("甲局", "丙局", "yes")], ("乙局", "丙局", "yes"), "说过它们不是"),
        ([], ("甲局", "戊局", "yes"), "没有这个实体"),
        ([], ("甲局", "乙局", "undone"), "没有可撤销"),
        ([("甲局", "乙局", "yes"), ("甲局", "乙局", "undone")], ("甲局", "乙局", "undone"), "没有可撤销"),
        ([("甲局", "乙局", "no")], ("甲局", "乙局", "no"), "已经是"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_no_trace(three, before, refused, reason):
    for one, other, state in before:
        say(three, one, other, state)
    log, shown = three.decision_log(), everything(three)
    with pytest.raises(LibraryError, match=reason) as caught:
        say(three, *refused)
    assert caught.value.where
    assert three.decision_log() == log
    assert everything(three) == shown


def test_entities_of_two_types_are_not_one(three, made):
    document, knowledge, data = made.make(Random(3), "5.txt", mark="甲平台。")
    other = Entity(identify("PLATFORM", "甲平台"), "甲平台", "PLATFORM", (), (document.cite(0, 3),))
    three.put(document, replace(knowledge, entities=(other,), relations=(), facts=()), data, "1")
    with pytest.raises(LibraryError, match=r"类型不同（ORG、PLATFORM）"):
        three.decide(pair("甲局", other.id), "yes", "张三")


def test_the_log_keeps_every_word_and_the_last_one_holds(three):
    for state in ("open", "no", "yes", "undone", "yes"):
        say(three, "甲局", "乙局", state, who=f"说{state}的人")
    assert [said.state for said in three.decision_log()] == ["open", "no", "yes", "undone", "yes"]
    (last,) = three.decisions()
    assert (last.state, last.who) == ("yes", "说yes的人")
    assert [said.when for said in three.decision_log()] == sorted(said.when for said in three.decision_log())


def test_what_was_decided_is_not_proposed_again(library, made):
    document, knowledge, data = made.make(Random(1), "1.txt", mark="健康通平台与健康通。")

    def platform(start, end):
        name = document.text[start:end]
        return Entity(identify("PLATFORM", name), name, "PLATFORM", (), (document.cite(start, end),))

    two = (platform(0, 5), platform(6, 9))
    library.put(document, replace(knowledge, entities=two, relations=(), facts=()), data, "1")
    (proposal,) = open_aliases(library)
    assert (proposal.from_name, proposal.to_name, proposal.who) == ("健康通", "健康通平台", "")
    for state, open_ in (("no", 0), ("undone", 1), ("yes", 0), ("undone", 1)):
        library.decide(proposal, state, "张三")
        assert len(open_aliases(library)) == open_, state
    own = library.decide(proposal, "open", "李四")
    assert open_aliases(library) == (own,)


LINKS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=6)


@given(links=LINKS, seed=st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_readings_agree_with_each_other_and_with_a_plain_renaming(made, tmp_path_factory, links, seed):
    random = Random(seed)
    with Library.open(tmp_path_factory.mktemp("home")) as library:
        for number in range(3):
            names = random.sample(NAMES, random.randrange(1, 6))
            ways = [(random.choice(names), random.choice(names)) for _ in range(3)]
            put(library, made, f"{number}.txt", names, ways, names[:2], seed=seed * 10 + number)
        present = {entity.name for entity in library.entities()}
        before, said = everything(library), []
        for one, other in links:
            if {one, other} <= present:
                try:
                    say(library, one, other)
                except LibraryError:
                    continue
                said.append((one, other))
        leads = {id_: id_ for id_ in IDS.values()}
        for one, other in said:
            end, became = leads[IDS[one]], leads[IDS[other]]
            leads = {id_: became if last == end else last for id_, last in leads.items()}
        sources = [report.source for report in library.reports()]
        raw = [library.knowledge(source, raw=True) for source in sources]
        assert [f.subject_id for f in library.facts()] == [leads[f.subject_id] for k in raw for f in k.facts]
        wanted = {
            (leads[r.head], r.rel, leads[r.tail], r.citation)
            for k in raw
            for r in k.relations
            if r.head == r.tail or leads[r.head] != leads[r.tail]
        }
        got = [(r.head, r.rel, r.tail, r.citation) for r in library.relations()]
        assert set(got) == wanted
        assert {e.id for e in library.entities(merged=True)} == {leads[e.id] for k in raw for e in k.entities}
        shown = [library.knowledge(source) for source in sources]
        assert library.entities() == tuple(e for k in shown for e in k.entities)
        assert library.relations() == tuple(r for k in shown for r in k.relations)
        KnowledgeGraph(shown)  # refuses a relation whose end is no entity of the report
        for one, other in said:
            say(library, one, other, "undone")
        assert everything(library) == before


@pytest.mark.sqlite
def test_a_decision_that_is_not_yet_made_is_not_seen_and_then_by_everyone(three):
    with Library.open(three.home) as other:
        before = everything(other)
        writer = sqlite3.connect(three.home / "library.sqlite3", isolation_level=None)
        say(three, "甲局", "丙局", "no")
        row = writer.execute("SELECT * FROM decisions").fetchone()
        writer.execute("BEGIN IMMEDIATE")
        values = [2, alias_id(IDS["甲局"], IDS["乙局"]), *row[2:]]
        values[3:5] = [IDS["甲局"], IDS["乙局"]]
        values[7] = "yes"
        writer.execute(f"INSERT INTO decisions VALUES ({','.join('?' * len(values))})", values)
        assert everything(other) == everything(three) == before
        writer.execute("COMMIT")
        writer.close()
        assert IDS["甲局"] not in everything(other)
        assert everything(other) == everything(three)


# Libraries of older programs


def old_home(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / "library.sqlite3")
    connection.executescript(OLD.read_text("utf-8"))
    connection.close()
    return folder


def rows(home: Path) -> dict[str, list[str]]:
    connection = sqlite3.connect(home / "library.sqlite3")
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {table: sorted(map(repr, connection.execute(f"SELECT * FROM {table}"))) for table in tables}
    connection.close()
    return found


@pytest.mark.sqlite
def test_a_library_of_the_first_schema_opens_with_all_that_it_had(tmp_path):
    home = old_home(tmp_path)
    before = rows(home)
    assert before["meta"] == ["('schema', '1')"]
    assert "decisions" not in before
    with Library.open(home) as library:
        assert library.decisions() == ()
        assert [report.source for report in library.reports()] == ["11.txt", "5.txt"]
        assert len(library.facts()) == len(before["facts"]) > 0
        assert len(library.relations()) == len(before["relations"]) > 0
        first, second = library.entities(sources=["11.txt"])[:1] + library.entities(sources=["5.txt"])[:1]
        assert first.type != second.type
    after = rows(home)
    assert after.pop("meta") == ["('schema', '4')"]
    assert [after.pop(table) for table in ("decisions", "events", "alarms")] == [[], [], []]
    assert after.pop("decision_seals") == []
    assert after.pop("collections") == ["('11.txt', 'default')", "('5.txt', 'default')"]
    assert len(after.pop("seals")) == len(after["reports"])
    before.pop("meta")
    assert after == before


@pytest.mark.sqlite
def test_an_old_library_takes_reports_and_decisions_like_a_new_one(tmp_path, made):
    with Library.open(old_home(tmp_path)) as library:
        put(library, made, "新.txt", ["甲局", "乙局"])
        say(library, "甲局", "乙局")
    with Library.open(tmp_path) as library:
        assert [one.id for one in library.entities(sources=["新.txt"])] == [IDS["乙局"]]
        assert library.remove("5.txt")


@pytest.mark.sqlite
def test_several_programs_open_an_old_library_at_the_same_time(tmp_path):
    home, failures = old_home(tmp_path), []

    def work():
        try:
            with Library.open(home) as library:
                assert len(library.reports()) == 2
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert rows(home)["meta"] == ["('schema', '4')"]


@pytest.mark.sqlite
def test_the_old_and_the_new_library_have_the_same_tables(tmp_path):
    Library.open(old_home(tmp_path / "old")).close()
    Library.open(tmp_path / "new").close()

    def shape(home: Path) -> list[tuple]:
        connection = sqlite3.connect(home / "library.sqlite3")
        found = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
        ).fetchall()
        connection.close()
        return [(name, " ".join(sql.split())) for name, sql in found]

    assert shape(tmp_path / "old") == shape(tmp_path / "new")


def test_what_things_are_called_is_told_without_quotes_as_it_is_with_them(library, made):
    """`entities_called`, `relations_called`, `metrics_called` against readings of all entities, relations and facts."""
    put(library, made, "a.txt", ["甲局", "乙局", "丙局"], links=[("甲局", "乙局")], facts=["甲局"])
    put(library, made, "b.txt", ["乙局", "丁局"], links=[("丁局", "乙局")], facts=["乙局"], seed=2)

    def agrees() -> None:
        called = entities_called(library)
        merged = library.entities(merged=True)
        names = [(e.id, e.name, e.type, e.aliases, [m.source for m in e.mentions]) for e in called]
        assert names == [(e.id, e.name, e.type, e.aliases, [m.source for m in e.mentions]) for e in merged]
        told = sorted((r.head, r.rel, r.tail) for r in relations_called(library))
        assert told == sorted((r.head, r.rel, r.tail) for r in library.relations())
        metrics = {
            f.metric: len({g.citation.source for g in library.facts() if g.metric == f.metric})
            for f in library.facts()
        }
        assert metrics_called(library) == metrics

    agrees()
    say(library, "甲局", "丁局")
    say(library, "丙局", "乙局")
    agrees()
