"""The graph is the union of what reports say, and each claim knows its report."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts import Entity, Knowledge, Relation, identify
from graph.knowledge_graph import KnowledgeGraph, merge
from graph.metrics import canonical
from ingest.document import Citation

randoms = st.randoms(use_true_random=False)


def some(made, random, number):
    return [made.make(random, f"{n}.txt")[1] for n in range(number)]


def entity(name, source, *aliases):
    return Entity(
        identify("ORG", name), name, "ORG", aliases, (Citation(source, 0, len(name), name, "", None),)
    )


def says(source, *triples, aliases=()):
    """What a report says whose relations are these, as text "甲局 建设 乙平台"."""
    parts = [triple.split() for triple in triples]
    names = dict.fromkeys(name for head, _, tail in parts for name in (head, tail))
    relations = (
        Relation(
            identify("ORG", h), rel, identify("ORG", t), Citation(source, n, n + 9, f"{h}{rel}{t}", "", None)
        )
        for n, (h, rel, t) in enumerate(parts)
    )
    return Knowledge(source, tuple(entity(name, source, *aliases) for name in names), tuple(relations))


def way(graph, start, end):
    hops = graph.path(identify("ORG", start), identify("ORG", end))
    return hops if hops is None else [f"{hop.head} {hop.rel} {hop.tail}" for hop in hops]


@given(random=randoms)
@settings(deadline=None, max_examples=30)
def test_union_is_associative_commutative_and_idempotent(made, random):
    a, b, c = (KnowledgeGraph([knowledge]) for knowledge in some(made, random, 3))
    assert (a | b) | c == a | (b | c)
    assert a | b == b | a
    assert a | a == a
    assert a | KnowledgeGraph() == a


@given(random=randoms)
@settings(deadline=None, max_examples=30)
def test_union_holds_even_where_two_graphs_say_different_things_of_one_report(made, random):
    one, two = made.make(random, "a.txt")[1], made.make(random, "a.txt")[1]
    a, b = KnowledgeGraph([one]), KnowledgeGraph([two])
    assert a | b == b | a == KnowledgeGraph([one, two])
    assert (a | b) | a == a | b


@given(random=randoms, order=st.permutations(range(4)))
@settings(deadline=None, max_examples=30)
def test_the_order_of_adding_does_not_matter(made, random, order):
    all_ = some(made, random, 4)
    ordered = KnowledgeGraph(all_)
    shuffled = KnowledgeGraph(all_[n] for n in order)
    assert ordered == shuffled
    assert list(ordered.nodes()) == list(shuffled.nodes())
    assert list(map(repr, ordered.edges())) == list(map(repr, shuffled.edges()))


@given(random=randoms, gone=st.integers(0, 3))
@settings(deadline=None, max_examples=30)
def test_removing_a_report_removes_exactly_what_only_it_said(made, random, gone):
    all_ = some(made, random, 4)
    graph = KnowledgeGraph(all_)
    graph.remove(f"{gone}.txt")
    assert graph == KnowledgeGraph(all_[:gone] + all_[gone + 1 :])
    assert f"{gone}.txt" not in graph.sources


@given(random=randoms)
@settings(deadline=None, max_examples=30)
def test_replacing_a_report_leaves_nothing_of_what_it_said_before(made, random):
    first, second = made.make(random, "a.txt")[1], made.make(random, "a.txt")[1]
    other = made.make(random, "b.txt")[1]
    graph = KnowledgeGraph([first, other])
    graph.replace(second)
    assert graph == KnowledgeGraph([other, second])


@given(random=randoms)
@settings(deadline=None, max_examples=30)
def test_every_statement_is_an_edge_with_its_quote_and_none_is_lost(made, random):
    all_ = some(made, random, 3)
    edges = list(KnowledgeGraph(all_).edges())
    relations = {relation for knowledge in all_ for relation in knowledge.relations}
    facts = [fact for knowledge in all_ for fact in knowledge.facts]
    assert {Relation(e.head, e.label, e.tail, e.citation) for e in edges if e.fact is None} == relations
    assert sorted(e.fact.id for e in edges if e.fact is not None) == sorted(fact.id for fact in facts)
    assert all(e.fact is None or e.citation == e.fact.citation for e in edges)


def test_a_fact_leads_from_its_subject_to_its_metric_whatever_report_says_it(made):
    document, knowledge, _ = made.make(Random(1), "a.txt")
    fact = made._fact(Random(1), document, 0, [])
    hotline = entity("花都区12345热线", "a.txt")
    about_entity = replace(fact, id="1", subject_id=hotline.id, metric_id="满意率")
    about_nobody = replace(fact, id="2", subject="服务对象", subject_id=None, metric_id="满意率")
    about_unlisted = replace(fact, id="3", subject="服务对象", subject_id="gone", metric_id="满意率")
    facts = (about_entity, about_nobody, about_unlisted)
    graph = KnowledgeGraph([replace(knowledge, entities=(hotline,), relations=(), facts=facts)])
    ends = {(graph.node(e.head).name, graph.node(e.tail).type, e.fact.id) for e in graph.edges()}
    assert ends == {
        ("花都区12345热线", "METRIC", "1"),
        ("服务对象", "METRIC", "2"),
        ("服务对象", "METRIC", "3"),
    }
    assert len(graph.net) == 3


def test_a_node_has_the_fullest_name_and_knows_all_other_forms_and_sources():
    id_ = identify("ORG", "x")
    one = replace(entity("区政数局", "b.txt", "我局"), id=id_)
    two = replace(entity("花都区政数局", "a.txt", "区政数局", "本局"), id=id_)
    graph = KnowledgeGraph([Knowledge("b.txt", (one,)), Knowledge("a.txt", (two,))])
    node = graph.node(id_)
    assert (node.name, node.aliases) == ("花都区政数局", ("区政数局", "我局", "本局"))
    assert (node.sources, node.mentions) == (("a.txt", "b.txt"), 2)
    assert merge([one, two]) == merge([two, one, one]) == merge(merge([two, one]))
    (merged,) = merge([one, two])
    assert (merged.name, merged.aliases) == (node.name, node.aliases)


@given(random=randoms)
@settings(deadline=None, max_examples=30)
def test_merging_agrees_with_the_nodes_of_the_graph(made, random):
    all_ = some(made, random, 3)
    graph = KnowledgeGraph(all_)
    for one in merge(entity for knowledge in all_ for entity in knowledge.entities):
        node = graph.node(one.id)
        assert (node.name, node.type, node.aliases, node.mentions) == (
            one.name, one.type, one.aliases, len(one.mentions)
        )  # fmt: skip


def test_a_relation_to_nobody_is_refused():
    knowledge = says("a.txt", "甲局 建设 乙平台")
    with pytest.raises(ValueError, match=r"a\.txt"):
        KnowledgeGraph([replace(knowledge, entities=())])


@pytest.mark.parametrize(
    ("start", "end", "expected", "reason"),
    [
        ("甲局", "乙平台", ["甲局 建设 乙平台"], "one step"),
        ("乙平台", "甲局", ["甲局 建设 乙平台"], "against the arrow, told as it points"),
        ("甲局", "丁区", ["甲局 建设 乙平台", "乙平台 覆盖 丁区"], "over two reports"),
        ("丁区", "戊街", ["戊街 隶属 丁区"], "against the arrow"),
        ("甲局", "甲局", [], "no step to oneself"),
        ("甲局", "孤岛", None, "no way"),
    ],
)
def test_the_shortest_path_has_a_quote_for_each_hop(start, end, expected, reason):
    graph = KnowledgeGraph(
        [
            says("a.txt", "甲局 建设 乙平台", "甲局 合作 丙委", "丙委 合作 己委", "己委 覆盖 丁区"),
            says("b.txt", "乙平台 覆盖 丁区", "戊街 隶属 丁区"),
            says("c.txt", "孤岛 包含 沙滩"),
        ]
    )
    assert way(graph, start, end) == expected, reason
    for hop in graph.path(identify("ORG", start), identify("ORG", end)) or ():
        assert hop.citation.quote == f"{hop.head}{hop.rel}{hop.tail}"


def test_of_two_shortest_paths_and_two_quotes_the_choice_does_not_depend_on_the_order_of_adding():
    reports = [
        says("b.txt", "甲局 建设 乙平台", "乙平台 覆盖 丁区"),
        says("a.txt", "甲局 推出 丙行动", "丙行动 覆盖 丁区"),
        says("c.txt", "甲局 建设 乙平台", "甲局 推出 丙行动"),
    ]
    ways = {
        tuple(KnowledgeGraph(order).path(identify("ORG", "甲局"), identify("ORG", "丁区")))
        for order in (reports, reports[::-1], reports[1:] + reports[:1])
    }
    assert len(ways) == 1


def test_a_metric_that_two_offices_share_is_no_way_between_them(made):
    document, knowledge, _ = made.make(Random(1), "a.txt")
    one, two = entity("甲局", "a.txt"), entity("乙局", "a.txt")
    fact = made._fact(Random(1), document, 0, [])
    facts = (replace(fact, id="1", subject_id=one.id), replace(fact, id="2", subject_id=two.id))
    facts = tuple(replace(f, metric_id="满意率") for f in facts)
    graph = KnowledgeGraph([replace(knowledge, entities=(one, two), relations=(), facts=facts)])
    assert graph.path(one.id, two.id) is None


@given(random=randoms)
@settings(deadline=None, max_examples=30)
def test_a_path_is_as_short_as_networkx_finds_it(made, random):
    graph = KnowledgeGraph(some(made, random, 3))
    plain = nx.Graph((e.head, e.tail) for e in graph.edges() if e.fact is None)
    nodes = [node.id for node in graph.nodes()]
    for start in nodes[:3]:
        for end in nodes[-3:]:
            found = graph.path(start, end)
            joined = start == end or (start in plain and end in plain and nx.has_path(plain, start, end))
            assert (found is not None) == joined
            if found is not None and start != end:
                assert len(found) == nx.shortest_path_length(plain, start, end)


@pytest.mark.parametrize(
    "ask", [lambda g: g.path("x", "x"), lambda g: g.neighbourhood("x"), lambda g: g.node("x")]
)
def test_what_is_not_in_the_graph_is_told(ask):
    with pytest.raises(KeyError, match="x"):
        ask(KnowledgeGraph())


def test_a_neighbourhood_holds_what_is_near_with_its_claims():
    graph = KnowledgeGraph([says("a.txt", "甲局 建设 乙平台", "乙平台 覆盖 丁区", "戊街 隶属 丁区")])
    centre = identify("ORG", "乙平台")
    names = {hops: {node.name for node in graph.neighbourhood(centre, hops).nodes()} for hops in (0, 1, 2)}
    assert names == {0: {"乙平台"}, 1: {"甲局", "乙平台", "丁区"}, 2: {"甲局", "乙平台", "丁区", "戊街"}}
    assert graph.neighbourhood(centre, 2) == graph
    assert [edge.label for edge in graph.edges_of(centre)] == [
        e.label for e in graph.neighbourhood(centre).edges()
    ]


def test_nothing_is_near_because_it_has_the_same_metric(made):
    document, knowledge, _ = made.make(Random(1), "a.txt")
    one, two = entity("甲局", "a.txt"), entity("乙局", "a.txt")
    fact = replace(made._fact(Random(1), document, 0, []), metric_id="满意率")
    facts = (replace(fact, id="1", subject_id=one.id), replace(fact, id="2", subject_id=two.id))
    graph = KnowledgeGraph([replace(knowledge, entities=(one, two), relations=(), facts=facts)])
    metric = identify("METRIC", "满意率")
    assert set(graph.neighbourhood(one.id, 3).net) == {one.id, metric}
    assert set(graph.neighbourhood(metric, 3).net) == {one.id, two.id, metric}


def test_a_metric_that_the_data_know_has_its_name_and_the_wordings_as_aliases(made):
    document, knowledge, _ = made.make(Random(1), "a.txt")
    fact = made._fact(Random(1), document, 0, [])
    known = canonical("年度总收入")
    facts = tuple(
        replace(fact, id=wording, metric=wording, metric_id=known.id) for wording in ("年度总收入", "总收入")
    )
    graph = KnowledgeGraph([replace(knowledge, entities=(), relations=(), facts=facts)])
    node = graph.node(identify("METRIC", known.id))
    assert (node.name, node.type, node.aliases) == ("总收入", "METRIC", ("年度总收入",))
    own = KnowledgeGraph([replace(knowledge, entities=(), relations=(), facts=(fact,))])
    assert own.node(identify("METRIC", fact.metric_id)).name == fact.metric


@given(random=randoms)
@settings(deadline=None, max_examples=20)
def test_the_adjacency_follows_what_is_added_and_removed(made, random):
    all_ = some(made, random, 3)
    graph = KnowledgeGraph(all_[:2])
    assert graph.adjacency is graph.adjacency
    for change in (lambda: graph.add(all_[2]), lambda: graph.remove("0.txt")):
        change()
        assert list(graph.adjacency.ids) == sorted(graph.net)
        for node in graph.net:
            near = {e.tail if e.head == node else e.head for e in graph.edges_of(node) if e.fact is None}
            assert set(graph.adjacency.neighbours(node)) == near - {node}


def test_what_is_done_to_a_neighbourhood_or_a_union_is_not_done_to_the_graph():
    graph = KnowledgeGraph([says("a.txt", "甲局 建设 乙平台")])
    before = graph | KnowledgeGraph()
    graph.neighbourhood(identify("ORG", "甲局")).remove("a.txt")
    (graph | graph).remove("a.txt")
    assert graph == before
    assert len(list(graph.edges())) == 1
