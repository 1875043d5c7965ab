"""The compressed adjacency says what networkx says of the same statements."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.adjacency import Adjacency

names = st.sampled_from([f"n{number:02}" for number in range(12)])
relations = st.lists(st.tuples(names, st.sampled_from(("隶属", "建设", "合作")), names), max_size=30)
facts = st.lists(st.tuples(names, st.sampled_from(("m1", "m2"))), max_size=6)


def plain(triples, alone=()) -> nx.Graph:
    graph = nx.Graph((head, tail) for head, _, tail in triples if head != tail)
    graph.add_nodes_from({end for head, _, tail in triples for end in (head, tail)} | set(alone))
    return graph


@given(triples=relations, counted=facts)
def test_neighbours_are_those_of_networkx_and_nobody_is_his_own(triples, counted):
    graph = Adjacency.of(triples, counted, alone=("n03", "x"))
    wanted = plain(triples, {"n03", "x"} | {end for fact in counted for end in fact})
    assert list(graph.ids) == sorted(wanted)
    for node in wanted:
        assert graph.neighbours(node) == tuple(sorted(wanted[node]))
    told = {end for head, _, tail in triples for end in (head, tail)} | {
        end for fact in counted for end in fact
    }
    assert graph.lonely() == tuple(sorted(set(wanted) - told))


@given(triples=relations)
def test_degrees_by_relation_count_each_pair_once(triples):
    graph = Adjacency.of(triples)
    once = nx.MultiDiGraph()
    once.add_edges_from((head, tail, rel) for head, rel, tail in set(triples))
    for node in once:
        out = [key for _, _, key in once.out_edges(node, keys=True)]
        into = [key for _, _, key in once.in_edges(node, keys=True)]
        assert graph.degrees(node) == {rel: (out.count(rel), into.count(rel)) for rel in {*out, *into}}


@given(triples=relations, start=names, end=names)
def test_a_path_is_as_short_as_networkx_finds_it_and_the_smallest_of_them(triples, start, end):
    graph = Adjacency.of(triples, alone=(start, end))
    wanted = plain(triples, (start, end))
    found = graph.path(start, end)
    ways = list(nx.all_shortest_paths(wanted, start, end)) if nx.has_path(wanted, start, end) else []
    assert found == (tuple(min(ways)) if ways else None)


@given(triples=relations, counted=facts, hops=st.integers(0, 4), centre=names)
def test_distances_are_those_of_networkx_and_a_fact_is_the_last_step_of_a_way(triples, counted, hops, centre):
    graph = Adjacency.of(triples, counted, alone=(centre,))
    near = nx.single_source_shortest_path_length(plain(triples, (centre,)), centre, cutoff=hops)
    wanted = dict(near)
    for subject, metric in counted:
        if near.get(subject, hops) < hops:
            wanted[metric] = min(wanted.get(metric, hops), near[subject] + 1)
    assert graph.distances(centre, hops) == wanted


def test_around_a_metric_stand_its_subjects_and_nothing_behind_them():
    graph = Adjacency.of([("甲局", "建设", "乙平台")], [("甲局", "满意率"), ("丙局", "满意率")])
    assert graph.distances("满意率", 3) == {"满意率": 0, "甲局": 1, "丙局": 1}


@given(triples=relations, counted=facts, order=st.randoms(use_true_random=False))
def test_the_order_and_the_repetition_of_statements_do_not_matter(triples, counted, order):
    one = Adjacency.of(triples, counted)
    shuffled, again = triples * 2, list(counted) * 2
    order.shuffle(shuffled)
    order.shuffle(again)
    two = Adjacency.of(iter(shuffled), iter(again))
    assert list(one.ids) == list(two.ids)
    for layer in ("relations", "facts"):
        a, b = getattr(one, layer), getattr(two, layer)
        assert (a.first.tolist(), a.near.tolist()) == (b.first.tolist(), b.near.tolist())


def test_an_adjacency_of_nothing_has_no_nodes():
    graph = Adjacency.of(())
    assert (len(graph), graph.lonely(), "x" in graph) == (0, (), False)


@pytest.mark.parametrize(
    "ask",
    [
        lambda g: g.neighbours("x"),
        lambda g: g.degrees("x"),
        lambda g: g.path("x", "a"),
        lambda g: g.distances("x", 1),
    ],
)
def test_what_is_not_in_it_is_told(ask):
    with pytest.raises(KeyError, match="x"):
        ask(Adjacency.of([("a", "合作", "b")]))
